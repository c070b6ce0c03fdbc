/// One answer of a search.
public struct SearchNode: Hashable, Codable, Sendable {
    /// Its place in the order of execution, from 0.
    public let id: Int
    /// The node it revises; nil for a draft.
    public let parent: Int?
    /// How it came about.
    public let origin: SearchOperator
    /// What the policy wrote, verified.
    public let answer: Answer
    /// What a revision of it is shown, such as its scores or its error; nil if the domain gives
    /// nothing.
    public let feedback: String?

    /// Makes the value of its parts.
    public init(
        id: Int, parent: Int?, origin: SearchOperator, answer: Answer, feedback: String?
    ) {
        self.id = id
        self.parent = parent
        self.origin = origin
        self.answer = answer
        self.feedback = feedback
    }

    private enum CodingKeys: String, CodingKey {
        case id, parent, answer, feedback
        case origin = "operator"
    }
}

/// One search: all answers tried for a task.
public struct SearchTree: Hashable, Codable, Sendable {
    /// The training step of the policy that wrote the answers; 0 is the warm start.
    public let step: Int
    /// The problem.
    public let task: DomainTask
    /// Sampling temperature.
    public let temperature: Double
    /// Its answers in the order they were executed; a node's place is its id.
    public let nodes: [SearchNode]
    /// What the best one is worth on what is kept private; nil where nothing is.
    public let privateScore: PrivateScore?

    /// Makes the value of its parts.
    public init(
        step: Int, task: DomainTask, temperature: Double, nodes: [SearchNode],
        privateScore: PrivateScore?
    ) {
        self.step = step
        self.task = task
        self.temperature = temperature
        self.nodes = nodes
        self.privateScore = privateScore
    }

    /// The place of the answer that is kept; nil if none is valid.
    public var best: Int? { Self.best(of: nodes.map(\.answer)) }

    /// The places of the best answer and of those it was revised from, the draft first.
    public var bestPath: [Int] {
        var path: [Int] = []
        var next = best
        // Parents from a file may be anything; those of a sound tree come before their children.
        while let place = next, nodes.indices.contains(place), path.last.map({ place < $0 }) ?? true
        {
            path.append(place)
            next = nodes[place].parent
        }
        return path.reversed()
    }

    /// The answer that a verifier keeps: the best valid one by quality, the first of equals.
    ///
    /// - Parameter answers: in the order they were executed.
    /// - Returns: its place; nil if none is valid.
    public static func best(of answers: [Answer]) -> Int? {
        var best: Int?
        for (place, answer) in answers.enumerated() where answer.isValid {
            if let kept = best, !(answer.quality > answers[kept].quality) { continue }
            best = place
        }
        return best
    }
}
