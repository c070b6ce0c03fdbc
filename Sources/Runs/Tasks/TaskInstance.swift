/// One answer to one turn of a task, with what its verifier said.
public struct Answer: Hashable, Codable, Sendable {
    /// The tokens the policy wrote, with the end token if it wrote one.
    public let tokens: [Int32]
    /// How good the answer is, in [0, 1].
    public let quality: Double
    /// Whether the answer has the form the domain asks for; an invalid one has quality 0.
    public let isValid: Bool
    /// Whether the answer solves its turn exactly.
    public let isSolved: Bool

    /// Makes the value of its parts.
    public init(tokens: [Int32], quality: Double, isValid: Bool, isSolved: Bool) {
        self.tokens = tokens
        self.quality = quality
        self.isValid = isValid
        self.isSolved = isSolved
    }
}

/// What a training prompt is made from: a task, a turn, and the latest revision of that turn.
///
/// Older revisions of the same turn are never kept here, for they are never shown: the length of
/// a prompt does not grow with depth.
///
/// - Source: arXiv 2509.04575, section 4 (the triple of task, step and partial history).
public struct TaskInstance: Hashable, Codable, Sendable {
    /// The problem.
    public let task: DomainTask
    /// The turn to be answered, from 0.
    public let turn: Int
    /// The number of responses to this turn that came before; 0 asks for a draft.
    public let depth: Int
    /// The final answers of the turns before this one.
    public let earlier: [Answer]
    /// The revision to be improved; nil exactly when `depth` is 0.
    public let latest: Answer?
    /// The revision `latest` is, in the run's history; nil for a draft's prompt, and where `latest` is
    /// a teacher's draft.
    public let parent: RevisionID?

    /// Makes the value of its parts.
    public init(
        task: DomainTask, turn: Int, depth: Int, earlier: [Answer], latest: Answer? = nil,
        parent: RevisionID? = nil
    ) {
        self.task = task
        self.turn = turn
        self.depth = depth
        self.earlier = earlier
        self.latest = latest
        self.parent = parent
    }

    /// The prompt of a task's first draft.
    ///
    /// - Parameter task: the problem.
    public init(task: DomainTask) {
        self.init(task: task, turn: 0, depth: 0, earlier: [], latest: nil, parent: nil)
    }

    /// Whether this asks for a first answer of its turn.
    public var isBase: Bool { latest == nil }

    /// What makes two instances the same one to the buffer: the history the policy sees.
    public var key: Key {
        Key(
            task: task, turn: turn, earlier: earlier.map(\.tokens),
            latest: latest?.tokens)
    }

    /// The identity of an instance: task, turn, and the tokens of its history.
    public struct Key: Hashable, Sendable {
        let task: DomainTask
        let turn: Int
        let earlier: [[Int32]]
        let latest: [Int32]?
    }
}
