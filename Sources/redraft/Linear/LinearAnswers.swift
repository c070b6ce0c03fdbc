import ArgumentParser
import RunStore
import Runs

/// Answers typed words with lines.
struct LinearAnswers {
    let session: any RunSession
    /// For questions that are answered at once.
    let reader: StoreReader
    let folder: RunFolder

    /// What a line comes to.
    enum Outcome: Equatable {
        case lines([String])
        case quit
    }

    /// Entries and log lines that are told unless more are asked for.
    private static let fewRows = 10

    /// Answers a line.
    ///
    /// - Parameters:
    ///   - line: what was typed.
    ///   - snapshot: the newest, if there is one.
    /// - Returns: its answer; no lines for an empty one.
    func answer(_ line: String, _ snapshot: RunSnapshot?) -> Outcome {
        let words = line.split(whereSeparator: \.isWhitespace).map(String.init)
        guard let word = words.first else { return .lines([]) }
        guard words.count <= 2 else {
            return .lines(["'\(word)' takes one word at most; type help for the list"])
        }
        let argument = words.count > 1 ? words[1] : nil
        if let action = ControlCommand.Action(rawValue: word) {
            return .lines(tell(action, argument, snapshot))
        }
        guard let word = LinearWord(rawValue: word) else {
            return .lines(["'\(word)' is not known; type help for the list"])
        }
        if word == .quit { return .quit }
        do throws(Failure) {
            return .lines(try lines(word, argument))
        } catch {
            return .lines(["\(error)"])
        }
    }

    /// How the run stands.
    ///
    /// - Parameter snapshot: the newest.
    /// - Returns: the lines of `ctl status`.
    func status(_ snapshot: RunSnapshot?) -> [String] {
        guard let snapshot else {
            // A trainer just attached to has told nothing yet: it is asked.
            return (try? StatusReport(folder))?.lines ?? ["no state is known yet"]
        }
        return StatusReport(snapshot: snapshot, writer: folder.writer).lines
    }

    private func tell(
        _ action: ControlCommand.Action, _ argument: String?, _ snapshot: RunSnapshot?
    ) -> [String] {
        let command: RunCommand?
        do throws(ValidationError) {
            command = try action.command(argument)
        } catch {
            return [error.message]
        }
        guard let command else { return status(snapshot) }
        if case .readOnly(let reason) = session.ability {
            return ["\(command.word) is not possible: \(reason)"]
        }
        session.send(command)
        return ["asked to \(command.word)"]
    }

    private func lines(_ word: LinearWord, _ argument: String?) throws(Failure) -> [String] {
        switch word {
        case .help: return LinearWord.list
        case .quit: return []
        case .buffer:
            let count = try count(argument)
            guard case .buffer(let view) = try ask(.buffer(step: nil)) else { return [] }
            let some = BufferView(
                step: view.step, capacity: view.capacity, sharpness: view.sharpness,
                rows: Array(view.rows.prefix(count)), changes: [])
            var lines = BufferReport(view: some, total: view.rows.count).lines
            if view.rows.count > count {
                lines.append("\(view.rows.count - count) more; buffer \(view.rows.count) has all")
            }
            return lines
        case .chain:
            guard let id = try episode(argument) else { return ["there is no chain yet"] }
            guard case .chain(let view) = try ask(.chain(id)) else { return [] }
            return EpisodeReport(view: view).lines
        case .depth:
            guard case .depths(let view) = try ask(.depths(step: nil, window: DepthRow.window))
            else { return [] }
            return DepthReport(view: view).lines
        case .curves:
            guard let argument else { return try newestMetrics() }
            guard let metric = Metric(rawValue: argument) else {
                return ["'\(argument)' is no metric; type curves for the list"]
            }
            let query = HistoryQuery.series(
                metrics: [metric], steps: nil, points: CurveReport.mostRows)
            guard case .series(let series) = try ask(query) else { return [] }
            return series.flatMap { CurveReport(series: $0).lines }
        case .search:
            guard case .searches(let view) = try ask(.searches(upTo: nil)) else { return [] }
            return try SearchLines.lines(view, task: argument)
        case .log:
            let query = HistoryQuery.log(level: .debug, before: nil, limit: try count(argument))
            guard case .log(let lines) = try ask(query) else { return [] }
            return lines.map { line in
                let level = line.entry.level >= .warning ? "\(line.entry.level.rawValue): " : ""
                return "step \(line.entry.step): \(level)\(line.entry.message)"
            }
        }
    }

    private func newestMetrics() throws(Failure) -> [String] {
        let step = session.committedStep
        let row = try Failure.translating { try reader.metrics(step: step) } ?? MetricRow()
        return ["step \(step)"]
            + Metric.allCases.map { metric in
                let value = row[metric].map(ReportText.significant) ?? "none"
                return "\(metric.rawValue) \(value), \(metric.summary)"
            }
    }

    private func count(_ argument: String?) throws(Failure) -> Int {
        guard let argument else { return Self.fewRows }
        guard let count = Int(argument), (1...100_000).contains(count) else {
            throw .usage("'\(argument)' is not accepted; expected a whole number from 1 to 100000")
        }
        return count
    }

    private func episode(_ argument: String?) throws(Failure) -> RevisionID? {
        if let argument {
            guard let id = RevisionID(argument) else {
                throw .usage(
                    "'\(argument)' is not accepted; expected step.group.completion, such as "
                        + "120.7.3")
            }
            return id
        }
        guard case .episodes(let newest) = try ask(.episodes(upTo: nil, limit: 1)) else {
            return nil
        }
        return newest.first?.id
    }

    private func ask(_ query: HistoryQuery) throws(Failure) -> HistoryAnswer {
        let answer = reader.answer(query)
        if case .failed(let reason) = answer { throw .usage(reason) }
        return answer
    }
}
