import Runs
import Tasks

/// One chain of an evaluation: where it stands, and what its answers were at each k.
struct ChainTally {
    /// The index of its task.
    let task: Int
    /// Which of the task's chains it is.
    let sample: Int
    /// What is to be answered next.
    private(set) var instance: TaskInstance
    /// Whether the standing answer was right at each k.
    private(set) var solved: [Bool] = []
    /// The quality of the standing answer at each k.
    private(set) var quality: [Double] = []
    /// Whether any answer up to each k was right.
    private(set) var held: [Bool] = []
    /// The best quality up to each k.
    private(set) var best: [Double] = []
    /// The valid answers it has held.
    private(set) var answers: Set<[Int32]> = []
    /// Answers that were invalid.
    private(set) var invalid = 0
    /// Unsolved answers that a next step could improve.
    private(set) var unsolved = 0
    /// Those of them that the next step repeated.
    private(set) var copied = 0
    private var standing: Answer?

    init(task: Int, sample: Int, instance: TaskInstance) {
        self.task = task
        self.sample = sample
        self.instance = instance
    }

    /// Takes the chain's next answer; an invalid one leaves the earlier one standing.
    mutating func take(_ tokens: [Int32], in domain: any Domain) {
        let answer = domain.assess(tokens, answering: instance)
        if let standing, standing.isValid, !standing.isSolved {
            unsolved += 1
            copied += answer.tokens == standing.tokens ? 1 : 0
        }
        if answer.isValid {
            answers.insert(answer.tokens)
            let next = domain.successors(of: answer, id: nil, answering: instance)
            if let next = next.first { instance = next }
        } else {
            invalid += 1
        }
        if answer.isValid || standing == nil { standing = answer }
        let (isSolved, reached) = (standing?.isSolved ?? false, standing?.quality ?? 0)
        solved.append(isSolved)
        quality.append(reached)
        held.append(held.last == true || isSolved)
        best.append(max(best.last ?? 0, reached))
    }
}
