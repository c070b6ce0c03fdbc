import CKernels
import Runs

/// The stream of draws that a request's completions are sampled with.
public struct SamplingStream: Hashable, Sendable {
    /// The run's seed.
    public let seed: UInt64
    /// What the draws are for.
    public let purpose: DrawPurpose
    /// The step they belong to.
    public let step: Int
    /// The group within the step.
    public let group: Int
    /// The completion index of the request's first completion.
    public let firstCompletion: Int

    /// A stream.
    public init(seed: UInt64, purpose: DrawPurpose, step: Int, group: Int, firstCompletion: Int) {
        self.seed = seed
        self.purpose = purpose
        self.step = step
        self.group = group
        self.firstCompletion = firstCompletion
    }

    var cValue: kernels_stream {
        let tail = CounterGenerator(
            seed: seed, purpose: purpose, step: step, group: group, completion: firstCompletion
        ).counterTail
        return kernels_stream(
            seed: seed, step: tail.2, group: tail.1, completion_and_purpose: tail.0)
    }
}

/// A prompt and how many completions to sample from it.
public struct SamplingRequest: Hashable, Sendable {
    /// The prompt's tokens.
    public let prompt: [Int32]
    /// How many completions.
    public let completions: Int
    /// Their draws.
    public let stream: SamplingStream

    /// A request.
    public init(prompt: [Int32], completions: Int, stream: SamplingStream) {
        self.prompt = prompt
        self.completions = completions
        self.stream = stream
    }
}

/// What was sampled.
public struct SampledCompletion: Hashable, Sendable {
    /// The tokens, with the end token if it was drawn.
    public let tokens: [Int32]
    /// Log-probability of each token, nats.
    public let logProbabilities: [Float]
    /// Entropy of the distribution each token was drawn from, nats.
    public let entropies: [Float]
}

/// Completions of one prompt to be scored.
public struct ScoringRequest: Hashable, Sendable {
    /// The prompt's tokens.
    public let prompt: [Int32]
    /// The completions' tokens; none is empty.
    public let completions: [[Int32]]

    /// A request.
    public init(prompt: [Int32], completions: [[Int32]]) {
        self.prompt = prompt
        self.completions = completions
    }
}

/// A completion to train on.
public struct TrainingCompletion: Hashable, Sendable {
    /// Its tokens; not empty.
    public let tokens: [Int32]
    /// Its advantage; not read by cross-entropy.
    public let advantage: Float
    /// The factor of each of its tokens in the batch's loss.
    public let weight: Float
    /// Log-probabilities at sampling; not read by cross-entropy, and may then be empty.
    public let oldLogProbabilities: [Float]
    /// Log-probabilities by the reference policy; nil where there is no KL term.
    public let referenceLogProbabilities: [Float]?

    /// A completion.
    public init(
        tokens: [Int32], advantage: Float, weight: Float, oldLogProbabilities: [Float],
        referenceLogProbabilities: [Float]?
    ) {
        self.tokens = tokens
        self.advantage = advantage
        self.weight = weight
        self.oldLogProbabilities = oldLogProbabilities
        self.referenceLogProbabilities = referenceLogProbabilities
    }
}

/// A prompt and the completions to train on.
public struct TrainingGroup: Hashable, Sendable {
    /// The prompt's tokens.
    public let prompt: [Int32]
    /// Its completions.
    public let completions: [TrainingCompletion]

    /// A group.
    public init(prompt: [Int32], completions: [TrainingCompletion]) {
        self.prompt = prompt
        self.completions = completions
    }
}

/// The clipped policy gradient's constants.
public struct PolicyObjective: Hashable, Sendable {
    /// The ratio is clipped below at 1 minus this.
    public let clipLow: Float
    /// The ratio is clipped above at 1 plus this.
    public let clipHigh: Float
    /// Weight of the KL to the reference (beta), k3 estimator.
    public let klCoefficient: Float
    /// Temperature that log-probabilities are taken at.
    public let temperature: Float

    /// Constants.
    public init(clipLow: Float, clipHigh: Float, klCoefficient: Float, temperature: Float) {
        self.clipLow = clipLow
        self.clipHigh = clipHigh
        self.klCoefficient = klCoefficient
        self.temperature = temperature
    }
}

/// What training minimises.
public enum Objective: Hashable, Sendable {
    /// GRPO's: minus weight times (min(rho A, clip(rho) A) - beta KL).
    case clippedPolicyGradient(PolicyObjective)
    /// Minus weight times log-probability.
    case crossEntropy

    var cValue: kernels_objective {
        switch self {
        case .clippedPolicyGradient(let o):
            kernels_objective(
                cross_entropy: false, clip_low: o.clipLow, clip_high: o.clipHigh,
                kl: o.klCoefficient, temperature: o.temperature)
        case .crossEntropy:
            kernels_objective(
                cross_entropy: true, clip_low: 0, clip_high: 0, kl: 0, temperature: 1)
        }
    }
}

/// What one optimiser step saw.
public struct TrainingStatistics: Hashable, Sendable {
    /// The batch's loss.
    public var loss = 0.0
    /// Sum over tokens of the KL estimate, nats.
    public var klSum = 0.0
    /// Sum over tokens of the entropy, nats.
    public var entropySum = 0.0
    /// Tokens trained on.
    public var tokenCount = 0
    /// Tokens whose ratio was clipped.
    public var clippedTokenCount = 0
    /// Largest difference of a log-probability to the one at sampling, nats.
    public var maxLogProbabilityDifference: Float = 0
}

/// The outcome of one optimiser step.
public struct TrainingOutcome: Sendable {
    /// What it saw.
    public let statistics: TrainingStatistics
    /// Global norm of the gradient before clipping.
    public let gradientNorm: Double
    /// False where loss or gradient was not finite: then nothing has changed.
    public let applied: Bool
    /// Wall time of the forward and backward pass.
    public let gradientTime: Duration
    /// Wall time of the norm, AdamW and packing.
    public let optimizerTime: Duration
}

/// Groups flattened for the kernels.
struct FlatBatch {
    var tokens: [Int32] = []
    var promptLengths: [Int32] = []
    var counts: [Int32] = []
    var lengths: [Int32] = []

    mutating func append(prompt: [Int32], completions: [[Int32]]) {
        precondition(!prompt.isEmpty, "a prompt without tokens")
        tokens += prompt
        promptLengths.append(Int32(prompt.count))
        counts.append(Int32(completions.count))
        for completion in completions {
            precondition(!completion.isEmpty, "a completion without tokens")
            tokens += completion
            lengths.append(Int32(completion.count))
        }
    }

    /// Whether every token is in the vocabulary and every sequence within the context.
    func check(_ configuration: ModelConfiguration, maximumTokens: Int = 0) {
        let vocabulary = Int32(configuration.vocabularySize)
        precondition(
            tokens.allSatisfy { $0 >= 0 && $0 < vocabulary }, "a token outside the vocabulary")
        let longest = Int(promptLengths.max() ?? 0) + max(Int(lengths.max() ?? 0), maximumTokens)
        precondition(
            longest <= configuration.contextLength,
            "a sequence of \(longest) tokens in a context of \(configuration.contextLength)")
    }

    func withCValue<Result>(_ body: (UnsafePointer<kernels_batch>) -> Result) -> Result {
        tokens.withUnsafeBufferPointer { tokens in
            promptLengths.withUnsafeBufferPointer { prompts in
                counts.withUnsafeBufferPointer { counts in
                    lengths.withUnsafeBufferPointer { lengths in
                        var batch = kernels_batch(
                            groups: Int32(counts.count), tokens: tokens.baseAddress,
                            prompt_lengths: prompts.baseAddress, counts: counts.baseAddress,
                            lengths: lengths.baseAddress)
                        return withUnsafePointer(to: &batch, body)
                    }
                }
            }
        }
    }
}
