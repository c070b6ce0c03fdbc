import Runs
import Testing

@testable import Modeling

@Suite("Policy")
struct PolicyTests {
    static func shape(
        tied: Bool = true, keyValueHeads: Int = 2, halvesCache: Bool = false,
        halvesWeights: Bool = false
    ) -> ModelConfiguration {
        ModelConfiguration(
            vocabularySize: 37, hiddenSize: 24, layerCount: 2, headCount: 4,
            keyValueHeadCount: keyValueHeads, intermediateSize: 20, contextLength: 64,
            tiesEmbeddings: tied, halvesCache: halvesCache, halvesWeights: halvesWeights)
    }

    static func request(_ index: Int, length: Int, completions: Int) -> SamplingRequest {
        SamplingRequest(
            prompt: (0..<length).map { Int32(($0 * 7 + index * 11) % 37) },
            completions: completions,
            stream: SamplingStream(
                seed: 5, purpose: .rollout, step: 3, group: index, firstCompletion: 0))
    }

    static let requests = [
        request(0, length: 19, completions: 5), request(1, length: 1, completions: 3),
        request(2, length: 33, completions: 8), request(3, length: 16, completions: 1),
    ]

    /// Weights large enough that distributions are far from uniform.
    static func policy(
        _ shape: ModelConfiguration = shape(), path: KernelPath = .best
    ) throws -> Policy {
        let policy = try Policy(configuration: shape, seed: 1, path: path)
        let file = try SafeTensors(policy.safeTensors())
        try policy.load(
            safeTensors: SafeTensors(
                tensors: file.tensors.map { tensor in
                    SafeTensors.Tensor(
                        name: tensor.name, shape: tensor.shape,
                        values: tensor.shape.count == 1
                            ? tensor.values : tensor.values.map { $0 * 1.2 })
                }
            ).encoded())
        return policy
    }

    static func sample(
        _ policy: Policy, _ requests: [SamplingRequest] = requests, threads: Int = 1
    ) -> [[SampledCompletion]] {
        policy.sample(
            requests, temperature: 0.9, maximumTokens: 21, endToken: 4,
            pool: WorkerPool(threads: threads)
        ).compactMap { $0 }
    }

    static func groups(_ sampled: [[SampledCompletion]], reference: Policy) -> [TrainingGroup] {
        let scored = reference.logProbabilities(
            zip(requests, sampled).map { request, completions in
                ScoringRequest(prompt: request.prompt, completions: completions.map(\.tokens))
            }, temperature: 0.9, pool: WorkerPool(threads: 1))
        return zip(requests.indices, sampled).map { index, completions in
            TrainingGroup(
                prompt: requests[index].prompt,
                completions: completions.indices.map { number in
                    let completion = completions[number]
                    return TrainingCompletion(
                        tokens: completion.tokens,
                        advantage: Float(number % 3) - 0.9,
                        weight: 1 / Float(completion.tokens.count * 17),
                        oldLogProbabilities: completion.logProbabilities.map {
                            $0 + (number == 2 ? 0.35 : number == 1 ? -0.4 : 0.05)
                        },
                        referenceLogProbabilities: scored[index][number])
                })
        }
    }

    static let objective = Objective.clippedPolicyGradient(
        PolicyObjective(clipLow: 0.2, clipHigh: 0.2, klCoefficient: 0.3, temperature: 0.9))

    @Test(
        "sampling's log-probabilities are those of scoring, to the bit",
        arguments: KernelPath.supported, [(false, false), (true, false), (false, true)])
    func sampledEqualsScored(path: KernelPath, halves: (cache: Bool, weights: Bool)) throws {
        let policy = try Self.policy(
            Self.shape(halvesCache: halves.cache, halvesWeights: halves.weights), path: path)
        let sampled = Self.sample(policy)
        let scored = policy.logProbabilities(
            zip(Self.requests, sampled).map {
                ScoringRequest(prompt: $0.prompt, completions: $1.map(\.tokens))
            }, temperature: 0.9, pool: WorkerPool(threads: 2))
        for (group, scores) in zip(sampled, scored) {
            #expect(group.map(\.logProbabilities) == scores)
        }
        #expect(Set(sampled.joined().map(\.tokens.count)).count > 2)
    }

    @Test("keys and values in half precision change the last digits of log-probabilities")
    func halfPrecision() throws {
        let exact = try Self.policy()
        let rounded = try Self.policy(Self.shape(halvesCache: true))
        let requests = zip(Self.requests, Self.sample(exact)).map {
            ScoringRequest(prompt: $0.prompt, completions: $1.map(\.tokens))
        }
        let pool = WorkerPool(threads: 1)
        let scores = [exact, rounded].map {
            $0.logProbabilities(requests, temperature: 1, pool: pool).joined().joined()
        }
        let differences = zip(scores[0], scores[1]).map { abs($0 - $1) }
        #expect(differences.contains { $0 > 0 })
        #expect(differences.allSatisfy { $0 < 0.01 })
    }

    @Test(
        "matrices in half precision are the rounded matrices, in answers and in gradients, to the bit",
        arguments: KernelPath.supported)
    func halfWeights(path: KernelPath) throws {
        // The head apart from the embedding, whose rows are not rounded.
        let shape = Self.shape(tied: false)
        let halved = try Self.policy(Self.shape(tied: false, halvesWeights: true), path: path)
        let rounded = try Policy(configuration: shape, seed: 1, path: path)
        let file = try SafeTensors(halved.safeTensors())
        try rounded.load(
            safeTensors: SafeTensors(
                tensors: file.tensors.map { tensor in
                    let isKept = tensor.shape.count == 1 || tensor.name.contains("embed")
                    return SafeTensors.Tensor(
                        name: tensor.name, shape: tensor.shape,
                        values: isKept
                            ? tensor.values : tensor.values.map { Float(Float16($0)) })
                }
            ).encoded())
        let sampled = Self.sample(halved)
        #expect(sampled == Self.sample(rounded))
        #expect(sampled != Self.sample(try Self.policy(shape, path: path)))
        // Alone, a row reads the matrices in half precision.
        for (index, request) in Self.requests.enumerated() {
            let alone = SamplingRequest(
                prompt: request.prompt, completions: 1, stream: request.stream)
            let answers = [halved, rounded].map { Self.sample($0, [alone]) }
            #expect(answers[0] == answers[1])
            #expect(answers[0][0] == [sampled[index][0]])
        }
        let groups = Self.groups(sampled, reference: rounded)
        let pool = WorkerPool(threads: 2)
        let gradients = [halved, rounded].map {
            $0.gradients(groups, objective: Self.objective, shards: 3, pool: pool).tensors
        }
        for (one, other) in zip(gradients[0], gradients[1]) {
            #expect(one.values == other.values, "\(one.name)")
        }
    }

    @Test(
        "what is sampled depends neither on threads nor on what else is sampled",
        arguments: [(false, false), (true, false), (true, true)])
    func batchInvariance(halves: (cache: Bool, weights: Bool)) throws {
        let policy = try Self.policy(
            Self.shape(halvesCache: halves.cache, halvesWeights: halves.weights))
        let all = Self.sample(policy)
        #expect(Self.sample(policy, threads: 3) == all)
        for (index, request) in Self.requests.enumerated() {
            #expect(Self.sample(policy, [request]) == [all[index]])
        }
    }

    @Test("gradients agree with central differences of the loss", arguments: KernelPath.supported)
    func finiteDifferences(path: KernelPath) throws {
        for shape in [Self.shape(), Self.shape(tied: false, keyValueHeads: 4)] {
            let policy = try Self.policy(shape, path: path)
            let reference = try Policy(configuration: shape, seed: 2, path: path)
            let groups = Self.groups(Self.sample(policy), reference: reference)
            let pool = WorkerPool(threads: 2)
            for objective in [Self.objective, .crossEntropy] {
                let tensors = policy.gradients(groups, objective: objective, shards: 3, pool: pool)
                    .tensors
                for place in tensors.indices {
                    // Along the gradient itself the slope is its squared norm: one number that
                    // every element of the tensor has a part in.
                    let gradient = tensors[place].values
                    let squares = gradient.reduce(0) { $0 + Double($1) * Double($1) }
                    let norm = squares.squareRoot()
                    try #require(norm > 0, "no gradient for \(tensors[place].name)")
                    let step = 1e-3
                    func loss(_ sign: Double) throws -> Double {
                        let file = try SafeTensors(policy.safeTensors())
                        let moved = try Policy(configuration: shape, seed: 1, path: path)
                        try moved.load(
                            safeTensors: SafeTensors(
                                tensors: file.tensors.enumerated().map { index, tensor in
                                    guard index == place else { return tensor }
                                    return SafeTensors.Tensor(
                                        name: tensor.name, shape: tensor.shape,
                                        values: zip(tensor.values, gradient).map {
                                            $0 + Float(sign * step * Double($1) / norm)
                                        })
                                }
                            ).encoded())
                        return moved.gradients(groups, objective: objective, shards: 1, pool: pool)
                            .statistics.loss
                    }
                    let slope = try (loss(1) - loss(-1)) / (2 * step)
                    // Losses are of order 1 in single precision: their difference is good to some
                    // 1e-6, over 2e-3; truncation adds a little.
                    #expect(
                        abs(slope - norm) < 0.01 * norm + 1e-3,
                        "\(tensors[place].name): slope \(slope), gradient's norm \(norm)")
                }
            }
        }
    }

    @Test("one, two and three threads train to the same bits")
    func threads() throws {
        func trained(_ threads: Int) throws -> [UInt8] {
            let policy = try Self.policy()
            let groups = Self.groups(
                Self.sample(policy), reference: try Policy(configuration: Self.shape(), seed: 2))
            let optimizer = AdamW(
                configuration: policy.configuration, beta1: 0.9, beta2: 0.98, epsilon: 1e-8,
                weightDecay: 0.01)
            let pool = WorkerPool(threads: threads)
            for _ in 0..<4 {
                let outcome = policy.train(
                    groups, objective: Self.objective, shards: 3, optimizer: optimizer,
                    learningRate: 1e-2, maximumGradientNorm: 1, pool: pool)
                #expect(outcome.applied)
            }
            return try policy.safeTensors() + optimizer.safeTensors()
        }
        let one = try trained(1)
        #expect(try trained(2) == one)
        #expect(try trained(3) == one)
    }

    @Test("a step against a fresh optimiser moves each weight by the learning rate at most")
    func firstStep() throws {
        let policy = try Self.policy()
        let groups = Self.groups(
            Self.sample(policy), reference: try Policy(configuration: Self.shape(), seed: 2))
        let before = try SafeTensors(policy.safeTensors())
        let optimizer = AdamW(
            configuration: policy.configuration, beta1: 0.9, beta2: 0.98, epsilon: 1e-8,
            weightDecay: 0)
        _ = policy.train(
            groups, objective: .crossEntropy, shards: 2, optimizer: optimizer, learningRate: 1e-3,
            maximumGradientNorm: 1, pool: WorkerPool(threads: 1))
        let after = try SafeTensors(policy.safeTensors())
        var largest: Float = 0
        for (old, new) in zip(before.tensors, after.tensors) {
            for (a, b) in zip(old.values, new.values) { largest = max(largest, abs(a - b)) }
        }
        #expect(largest > 0.9e-3 && largest < 1.01e-3)
    }

    @Test("a gradient that is not finite changes nothing")
    func nonFinite() throws {
        let policy = try Self.policy()
        let before = try policy.safeTensors()
        let optimizer = AdamW(
            configuration: policy.configuration, beta1: 0.9, beta2: 0.98, epsilon: 1e-8,
            weightDecay: 0)
        let moments = try optimizer.safeTensors()
        for poison in [Float.nan, .infinity] {
            let group = TrainingGroup(
                prompt: [1, 2, 3],
                completions: [
                    TrainingCompletion(
                        tokens: [5, 4], advantage: poison, weight: 1,
                        oldLogProbabilities: [-1, -1], referenceLogProbabilities: nil)
                ])
            let outcome = policy.train(
                [group], objective: Self.objective, shards: 2, optimizer: optimizer,
                learningRate: 1, maximumGradientNorm: 1, pool: WorkerPool(threads: 1))
            #expect(!outcome.applied)
        }
        #expect(try policy.safeTensors() == before)
        #expect(try optimizer.safeTensors() == moments)
    }

    @Test("weights and moments survive their files to the bit")
    func files() throws {
        let policy = try Self.policy(Self.shape(tied: false))
        let bytes = try policy.safeTensors()
        let other = try Policy(configuration: Self.shape(tied: false), seed: 9)
        try other.load(safeTensors: bytes)
        #expect(try other.safeTensors() == bytes)
        #expect(Self.sample(other) == Self.sample(policy))
        #expect(throws: ModelError.self) {
            try Policy(configuration: Self.shape(keyValueHeads: 4), seed: 1).load(
                safeTensors: bytes)
        }
    }

    @Test("work that is not begun when a stop is asked for comes back as nil")
    func stop() throws {
        let policy = try Self.policy()
        let results = policy.sample(
            Self.requests, temperature: 1, maximumTokens: 4, endToken: 4,
            pool: WorkerPool(threads: 2), shouldStop: { true })
        #expect(results.allSatisfy { $0 == nil })
        #expect(results.count == Self.requests.count)
    }
}
