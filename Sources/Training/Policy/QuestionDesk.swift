import Runs
import Synchronization

/// Where questions to the living policy wait for the trainer's safe points.
final class QuestionDesk: Sendable {
    /// A job with whoever waits for its answers.
    struct Waiting: Sendable {
        let job: PolicyJob
        let answer: @Sendable (PolicyAnswer) -> Void
    }

    private struct State {
        var waiting: [Waiting] = []
        var cancelled: Set<QuestionID> = []
        /// The job under way.
        var current: QuestionID?
        var isClosed = false
    }

    private let state = Mutex(State())

    /// Whether anything waits or is under way.
    var isBusy: Bool { state.withLock { !$0.waiting.isEmpty || $0.current != nil } }

    /// Hands in a job; after the trainer's end it is answered at once, by a failure.
    func ask(_ waiting: Waiting) {
        let isClosed = state.withLock { state in
            if !state.isClosed { state.waiting.append(waiting) }
            return state.isClosed
        }
        if isClosed { waiting.answer(.failed("the run has ended")) }
    }

    /// Gives up on a job.
    func cancel(_ id: QuestionID) {
        state.withLock { state in
            state.waiting.removeAll { $0.job.id == id }
            if state.current == id { state.cancelled.insert(id) }
        }
    }

    /// The next job, which is then under way until `finish`.
    func begin() -> Waiting? {
        state.withLock { state in
            guard state.current == nil, !state.waiting.isEmpty else { return nil }
            let next = state.waiting.removeFirst()
            state.current = next.job.id
            return next
        }
    }

    /// Whether no one waits for a job's answers any more.
    func isCancelled(_ id: QuestionID) -> Bool { state.withLock { $0.cancelled.contains(id) } }

    /// The job under way is done or given up.
    func finish() {
        state.withLock { state in
            if let current = state.current { state.cancelled.remove(current) }
            state.current = nil
        }
    }

    /// Answers what is left, as the trainer ends.
    func close() {
        let left = state.withLock { state in
            state.isClosed = true
            defer { state.waiting = [] }
            return state.waiting
        }
        for waiting in left { waiting.answer(.failed("the run has ended")) }
    }
}
