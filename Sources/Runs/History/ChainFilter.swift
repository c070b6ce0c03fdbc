/// Which revisions' chains are asked for, and in which order.
///
/// Diverging revisions count like others; a bound that is nil does not bind.
public struct ChainFilter: Hashable, Codable, Sendable {
    /// The order of the answer.
    public enum Order: String, Hashable, Codable, Sendable, CaseIterable {
        /// Latest step first.
        case newest
        /// Earliest step first.
        case oldest
        /// Highest quality first, later ones first among equals.
        case best
        /// Lowest quality first, later ones first among equals.
        case worst
        /// Largest gain over the revision before first.
        case gained
        /// Largest loss against the revision before first.
        case lost
    }

    /// How a revision's verdict differs from that of the revision before it.
    public enum Change: String, Hashable, Codable, Sendable, CaseIterable {
        /// Wrong before, right now.
        case wrongToRight
        /// Right before, wrong now.
        case rightToWrong
    }

    /// The steps looked at; nil for all.
    public var steps: ClosedRange<Int>?
    /// The depth.
    public var depth: Int?
    /// What the prompt asked for.
    public var mode: RevisionMode?
    /// The task.
    public var task: TaskID?
    /// How the verdict changed.
    public var change: Change?
    /// The order.
    public var order: Order

    /// Makes the value of its parts.
    public init(
        steps: ClosedRange<Int>? = nil, depth: Int? = nil, mode: RevisionMode? = nil,
        task: TaskID? = nil, change: Change? = nil, order: Order = .newest
    ) {
        self.steps = steps
        self.depth = depth
        self.mode = mode
        self.task = task
        self.change = change
        self.order = order
    }
}
