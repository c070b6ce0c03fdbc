/// One group in a list.
public struct GroupSummary: Hashable, Codable, Sendable {
    /// The step.
    public let step: Int
    /// Its index within the step.
    public let index: Int
    /// The task.
    public let task: TaskID
    /// The task in one line.
    public let taskText: String
    /// Depth of its completions.
    public let depth: Int
    /// What the prompt asked for.
    public let mode: RevisionMode
    /// Mean reward.
    public let reward: Double
    /// Variance of the rewards.
    public let learnability: Double
    /// The completion with the best quality.
    public let best: RevisionID
    /// The best quality.
    public let quality: Double

    /// Makes the value of its parts.
    public init(
        step: Int, index: Int, task: TaskID, taskText: String, depth: Int, mode: RevisionMode,
        reward: Double, learnability: Double, best: RevisionID, quality: Double
    ) {
        self.step = step
        self.index = index
        self.task = task
        self.taskText = taskText
        self.depth = depth
        self.mode = mode
        self.reward = reward
        self.learnability = learnability
        self.best = best
        self.quality = quality
    }
}
