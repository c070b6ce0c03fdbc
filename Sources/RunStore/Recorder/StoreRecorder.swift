import Foundation
import GRDB
import Runs
import Synchronization

/// Writes a run's store and checkpoints.
///
/// Its own thread owns the database's one writing connection. Events wait in a bounded queue: when
/// it is full the trainer waits, and nothing is dropped. Each step is one transaction.
///
/// An error of the database stops the commits and keeps the events: `failure` says why, whoever
/// waits is woken, and `retry` opens the database anew and goes on where it stopped. While it has
/// failed, `record` never waits; the trainer is to pause at its next safe point.
///
/// The owner calls `close` at the end.
public final class StoreRecorder: RunRecorder {
    private struct State {
        var events: [RunEvent] = []
        var failure: RecorderError?
        var isRetrying = false
        var isClosing = false
        var isClosed = false
        /// Durable commits asked for and done.
        var durableAsked = 0
        var durableDone = 0
        /// Those who wait for a change of this state, each to be signalled once.
        var waiters: [DispatchSemaphore] = []
        var onCommit: (@Sendable (Int) -> Void)?
    }

    /// The run.
    public let folder: RunFolder
    /// Its checkpoints.
    public let checkpoints: CheckpointFolder
    private let queueBound: Int
    private let saveTotalLimit: Int
    private let state = Mutex(State())
    private let arrived = DispatchSemaphore(value: 0)
    private let database: Mutex<DatabaseQueue?>
    /// Held to forbid other writers, given back by `close`.
    private let lock: Mutex<RunLock?>
    private let writer: EventWriter
    private let committed: Atomic<Int>

    // MARK: Opening and closing

    /// Makes the store of a new run.
    ///
    /// - Parameters:
    ///   - folder: the run's folder, just made.
    ///   - lock: the right to write it; kept until `close`.
    ///   - description: what stays the same about the run.
    ///   - queueBound: events that may wait before the trainer does.
    /// - Returns: the recorder, its thread running.
    /// - Throws: `StoreError` if the store can't be written.
    public static func create(
        _ folder: RunFolder, lock: RunLock, description: RunDescription, queueBound: Int = 64
    ) throws(StoreError) -> StoreRecorder {
        let path = folder.database
        guard !SealedFolder.exists(path) else {
            throw StoreError(.nameTaken, path: path, "exists; resume the run instead")
        }
        let queue = try StoreConnection.writer(path, isNew: true)
        let places = try StoreConnection.translating(path) {
            try queue.write { db in
                for (key, value) in [
                    ("command", description.command), ("created", "\(description.created)"),
                    ("kernel_path", description.kernelPath),
                ] {
                    try db.execute(sql: "INSERT INTO meta VALUES (?, ?)", arguments: [key, value])
                }
                try write(description.configuration, to: db)
                let places = try EventWriter.placeMetrics(db)
                // Until it ends, a run is one that lives or was killed.
                try EventWriter(places: places).write(
                    .state(phase: .starting, end: nil, step: 0), to: db)
                return places
            }
        }
        try SystemFiles().syncFolder(folder.path)
        return StoreRecorder(
            folder: folder, lock: lock, queue: queue, places: places, committed: 0,
            queueBound: queueBound, saveTotalLimit: description.configuration.saveTotalLimit)
    }

    /// Opens the store of a run to go on with it.
    ///
    /// - Parameters:
    ///   - folder: the run's folder.
    ///   - lock: the right to write it; kept until `close`.
    ///   - queueBound: events that may wait before the trainer does.
    /// - Returns: the recorder, its thread running; call `prepareResume` before the first event.
    /// - Throws: `StoreError` if the store is missing, damaged or can't be written.
    public static func open(_ folder: RunFolder, lock: RunLock, queueBound: Int = 64)
        throws(StoreError) -> StoreRecorder
    {
        let queue = try StoreConnection.writer(folder.database, isNew: false)
        let (places, step, limit) = try StoreConnection.translating(folder.database) {
            try queue.write { db in
                (
                    try EventWriter.placeMetrics(db),
                    try StoreQueries.lastStep(db) ?? 0,
                    try StoreQueries.configuration(db).saveTotalLimit
                )
            }
        }
        let recorder = StoreRecorder(
            folder: folder, lock: lock, queue: queue, places: places, committed: step,
            queueBound: queueBound, saveTotalLimit: limit)
        recorder.checkpoints.removeLeftovers()
        return recorder
    }

    private init(
        folder: RunFolder, lock: RunLock, queue: DatabaseQueue, places: [Metric?],
        committed: Int, queueBound: Int, saveTotalLimit: Int
    ) {
        precondition(queueBound > 0, "a queue holds at least one event, not \(queueBound)")
        self.folder = folder
        self.checkpoints = CheckpointFolder(path: folder.checkpoints)
        self.queueBound = queueBound
        self.saveTotalLimit = saveTotalLimit
        self.database = Mutex(queue)
        self.lock = Mutex(lock)
        self.writer = EventWriter(places: places)
        self.committed = Atomic(committed)
        let thread = Thread { [self] in
            // The system is told the name only from within.
            Thread.current.name = "recorder"
            run()
        }
        thread.start()
    }

    /// Commits what is queued, leaves the database as one plain file, and gives back the lock.
    ///
    /// - Throws: `RecorderError` if events could not be committed; the store is closed all the
    ///   same, and a resume goes on from the last checkpoint.
    public func close() throws(RecorderError) {
        state.withLock { $0.isClosing = true }
        arrived.signal()
        wait { $0.isClosed }
        if let failure { throw failure }
    }

    // MARK: Events

    /// Queues an event; waits when the queue is full and nothing has failed.
    ///
    /// - Parameter event: what happened.
    /// - Returns: the time waited, in seconds.
    public func record(_ event: RunEvent) -> Double {
        var isQueued = false
        let waited = wait { state in
            precondition(!state.isClosing, "an event came after the recorder was closed")
            guard !isQueued else { return true }
            guard state.events.count < queueBound || state.failure != nil else { return false }
            state.events.append(event)
            isQueued = true
            return true
        }
        arrived.signal()
        return waited
    }

    /// The failure that stops it from committing, if there is one.
    public var failure: RecorderError? {
        state.withLock { $0.failure }
    }

    /// Opens the database anew and tries again to commit what is queued.
    ///
    /// Returns when the first transaction is through, or has failed again: `failure` then says
    /// which.
    public func retry() {
        let isTrying = state.withLock { state in
            guard state.failure != nil, !state.isClosing else { return false }
            state.failure = nil
            state.isRetrying = true
            return true
        }
        guard isTrying else { return }
        arrived.signal()
        wait { $0.failure != nil || !$0.isRetrying }
    }

    /// Commits everything queued durably: a loss of power takes nothing of it.
    ///
    /// - Throws: `RecorderError` if it can't be.
    public func flush() throws(RecorderError) {
        let ticket = state.withLock { state in
            state.durableAsked += 1
            return state.durableAsked
        }
        arrived.signal()
        wait { $0.failure != nil || $0.durableDone >= ticket || $0.isClosed }
        if let failure { throw failure }
    }

    /// Commits everything queued durably, then writes the checkpoint.
    ///
    /// - Parameter checkpoint: what to write.
    /// - Throws: `RecorderError`, with nothing committed lost and older checkpoints intact.
    public func save(_ checkpoint: Checkpoint) throws(RecorderError) {
        try flush()
        do throws(StoreError) {
            try checkpoints.save(checkpoint, limit: saveTotalLimit)
        } catch {
            throw error.recorderError
        }
    }

    /// The newest step whose records a reader can see.
    public var committedStep: Int { committed.load(ordering: .acquiring) }

    /// Has a function called after each commit, with the newest committed step.
    ///
    /// - Parameter body: called on the recorder's thread; must return at once.
    public func onCommit(_ body: @escaping @Sendable (Int) -> Void) {
        state.withLock { $0.onCommit = body }
    }

    // MARK: Resuming

    /// Takes the store back to a checkpoint, in one transaction.
    ///
    /// What followed from the steps after it is removed; commands, the log and the history of
    /// states stay, and the run counts as living again.
    ///
    /// - Parameter checkpoint: where training goes on; nil to begin anew.
    /// - Throws: `RecorderError` if the store can't be written; it is unchanged then.
    public func prepareResume(from checkpoint: Checkpoint?) throws(RecorderError) {
        try flush()
        try change { db in
            let (step, warmStart): (Int, Int?) =
                switch checkpoint?.stage {
                case .training: (checkpoint?.step ?? 0, nil)
                case .warmStart: (-1, checkpoint?.step)
                case nil: (-1, -1)
                }
            try StoreQueries.removeSteps(after: step, warmStartAfter: warmStart, in: db)
            try writer.write(
                .state(phase: .starting, end: nil, step: max(0, step)), to: db)
        }
        committed.store(
            checkpoint?.stage == .training ? checkpoint?.step ?? 0 : 0, ordering: .releasing)
    }

    /// Reaches the writing connection, so that tests can make it fail.
    func withDatabase(_ body: (Database) throws -> Void) throws {
        try database.withLock { $0 }?.writeWithoutTransaction(body)
    }

    private func change(_ body: (Database) throws -> Void) throws(RecorderError) {
        do throws(StoreError) {
            try StoreConnection.translating(folder.database) {
                guard let queue = database.withLock({ $0 }) else {
                    throw StoreError(.database, path: folder.database, "is closed")
                }
                try queue.write(body)
            }
        } catch {
            throw error.recorderError
        }
    }

    private static func write(_ configuration: RunConfiguration, to db: Database) throws {
        for key in ConfigurationKey.all {
            try db.execute(
                sql: "INSERT INTO configuration VALUES (?, ?)",
                arguments: [key.name, key.read(configuration)])
        }
    }

    // MARK: Waiting

    /// Waits until a condition on the state holds, and says for how long.
    @discardableResult
    private func wait(until condition: (inout State) -> Bool) -> Double {
        let clock = ContinuousClock()
        var start: ContinuousClock.Instant?
        while true {
            let waiter = state.withLock { state -> DispatchSemaphore? in
                if condition(&state) { return nil }
                let waiter = DispatchSemaphore(value: 0)
                state.waiters.append(waiter)
                return waiter
            }
            guard let waiter else {
                guard let start else { return 0 }
                let waited = (clock.now - start).components
                return Double(waited.seconds) + Double(waited.attoseconds) * 1e-18
            }
            start = start ?? clock.now
            waiter.wait()
        }
    }

    /// Changes the state and wakes all who wait for it.
    private func update(_ body: (inout State) -> Void) {
        let waiters = state.withLock { state in
            body(&state)
            defer { state.waiters.removeAll() }
            return state.waiters
        }
        for waiter in waiters { waiter.signal() }
    }

    // MARK: The recorder's thread

    private enum Work {
        case commit([RunEvent], isRetrying: Bool)
        case makeDurable(ticket: Int)
        case close
        case nothing
    }

    private func run() {
        while true {
            let work = state.withLock { state -> Work in
                if state.isClosing, state.failure != nil { return .close }
                if state.failure != nil { return .nothing }
                if state.isRetrying || !state.events.isEmpty {
                    return .commit(Self.transaction(state.events), isRetrying: state.isRetrying)
                }
                if state.durableDone < state.durableAsked {
                    return .makeDurable(ticket: state.durableAsked)
                }
                return state.isClosing ? .close : .nothing
            }
            switch work {
            case .nothing:
                arrived.wait()
            case .commit(let events, let isRetrying):
                commit(events, isRetrying: isRetrying)
            case .makeDurable(let ticket):
                perform { queue in
                    try makeDurable(queue)
                } then: { state in
                    state.durableDone = ticket
                }
            case .close:
                closeDatabase()
                update { $0.isClosed = true }
                return
            }
        }
    }

    /// The events of the next transaction: all up to the first step, that one included.
    private static func transaction(_ events: [RunEvent]) -> [RunEvent] {
        for (index, event) in events.enumerated() {
            if case .step = event { return Array(events[...index]) }
        }
        return events
    }

    private func commit(_ events: [RunEvent], isRetrying: Bool) {
        var newest: Int?
        for event in events { if case .step(let record) = event { newest = record.step } }
        perform { queue in
            var queue = queue
            if isRetrying {
                queue = try reopen()
            }
            guard !events.isEmpty else { return }
            try queue.write { db in
                for event in events { try writer.write(event, to: db) }
            }
        } then: { state in
            state.events.removeFirst(events.count)
            state.isRetrying = false
            if let newest { committed.store(newest, ordering: .releasing) }
        }
        guard failure == nil else { return }
        let onCommit = state.withLock { $0.onCommit }
        onCommit?(committedStep)
    }

    /// Does some work on the database; what it throws becomes the failure.
    private func perform(
        _ body: (DatabaseQueue) throws -> Void, then change: (inout State) -> Void
    ) {
        do throws(StoreError) {
            try StoreConnection.translating(folder.database) {
                if let queue = database.withLock({ $0 }) {
                    try body(queue)
                } else {
                    try body(try reopen())
                }
            }
            update(change)
        } catch {
            update { state in
                state.failure = error.recorderError
                state.isRetrying = false
            }
        }
    }

    /// After an error of input or output a connection is not to be trusted.
    private func reopen() throws(StoreError) -> DatabaseQueue {
        let old = database.withLock { database in
            defer { database = nil }
            return database
        }
        // It may have failed for good; all that matters is that it is gone.
        try? old?.close()
        let queue = try StoreConnection.writer(folder.database, isNew: false)
        database.withLock { $0 = queue }
        return queue
    }

    /// Makes every commit so far survive a loss of power.
    ///
    /// In WAL mode with `synchronous` FULL a commit syncs the whole WAL, the commits before it
    /// included.
    private func makeDurable(_ queue: DatabaseQueue) throws {
        try queue.writeWithoutTransaction { db in
            try db.execute(sql: "PRAGMA synchronous = FULL")
            // If the setting can't be taken back every commit is slower, and nothing is lost.
            defer { try? db.execute(sql: "PRAGMA synchronous = NORMAL") }
            try db.inTransaction(.immediate) {
                try db.execute(
                    sql: "INSERT OR REPLACE INTO meta VALUES ('durable_step', ?)",
                    arguments: [String(committedStep)])
                return .commit
            }
        }
    }

    private func closeDatabase() {
        let queue = database.withLock { database in
            defer { database = nil }
            return database
        }
        if let queue {
            // Where a reader of another process holds the WAL it stays, and the next opening
            // takes it in.
            try? queue.writeWithoutTransaction { db in
                try db.execute(sql: "PRAGMA synchronous = FULL")
                _ = try Row.fetchAll(db, sql: "PRAGMA wal_checkpoint(TRUNCATE)")
                try db.execute(sql: "PRAGMA busy_timeout = 200")
                _ = try String.fetchOne(db, sql: "PRAGMA journal_mode = DELETE")
            }
            try? queue.close()
        }
        lock.withLock { $0 = nil }
    }
}
