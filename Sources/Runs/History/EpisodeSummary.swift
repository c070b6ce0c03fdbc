/// One episode in a list: the chain that ends in a revision.
public struct EpisodeSummary: Hashable, Codable, Sendable {
    /// The last revision.
    public let id: RevisionID
    /// The task.
    public let task: TaskID
    /// The task in one line.
    public let taskText: String
    /// Depth of the last revision.
    public let depth: Int
    /// How the last revision was asked for.
    public let mode: RevisionMode
    /// Quality of the last revision.
    public let quality: Double
    /// Quality of the revision before; nil for a draft.
    public let previous: Double?

    /// Makes the value of its parts.
    public init(
        id: RevisionID, task: TaskID, taskText: String, depth: Int, mode: RevisionMode,
        quality: Double, previous: Double? = nil
    ) {
        self.id = id
        self.task = task
        self.taskText = taskText
        self.depth = depth
        self.mode = mode
        self.quality = quality
        self.previous = previous
    }
}
