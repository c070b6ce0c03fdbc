import Foundation
import Runs
import Tasks

/// A person's own table to make programs for: `train --data FILE --target COLUMN`.
enum OwnTableFile {
    /// More than any table needs that a run can hold.
    private static let mostBytes = 8 << 20

    /// Has a run make programs for the table of a file.
    ///
    /// What was done to the file is told on standard error.
    ///
    /// - Parameters:
    ///   - path: comma-separated values with a header.
    ///   - target: the column whose values are the classes.
    ///   - configuration: the run's.
    ///   - tell: takes a line about each column or row that was left out.
    /// - Throws: `Failure` if either is missing, the domain is another, or the file is no such table.
    static func use(
        _ path: String?, target: String?, in configuration: inout RunConfiguration,
        tell: (String) -> Void = { StandardStreams.error("redraft: \($0)") }
    ) throws(Failure) {
        guard let path else {
            throw .usage("--target: '\(target ?? "")' names a column of --data, which is missing")
        }
        guard let target else {
            throw .usage(
                "--data: '\(path)' goes with --target COLUMN, whose values are the classes")
        }
        guard configuration.domain == "mle" else {
            throw .usage(
                "--data: '\(path)' is not accepted with domain \(configuration.domain); "
                    + "expected --domain mle")
        }
        let text = try YAMLFile.text(path, as: "a table", mostBytes: mostBytes)
        let name = ((path as NSString).lastPathComponent as NSString).deletingPathExtension
        do throws(TableFileError) {
            let (table, notes) = try OwnTable.read(csv: text, file: name, target: target)
            for note in notes { tell("\(path): \(note)") }
            tell(
                "\(path): \(table.rows) rows, \(table.columns) columns, \(table.classes) classes; "
                    + "two fifths of the rows are kept private")
            configuration.mle.data = table
        } catch {
            let place = error.line.map { "\(path):\($0)" } ?? path
            throw .usage("\(place): \(error.reason)")
        }
    }
}
