import Dispatch
import Foundation
import Synchronization

/// Threads that share out the work units of one phase, with one barrier at its end.
///
/// Units are taken from a counter, so a thread that loses its core delays nothing but its own unit.
/// The caller works too: a pool of one thread starts none. Threads live as long as the pool, at a
/// lower priority than the main thread's, so that a dashboard stays quick.
public final class WorkerPool: Sendable {
    /// Threads, the caller's included.
    public let threads: Int

    private struct Job: Sendable {
        let count: Int
        let shouldStop: @Sendable () -> Bool
        let body: @Sendable (_ unit: Int, _ worker: Int) -> Void
    }

    /// Held through a phase: a second caller waits for its end.
    private let phase = Mutex<Void>(())
    private let job = Mutex<Job?>(nil)
    private let next = Atomic<Int>(0)
    private let begin = DispatchSemaphore(value: 0)
    private let done = DispatchSemaphore(value: 0)
    private let isClosing = Atomic<Bool>(false)

    /// Starts the threads.
    ///
    /// - Precondition: at least one.
    /// - Parameter threads: how many, the caller's included.
    public init(threads: Int) {
        precondition(threads >= 1, "a pool of \(threads) threads")
        self.threads = threads
        // Signals that come from outside are the main thread's affair, and a thread inherits the
        // mask of the one that starts it.
        var outside = sigset_t()
        var before = sigset_t()
        sigfillset(&outside)
        for fault in [SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGTRAP, SIGABRT] {
            sigdelset(&outside, fault)
        }
        pthread_sigmask(SIG_BLOCK, &outside, &before)
        for worker in 1..<max(threads, 1) {
            let crew = Crew(pool: self)
            let thread = Thread { crew.work(as: worker) }
            thread.name = "kernels \(worker)"
            thread.stackSize = 4 << 20
            thread.start()
        }
        pthread_sigmask(SIG_SETMASK, &before, nil)
    }

    /// What a thread holds on to: not the pool, which would then never end.
    private final class Crew: Sendable {
        private let begin: DispatchSemaphore
        private let done: DispatchSemaphore
        private let takePart: @Sendable (Int) -> Bool

        init(pool: WorkerPool) {
            begin = pool.begin
            done = pool.done
            takePart = { [weak pool] worker in
                guard let pool, !pool.isClosing.load(ordering: .acquiring) else { return false }
                pool.runUnits(worker: worker)
                return true
            }
        }

        func work(as worker: Int) {
            ThreadPriority.lower()
            while true {
                begin.wait()
                guard takePart(worker) else { return }
                done.signal()
            }
        }
    }

    deinit {
        isClosing.store(true, ordering: .releasing)
        for _ in 1..<max(threads, 1) { begin.signal() }
    }

    /// Runs `body` for each unit, and returns when all are done.
    ///
    /// Any thread may call it; one phase runs at a time, and a unit must not start another.
    ///
    /// - Parameters:
    ///   - count: units.
    ///   - shouldStop: polled before each unit; once true, no more are begun.
    ///   - body: the work; `worker` is in `0..<threads` and runs one unit at a time.
    /// - Returns: units done: the first of them, all where nothing stopped it.
    @discardableResult
    public func run(
        _ count: Int, shouldStop: @escaping @Sendable () -> Bool = { false },
        body: @escaping @Sendable (_ unit: Int, _ worker: Int) -> Void
    ) -> Int {
        let job = Job(count: count, shouldStop: shouldStop, body: body)
        return phase.withLock { _ in runPhase(job) }
    }

    private func runPhase(_ job: Job) -> Int {
        next.store(0, ordering: .relaxed)
        self.job.withLock { $0 = job }
        let helpers = max(min(threads, job.count) - 1, 0)
        for _ in 0..<helpers { begin.signal() }
        runUnits(worker: 0)
        for _ in 0..<helpers { done.wait() }
        self.job.withLock { $0 = nil }
        // Each thread that found no unit left has counted one on.
        return min(next.load(ordering: .relaxed), job.count)
    }

    private func runUnits(worker: Int) {
        guard let job = job.withLock({ $0 }) else { return }
        while !job.shouldStop() {
            let unit = next.wrappingAdd(1, ordering: .relaxed).oldValue
            guard unit < job.count else { return }
            job.body(unit, worker)
        }
    }
}
