import Runs

/// One chain that a policy was asked to play.
struct Play: Hashable, Sendable {
    /// Its number in this session, from 1.
    let number: Int
    let request: PlayRequest
    /// The task in words, until the first answer tells it.
    let asked: String
    var answers: [PlayedRevision] = []
    /// The question's ticket while answers are awaited.
    var ticket: Int?
    /// Why it ended early.
    var problem: String?
    var isStopped = false

    /// The task in one line.
    var taskText: String { answers.first?.taskText ?? asked }

    /// Answers that a whole chain has: the draft and its revisions.
    var count: Int { request.count + 1 }

    /// The qualities of the answers, in order.
    var qualities: [Double] { answers.map(\.quality) }

    /// The best quality so far.
    var best: Double? { qualities.filter(\.isFinite).max() }

    /// The first answer that solves the task.
    var solvedAt: Int? { answers.first { $0.isSolved }?.depth }

    /// The answer that stood when one was written: after an invalid one, the valid one before it.
    func standing(before index: Int) -> PlayedRevision? {
        answers.prefix(index).last { $0.isValid }
    }

    /// How it stands, in a word.
    var state: String {
        if ticket != nil { return "playing" }
        if problem != nil { return "failed" }
        return isStopped ? "stopped" : "done"
    }

    mutating func take(_ answer: PolicyAnswer) {
        switch answer {
        case .played(let revision):
            // A trainer that says more than it was asked for is not listened to.
            if answers.count < count { answers.append(revision) }
            if revision.isLast { ticket = nil }
        case .failed(let reason):
            problem = reason
            ticket = nil
        case .rescored:
            problem = "the answer is to another question"
            ticket = nil
        }
    }
}
