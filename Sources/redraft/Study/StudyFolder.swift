import Foundation
import Runs

/// What is kept of a study beside its runs: a result for each, and the tables.
struct StudyFolder {
    /// Its path.
    let path: String

    /// The folder of a study among its runs; nothing is made yet.
    ///
    /// - Parameters:
    ///   - plan: the study.
    ///   - runs: the folder of runs.
    init(_ plan: StudyPlan, runs: String) {
        path = runs + "/studies/" + plan.name
    }

    /// A result, with what it depends on.
    private struct Stored: Codable {
        let configuration: RunConfiguration
        let measurement: StudyPlan.Measurement
        let result: StudyResult
    }

    /// The result of a run, if it was measured in this way.
    ///
    /// - Parameters:
    ///   - run: the run.
    ///   - measurement: how it is to be measured.
    /// - Returns: nil if there is none, or it is one of other settings, or damaged.
    func result(of run: StudyPlan.Run, _ measurement: StudyPlan.Measurement) -> StudyResult? {
        guard let data = FileManager.default.contents(atPath: file(of: run)),
            let stored = try? JSONDecoder().decode(Stored.self, from: data),
            stored.configuration == run.configuration, stored.measurement == measurement
        else { return nil }
        return stored.result
    }

    /// Keeps a result.
    ///
    /// - Parameters:
    ///   - result: the result.
    ///   - run: its run.
    ///   - measurement: how it was measured.
    /// - Throws: `Failure` if it can't be written.
    func keep(
        _ result: StudyResult, of run: StudyPlan.Run, _ measurement: StudyPlan.Measurement
    ) throws(Failure) {
        let stored = Stored(
            configuration: run.configuration, measurement: measurement, result: result)
        let text = try Failure.translating { try JSONOutput.line(stored) }
        try write(text + "\n", to: file(of: run))
    }

    /// Writes the tables in every format.
    ///
    /// - Parameter report: the tables.
    /// - Throws: `Failure` if one can't be written.
    func keep(_ report: StudyReport) throws(Failure) {
        try write(report.lines.joined(separator: "\n") + "\n", to: path + "/table.txt")
        try write(report.markdown, to: path + "/table.md")
        try write(report.csv, to: path + "/table.csv")
        let json = try Failure.translating { try JSONOutput.document(report) }
        try write(json + "\n", to: path + "/table.json")
    }

    private func file(of run: StudyPlan.Run) -> String { path + "/results/\(run.id.name).json" }

    /// Whole or not at all.
    private func write(_ text: String, to file: String) throws(Failure) {
        do {
            try FileManager.default.createDirectory(
                atPath: (file as NSString).deletingLastPathComponent,
                withIntermediateDirectories: true)
            try Data(text.utf8).write(to: URL(filePath: file), options: .atomic)
        } catch {
            throw .usage("\(file): can't be written: \(error.localizedDescription)")
        }
    }
}
