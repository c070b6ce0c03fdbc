import Synchronization
import TerminalUI

/// Wakes the main thread when there is news, once until it looks.
final class NewsBell: Sendable {
    private let isRung = Atomic<Bool>(false)

    /// Says that there is news; any thread, returns at once.
    func ring() {
        if !isRung.exchange(true, ordering: .acquiringAndReleasing) { Waker().wake() }
    }

    /// Whether it was rung since the last call.
    func take() -> Bool { isRung.exchange(false, ordering: .acquiringAndReleasing) }
}
