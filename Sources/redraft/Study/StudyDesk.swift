import Dispatch
import Synchronization

/// Where a study under way is told to stop, by signals or by a person; any thread.
final class StudyDesk: Sendable {
    private let wishes = Atomic<Int>(0)
    private let arrived = DispatchSemaphore(value: 0)

    /// Whether it is to write its checkpoints and end.
    var isStopping: Bool { wishes.load(ordering: .acquiring) > 0 }

    /// Whether it is to end at once.
    var isKilled: Bool { wishes.load(ordering: .acquiring) > 1 }

    /// Has it stop: the second time at once.
    func stop() {
        wishes.add(1, ordering: .acquiringAndReleasing)
        arrived.signal()
    }

    /// Waits for a while, or until it is told something.
    func wait(upTo seconds: Double) { _ = arrived.wait(timeout: .now() + seconds) }
}
