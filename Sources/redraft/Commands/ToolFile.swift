import Foundation
import Runs
import Tasks

/// Tools that a person declared, with tasks for them, in lines of JSON.
///
/// What the lines are is on the page `OwnTools` of the module `Tasks`. A line that is wrong is told with its
/// number, as is each line that depends on it, and stops nothing but itself.
struct ToolFile {
    private let path: String
    private let reader: DeclarationReader

    /// Reads a file.
    ///
    /// - Parameters:
    ///   - path: the file.
    ///   - tell: takes a line about each line that is passed over.
    /// - Throws: `Failure` if it can't be read, or declares no tools.
    init(
        at path: String,
        tell: (String) -> Void = { StandardStreams.error("redraft: \($0); passed over") }
    ) throws(Failure) {
        self.path = path
        reader = DeclarationReader(try YAMLFile.text(path, as: "a list of tools"))
        let problems = reader.problems.map { "\(path):\($0.line): \($0.text)" }
        guard reader.declaration.isUsable else {
            // Where nothing is left the first line that was wrong says why.
            throw .usage(
                problems.first
                    ?? "\(path): declares no tools; expected lines such as "
                    + #"{"state": "lamp"} and {"tool": "turn-on", "sets": ["lamp = yes"]}"#)
        }
        problems.forEach(tell)
        let bytes = reader.declaration.text.utf8.count
        guard bytes <= ConfigurationKey.mostDeclaration else {
            throw .usage(
                "\(path): declares \(bytes) bytes of tools; expected "
                    + "\(ConfigurationKey.mostDeclaration) at most")
        }
    }

    /// The settings that make a run's world of it.
    var settings: [Setting] {
        [
            Setting(key: "tools.world", value: ToolWorldName.own.rawValue, place: "--tools"),
            Setting(key: "tools.own", value: reader.declaration.text, place: path),
        ]
    }

    /// Has a run trained on the file's tasks, if there are any.
    ///
    /// - Parameters:
    ///   - configuration: the run's, with the file's world.
    ///   - tell: takes a line about each line that is no task.
    /// - Throws: `Failure` if there are too many, or the world can't be trained on.
    func useTasks(
        in configuration: inout RunConfiguration,
        tell: (String) -> Void = { StandardStreams.error("redraft: \($0); passed over") }
    ) throws(Failure) {
        guard !reader.tasks.isEmpty else { return }
        try TaskFile.bound(reader.tasks.count, in: path)
        let domain = try Failure.translating { try Domains.make(for: configuration) }
        for line in reader.tasks {
            do throws(TaskSyntaxError) {
                configuration.tasks.append(domain.text(of: try domain.parse(task: line.text)))
            } catch {
                tell("\(path):\(line.line): \(error)")
            }
        }
    }
}
