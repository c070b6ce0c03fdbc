/// How the revisions of one depth did.
public struct DepthScore: Hashable, Codable, Sendable {
    /// The depth of the revisions: 0 for drafts.
    public let depth: Int
    /// How many were sampled.
    public let count: Int
    /// Their mean quality.
    public let quality: Double
    /// The share that solves its turn.
    public let solved: Double
    /// Mean quality minus that of the revisions they started from; nil for drafts.
    public let gain: Double?

    /// Makes the value of its parts.
    public init(depth: Int, count: Int, quality: Double, solved: Double, gain: Double? = nil) {
        self.depth = depth
        self.count = count
        self.quality = quality
        self.solved = solved
        self.gain = gain
    }
}
