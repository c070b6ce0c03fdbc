/// Names a question that was asked.
public struct QuestionID: Hashable, Codable, Sendable {
    /// A counter.
    public let number: UInt64

    /// Makes the value of its parts.
    public init(number: UInt64) {
        self.number = number
    }
}

/// Something a person asks of a policy; never part of training.
///
/// Its draws have a purpose of their own, so that a run's bits do not depend on what was asked.
public enum PolicyQuestion: Hashable, Codable, Sendable {
    /// Let the policy revise its answer to a task: a draft, then revisions one by one.
    case play(PlayRequest)
    /// The log-probabilities another policy gives to recorded tokens.
    case rescore(RescoreRequest)
}

/// Whose weights answer.
public enum PolicySource: Hashable, Codable, Sendable {
    /// Those of the run now; of a recorded run, its newest checkpoint's.
    case live
    /// Those of a checkpoint, by its step.
    case checkpoint(step: Int)
}

/// A chain to be played.
public struct PlayRequest: Hashable, Codable, Sendable {
    /// The task that is posed.
    public enum Task: Hashable, Codable, Sendable {
        /// Typed in the domain's own form, such as `3 7 9 2 = 14`.
        case typed(String)
        /// Drawn: the same number draws the same task. Held-out unless `isTraining`.
        case drawn(number: Int, isTraining: Bool)
        /// That of a recorded revision.
        case recorded(RevisionID)
    }

    /// Whose weights answer.
    public var source: PolicySource
    /// The task.
    public var task: Task
    /// Revisions after the draft.
    public var count: Int
    /// Sampling temperature; 0 is greedy.
    public var temperature: Double
    /// What each revision is asked to do.
    public var mode: RevisionMode
    /// Seed of its draws.
    public var seed: UInt64
    /// Whether the task's later turns follow on the first, with as many revisions each.
    public var isEpisode: Bool

    /// Makes the value of its parts.
    public init(
        source: PolicySource = .live, task: Task, count: Int = 16, temperature: Double = 1,
        mode: RevisionMode = .improve, seed: UInt64 = 1, isEpisode: Bool = false
    ) {
        self.source = source
        self.task = task
        self.count = count
        self.temperature = temperature
        self.mode = mode
        self.seed = seed
        self.isEpisode = isEpisode
    }
}

/// Recorded revisions to be scored again.
public struct RescoreRequest: Hashable, Codable, Sendable {
    /// Whose weights score.
    public var source: PolicySource
    /// The revision.
    public var revision: RevisionID

    /// Makes the value of its parts.
    public init(source: PolicySource = .live, revision: RevisionID) {
        self.source = source
        self.revision = revision
    }
}
