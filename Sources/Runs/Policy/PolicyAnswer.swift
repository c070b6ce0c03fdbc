/// A policy's answer to a `PolicyQuestion`; a play has many, the last of them `isLast`.
public enum PolicyAnswer: Hashable, Codable, Sendable {
    /// One more answer of a chain that is played.
    case played(PlayedRevision)
    /// Recorded tokens with both policies' log-probabilities.
    case rescored(RescoredRevision)
    /// It can't be answered: one line that says why.
    case failed(String)
}

extension PolicyAnswer {
    /// Whether no other answer to the same question follows.
    public var isLast: Bool {
        switch self {
        case .played(let revision): revision.isLast
        case .rescored, .failed: true
        }
    }
}

/// One answer of a played chain.
public struct PlayedRevision: Hashable, Codable, Sendable {
    /// The task in one line.
    public let taskText: String
    /// The turn it answers, from 0; nil where only the first turn is played.
    public let turn: Int?
    /// The number of answers to its turn before it.
    public let depth: Int
    /// What its prompt asked for.
    public let mode: RevisionMode
    /// The prompt.
    public let prompt: String
    /// The answer.
    public let text: String
    /// What the next prompt shows about it; nil if the domain gives nothing.
    public let feedback: String?
    /// Its quality.
    public let quality: Double
    /// Whether it has the domain's form; after one that has not, the answer before stands.
    public let isValid: Bool
    /// Whether it solves its turn.
    public let isSolved: Bool
    /// What it is worth on what the domain keeps private; nil where it keeps nothing.
    public let privateScore: PrivateScore?
    /// Its tokens.
    public let tokens: [ScoredToken]
    /// The training step of the weights that wrote it.
    public let step: Int
    /// Whether the chain ends with it.
    public let isLast: Bool

    /// Makes the value of its parts.
    public init(
        taskText: String, turn: Int? = nil, depth: Int, mode: RevisionMode, prompt: String,
        text: String, feedback: String?, quality: Double, isValid: Bool, isSolved: Bool,
        privateScore: PrivateScore? = nil, tokens: [ScoredToken], step: Int, isLast: Bool
    ) {
        self.taskText = taskText
        self.turn = turn
        self.depth = depth
        self.mode = mode
        self.prompt = prompt
        self.text = text
        self.feedback = feedback
        self.quality = quality
        self.isValid = isValid
        self.isSolved = isSolved
        self.privateScore = privateScore
        self.tokens = tokens
        self.step = step
        self.isLast = isLast
    }
}

/// A token with the log-probabilities it was given.
public struct ScoredToken: Hashable, Codable, Sendable {
    /// The token's own text.
    public let text: String
    /// When it was sampled, in nats.
    public let sampled: Double
    /// By the policy that was asked, in nats; equal to `sampled` in a play.
    public let now: Double

    /// Makes the value of its parts.
    public init(text: String, sampled: Double, now: Double) {
        self.text = text
        self.sampled = sampled
        self.now = now
    }
}

/// A recorded revision, scored again.
public struct RescoredRevision: Hashable, Codable, Sendable {
    /// The revision.
    public let revision: RevisionID
    /// The training step of the weights that scored it.
    public let step: Int
    /// Its tokens, the end token included.
    public let tokens: [ScoredToken]

    /// Makes the value of its parts.
    public init(revision: RevisionID, step: Int, tokens: [ScoredToken]) {
        self.revision = revision
        self.step = step
        self.tokens = tokens
    }
}
