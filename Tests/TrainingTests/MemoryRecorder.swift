import Runs
import Synchronization

/// A recorder that keeps everything in memory, and fails when told to.
final class MemoryRecorder: RunRecorder {
    struct Contents {
        var events: [RunEvent] = []
        var checkpoints: [Checkpoint] = []
        var failure: RecorderError?
        var retries = 0
    }

    private let contents = Mutex(Contents())
    /// Called after each event, on the trainer's thread.
    private let onEvent: @Sendable (RunEvent) -> Void

    init(onEvent: @escaping @Sendable (RunEvent) -> Void = { _ in }) {
        self.onEvent = onEvent
    }

    var events: [RunEvent] { contents.withLock { $0.events } }
    var checkpoints: [Checkpoint] { contents.withLock { $0.checkpoints } }
    var failure: RecorderError? { contents.withLock { $0.failure } }

    var steps: [StepRecord] {
        events.compactMap { if case .step(let record) = $0 { record } else { nil } }
    }

    func fail(_ reason: String?) {
        contents.withLock { contents in
            contents.failure = reason.map { RecorderError(path: "run.sqlite", reason: $0) }
        }
    }

    func record(_ event: RunEvent) -> Double {
        contents.withLock { $0.events.append(event) }
        onEvent(event)
        return 0
    }

    func retry() {
        contents.withLock { contents in
            contents.failure = nil
            contents.retries += 1
        }
    }

    func save(_ checkpoint: Checkpoint) throws(RecorderError) {
        if let failure { throw failure }
        contents.withLock { $0.checkpoints.append(checkpoint) }
    }

    func flush() throws(RecorderError) {
        if let failure { throw failure }
    }
}
