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
    /// The completions, `num_generations` of them; one where a chain's later revision has a prompt
    /// of its own.
    public let completions: [Completion]
    /// The population variance of the rewards: the score its instance takes in the buffer.
    ///
    /// Of a chain's later revision, that of the returns of the task's chains.
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
