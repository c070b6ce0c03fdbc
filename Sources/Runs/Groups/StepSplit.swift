/// Where a step's time went.
///
/// Its own parts, and what the trainer gave to the store and to snapshots since the step before.
public struct StepSplit: Hashable, Sendable {
    /// One part of a step; the raw value names it in files.
    public enum Part: String, Codable, Sendable, CaseIterable {
        /// Sampling.
        case rollout
        /// Judging the completions: verdicts, rewards, feedback, diversity.
        case scoring
        /// The reference policy's forward pass.
        case reference
        /// The policy's forward and backward pass.
        case forwardBackward = "forward_backward"
        /// Clipping, AdamW and packing weights.
        case optimizer
        /// Recording and saving.
        case store
        /// Snapshots for those who watch.
        case publishing
        /// What no other part covers: drawing tasks, metrics, the buffer.
        case rest

        /// The part's name where people read it.
        public var word: String {
            switch self {
            case .forwardBackward: "forward/backward"
            case .optimizer: "optimiser"
            default: rawValue
            }
        }

        /// The metric that holds it; `rest` is what the others leave.
        public var metric: Metric? {
            switch self {
            case .rollout: .rolloutTime
            case .scoring: .scoringTime
            case .reference: .referenceTime
            case .forwardBackward: .forwardBackwardTime
            case .optimizer: .optimizerTime
            case .store: .storeTime
            case .publishing: .publishingTime
            case .rest: nil
            }
        }
    }

    /// Seconds of each part, as `Part.allCases`.
    public let seconds: [Double]

    /// The metrics a split is made from.
    public static let metrics = [Metric.stepTime] + Part.allCases.compactMap(\.metric)

    /// The split of a step's time; nil where it was not measured.
    ///
    /// - Parameter row: the step's metrics.
    public init?(_ row: MetricRow) {
        guard let whole = row[.stepTime] else { return nil }
        var seconds: [Double] = []
        var inside = 0.0
        for part in Part.allCases {
            guard let metric = part.metric else { continue }
            guard let value = row[metric], value >= 0 else { return nil }
            seconds.append(value)
            if part != .store, part != .publishing { inside += value }
        }
        self.seconds = seconds + [max(0, whole - inside)]
    }

    /// The mean of several splits; nil of none.
    ///
    /// - Parameter splits: of one step each.
    public init?(meanOf splits: [StepSplit]) {
        guard !splits.isEmpty else { return nil }
        seconds = Part.allCases.indices.map { place in
            splits.reduce(0) { $0 + $1.seconds[place] } / Double(splits.count)
        }
    }

    /// Seconds of all parts.
    public var total: Double { seconds.reduce(0, +) }

    /// Each part and its share of the whole.
    public var shares: [(part: Part, share: Double)] {
        let total = max(total, .leastNormalMagnitude)
        return zip(Part.allCases, seconds).map { ($0, $1 / total) }
    }
}
