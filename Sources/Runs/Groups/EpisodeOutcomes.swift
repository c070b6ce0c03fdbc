/// The outcomes behind an evaluation of whole episodes, task by task: what statistics resample.
///
/// Rows are tasks in their order, with one value for each k.
public struct EpisodeOutcomes: Hashable, Codable, Sendable {
    /// What makes each task the same problem as another; tasks with one key are resampled together.
    public let keys: [UInt32]
    /// Whether the first turn is solved: 1 or 0.
    public let firstTurn: [[Float]]
    /// The sum of the turns' qualities.
    public let totalReturn: [[Float]]
    /// Whether every turn is solved: 1 or 0.
    public let strict: [[Float]]

    /// Makes the value of its parts.
    public init(
        keys: [UInt32], firstTurn: [[Float]], totalReturn: [[Float]], strict: [[Float]]
    ) {
        self.keys = keys
        self.firstTurn = firstTurn
        self.totalReturn = totalReturn
        self.strict = strict
    }

    private enum CodingKeys: String, CodingKey {
        case keys, strict
        case firstTurn = "first_turn"
        case totalReturn = "return"
    }
}
