/// One of a group's completions and what it earned.
public struct Completion: Hashable, Codable, Sendable {
    /// The answer and its verdict.
    public let answer: Answer
    /// The sampling policy's log-probability of each token, in nats.
    public let logProbabilities: [Float]
    /// What GRPO is trained on, of a chain the chain's return; a [0, 1] scale.
    public let reward: Double
    /// Normalised reward within the group, or what the completion adds to the group's best where
    /// `group_objective` says so, after the diversity bonus.
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
