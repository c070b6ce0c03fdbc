import RunStore
import Runs
import Synchronization
import Training

/// Follows a replay: holds each step against the recorded one, and stops at its end.
///
/// Where the replay is known to differ it goes to a store instead, which then has its steps.
final class ReplayRecorder: RunRecorder {
    /// A step that came out otherwise than recorded.
    struct Difference: Hashable, Sendable {
        let step: Int
        /// In what, such as `has reward 0.5, not 0.25`.
        let what: String
    }

    private struct State {
        var checkpoint: Checkpoint?
        var difference: Difference?
        var failure: StoreError?
        var stop: @Sendable () -> Void = {}
    }

    private let last: Int
    private let reader: StoreReader?
    private let store: StoreRecorder?
    private let state = Mutex(State())

    /// Holds steps against those of a store.
    ///
    /// - Parameters:
    ///   - last: the last step to train.
    ///   - reader: what was recorded.
    init(upTo last: Int, comparingWith reader: StoreReader) {
        (self.last, self.reader, store) = (last, reader, nil)
    }

    /// Writes steps to a store.
    ///
    /// - Parameters:
    ///   - last: the last step to train.
    ///   - store: taken back to where the replay begins.
    init(upTo last: Int, writingTo store: StoreRecorder) {
        (self.last, reader, self.store) = (last, nil, store)
    }

    /// The state after the last step; nil before that.
    var checkpoint: Checkpoint? { state.withLock { $0.checkpoint } }
    /// The first step that came out otherwise than recorded.
    var difference: Difference? { state.withLock { $0.difference } }
    /// Why the recorded steps could not be read.
    var readFailure: StoreError? { state.withLock { $0.failure } }

    /// Has a function called when the trainer is to stop.
    ///
    /// - Parameter stop: called by the trainer's thread; must return at once.
    func onStop(_ stop: @escaping @Sendable () -> Void) { state.withLock { $0.stop = stop } }

    private func stop() { state.withLock { $0.stop }() }

    // MARK: What the trainer tells

    func record(_ event: RunEvent) -> Double {
        switch event {
        case .step(let record):
            compare(record)
            let waited = store?.record(event) ?? 0
            // Before the next begins: what comes of it is not wanted.
            if record.step >= last { stop() }
            return waited
        case .warmStart, .evaluation, .searches, .alarm: return store?.record(event) ?? 0
        // The replay's own: the fork has the parent's.
        default: return 0
        }
    }

    func save(_ checkpoint: Checkpoint) throws(RecorderError) {
        guard checkpoint.stage == .training, checkpoint.step == last else { return }
        try store?.flush()
        state.withLock { $0.checkpoint = checkpoint }
        stop()
    }

    var failure: RecorderError? { store?.failure }

    func retry() { store?.retry() }

    func flush() throws(RecorderError) { try store?.flush() }

    private func compare(_ record: StepRecord) {
        guard let reader else { return }
        do throws(StoreError) {
            guard let what = try reader.difference(from: record) else { return }
            state.withLock { state in
                state.difference =
                    state.difference ?? Difference(step: record.step, what: what)
            }
        } catch {
            state.withLock { $0.failure = error }
        }
        stop()
    }
}
