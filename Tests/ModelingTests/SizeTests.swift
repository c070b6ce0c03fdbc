import Runs
import Testing

@testable import Modeling

@Suite("Sizes at the limits")
struct SizeTests {
    /// Samples, scores, and takes a training step at a shape.
    private func exercise(
        _ shape: ModelConfiguration, prompt: Int, completions: [Int], sampled: Int
    ) throws {
        let policy = try Policy(configuration: shape, seed: 4)
        let pool = WorkerPool(threads: 2)
        let vocabulary = shape.vocabularySize
        var draws = CounterGenerator(seed: 1, purpose: .selection)
        func tokens(_ count: Int) -> [Int32] {
            (0..<count).map { _ in Int32(draws.below(vocabulary)) }
        }
        let request = SamplingRequest(
            prompt: tokens(prompt), completions: 2,
            stream: SamplingStream(
                seed: 1, purpose: .rollout, step: 0, group: 0, firstCompletion: 0))
        let drawn = try #require(
            policy.sample(
                [request], temperature: 1, maximumTokens: sampled, endToken: -1, pool: pool)[0])
        let scores = policy.logProbabilities(
            [ScoringRequest(prompt: request.prompt, completions: drawn.map(\.tokens))],
            temperature: 1, pool: pool)[0]
        #expect(scores == drawn.map(\.logProbabilities))
        let group = TrainingGroup(
            prompt: request.prompt,
            completions: completions.map { length in
                TrainingCompletion(
                    tokens: tokens(length), advantage: 1, weight: 1 / Float(length),
                    oldLogProbabilities: [], referenceLogProbabilities: nil)
            })
        let optimizer = AdamW(
            configuration: shape, beta1: 0.9, beta2: 0.98, epsilon: 1e-8, weightDecay: 0)
        func step() -> TrainingOutcome {
            policy.train(
                [group], objective: .crossEntropy, shards: 2, optimizer: optimizer,
                learningRate: 1e-2, maximumGradientNorm: 1, pool: pool)
        }
        let first = step()
        #expect(first.applied)
        #expect(step().statistics.loss < first.statistics.loss)
    }

    @Test("a vocabulary of 65,536")
    func vocabulary() throws {
        try exercise(
            ModelConfiguration(
                vocabularySize: 65_536, hiddenSize: 8, layerCount: 1, headCount: 2,
                keyValueHeadCount: 1, intermediateSize: 8, contextLength: 32),
            prompt: 5, completions: [3, 7], sampled: 4)
    }

    @Test("a sequence that fills a context of 4,096")
    func context() throws {
        try exercise(
            ModelConfiguration(
                vocabularySize: 30, hiddenSize: 16, layerCount: 2, headCount: 2,
                keyValueHeadCount: 1, intermediateSize: 16, contextLength: 4096),
            prompt: 3000, completions: [1096, 1, 500], sampled: 20)
    }

    @Test("heads of 256, and of 2")
    func heads() throws {
        for (hidden, heads) in [(256, 1), (8, 4)] {
            try exercise(
                ModelConfiguration(
                    vocabularySize: 17, hiddenSize: hidden, layerCount: 1, headCount: heads,
                    keyValueHeadCount: 1, intermediateSize: 3, contextLength: 64),
                prompt: 1, completions: [40, 2], sampled: 30)
        }
    }

    @Test("a shape that can't be run is refused in one line that names the value")
    func refused() throws {
        let good = PolicyTests.shape()
        let changes: [(String, (inout ModelConfiguration) -> Void)] = [
            ("vocabulary 1;", { $0.vocabularySize = 1 }),
            ("vocabulary 65537;", { $0.vocabularySize = 65_537 }),
            ("hidden size 0;", { $0.hiddenSize = 0 }),
            ("hidden size 26 ", { $0.hiddenSize = 26 }),
            ("head width 3;", { $0.hiddenSize = 12 }),
            ("layers 0;", { $0.layerCount = 0 }),
            ("heads 0;", { $0.headCount = 0 }),
            ("key and value heads 5;", { $0.keyValueHeadCount = 5 }),
            ("4 heads ", { $0.keyValueHeadCount = 3 }),
            ("intermediate size -1;", { $0.intermediateSize = -1 }),
            ("context 4097;", { $0.contextLength = 4097 }),
            ("rotary base 0.0;", { $0.ropeTheta = 0 }),
            ("norm epsilon nan;", { $0.normEpsilon = .nan }),
        ]
        try good.validate()
        for (text, change) in changes {
            var shape = good
            change(&shape)
            do {
                _ = try Policy(configuration: shape, seed: 1)
                Issue.record("accepted: \(text)")
            } catch {
                #expect(error.description.hasPrefix(text), "\(error)")
                #expect(!error.description.contains("\n"))
            }
        }
    }

    @Test("the default shape has the parameters its tensors add up to")
    func parameterCount() {
        let shape = ModelConfiguration(
            vocabularySize: 124, hiddenSize: 64, layerCount: 3, headCount: 4,
            keyValueHeadCount: 4, intermediateSize: 172, contextLength: 64)
        #expect(shape.parameterCount == 124 * 64 + 3 * (4 * 64 * 64 + 3 * 64 * 172 + 2 * 64) + 64)
    }
}
