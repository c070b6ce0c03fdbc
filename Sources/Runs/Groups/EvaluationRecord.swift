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

    /// Makes the value of its parts.
    public init(
        step: Int, domain: String, split: String, count: Int, samples: Int, temperature: Double,
        k: [Int], solve: [Double], quality: [Double], corrections: Corrections, distinct: Double,
        invalid: Double, copied: Double, bestSoFar: Double, passAt: Double? = nil
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
    }

    enum CodingKeys: String, CodingKey {
        case step, domain, split, count, samples, temperature, k, solve, quality, corrections
        case distinct, invalid, copied
        case bestSoFar = "best_so_far"
        case passAt = "pass_at"
    }
}
