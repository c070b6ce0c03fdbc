import Foundation
import Synchronization

/// Takes the process's signals on a thread of its own, so that nothing ever runs in a handler.
///
/// All other threads block these signals, for a thread inherits the mask of the one that starts it:
/// hence `init` comes before any other thread.
final class SignalWatch: Sendable {
    /// What the signals have asked for.
    enum Wish: Sendable {
        /// SIGTERM or SIGINT: checkpoint and end.
        case stop
        /// SIGHUP: the terminal is gone.
        case hangUp
    }

    private struct State {
        var wishes: [Wish] = []
        var stops = 0
        var onWish: @Sendable () -> Void = {}
        var onSecondStop: @Sendable () -> Void = {}
    }

    private let state = Mutex(State())

    /// Blocks the signals and starts the thread.
    init() {
        // A reader of our output that goes away is no reason to end.
        signal(SIGPIPE, SIG_IGN)
        // Nor is a file that may not grow: the write fails, and the run pauses with its reason.
        signal(SIGXFSZ, SIG_IGN)
        var set = Self.signals
        pthread_sigmask(SIG_BLOCK, &set, nil)
        let thread = Thread { [self] in
            // The system is told the name only from within.
            Thread.current.name = "signals"
            while true {
                var set = Self.signals
                var number: Int32 = 0
                if sigwait(&set, &number) == 0 { take(number) }
            }
        }
        thread.start()
    }

    private static var signals: sigset_t {
        var set = sigset_t()
        sigemptyset(&set)
        for number in [SIGTERM, SIGINT, SIGHUP] { sigaddset(&set, number) }
        return set
    }

    /// Has functions called on the signals' thread; both must return at once, or never.
    ///
    /// - Parameters:
    ///   - wish: after each signal.
    ///   - secondStop: after the second wish to stop, before the process ends with code 130.
    func onSignal(wish: @escaping @Sendable () -> Void, secondStop: @escaping @Sendable () -> Void)
    {
        state.withLock { ($0.onWish, $0.onSecondStop) = (wish, secondStop) }
    }

    /// Whether a second wish to stop has come: the process ends within a second.
    var isKilled: Bool { state.withLock { $0.stops > 1 } }

    /// Whether there is something for `takeWishes`.
    var hasWishes: Bool { state.withLock { !$0.wishes.isEmpty } }

    /// What was asked for since the last call.
    func takeWishes() -> [Wish] {
        state.withLock { state in
            defer { state.wishes = [] }
            return state.wishes
        }
    }

    private func take(_ number: Int32) {
        let isSecondStop = state.withLock { state in
            guard number != SIGHUP else {
                state.wishes.append(.hangUp)
                return false
            }
            state.wishes.append(.stop)
            state.stops += 1
            return state.stops > 1
        }
        if isSecondStop {
            state.withLock { $0.onSecondStop }()
            // Not `exit`: whatever the other threads do now must not be waited for. The store is
            // consistent at every moment.
            _exit(Failure.Code.interrupted.rawValue)
        }
        state.withLock { $0.onWish }()
    }
}
