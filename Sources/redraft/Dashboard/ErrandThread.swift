import Foundation
import Synchronization

/// Work for the dashboard that touches the disk, on a thread of its own, one piece after another.
final class ErrandThread<Result: Sendable>: Sendable {
    private struct State {
        var waiting: [@Sendable () -> Result?] = []
        var done: [Result] = []
    }

    private let state = Mutex(State())
    private let wake: @Sendable () -> Void
    private let arrived = DispatchSemaphore(value: 0)

    /// Starts the thread; it lives as long as the process.
    ///
    /// - Parameter wake: called when a result is there; must return at once.
    init(wake: @escaping @Sendable () -> Void) {
        self.wake = wake
        let thread = Thread { [self] in
            Thread.current.name = "errands"
            while true {
                arrived.wait()
                let next = state.withLock { $0.waiting.isEmpty ? nil : $0.waiting.removeFirst() }
                guard let next else { continue }
                guard let result = next() else { continue }
                state.withLock { $0.done.append(result) }
                wake()
            }
        }
        thread.start()
    }

    /// Hands in a piece of work.
    ///
    /// - Parameter work: done after those handed in before; nil brings nothing back.
    func run(_ work: @escaping @Sendable () -> Result?) {
        state.withLock { $0.waiting.append(work) }
        arrived.signal()
    }

    /// Brings something back before a piece of work is done.
    ///
    /// - Parameter result: such as how far it is.
    func post(_ result: Result) {
        state.withLock { $0.done.append(result) }
        wake()
    }

    /// The results that have arrived, oldest first, each once.
    func take() -> [Result] {
        state.withLock { state in
            defer { state.done = [] }
            return state.done
        }
    }
}
