import Foundation
import GRDB
import Runs
import Synchronization

/// Answers a run's history queries from its store.
///
/// A thread of its own reads, so that neither the dashboard nor the trainer ever waits for the
/// disk. Several may read a run while another process writes it. `submit`, `cancel`, `takeAnswers`
/// and `onNews` mean what they mean in `RunSession`; `answer` waits, for the command line.
///
/// The owner calls `close` at the end, and before it closes a recorder of the same run: the store
/// becomes one plain file only when no one else has it open.
public final class StoreReader: Sendable {
    private struct State {
        var pending: [(id: QueryID, query: HistoryQuery)] = []
        var current: QueryID?
        var isCurrentCancelled = false
        var answers: [(QueryID, HistoryAnswer)] = []
        var nextID: UInt64 = 0
        var mustRefresh = false
        var isClosed = false
        var wake: (@Sendable () -> Void)?
    }

    /// The run's folder.
    public let folder: RunFolder
    /// What stays the same about the run.
    public let description: RunDescription
    private let formatting: any RunFormatting
    private let places: [Metric?]
    private let queue: DatabaseQueue
    private let pollInterval: Double?
    private let memory = ReaderMemory()
    private let state = Mutex(State())
    private let arrived = DispatchSemaphore(value: 0)
    private let newest: Atomic<Int>
    private let dataVersion = Atomic<Int>(-1)
    private let processorNanoseconds = Atomic<Int>(0)

    /// Opens a run's store for reading.
    ///
    /// - Parameters:
    ///   - folder: the run.
    ///   - formatting: turns tokens into text; nil shows the tokens' numbers.
    ///   - pollInterval: seconds between looks for another process's commits; nil looks only when
    ///     `refresh` is called.
    /// - Throws: `StoreError` if the store is missing, damaged, or made by a newer program.
    public convenience init(
        _ folder: RunFolder, formatting: (any RunFormatting)? = nil, pollInterval: Double? = nil
    ) throws(StoreError) {
        try self.init(folder, pollInterval: pollInterval) { _ in formatting ?? TokenNumbers() }
    }

    /// Opens a run's store for reading, with the texts of the domain that its configuration names.
    ///
    /// - Parameters:
    ///   - folder: the run.
    ///   - pollInterval: seconds between looks for another process's commits; nil looks only when
    ///     `refresh` is called.
    ///   - formatting: makes the texts for a configuration.
    /// - Throws: `StoreError` if the store is missing, damaged, or made by a newer program.
    public init(
        _ folder: RunFolder, pollInterval: Double? = nil,
        formatting: (RunConfiguration) -> any RunFormatting
    ) throws(StoreError) {
        let queue = try StoreConnection.reader(folder.database)
        let (description, places, step) = try StoreConnection.translating(folder.database) {
            try queue.read { db in
                (
                    try StoreQueries.description(db, folder: folder),
                    try EventWriter.metricPlaces(db), try StoreQueries.lastStep(db) ?? 0
                )
            }
        }
        self.folder = folder
        self.formatting = formatting(description.configuration)
        self.pollInterval = pollInterval
        self.queue = queue
        self.description = description
        self.places = places
        self.newest = Atomic(step)
        let thread = Thread { [self] in
            // The system is told the name only from within.
            Thread.current.name = "reader"
            run()
        }
        thread.start()
    }

    /// Ends the thread and closes the store; queries not yet answered are dropped.
    public func close() {
        state.withLock { state in
            state.isClosed = true
            state.pending.removeAll()
            if state.current != nil {
                state.isCurrentCancelled = true
                queue.interrupt()
            }
        }
        arrived.signal()
        // Waits for a query under way to notice. A connection that can't be closed goes with the
        // process.
        try? queue.close()
    }

    // MARK: Queries

    /// Asks a question; the answer comes by `takeAnswers`.
    ///
    /// - Parameter query: the question.
    /// - Returns: its name.
    public func submit(_ query: HistoryQuery) -> QueryID {
        let id = state.withLock { state in
            state.nextID += 1
            let id = QueryID(number: state.nextID)
            if !state.isClosed { state.pending.append((id, query)) }
            return id
        }
        arrived.signal()
        return id
    }

    /// Gives up on a query: one that waits is removed, one under way is interrupted.
    ///
    /// - Parameter id: the query.
    public func cancel(_ id: QueryID) {
        state.withLock { state in
            state.pending.removeAll { $0.id == id }
            state.answers.removeAll { $0.0 == id }
            if state.current == id {
                state.isCurrentCancelled = true
                // The thread can't go on to another query while the lock is held, so that only
                // this one is interrupted.
                queue.interrupt()
            }
        }
    }

    /// The answers that have arrived, oldest first.
    ///
    /// - Returns: each once.
    public func takeAnswers() -> [(QueryID, HistoryAnswer)] {
        state.withLock { state in
            defer { state.answers.removeAll() }
            return state.answers
        }
    }

    /// Has a function called, on any thread, when an answer or a commit is new.
    ///
    /// - Parameter wake: must return at once.
    public func onNews(_ wake: @escaping @Sendable () -> Void) {
        state.withLock { $0.wake = wake }
    }

    /// Answers a question now, on the caller's thread.
    ///
    /// - Parameter query: the question.
    /// - Returns: the answer; `.failed` with one line if there is none.
    public func answer(_ query: HistoryQuery) -> HistoryAnswer {
        do throws(StoreError) {
            return try read { try $0.answer(query) }
        } catch {
            return .failed(error.description)
        }
    }

    /// The newest step whose records a query can see, as far as is known.
    public var committedStep: Int { newest.load(ordering: .acquiring) }

    /// The processor time its thread has used, in seconds, as of its last answer.
    public var processorSeconds: Double {
        Double(processorNanoseconds.load(ordering: .relaxed)) * 1e-9
    }

    /// Has the thread look whether another process has committed.
    public func refresh() {
        state.withLock { $0.mustRefresh = true }
        arrived.signal()
    }

    /// Tells of a commit by a recorder in this process, which saves looking.
    ///
    /// - Parameter step: the newest committed step.
    public func noteCommit(_ step: Int) {
        newest.store(step, ordering: .releasing)
        let wake = state.withLock { $0.wake }
        wake?()
    }

    /// Does some reading in one transaction.
    func read<Value>(_ body: (HistoryReader) throws -> Value) throws(StoreError) -> Value {
        try read(isCancelled: { false }, body)
    }

    private func read<Value>(
        isCancelled: @escaping () -> Bool, _ body: (HistoryReader) throws -> Value
    ) throws(StoreError) -> Value {
        try StoreConnection.translating(folder.database) {
            try queue.read { db in
                let reader = HistoryReader(
                    db: db, folder: folder, configuration: description.configuration,
                    places: places, formatting: formatting, isCancelled: isCancelled,
                    memory: memory)
                return try body(reader)
            }
        }
    }

    // MARK: The reader's thread

    private func run() {
        while true {
            if let pollInterval {
                if arrived.wait(timeout: .now() + pollInterval) == .timedOut { look() }
            } else {
                arrived.wait()
            }
            let mustRefresh = state.withLock { state in
                defer { state.mustRefresh = false }
                return state.mustRefresh
            }
            if mustRefresh { look() }
            while let (id, query) = next() { answer(query, id: id) }
            var time = timespec()
            clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
            processorNanoseconds.store(
                Int(time.tv_sec) * 1_000_000_000 + Int(time.tv_nsec), ordering: .relaxed)
            if state.withLock({ $0.isClosed }) { return }
        }
    }

    private func next() -> (QueryID, HistoryQuery)? {
        state.withLock { state in
            guard !state.pending.isEmpty, !state.isClosed else { return nil }
            let next = state.pending.removeFirst()
            state.current = next.id
            state.isCurrentCancelled = false
            return (next.id, next.query)
        }
    }

    private func answer(_ query: HistoryQuery, id: QueryID) {
        let answer: HistoryAnswer
        do throws(StoreError) {
            answer = try read(isCancelled: { [self] in
                state.withLock { $0.isCurrentCancelled }
            }) { try $0.answer(query) }
        } catch {
            answer = .failed(error.description)
        }
        let wake = state.withLock { state in
            state.current = nil
            guard !state.isCurrentCancelled else { return nil as (@Sendable () -> Void)? }
            state.answers.append((id, answer))
            return state.wake
        }
        wake?()
    }

    /// Looks whether another connection has committed since the last look.
    private func look() {
        // A store that can't be read now is read again at the next look; queries say why it can't.
        guard !state.withLock({ $0.isClosed }),
            let found = try? queue.unsafeRead({ db in
                (
                    version: try Int.fetchOne(db, sql: "PRAGMA data_version") ?? 0,
                    step: try StoreQueries.lastStep(db) ?? 0
                )
            })
        else { return }
        newest.store(found.step, ordering: .releasing)
        guard dataVersion.exchange(found.version, ordering: .relaxed) != found.version else {
            return
        }
        let wake = state.withLock { $0.wake }
        wake?()
    }
}

/// Shows tokens as their numbers, where no domain's texts are at hand.
struct TokenNumbers: RunFormatting {
    func text(of task: DomainTask) -> String {
        task.values.map { String($0) }.joined(separator: " ")
    }

    func text(of tokens: [Int32], answering instance: TaskInstance) -> String {
        tokens.map { String($0) }.joined(separator: " ")
    }

    func promptText(for instance: TaskInstance, mode: RevisionMode) -> String {
        var parts = ["<\(mode.rawValue)>", text(of: instance.task)]
        if let latest = instance.latest {
            parts.append("| " + text(of: latest.tokens, answering: instance))
        }
        return parts.joined(separator: " ")
    }

    func feedbackText(on answer: Answer, answering instance: TaskInstance) -> String? { nil }

    func embedding(of answer: Answer, answering instance: TaskInstance) -> [Float] { [] }
}
