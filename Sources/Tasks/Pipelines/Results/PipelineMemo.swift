import Runs
import Synchronization

/// What programs came to on tables: each is run once, whoever asks.
///
/// A result is a function of table, seed and program, so that one memo serves all domains of a
/// process without being seen. Where a cache is given it outlives the process too.
final class PipelineMemo: Sendable {
    /// The process's.
    static let shared = PipelineMemo()

    /// Tables whose rows are kept in memory; one takes up to half a megabyte.
    private static let loadedTables = 16

    private struct Known {
        var results: [UInt16: PipelineResult] = [:]
        /// Right answers on private rows.
        var held: [UInt16: Int] = [:]
        var leaderboard: Leaderboard?
        var card: TableCard?
        var size: TableSize?

        mutating func take(_ record: ResultRecord) {
            switch record.fact {
            case .result(let result): results[record.program] = result
            case .held(let right): held[record.program] = right
            }
        }
    }

    private struct State {
        var known: [TableKey: Known] = [:]
        /// Where facts are kept, and of which tables those that were have been read: nil stands for the
        /// tables that every run has.
        var cache: (any ResultCache)?
        var read: Set<OwnTable?> = []
        /// The most recently used last.
        var loaded: [(key: TableKey, table: LoadedTable)] = []
    }

    private let state = Mutex(State())

    /// Keeps what becomes known in a cache, and takes what is there.
    ///
    /// - Parameter cache: read when something is first asked.
    func keep(in cache: any ResultCache) {
        state.withLock { state in
            state.cache = cache
            state.read = []
        }
    }

    /// Looks something up of a table.
    private func look<Value>(_ key: TableKey, _ find: (borrowing [TableKey: Known]) -> Value?)
        -> Value?
    {
        state.withLock { state in
            if let cache = state.cache, state.read.insert(key.own).inserted {
                let bytes = cache.load(key: Self.cacheKey(key.own))
                for record in ResultRecord.records(in: bytes, of: key.own) {
                    state.known[record.table, default: Known()].take(record)
                }
            }
            return find(state.known)
        }
    }

    /// Takes down a fact, and keeps it.
    private func learn(_ fact: ResultRecord.Fact, of program: Pipeline, on key: TableKey) {
        let record = ResultRecord(table: key, program: UInt16(program.index), fact: fact)
        let cache = state.withLock { state in
            state.known[key, default: Known()].take(record)
            return state.cache
        }
        cache?.append(record.bytes, key: Self.cacheKey(key.own))
    }

    private static let sharedKey = ResultRecord.cacheKey()

    private static func cacheKey(_ own: OwnTable?) -> String {
        own.map { ResultRecord.cacheKey($0) } ?? sharedKey
    }

    /// A result that is known already.
    func known(_ program: Pipeline, on key: TableKey) -> PipelineResult? {
        look(key) { $0[key]?.results[UInt16(program.index)] }
    }

    /// Whether what a program is worth on private rows is known already.
    func isKnownPrivately(_ program: Pipeline, on key: TableKey) -> Bool {
        look(key) { known in
            let (known, number) = (known[key], UInt16(program.index))
            if case .refused = known?.results[number] { return true }
            return known?.held[number] != nil
        } == true
    }

    /// The result of a program in canonical form; runs it where it is not known.
    func result(of program: Pipeline, on key: TableKey) -> PipelineResult {
        if let known = known(program, on: key) { return known }
        let result = table(key).run(program)
        learn(.result(result), of: program, on: key)
        return result
    }

    /// A program's cross-validated accuracy; nil if it is refused.
    private func accuracy(of program: Pipeline, on key: TableKey) -> Double? {
        guard case .ran(let right, _) = result(of: program, on: key) else { return nil }
        return Double(right) / Double(size(of: key).rows)
    }

    /// How good a program is on the leaderboard's scale; nil if it is refused.
    func quality(of program: Pipeline, on key: TableKey) -> Double? {
        accuracy(of: program, on: key).map { leaderboard(of: key).quality($0) }
    }

    /// Right answers on the private rows of a program in canonical form, fitted on all others; nil if
    /// it is refused.
    func held(_ program: Pipeline, on key: TableKey) -> Int? {
        guard case .ran = result(of: program, on: key) else { return nil }
        if let known = look(key, { $0[key]?.held[UInt16(program.index)] }) { return known }
        guard let right = table(key).runPrivately(program) else { return nil }
        learn(.held(right), of: program, on: key)
        return right
    }

    /// A table's leaderboard; runs what of it is not known.
    func leaderboard(of key: TableKey) -> Leaderboard {
        if let known = state.withLock({ $0.known[key]?.leaderboard }) { return known }
        let heldRows = Double(size(of: key).heldRows)
        let leaderboard = Leaderboard(
            validated: Leaderboard.programs.map { accuracy(of: $0, on: key) ?? 0 },
            held: Leaderboard.programs.map { program in
                held(program, on: key).map { Double($0) / heldRows } ?? 0
            })
        state.withLock { $0.known[key, default: Known()].leaderboard = leaderboard }
        return leaderboard
    }

    /// The card of a table.
    func card(of key: TableKey) -> TableCard {
        if let known = state.withLock({ $0.known[key]?.card }) { return known }
        let card = TableCard(table(key).drawn.training)
        state.withLock { $0.known[key, default: Known()].card = card }
        return card
    }

    /// Rows of a table.
    func size(of key: TableKey) -> TableSize {
        if let known = state.withLock({ $0.known[key]?.size }) { return known }
        let size = TableSize(table(key).drawn)
        state.withLock { $0.known[key, default: Known()].size = size }
        return size
    }

    private func table(_ key: TableKey) -> LoadedTable {
        let loaded = state.withLock { state -> LoadedTable? in
            guard let place = state.loaded.firstIndex(where: { $0.key == key }) else { return nil }
            let entry = state.loaded.remove(at: place)
            state.loaded.append(entry)
            return entry.table
        }
        if let loaded { return loaded }
        let table = LoadedTable(key)
        state.withLock { state in
            state.loaded.append((key, table))
            if state.loaded.count > Self.loadedTables { state.loaded.removeFirst() }
        }
        return table
    }
}

/// How many rows a table has, and how many of them are of the largest class.
struct TableSize: Hashable, Sendable {
    let rows: Int
    let heldRows: Int
    /// Share of the largest class among the rows to train on.
    let majority: Double

    init(_ table: DrawnTable) {
        rows = table.training.rows
        heldRows = table.held.rows
        majority = Double(table.training.majority) / Double(max(table.training.rows, 1))
    }
}

/// A table in memory with what runs programs on it.
struct LoadedTable: Sendable {
    let drawn: DrawnTable
    private let runner: PipelineRunner

    init(_ key: TableKey) {
        drawn = DrawnTable(key)
        runner = PipelineRunner(training: drawn.training, folds: drawn.fold, held: drawn.held)
    }

    func run(_ program: Pipeline) -> PipelineResult {
        do throws(PipelineError) {
            let scores = try runner.scores(program)
            let rows = Double(drawn.training.rows)
            return .ran(
                validated: Int((scores.crossValidated * rows).rounded()),
                trained: Int((scores.training * rows).rounded()))
        } catch {
            return .refused(error)
        }
    }

    func runPrivately(_ program: Pipeline) -> Int? {
        do throws(PipelineError) {
            let accuracy = try runner.privateAccuracy(program)
            return Int((accuracy * Double(drawn.held.rows)).rounded())
        } catch {
            return nil
        }
    }
}
