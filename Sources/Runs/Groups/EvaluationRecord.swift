/// Chains of revisions on a fixed list of tasks: what `redraft eval` reports.
public struct EvaluationRecord: Hashable, Codable, Sendable {
    /// Corrections between the first and the last answer, per one sample of all tasks.
    public struct Corrections: Hashable, Codable, Sendable {
        /// Wrong at first, right at last.
        public let wrongToRight: Double
        /// Right at first, wrong at last.
        public let rightToWrong: Double
        /// Their difference.
        public let net: Double

        /// Makes the value of its parts.
        public init(wrongToRight: Double, rightToWrong: Double, net: Double) {
            self.wrongToRight = wrongToRight
            self.rightToWrong = rightToWrong
            self.net = net
        }

        enum CodingKeys: String, CodingKey {
            case wrongToRight = "wrong_to_right"
            case rightToWrong = "right_to_wrong"
            case net
        }
    }

    /// The training step of the policy; 0 is the warm start.
    public let step: Int
    /// The domain.
    public let domain: String
    /// `held-out` or `train`.
    public let split: String
    /// Tasks.
    public let count: Int
    /// Chains a task.
    public let samples: Int
    /// Sampling temperature.
    public let temperature: Double
    /// The number of improve steps at each of which the chains are scored.
    public let k: [Int]
    /// Share solved at each k.
    public let solve: [Double]
    /// Mean quality at each k.
    public let quality: [Double]
    /// Corrections from k = 0 to the last k.
    public let corrections: Corrections
    /// Mean number of distinct valid answers in a chain.
    public let distinct: Double
    /// Share of steps that were invalid; the earlier answer stands.
    public let invalid: Double
    /// Share of unsolved answers repeated by their next step.
    public let copied: Double
    /// Share of chains that held a solution at any step.
    public let bestSoFar: Double
    /// Share of tasks solved by any of as many independent drafts as a chain has answers; nil when
    /// not measured.
    public let passAt: Double?

    // Lists along `k`. Records of older runs have none of them.

    /// Wrong at first and right at k, per one sample of all tasks; nil in older records.
    public let wrongToRightAt: [Double]?
    /// Right at first and wrong at k, per one sample of all tasks; nil in older records.
    public let rightToWrongAt: [Double]?
    /// Share of chains that held a solution up to k: a verifier chooses; nil in older records.
    public let bestSoFarAt: [Double]?
    /// Mean over chains of the best quality up to k: a verifier chooses; nil in older records.
    public let bestQualityAt: [Double]?

    // Of the first k + 1 of one set of independent drafts: as many answers as a chain has at k.

    /// Share of tasks solved by any of k + 1 drafts: a verifier chooses; nil when not measured.
    public let passAtEach: [Double]?
    /// Share of tasks solved by the most frequent valid one of k + 1 drafts, of equally frequent
    /// ones the one drawn first; it uses no verifier; nil when not measured.
    public let majorityAt: [Double]?
    /// Mean over tasks of the best quality among k + 1 drafts: a verifier chooses; nil when not
    /// measured.
    public let bestOfAt: [Double]?

    /// Makes the value of its parts.
    public init(
        step: Int, domain: String, split: String, count: Int, samples: Int, temperature: Double,
        k: [Int], solve: [Double], quality: [Double], corrections: Corrections, distinct: Double,
        invalid: Double, copied: Double, bestSoFar: Double, passAt: Double? = nil,
        wrongToRightAt: [Double]? = nil, rightToWrongAt: [Double]? = nil,
        bestSoFarAt: [Double]? = nil, bestQualityAt: [Double]? = nil, passAtEach: [Double]? = nil,
        majorityAt: [Double]? = nil, bestOfAt: [Double]? = nil
    ) {
        self.step = step
        self.domain = domain
        self.split = split
        self.count = count
        self.samples = samples
        self.temperature = temperature
        self.k = k
        self.solve = solve
        self.quality = quality
        self.corrections = corrections
        self.distinct = distinct
        self.invalid = invalid
        self.copied = copied
        self.bestSoFar = bestSoFar
        self.passAt = passAt
        self.wrongToRightAt = wrongToRightAt
        self.rightToWrongAt = rightToWrongAt
        self.bestSoFarAt = bestSoFarAt
        self.bestQualityAt = bestQualityAt
        self.passAtEach = passAtEach
        self.majorityAt = majorityAt
        self.bestOfAt = bestOfAt
    }

    enum CodingKeys: String, CodingKey {
        case step, domain, split, count, samples, temperature, k, solve, quality, corrections
        case distinct, invalid, copied
        case bestSoFar = "best_so_far"
        case passAt = "pass_at"
        case wrongToRightAt = "wrong_to_right_at"
        case rightToWrongAt = "right_to_wrong_at"
        case bestSoFarAt = "best_so_far_at"
        case bestQualityAt = "best_quality_at"
        case passAtEach = "pass_at_each"
        case majorityAt = "majority_at"
        case bestOfAt = "best_of_at"
    }
}
