/// Training scores by depth and time: the cells of a heat map.
public struct DepthGrid: Hashable, Codable, Sendable {
    /// One depth's scores over some steps.
    public struct Cell: Hashable, Codable, Sendable {
        /// Revisions counted; 0 in a cell no revision fell in.
        public var count: Int
        /// Their mean quality.
        public var quality: Double
        /// The share that solves its turn.
        public var solved: Double
        /// Mean quality minus that of the revision before; nil for drafts.
        public var gain: Double?

        /// Makes the value of its parts.
        public init(count: Int, quality: Double, solved: Double, gain: Double? = nil) {
            self.count = count
            self.quality = quality
            self.solved = solved
            self.gain = gain
        }
    }

    /// The steps of each column, oldest first.
    public let columns: [ClosedRange<Int>]
    /// One row a depth, from 0; each with a cell a column.
    public let depths: [[Cell]]

    /// Makes the value of its parts.
    public init(columns: [ClosedRange<Int>], depths: [[Cell]]) {
        self.columns = columns
        self.depths = depths
    }
}
