import Modeling
import Runs

/// A policy that is sampled and trained over and over on one workload.
///
/// There is no end token, so that every completion has its full length, and every completion has an
/// advantage, so that nothing is skipped.
final class BenchmarkStep {
    let workload: Workload
    let shape: ModelConfiguration
    private let policy: Policy
    private let reference: Policy
    private let path: KernelPath
    /// The first policy with its matrices in half precision; a training step needs none.
    private var halved: Policy?
    private let optimizer: AdamW
    private let prompts: [[Int32]]
    private var step = 0

    /// No token has this number.
    private static let noEnd: Int32 = -1

    /// A policy of random weights.
    ///
    /// - Throws: `ModelError` for a shape the kernels can't run.
    init(
        _ shape: BenchmarkShape, workload: Workload, path: KernelPath,
        cachePrecision: StoredPrecision = .float32
    ) throws(ModelError) {
        self.workload = workload
        self.shape = shape.configuration(
            context: workload.context, cachePrecision: cachePrecision)
        policy = try Policy(configuration: self.shape, seed: 1, path: path)
        reference = policy.copy()
        self.path = path
        optimizer = AdamW(
            configuration: self.shape, beta1: 0.9, beta2: 0.98, epsilon: 1e-8, weightDecay: 0)
        prompts = workload.drawPrompts(vocabulary: self.shape.vocabularySize)
    }

    // MARK: Work

    /// Samples the completions of a step.
    func roll(pool: WorkerPool) -> [[SampledCompletion]] {
        step += 1
        let step = step
        return policy.sample(
            prompts.enumerated().map { group, prompt in
                SamplingRequest(
                    prompt: prompt, completions: workload.completions,
                    stream: SamplingStream(
                        seed: 1, purpose: .rollout, step: step, group: group, firstCompletion: 0))
            },
            temperature: 1, maximumTokens: workload.newTokens, endToken: Self.noEnd, pool: pool
        ).map { $0 ?? [] }
    }

    /// Samples one sequence alone from a prompt of one token.
    ///
    /// - Parameters:
    ///   - halvesWeights: whether the policy's matrices are in half precision.
    ///   - pool: who works.
    /// - Precondition: `prepareToHalve` was called, if it is to halve.
    func decode(halvesWeights: Bool = false, pool: WorkerPool) {
        step += 1
        guard let policy = halvesWeights ? halved : policy else {
            preconditionFailure("prepareToHalve comes first")
        }
        _ = policy.sample(
            [
                SamplingRequest(
                    prompt: [0], completions: 1,
                    stream: SamplingStream(
                        seed: 1, purpose: .play, step: step, group: 0, firstCompletion: 0))
            ],
            temperature: 1, maximumTokens: workload.singleTokens, endToken: Self.noEnd, pool: pool)
    }

    /// Makes the policy whose matrices are in half precision.
    ///
    /// - Throws: `ModelError` for a shape the kernels can't run.
    func prepareToHalve() throws(ModelError) {
        var rounded = shape
        rounded.halvesWeights = true
        halved = try Policy(configuration: rounded, seed: 1, path: path)
    }

    /// Learns from completions: the reference's forward pass, forward, backward, AdamW.
    ///
    /// - Parameters:
    ///   - sampled: what `roll` gave.
    ///   - sharesPrompts: false makes each completion a group of its own.
    ///   - pool: who works.
    func update(_ sampled: [[SampledCompletion]], sharesPrompts: Bool = true, pool: WorkerPool) {
        var groups: [(prompt: [Int32], completions: [SampledCompletion], first: Int)] = []
        for (prompt, completions) in zip(prompts, sampled) {
            if sharesPrompts {
                groups.append((prompt, completions, 0))
            } else {
                groups += completions.enumerated().map { (prompt, [$1], $0) }
            }
        }
        let expected = reference.logProbabilities(
            groups.map { group in
                ScoringRequest(prompt: group.prompt, completions: group.completions.map(\.tokens))
            }, temperature: 1, pool: pool)
        let weight = 1 / Float(workload.sampledTokens)
        let batch = zip(groups, expected).map { group, expected in
            TrainingGroup(
                prompt: group.prompt,
                completions: group.completions.indices.map { index in
                    let completion = group.completions[index]
                    return TrainingCompletion(
                        tokens: completion.tokens,
                        advantage: (group.first + index).isMultiple(of: 2) ? 1 : -1,
                        weight: weight, oldLogProbabilities: completion.logProbabilities,
                        referenceLogProbabilities: expected[index])
                })
        }
        let outcome = policy.train(
            batch,
            objective: .clippedPolicyGradient(
                PolicyObjective(clipLow: 0.2, clipHigh: 0.2, klCoefficient: 0.04, temperature: 1)),
            shards: workload.gradientShards, optimizer: optimizer, learningRate: 1e-4,
            maximumGradientNorm: 1, pool: pool)
        precondition(outcome.applied, "a benchmark's gradient is finite")
    }

    // MARK: Operations

    /// Operations of `roll`.
    var rolloutOperations: Double {
        let one = OperationCount(shape).forward(
            prompt: workload.promptLength,
            completions: Array(repeating: workload.newTokens, count: workload.completions))
        return Double(workload.prompts * one)
    }

    /// Operations of `update`.
    func updateOperations(sharesPrompts: Bool) -> Double {
        let count = OperationCount(shape)
        let lengths = Array(
            repeating: workload.newTokens, count: sharesPrompts ? workload.completions : 1)
        let groups = workload.prompts * (sharesPrompts ? 1 : workload.completions)
        return Double(
            groups
                * count.update(
                    prompt: workload.promptLength, completions: lengths, hasReference: true))
    }

    /// Operations of `decode`.
    var decodingOperations: Double {
        Double(OperationCount(shape).forward(prompt: 1, completions: [workload.singleTokens]))
    }
}
