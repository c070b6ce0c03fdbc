import CKernels
import Foundation
import Runs

/// A decoder-only Llama: parameters, sampling, scoring and training.
///
/// One thread owns a policy. Its methods share work out over a pool and return when all is done;
/// no result depends on the pool's size or on what else is in a batch.
public final class Policy {
    /// The shape.
    public let configuration: ModelConfiguration
    /// The kernels' path.
    public let path: KernelPath
    private let model: ModelHandle
    private let workspaces = Workspaces()
    private let gradientTree: GradientTree

    /// Completions that one work unit takes at least: fewer leave the kernels' tiles empty, more push
    /// each other's keys and values out of the caches.
    private static let rowsPerUnit = 32

    /// Initial weights: normal with deviation 1/√hidden, projections into the residual stream divided
    /// by the square root of twice the layers, norms 1.
    ///
    /// At the width of large models that is the usual 0.02; a narrow one learns much faster by it.
    ///
    /// - Parameters:
    ///   - configuration: the shape.
    ///   - seed: of the weights.
    ///   - path: the kernels' path.
    /// - Throws: `ModelError` for a shape the kernels can't run, or memory that can't be had.
    public init(
        configuration: ModelConfiguration, seed: UInt64, path: KernelPath = .best
    ) throws(ModelError) {
        try configuration.validate()
        self.configuration = configuration
        self.path = path
        guard let model = ModelHandle(configuration, path: path) else {
            throw ModelError("no memory for \(configuration.parameterCount) parameters")
        }
        self.model = model
        gradientTree = GradientTree(count: configuration.arenaCount)
        let inner = 1 / Float(configuration.hiddenSize).squareRoot()
        let residual = inner / Float(2 * configuration.layerCount).squareRoot()
        for (index, place) in configuration.tensors.enumerated() {
            let deviation: Float =
                place.name.hasSuffix("o_proj.weight") || place.name.hasSuffix("down_proj.weight")
                ? residual : inner
            var normal = NormalDraws(
                CounterGenerator(seed: seed, purpose: .initialization, group: index))
            let values = (0..<place.count).map { _ in
                place.shape.count == 1 ? 1 : deviation * normal.next()
            }
            place.write(values, to: model.parameters)
        }
        model.pack(pool: nil)
    }

    private init(copying other: Policy) {
        configuration = other.configuration
        path = other.path
        guard let model = ModelHandle(configuration, path: path) else {
            preconditionFailure("no memory for a second policy")
        }
        self.model = model
        gradientTree = GradientTree(count: configuration.arenaCount)
        model.parameters.update(from: other.model.parameters, count: configuration.arenaCount)
        model.pack(pool: nil)
    }

    /// A policy of its own with the same weights.
    ///
    /// - Returns: the copy.
    public func copy() -> Policy { Policy(copying: self) }

    /// Moves the weights toward another policy's: self = weight · other + (1 − weight) · self.
    ///
    /// - Parameters:
    ///   - other: of the same shape.
    ///   - weight: in [0, 1]; 1 copies the bits.
    public func blend(toward other: Policy, weight: Float) {
        precondition(other.configuration == configuration, "policies of two shapes")
        kernels_blend(
            model.parameters, other.model.parameters, weight, configuration.arenaCount)
        model.pack(pool: nil)
    }

    // MARK: Sampling and scoring

    /// Samples completions.
    ///
    /// - Precondition: tokens are in the vocabulary; prompt and completion fit the context.
    /// - Parameters:
    ///   - requests: prompts and their draws.
    ///   - temperature: divides logits; 0 takes the most likely token.
    ///   - maximumTokens: the most tokens of a completion.
    ///   - endToken: ends a completion, and is part of it.
    ///   - pool: who works.
    ///   - shouldStop: polled between work units.
    /// - Returns: for each request its completions, or nil where it was not begun because
    ///   `shouldStop` had turned true.
    public func sample(
        _ requests: [SamplingRequest], temperature: Float, maximumTokens: Int, endToken: Int32,
        pool: WorkerPool, shouldStop: @escaping @Sendable () -> Bool = { false }
    ) -> [[SampledCompletion]?] {
        precondition(
            temperature >= 0 && maximumTokens >= 1,
            "temperature \(temperature), at most \(maximumTokens) tokens")
        let units = Self.units(requests.map { $0.completions })
        let results = Slots<[[SampledCompletion]]>(count: units.count)
        workspaces.reserve(pool.threads)
        let model = model
        let workspaces = workspaces
        let configuration = configuration
        pool.run(units.count, shouldStop: shouldStop) { unit, worker in
            let part = Array(requests[units[unit]])
            var batch = FlatBatch()
            for request in part {
                precondition(!request.prompt.isEmpty, "a prompt without tokens")
                batch.tokens += request.prompt
                batch.promptLengths.append(Int32(request.prompt.count))
                batch.counts.append(Int32(request.completions))
            }
            batch.check(configuration, maximumTokens: maximumTokens)
            let total = part.reduce(0) { $0 + $1.completions }
            var tokens = [Int32](repeating: 0, count: total * maximumTokens)
            var lengths = [Int32](repeating: 0, count: total)
            var logps = [Float](repeating: 0, count: total * maximumTokens)
            var entropies = [Float](repeating: 0, count: total * maximumTokens)
            let streams = part.map(\.stream.cValue)
            let isDone = batch.withCValue { batch in
                kernels_sample(
                    model.pointer, workspaces[worker], batch, streams, temperature,
                    Int32(maximumTokens), endToken, &tokens, &lengths, &logps, &entropies)
            }
            precondition(isDone, "no memory to sample \(total) completions")
            var at = 0
            results[unit] = part.map { request in
                (0..<request.completions).map { _ in
                    let range = at * maximumTokens..<at * maximumTokens + Int(lengths[at])
                    at += 1
                    return SampledCompletion(
                        tokens: Array(tokens[range]), logProbabilities: Array(logps[range]),
                        entropies: Array(entropies[range]))
                }
            }
        }
        var all = [[SampledCompletion]?](repeating: nil, count: requests.count)
        for (unit, range) in units.enumerated() {
            guard let result = results[unit] else { continue }
            for (place, index) in range.enumerated() { all[index] = result[place] }
        }
        return all
    }

    /// Log-probabilities of completions, bit-equal to those that sampling them would give.
    ///
    /// - Parameters:
    ///   - requests: prompts and completions.
    ///   - temperature: divides logits.
    ///   - pool: who works.
    /// - Returns: for each request and completion, one number a token, nats.
    public func logProbabilities(
        _ requests: [ScoringRequest], temperature: Float, pool: WorkerPool
    ) -> [[[Float]]] {
        precondition(temperature > 0, "temperature \(temperature)")
        let units = Self.units(requests.map { $0.completions.count })
        let results = Slots<[[[Float]]]>(count: units.count)
        workspaces.reserve(pool.threads)
        let model = model
        let workspaces = workspaces
        let configuration = configuration
        pool.run(units.count) { unit, worker in
            let part = requests[units[unit]]
            var batch = FlatBatch()
            for request in part {
                batch.append(prompt: request.prompt, completions: request.completions)
            }
            batch.check(configuration)
            var logps = [Float](repeating: 0, count: batch.lengths.reduce(0) { $0 + Int($1) })
            let isDone = batch.withCValue { batch in
                kernels_score(model.pointer, workspaces[worker], batch, temperature, &logps)
            }
            precondition(isDone, "no memory to score \(part.count) groups")
            var at = 0
            results[unit] = part.map { request in
                request.completions.map { completion in
                    defer { at += completion.count }
                    return Array(logps[at..<at + completion.count])
                }
            }
        }
        return (0..<units.count).flatMap { results[$0] ?? [] }
    }

    /// Logits of the token after each prompt, as a table of the next token's alternatives needs.
    ///
    /// - Precondition: tokens are in the vocabulary; prompts are not empty and fit the context.
    /// - Parameters:
    ///   - prompts: sequences of tokens.
    ///   - pool: who works.
    /// - Returns: for each prompt one number a vocabulary entry, at temperature 1.
    public func logits(after prompts: [[Int32]], pool: WorkerPool) -> [[Float]] {
        let units = Self.units(prompts.map { $0.count })
        let results = Slots<[Float]>(count: units.count)
        workspaces.reserve(pool.threads)
        let model = model
        let workspaces = workspaces
        let configuration = configuration
        let width = configuration.vocabularySize
        pool.run(units.count) { unit, worker in
            var batch = FlatBatch()
            for prompt in prompts[units[unit]] { batch.append(prompt: prompt, completions: []) }
            batch.check(configuration)
            var logits = [Float](repeating: 0, count: units[unit].count * width)
            let isDone = batch.withCValue { batch in
                kernels_logits(model.pointer, workspaces[worker], batch, &logits)
            }
            precondition(isDone, "no memory for \(units[unit].count) prompts")
            results[unit] = logits
        }
        return units.indices.flatMap { unit in
            let all = results[unit] ?? []
            return (0..<units[unit].count).map { Array(all[$0 * width..<($0 + 1) * width]) }
        }
    }

    /// Requests shared out in runs of a few groups: enough rows to fill the kernels' tiles.
    private static func units(_ counts: [Int]) -> [Range<Int>] {
        var units: [Range<Int>] = []
        var start = 0
        var rows = 0
        for (index, count) in counts.enumerated() {
            rows += count
            if rows >= rowsPerUnit || index + 1 == counts.count {
                units.append(start..<index + 1)
                (start, rows) = (index + 1, 0)
            }
        }
        return units
    }

    // MARK: Training

    /// One optimiser step on a batch.
    ///
    /// Group i belongs to shard i mod `shards`; a shard is summed in group order and shards are
    /// added in a fixed tree, so the result does not depend on the pool.
    ///
    /// - Parameters:
    ///   - groups: prompts and weighted completions.
    ///   - objective: what to minimise.
    ///   - shardCount: partial sums of the gradient.
    ///   - optimizer: of this policy's shape.
    ///   - learningRate: of this step.
    ///   - maximumGradientNorm: gradients are scaled down to this global norm.
    ///   - pool: who works.
    /// - Returns: what it saw. Where loss or gradient is not finite nothing has changed.
    public func train(
        _ groups: [TrainingGroup], objective: Objective, shards shardCount: Int, optimizer: AdamW,
        learningRate: Double, maximumGradientNorm: Double, pool: WorkerPool
    ) -> TrainingOutcome {
        let clock = ContinuousClock()
        let begun = clock.now
        let (statistics, gradient) = gradient(
            groups, objective: objective, shards: shardCount, pool: pool)
        let summed = clock.now
        let norm = Self.norm(gradient, pool: pool)
        let isFinite = statistics.loss.isFinite && norm.isFinite
        if isFinite {
            optimizer.apply(
                gradient, to: model.parameters, learningRate: learningRate,
                scale: norm > maximumGradientNorm ? maximumGradientNorm / norm : 1, pool: pool)
            model.pack(pool: pool)
        }
        return TrainingOutcome(
            statistics: statistics, gradientNorm: norm, applied: isFinite,
            gradientTime: summed - begun, optimizerTime: clock.now - summed)
    }

    /// The gradient of a batch's loss, tensor by tensor in file order, and what it saw.
    ///
    /// - Parameters:
    ///   - groups: prompts and weighted completions.
    ///   - objective: what would be minimised.
    ///   - shards: partial sums of the gradient.
    ///   - pool: who works.
    /// - Returns: statistics, and one tensor for each of `configuration.tensors`.
    public func gradients(
        _ groups: [TrainingGroup], objective: Objective, shards: Int, pool: WorkerPool
    ) -> (statistics: TrainingStatistics, tensors: [SafeTensors.Tensor]) {
        let (statistics, arena) = gradient(groups, objective: objective, shards: shards, pool: pool)
        let tensors = configuration.tensors.map { place in
            SafeTensors.Tensor(name: place.name, shape: place.shape, values: place.read(arena.base))
        }
        return (statistics, tensors)
    }

    private func gradient(
        _ groups: [TrainingGroup], objective: Objective, shards shardCount: Int, pool: WorkerPool
    ) -> (TrainingStatistics, FloatArena) {
        workspaces.reserve(pool.threads)
        model.prepareForTraining(pool: pool)
        gradientTree.reset()
        let results = Slots<TrainingStatistics>(count: shardCount)
        let model = model
        let workspaces = workspaces
        let configuration = configuration
        let tree = gradientTree
        pool.run(shardCount) { shard, worker in
            let arena = tree.begin()
            let part = stride(from: shard, to: groups.count, by: shardCount).map { groups[$0] }
            results[shard] = Self.accumulate(
                part, objective: objective, model: model, workspace: workspaces[worker],
                configuration: configuration, into: arena)
            tree.finish(arena, shard: shard, of: shardCount)
        }
        var total = TrainingStatistics()
        for shard in 0..<shardCount {
            guard let part = results[shard] else { continue }
            total.loss += part.loss
            total.klSum += part.klSum
            total.entropySum += part.entropySum
            total.tokenCount += part.tokenCount
            total.clippedTokenCount += part.clippedTokenCount
            total.maxLogProbabilityDifference = max(
                total.maxLogProbabilityDifference, part.maxLogProbabilityDifference)
        }
        guard let sum = gradientTree.sum else { preconditionFailure("a gradient of no shards") }
        return (total, sum)
    }

    private static func accumulate(
        _ groups: [TrainingGroup], objective: Objective, model: ModelHandle,
        workspace: OpaquePointer?, configuration: ModelConfiguration, into gradient: FloatArena
    ) -> TrainingStatistics {
        guard !groups.isEmpty else { return TrainingStatistics() }
        var batch = FlatBatch()
        var advantages: [Float] = []
        var weights: [Float] = []
        var old: [Float] = []
        var reference: [Float] = []
        for group in groups {
            batch.append(prompt: group.prompt, completions: group.completions.map(\.tokens))
            precondition(
                group.completions.count <= Int(KERNELS_COMPLETIONS),
                "\(group.completions.count) completions in a group")
            for completion in group.completions {
                advantages.append(completion.advantage)
                weights.append(completion.weight)
                old += completion.oldLogProbabilities
                reference += completion.referenceLogProbabilities ?? []
            }
        }
        batch.check(configuration)
        let tokens = batch.lengths.reduce(0) { $0 + Int($1) }
        if case .clippedPolicyGradient = objective {
            precondition(old.count == tokens, "\(old.count) log-probabilities for \(tokens) tokens")
        }
        precondition(
            reference.isEmpty || reference.count == tokens,
            "\(reference.count) reference log-probabilities for \(tokens) tokens")
        var statistics = kernels_statistics()
        let isDone = batch.withCValue { batch in
            withUnsafePointer(to: objective.cValue) { objective in
                old.withUnsafeBufferPointer { old in
                    reference.withUnsafeBufferPointer { reference in
                        kernels_train(
                            model.pointer, workspace, batch, objective, advantages, weights,
                            old.isEmpty ? nil : old.baseAddress,
                            reference.isEmpty ? nil : reference.baseAddress, gradient.base,
                            &statistics)
                    }
                }
            }
        }
        precondition(isDone, "no memory to train on \(groups.count) groups")
        return TrainingStatistics(
            loss: statistics.loss, klSum: statistics.kl, entropySum: statistics.entropy,
            tokenCount: statistics.tokens, clippedTokenCount: statistics.clipped,
            maxLogProbabilityDifference: statistics.difference)
    }

    private static func norm(_ gradient: FloatArena, pool: WorkerPool) -> Double {
        let base = ArenaPointer(gradient.base)
        let count = gradient.count
        let units = FloatArena.rangeCount(count)
        let sums = Slots<Double>(count: units)
        pool.run(units) { unit, _ in
            let range = FloatArena.range(unit, of: count)
            sums[unit] = kernels_square_sum(base.base + range.lowerBound, range.count)
        }
        return (0..<units).reduce(0) { $0 + (sums[$1] ?? 0) }.squareRoot()
    }

    // MARK: Files

    /// The weights as a safetensors file of a `LlamaForCausalLM`.
    ///
    /// - Returns: its bytes; equal weights give equal bytes.
    public func safeTensors() throws -> [UInt8] {
        try SafeTensors(
            tensors: configuration.tensors.map { place in
                SafeTensors.Tensor(
                    name: place.name, shape: place.shape, values: place.read(model.parameters))
            }, metadata: ["format": "pt"]
        ).encoded()
    }

    /// Takes the weights from a safetensors file.
    ///
    /// - Parameter bytes: the file.
    /// - Throws: `SafeTensorsError` or `ModelError`; nothing is changed then.
    public func load(safeTensors bytes: [UInt8]) throws {
        let places = configuration.tensors
        let values = try SafeTensors(bytes).matched(places)
        for (place, values) in zip(places, values) where !values.allSatisfy(\.isFinite) {
            throw ModelError("tensor '\(place.name)' holds a value that is not finite")
        }
        for (place, values) in zip(places, values) { place.write(values, to: model.parameters) }
        model.pack(pool: nil)
    }
}

/// Normal draws by Box and Muller's transform, in double precision.
private struct NormalDraws {
    private var generator: CounterGenerator
    private var spare: Float?

    init(_ generator: CounterGenerator) {
        self.generator = generator
    }

    mutating func next() -> Float {
        if let spare {
            self.spare = nil
            return spare
        }
        let u = (Double(generator.next() >> 11) + 1) * 0x1p-53
        let v = Double(generator.next() >> 11) * 0x1p-53
        let radius = (-2 * log(u)).squareRoot()
        spare = Float(radius * sin(2 * .pi * v))
        return Float(radius * cos(2 * .pi * v))
    }
}
