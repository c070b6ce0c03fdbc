import Foundation
import GRDB
import Runs
import Synchronization

/// Answers history queries from an open database, within one read transaction.
///
/// The database may be damaged: every function throws rather than traps.
struct HistoryReader {
    let db: Database
    let folder: RunFolder
    let configuration: RunConfiguration
    let places: [Metric?]
    let formatting: any RunFormatting
    /// Asked between records, since an interrupt reaches only a statement under way.
    let isCancelled: () -> Bool
    /// What earlier queries found out; nil to find everything out anew.
    var memory: ReaderMemory?

    func answer(_ query: HistoryQuery) throws -> HistoryAnswer {
        switch query {
        case .series(let metrics, let steps, let points, let smoothing):
            .series(
                try series(metrics, steps: steps, points: points, smoothing: smoothing))
        case .warmStart: .warmStart(try warmStart())
        case .buffer(let step): .buffer(try buffer(step: step))
        case .depths(let step, let window): .depths(try depths(step: step, window: window))
        case .evaluations(let step): .evaluations(try evaluations(upTo: step))
        case .groups(let step): .groups(try groupSummaries(step: step))
        case .episodes(let step, let limit): .episodes(try episodes(upTo: step, limit: limit))
        case .chain(let id): .chain(try chain(id))
        case .log(let level, let before, let limit, let step):
            .log(try log(level: level, before: before, limit: limit, upTo: step))
        case .marks(let step): .marks(try marks(upTo: step))
        case .depthGrid(let steps, let columns):
            .depthGrid(try depthGrid(steps: steps, columns: columns))
        case .chains(let filter, let limit): .chains(try chains(filter, limit: limit))
        case .tree(let step): .tree(try tree(step: step))
        case .distinct(let step, let points):
            .distinct(try distinctInstances(upTo: step, points: points))
        case .answerMap(let task, let step): .answerMap(try answerMap(of: task, upTo: step))
        case .searches(let step): .searches(try searches(upTo: step))
        }
    }

    func lastStep() throws -> Int {
        try StoreQueries.lastStep(db) ?? 0
    }

    /// A step asked for, moved to one that is there.
    func known(_ step: Int?) throws -> Int {
        let last = try lastStep()
        return step.map { max(0, min($0, last)) } ?? last
    }

    /// Whether the store's version has a table.
    func hasTable(_ name: String) throws -> Bool {
        try Int.fetchOne(
            db, sql: "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?",
            arguments: [name]) != nil
    }

    /// Which of the run's lives this is: a resume that goes back in time begins another, and what
    /// was known of the steps before is void then.
    func epoch() throws -> Int {
        try Int.fetchOne(
            db, sql: "SELECT max(id) FROM state WHERE phase = ?",
            arguments: [RunPhase.starting.rawValue]) ?? 0
    }

    /// The curriculum's settings that hold for the step after one.
    func curriculum(after step: Int) throws -> RunConfiguration.Curriculum {
        let edits = try StoreQueries.edits(db, upTo: step)
        // A fork's own configuration holds from its first step on only.
        return try StoreQueries.configuration(db).applying(edits).curriculum
    }

    func checkCancelled() throws {
        if isCancelled() { throw CancellationError() }
    }

    /// The rows of a statement, each turned into a value.
    func rows<Value>(
        _ sql: String, _ arguments: StatementArguments = [], _ body: (Row) throws -> Value
    ) throws -> [Value] {
        let cursor = try Row.fetchCursor(db.cachedStatement(sql: sql), arguments: arguments)
        var values: [Value] = []
        while let row = try cursor.next() {
            try checkCancelled()
            values.append(try body(row))
        }
        return values
    }

    // MARK: Small tables

    func warmStart() throws -> [WarmStartRecord] {
        try rows(
            "SELECT step, steps, loss, learning_rate, solve, pass_at FROM warm_start ORDER BY step"
        ) { row in
            WarmStartRecord(
                step: try row.integer(0), steps: try row.integer(1),
                loss: row.optionalReal(2) ?? .nan, learningRate: row.optionalReal(3) ?? .nan,
                solve: row.optionalReal(4), passAt17: row.optionalReal(5))
        }
    }

    func evaluations(upTo step: Int?) throws -> [EvaluationRecord] {
        try rows(
            "SELECT record FROM evaluation WHERE step <= ? ORDER BY step, rowid",
            [step ?? Int.max]
        ) { try evaluation($0.text(0)) }
    }

    private func evaluation(_ text: String) throws -> EvaluationRecord {
        if let known = memory?.evaluations.withLock({ $0[text] }) { return known }
        let decoder = JSONDecoder()
        decoder.nonConformingFloatDecodingStrategy = .convertFromString(
            positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
        do {
            let record = try decoder.decode(EvaluationRecord.self, from: Data(text.utf8))
            memory?.evaluations.withLock {
                if $0.count < ReaderMemory.mostEvaluations { $0[text] = record }
            }
            return record
        } catch {
            throw BlobError(reason: "is no evaluation")
        }
    }

    private static let longWindow = 512
    /// 4^20 steps are more than any run has.
    private static let highestLevel = 20

    func depths(step: Int?, window: Int) throws -> DepthView {
        let step = try known(step)
        let window = max(1, min(window, 1 << 40))
        // Long windows are made of nodes, whose means are in single precision.
        let level = window > Self.longWindow ? Self.highestLevel : 0
        var recorded: [DepthScore] = []
        try visitDepths(from: max(1, step - window + 1), to: step, level: level) {
            recorded += $1
        }
        return DepthView(
            step: step, window: window, scores: DepthSums.merged(recorded),
            evaluations: try evaluations(upTo: step))
    }

    /// Log lines, the oldest first.
    func log(level: LogLevel, before: Int?, limit: Int, upTo step: Int?) throws -> [LogLine] {
        let levels = LogLevel.allCases
        let lines = try rows(
            "SELECT id, time, level, step, message FROM log WHERE level >= ? AND id < ? "
                + "AND step <= ? ORDER BY id DESC LIMIT ?",
            [
                levels.firstIndex(of: level) ?? 0, before ?? Int.max, step ?? Int.max,
                max(0, min(limit, 1 << 20)),
            ]
        ) { row in
            let level = try row.integer(2)
            return LogLine(
                id: try row.integer(0),
                entry: LogEntry(
                    time: row.optionalReal(1) ?? 0,
                    level: levels.indices.contains(level) ? levels[level] : .error,
                    step: try row.integer(3), message: try row.text(4)))
        }
        return lines.reversed()
    }

    /// Alarms up to a step, in order.
    func alarms(upTo step: Int?, limit: Int = .max) throws -> [Alarm] {
        try rows(
            "SELECT step, kind, raised, value, message FROM alarm WHERE step <= ? "
                + "ORDER BY step DESC, rowid DESC LIMIT ?",
            [step ?? Int.max, limit]
        ) { row -> Alarm? in
            // A newer program's alarm is one this program has no words for.
            guard let kind = Alarm.Kind(rawValue: try row.text(1)) else { return nil }
            return Alarm(
                kind: kind, step: try row.integer(0), isRaised: try row.integer(2) != 0,
                value: row.optionalReal(3) ?? .nan, message: try row.text(4))
        }.reversed().compactMap { $0 }
    }

    func metrics(step: Int) throws -> MetricRow? {
        try rows("SELECT metrics FROM step WHERE step = ?", [step]) { row in
            MetricCoding.decode(try row.bytes(0), places: places)
        }.first
    }

    /// How the run stands by its own record: nil before the first state.
    func state() throws -> RecordedState? {
        try rows("SELECT time, step, phase, ending FROM state ORDER BY id DESC LIMIT 1") { row in
            RecordedState(
                time: row.optionalReal(0) ?? 0, step: try row.integer(1),
                phase: RunPhase(rawValue: try row.text(2)) ?? .starting,
                end: try row.optionalText(3).map { text in
                    do {
                        return try JSONDecoder().decode(RunEnd.self, from: Data(text.utf8))
                    } catch {
                        throw BlobError(reason: "has an end of no known kind")
                    }
                })
        }.first
    }
}

/// How a run stood when its state was last recorded.
public struct RecordedState: Hashable, Sendable {
    /// Seconds since 1970.
    public let time: Double
    /// The step.
    public let step: Int
    /// What the trainer was doing.
    public let phase: RunPhase
    /// How the run ended; nil if it had not.
    public let end: RunEnd?

    /// Makes the value of its parts.
    public init(time: Double, step: Int, phase: RunPhase, end: RunEnd?) {
        self.time = time
        self.step = step
        self.phase = phase
        self.end = end
    }
}
