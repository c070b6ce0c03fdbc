/// MLE-bench's medals, by rank among reference answers on data that nobody may look at.
///
/// - Source: arXiv 2410.07095, table 1 (of fewer than 100 contestants the first tenth, fifth and two
///   fifths).
public enum Medal: String, Codable, Sendable, CaseIterable {
    case bronze, silver, gold
}

/// What an answer is worth on what is kept private: reported, never used to choose.
public struct PrivateScore: Hashable, Codable, Sendable {
    /// The score: larger is better, on a scale of the domain's own.
    public let score: Double
    /// The medal it earns; nil for none.
    public let medal: Medal?
    /// Whether it is better than half of the reference answers.
    public let isAboveMedian: Bool

    /// Makes the value of its parts.
    public init(score: Double, medal: Medal?, isAboveMedian: Bool) {
        self.score = score
        self.medal = medal
        self.isAboveMedian = isAboveMedian
    }

    private enum CodingKeys: String, CodingKey {
        case score, medal
        case isAboveMedian = "above_median"
    }
}
