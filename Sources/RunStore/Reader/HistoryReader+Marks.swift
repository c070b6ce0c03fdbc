import Foundation
import GRDB
import Runs

extension HistoryReader {
    /// Most marks of one kind that are answered: more than any screen has columns.
    private static let mostMarks = 4096

    /// What happened to the run up to a step, oldest first.
    ///
    /// In the order of the steps; at one step alarms come first, since they follow from the step,
    /// and then what a person did, in its order in time.
    func marks(upTo step: Int?) throws -> [RunMark] {
        let step = step ?? Int.max
        let edits = try StoreQueries.edits(db, upTo: step).suffix(Self.mostMarks).map {
            RunMark(step: $0.step, time: finite($0.time), kind: .edit($0))
        }
        let marks =
            try alarmMarks(upTo: step) + commandMarks(upTo: step) + edits
            + resumptions(upTo: step)
        return marks.enumerated().sorted { left, right in
            (left.element.step, left.element.time ?? -.infinity, left.offset)
                < (right.element.step, right.element.time ?? -.infinity, right.offset)
        }.map(\.element)
    }

    private func alarmMarks(upTo step: Int) throws -> [RunMark] {
        try alarms(upTo: step, limit: Self.mostMarks).map { alarm in
            RunMark(step: alarm.step, time: nil, kind: .alarm(alarm))
        }
    }

    private func commandMarks(upTo step: Int) throws -> [RunMark] {
        let decoder = JSONDecoder()
        return try rows(
            "SELECT step, time, command FROM command WHERE step <= ? ORDER BY id DESC LIMIT ?",
            [step, Self.mostMarks]
        ) { row -> RunMark? in
            // A newer program's command is one this program has no words for.
            guard let text = row.optionalText(2),
                let command = try? decoder.decode(RunCommand.self, from: Data(text.utf8))
            else { return nil }
            // What was set stands among the edits, where it changed anything.
            if case .set = command { return nil }
            return RunMark(
                step: try row.integer(0), time: finite(row.optionalReal(1)),
                kind: .command(command))
        }.reversed().compactMap { $0 }
    }

    /// Each of a run's lives begins with a state of its own; all but the first took it up again.
    private func resumptions(upTo step: Int) throws -> [RunMark] {
        try rows(
            "SELECT step, time FROM state WHERE phase = ? AND ending IS NULL AND step <= ? "
                + "AND id > (SELECT min(id) FROM state) ORDER BY id DESC LIMIT ?",
            [RunPhase.starting.rawValue, step, Self.mostMarks]
        ) { row in
            RunMark(step: try row.integer(0), time: finite(row.optionalReal(1)), kind: .resumed)
        }.reversed()
    }

    private func finite(_ time: Double?) -> Double? {
        time.flatMap { $0.isFinite ? $0 : nil }
    }
}
