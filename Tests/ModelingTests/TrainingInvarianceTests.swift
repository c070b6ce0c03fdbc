import Runs
import Testing

@testable import Modeling

@Suite("What training depends on")
struct TrainingInvarianceTests {
    private static func setting(
        _ path: KernelPath = .best
    ) throws -> (policy: Policy, groups: [TrainingGroup]) {
        let policy = try PolicyTests.policy(path: path)
        let reference = try Policy(configuration: PolicyTests.shape(), seed: 2, path: path)
        return (policy, PolicyTests.groups(PolicyTests.sample(policy), reference: reference))
    }

    private static func silent(_ group: TrainingGroup) -> TrainingGroup {
        TrainingGroup(
            prompt: group.prompt,
            completions: group.completions.map {
                TrainingCompletion(
                    tokens: $0.tokens, advantage: 0, weight: $0.weight,
                    oldLogProbabilities: $0.oldLogProbabilities, referenceLogProbabilities: nil)
            })
    }

    private static let withoutKL = Objective.clippedPolicyGradient(
        PolicyObjective(clipLow: 0.2, clipHigh: 0.2, klCoefficient: 0, temperature: 0.9))

    @Test("a group without variance adds nothing to the gradient and is counted")
    func silentGroups() throws {
        let (policy, all) = try Self.setting()
        let groups = all.map { group in
            TrainingGroup(
                prompt: group.prompt,
                completions: group.completions.map {
                    TrainingCompletion(
                        tokens: $0.tokens, advantage: $0.advantage, weight: $0.weight,
                        oldLogProbabilities: $0.oldLogProbabilities,
                        referenceLogProbabilities: nil)
                })
        }
        let pool = WorkerPool(threads: 2)
        let plain = policy.gradients(
            [groups[0], groups[2]], objective: Self.withoutKL, shards: 2, pool: pool)
        // The silent one in a shard of its own: (0 + silent) + 2 is 0 + 2.
        let three = policy.gradients(
            [groups[0], Self.silent(groups[1]), groups[2]], objective: Self.withoutKL, shards: 3,
            pool: pool)
        #expect(three.tensors == plain.tensors)
        #expect(three.statistics.loss == plain.statistics.loss)
        let tokens = groups[1].completions.map(\.tokens.count).reduce(0, +)
        #expect(three.statistics.tokenCount == plain.statistics.tokenCount + tokens)
        #expect(three.statistics.entropySum > plain.statistics.entropySum)
        // And between others of its shard.
        let mixed = policy.gradients(
            [groups[0], Self.silent(groups[1]), Self.silent(groups[3]), groups[2]],
            objective: Self.withoutKL, shards: 1, pool: pool)
        let pair = policy.gradients(
            [groups[0], groups[2]], objective: Self.withoutKL, shards: 1, pool: pool)
        for (a, b) in zip(mixed.tensors, pair.tensors) {
            for (x, y) in zip(a.values, b.values) { #expect(abs(x - y) < 1e-5 + 1e-4 * abs(y)) }
        }
        let silent = policy.gradients(
            [Self.silent(groups[0])], objective: Self.withoutKL, shards: 1, pool: pool)
        #expect(silent.tensors.allSatisfy { $0.values.allSatisfy { $0 == 0 } })
        #expect(silent.statistics.maxLogProbabilityDifference > 0)
    }

    @Test("scores depend neither on threads nor on what else is scored")
    func scoring() throws {
        let policy = try PolicyTests.policy()
        let requests = zip(PolicyTests.requests, PolicyTests.sample(policy)).map {
            ScoringRequest(prompt: $0.prompt, completions: $1.map(\.tokens))
        }
        let all = policy.logProbabilities(
            requests, temperature: 0.9, pool: WorkerPool(threads: 3))
        for (request, expected) in zip(requests, all) {
            #expect(
                policy.logProbabilities(
                    [request], temperature: 0.9, pool: WorkerPool(threads: 1)) == [expected])
            for (completion, scores) in zip(request.completions, expected) {
                let alone = ScoringRequest(prompt: request.prompt, completions: [completion])
                #expect(
                    policy.logProbabilities(
                        [alone], temperature: 0.9, pool: WorkerPool(threads: 1)) == [[scores]])
            }
        }
    }

    @Test(
        "training from sampling's own log-probabilities sees a difference of exactly 0",
        arguments: KernelPath.supported)
    func exactlyOnPolicy(path: KernelPath) throws {
        let policy = try PolicyTests.policy(path: path)
        let sampled = PolicyTests.sample(policy)
        let groups = zip(PolicyTests.requests, sampled).map { request, completions in
            TrainingGroup(
                prompt: request.prompt,
                completions: completions.enumerated().map { index, completion in
                    TrainingCompletion(
                        tokens: completion.tokens, advantage: Float(index) - 1, weight: 0.01,
                        oldLogProbabilities: completion.logProbabilities,
                        referenceLogProbabilities: completion.logProbabilities)
                })
        }
        let (statistics, _) = policy.gradients(
            groups, objective: PolicyTests.objective, shards: 8, pool: WorkerPool(threads: 2))
        #expect(statistics.maxLogProbabilityDifference == 0)
        #expect(statistics.klSum == 0)
        #expect(statistics.clippedTokenCount == 0)
    }

    @Test(
        "the two paths with fused multiply-add agree to the bit",
        .enabled(if: KernelPath.supported.contains(.avx512)))
    func fusedPaths() throws {
        func trained(_ path: KernelPath) throws -> [UInt8] {
            let (policy, groups) = try Self.setting(path)
            let optimizer = AdamW(
                configuration: policy.configuration, beta1: 0.9, beta2: 0.98, epsilon: 1e-8,
                weightDecay: 0.01)
            for _ in 0..<3 {
                _ = policy.train(
                    groups, objective: PolicyTests.objective, shards: 2, optimizer: optimizer,
                    learningRate: 1e-2, maximumGradientNorm: 1, pool: WorkerPool(threads: 2))
            }
            return try policy.safeTensors()
        }
        #expect(try trained(.avx512) == trained(.avx2))
    }

    @Test("anything that is not a number stops the step before the weights")
    func refusals() throws {
        let (policy, groups) = try Self.setting()
        let before = try policy.safeTensors()
        let optimizer = AdamW(
            configuration: policy.configuration, beta1: 0.9, beta2: 0.98, epsilon: 1e-8,
            weightDecay: 0)
        func poisoned(
            _ change: (TrainingCompletion) -> TrainingCompletion
        ) -> [TrainingGroup] {
            var groups = groups
            groups[1] = TrainingGroup(
                prompt: groups[1].prompt, completions: groups[1].completions.map(change))
            return groups
        }
        let cases = [
            poisoned {
                TrainingCompletion(
                    tokens: $0.tokens, advantage: $0.advantage, weight: .nan,
                    oldLogProbabilities: $0.oldLogProbabilities,
                    referenceLogProbabilities: $0.referenceLogProbabilities)
            },
            poisoned {
                TrainingCompletion(
                    tokens: $0.tokens, advantage: $0.advantage, weight: $0.weight,
                    oldLogProbabilities: $0.oldLogProbabilities.map { _ in .nan },
                    referenceLogProbabilities: $0.referenceLogProbabilities)
            },
            poisoned {
                TrainingCompletion(
                    tokens: $0.tokens, advantage: $0.advantage, weight: $0.weight,
                    oldLogProbabilities: $0.oldLogProbabilities,
                    referenceLogProbabilities: $0.tokens.map { _ in .nan })
            },
        ]
        for groups in cases {
            let outcome = policy.train(
                groups, objective: PolicyTests.objective, shards: 8, optimizer: optimizer,
                learningRate: 1, maximumGradientNorm: 1, pool: WorkerPool(threads: 2))
            #expect(!outcome.applied)
        }
        #expect(try policy.safeTensors() == before)
        #expect(optimizer.step == 0)
    }

    @Test("a step from a saved optimiser is the step that would have been")
    func resumedOptimiser() throws {
        let (policy, groups) = try Self.setting()
        let configuration = policy.configuration
        let optimizer = AdamW(
            configuration: configuration, beta1: 0.9, beta2: 0.98, epsilon: 1e-8,
            weightDecay: 0.01)
        func step(_ policy: Policy, _ optimizer: AdamW) {
            _ = policy.train(
                groups, objective: PolicyTests.objective, shards: 4, optimizer: optimizer,
                learningRate: 1e-2, maximumGradientNorm: 1, pool: WorkerPool(threads: 1))
        }
        for _ in 0..<3 { step(policy, optimizer) }
        let copy = policy.copy()
        let resumed = AdamW(
            configuration: configuration, beta1: 0.9, beta2: 0.98, epsilon: 1e-8,
            weightDecay: 0.01)
        try resumed.load(safeTensors: optimizer.safeTensors())
        #expect(resumed.step == 3)
        for _ in 0..<2 {
            step(policy, optimizer)
            step(copy, resumed)
        }
        #expect(try copy.safeTensors() == policy.safeTensors())
        #expect(try resumed.safeTensors() == optimizer.safeTensors())
    }

    @Test("blending moves every weight its share of the way, and 1 copies")
    func blend() throws {
        let policy = try PolicyTests.policy()
        let other = try Policy(configuration: PolicyTests.shape(), seed: 3)
        let (start, end) = (
            try SafeTensors(policy.safeTensors()), try SafeTensors(other.safeTensors())
        )
        let mixed = policy.copy()
        mixed.blend(toward: other, weight: 0.25)
        for (index, tensor) in try SafeTensors(mixed.safeTensors()).tensors.enumerated() {
            for (place, value) in tensor.values.enumerated() {
                let (a, b) = (start.tensors[index].values[place], end.tensors[index].values[place])
                #expect(abs(value - (0.75 * a + 0.25 * b)) <= 1e-6)
            }
        }
        mixed.blend(toward: other, weight: 1)
        #expect(try mixed.safeTensors() == other.safeTensors())
        // The packed copies follow.
        #expect(PolicyTests.sample(mixed) == PolicyTests.sample(other))
        #expect(try policy.safeTensors() == start.encoded())
    }
}
