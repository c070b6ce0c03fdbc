/// What a step asks of the policy.
public enum RevisionMode: String, Codable, Sendable, CaseIterable {
    /// The plain prompt: answer the task.
    case base
    /// Improve the latest revision.
    case improve
    /// Answer in a way that differs from the latest revision.
    case diverge
}

/// Where a group's prompt came from.
public enum GroupOrigin: Hashable, Codable, Sendable {
    /// A fresh draw from the domain's tasks.
    case tasks
    /// A draw from the task buffer.
    case buffer(entry: Int)
}

/// One of a group's completions and what it earned.
public struct Completion: Hashable, Codable, Sendable {
    /// The answer and its verdict.
    public let answer: Answer
    /// The sampling policy's log-probability of each token, in nats.
    public let logProbabilities: [Float]
    /// What GRPO is trained on; a [0, 1] scale.
    public let reward: Double
    /// Normalised reward within the group, after the diversity bonus.
    public let advantage: Double
    /// Distance to the group's centroid, after the bonus's scaling; 0 where no bonus is used.
    public let diversity: Double

    /// Makes the value of its parts.
    public init(
        answer: Answer, logProbabilities: [Float], reward: Double, advantage: Double,
        diversity: Double
    ) {
        self.answer = answer
        self.logProbabilities = logProbabilities
        self.reward = reward
        self.advantage = advantage
        self.diversity = diversity
    }
}

/// The completions of one prompt, and what the group taught.
public struct Group: Hashable, Codable, Sendable {
    /// The step that sampled it, from 1.
    public let step: Int
    /// Its index within the step.
    public let index: Int
    /// What the prompt was made from.
    public let instance: TaskInstance
    /// What the prompt asked for.
    public let mode: RevisionMode
    /// Where the instance came from.
    public let origin: GroupOrigin
    /// The completions, `num_generations` of them.
    public let completions: [Completion]
    /// The population variance of the rewards: the score its instance takes in the buffer.
    public let learnability: Double

    /// Makes the value of its parts.
    public init(
        step: Int, index: Int, instance: TaskInstance, mode: RevisionMode, origin: GroupOrigin,
        completions: [Completion], learnability: Double
    ) {
        self.step = step
        self.index = index
        self.instance = instance
        self.mode = mode
        self.origin = origin
        self.completions = completions
        self.learnability = learnability
    }

    /// The id of one completion.
    ///
    /// - Parameter completion: its index.
    /// - Returns: its place in the run.
    public func revisionID(_ completion: Int) -> RevisionID {
        RevisionID(step: step, group: index, completion: completion)
    }
}
