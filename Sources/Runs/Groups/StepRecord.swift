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

/// Everything one training step leaves behind.
public struct StepRecord: Hashable, Codable, Sendable {
    /// The step, from 1.
    public let step: Int
    /// Its groups, in order.
    public let groups: [Group]
    /// Its metrics.
    public var metrics: MetricRow
    /// Its revisions by depth, improve and base steps only.
    public let depths: [DepthScore]
    /// What happened to the buffer, in order.
    public let changes: [BufferChange]
    /// The whole buffer after the step, at every 64th step and the first; nil otherwise.
    public let keyframe: [BufferEntry]?

    /// Steps between keyframes.
    public static let keyframeInterval = 64

    /// Makes the value of its parts.
    public init(
        step: Int, groups: [Group], metrics: MetricRow, depths: [DepthScore],
        changes: [BufferChange], keyframe: [BufferEntry]? = nil
    ) {
        self.step = step
        self.groups = groups
        self.metrics = metrics
        self.depths = depths
        self.changes = changes
        self.keyframe = keyframe
    }
}

/// Progress of the warm start, recorded every few steps.
public struct WarmStartRecord: Hashable, Codable, Sendable {
    /// Optimiser steps done.
    public let step: Int
    /// Optimiser steps planned.
    public let steps: Int
    /// Mean cross-entropy of answer tokens since the last record, nats.
    public let loss: Double
    /// Learning rate.
    public let learningRate: Double
    /// Share of training-side probe tasks solved by one draft; nil when not probed.
    public let solve: Double?
    /// Share of training-side probe tasks solved by any of 17 drafts; nil when not probed.
    public let passAt17: Double?

    /// Makes the value of its parts.
    public init(
        step: Int, steps: Int, loss: Double, learningRate: Double, solve: Double? = nil,
        passAt17: Double? = nil
    ) {
        self.step = step
        self.steps = steps
        self.loss = loss
        self.learningRate = learningRate
        self.solve = solve
        self.passAt17 = passAt17
    }
}

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
