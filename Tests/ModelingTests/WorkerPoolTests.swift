import Dispatch
import Foundation
import Synchronization
import Testing

@testable import Modeling

@Suite("Worker pool")
struct WorkerPoolTests {
    @Test("every unit runs exactly once, phase after phase", arguments: [1, 2, 5])
    func units(threads: Int) {
        let pool = WorkerPool(threads: threads)
        for count in [0, 1, 2, 7, 100] {
            let runs = Mutex([Int](repeating: 0, count: count))
            pool.run(count) { unit, worker in
                runs.withLock { $0[unit] += 1 }
                if worker < 0 || worker >= threads { runs.withLock { $0[unit] += 100 } }
            }
            #expect(runs.withLock { $0.allSatisfy { $0 == 1 } })
        }
    }

    @Test("one thread works on the caller")
    func inline() {
        let caller = pthread_self()
        let others = Atomic<Int>(0)
        WorkerPool(threads: 1).run(5) { _, _ in
            if pthread_equal(pthread_self(), caller) == 0 {
                others.wrappingAdd(1, ordering: .relaxed)
            }
        }
        #expect(others.load(ordering: .relaxed) == 0)
    }

    /// What a thread of the pool looks like from inside.
    private struct Place: Sendable {
        let blocked: [Bool]
        let faults: [Bool]
        let nice: Int32

        init() {
            var mask = sigset_t()
            pthread_sigmask(SIG_BLOCK, nil, &mask)
            blocked = [SIGINT, SIGTERM, SIGHUP, SIGWINCH].map { sigismember(&mask, $0) == 1 }
            faults = [SIGSEGV, SIGFPE].map { sigismember(&mask, $0) == 1 }
            nice = getpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0)
        }
    }

    @Test("workers take no signals from outside and give way to other threads")
    func workers() throws {
        let places = Mutex<[Int: Place]>([:])
        let done = DispatchSemaphore(value: 0)
        // A thread of its own: the test's may already block every signal.
        Thread {
            var none = sigset_t()
            sigemptyset(&none)
            pthread_sigmask(SIG_SETMASK, &none, nil)
            let pool = WorkerPool(threads: 2)
            let met = [DispatchSemaphore(value: 0), DispatchSemaphore(value: 0)]
            // Two units that wait for each other are two threads.
            pool.run(2) { unit, worker in
                met[unit].signal()
                met[1 - unit].wait()
                let place = Place()
                places.withLock { $0[worker] = place }
            }
            done.signal()
        }.start()
        done.wait()
        let caller = try #require(places.withLock { $0[0] })
        let worker = try #require(places.withLock { $0[1] })
        #expect(caller.blocked == [false, false, false, false])
        #expect(worker.blocked == [true, true, true, true])
        #expect(worker.faults == [false, false])
        #expect(worker.nice >= min(caller.nice + 1, 19))
    }

    @Test("callers on several threads take turns")
    func turns() {
        let pool = WorkerPool(threads: 3)
        let counts = (0..<4).map { _ in Counter() }
        let done = DispatchSemaphore(value: 0)
        for count in counts {
            Thread {
                for _ in 0..<50 { pool.run(7) { _, _ in count.add() } }
                done.signal()
            }.start()
        }
        for _ in counts { done.wait() }
        #expect(counts.map(\.value) == [350, 350, 350, 350])
    }

    private final class Counter: Sendable {
        private let count = Atomic<Int>(0)
        var value: Int { count.load(ordering: .relaxed) }
        func add() { count.wrappingAdd(1, ordering: .relaxed) }
    }

    @Test("after a stop no unit is begun")
    func stops() {
        let pool = WorkerPool(threads: 3)
        let runs = Atomic<Int>(0)
        pool.run(10, shouldStop: { true }) { _, _ in runs.wrappingAdd(1, ordering: .relaxed) }
        #expect(runs.load(ordering: .relaxed) == 0)
        pool.run(10) { _, _ in runs.wrappingAdd(1, ordering: .relaxed) }
        #expect(runs.load(ordering: .relaxed) == 10)
    }
}
