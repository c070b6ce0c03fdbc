/// One starting point in the task buffer.
public struct BufferEntry: Hashable, Codable, Sendable, Identifiable {
    /// A counter over the run's insertions; never used again.
    public let id: Int
    /// The starting point.
    public let instance: TaskInstance
    /// Learnability: the variance of the latest group's rewards, its own or inherited.
    public var score: Double
    /// The step it was inserted at.
    public let created: Int
    /// How often it was drawn.
    public var sampled: Int
    /// The step its score was last set at.
    public var scored: Int

    /// Makes the value of its parts.
    public init(
        id: Int, instance: TaskInstance, score: Double, created: Int, sampled: Int, scored: Int
    ) {
        self.id = id
        self.instance = instance
        self.score = score
        self.created = created
        self.sampled = sampled
        self.scored = scored
    }
}

/// One change of the buffer, with its reason.
public enum BufferChange: Hashable, Codable, Sendable {
    /// Why an instance was offered to the buffer.
    public enum Offer: String, Codable, Sendable {
        /// A task just drawn, as its own starting point.
        case task
        /// A new revision, with its parent's score.
        case revision
        /// Another turn of a new history.
        case prefix
        /// A teacher's draft just drawn, as its own starting point.
        case draft
    }

    /// Admitted.
    case inserted(BufferEntry, offer: Offer)
    /// Its group was sampled again, or an equal history came up: the score was replaced.
    case rescored(entry: Int, from: Double, to: Double)
    /// Drawn for a prompt.
    case drawn(entry: Int)
    /// Pushed out as the lowest score of a full buffer.
    case evicted(entry: Int, score: Double, by: Int)
    /// Offered and refused: its score was below the lowest of a full buffer.
    case refused(score: Double, lowest: Double, offer: Offer)
}
