import Foundation
import Testing

@testable import Modeling

/// What `Fixtures/make_fixtures.py` wrote: a `LlamaForCausalLM` in double precision.
private struct Fixture {
    struct Document: Decodable {
        struct Shape: Decodable {
            let vocab_size: Int
            let hidden_size: Int
            let num_hidden_layers: Int
            let num_attention_heads: Int
            let num_key_value_heads: Int
            let intermediate_size: Int
            let max_position_embeddings: Int
            let rms_norm_eps: Float
            let rope_theta: Float
            let tie_word_embeddings: Bool
        }
        struct Completion: Decodable {
            let tokens: [Int32]
            let advantage: Float
            let weight: Float
            let old: [Float]
            let reference: [Float]
        }
        struct Group: Decodable {
            let prompt: [Int32]
            let completions: [Completion]
        }
        struct Objective: Decodable {
            let clip_low: Float
            let clip_high: Float
            let kl: Float
            let temperature: Float
        }
        struct Settings: Decodable {
            let lr: Double
            let beta1: Double
            let beta2: Double
            let epsilon: Double
            let weight_decay: Double
            let max_norm: Double
            let steps: Int
        }
        struct Statistics: Decodable {
            let loss: Double
            let kl_sum: Double
            let entropy_sum: Double
            let clipped: Int
            let max_difference: Double
        }
        let shape: Shape
        let groups: [Group]
        let objective: Objective
        let adamw: Settings
        let cross_entropy: Double
        let policy: Statistics
        let losses: [Double]
        let norms: [Double]
    }

    let document: Document
    private let tensors: [String: SafeTensors.Tensor]

    init(_ name: String) throws {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(
            path: "Fixtures")
        document = try JSONDecoder().decode(
            Document.self, from: Data(contentsOf: folder.appending(path: name + ".json")))
        let file = try SafeTensors(
            [UInt8](Data(contentsOf: folder.appending(path: name + ".safetensors"))))
        tensors = Dictionary(
            file.tensors.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    }

    var configuration: ModelConfiguration {
        let shape = document.shape
        return ModelConfiguration(
            vocabularySize: shape.vocab_size, hiddenSize: shape.hidden_size,
            layerCount: shape.num_hidden_layers, headCount: shape.num_attention_heads,
            keyValueHeadCount: shape.num_key_value_heads,
            intermediateSize: shape.intermediate_size,
            contextLength: shape.max_position_embeddings, ropeTheta: shape.rope_theta,
            normEpsilon: shape.rms_norm_eps, tiesEmbeddings: shape.tie_word_embeddings)
    }

    func tensor(_ name: String) throws -> SafeTensors.Tensor {
        try #require(tensors[name], "the fixture has no \(name)")
    }

    /// A policy with the fixture's weights, through the file format that other tools write.
    func policy(_ path: KernelPath) throws -> Policy {
        let policy = try Policy(configuration: configuration, seed: 1, path: path)
        try policy.load(
            safeTensors: SafeTensors(
                tensors: configuration.tensors.map { place in
                    let stored = try tensor("weights." + place.name)
                    return SafeTensors.Tensor(
                        name: place.name, shape: stored.shape, values: stored.values)
                }
            ).encoded())
        return policy
    }

    var groups: [TrainingGroup] {
        document.groups.map { group in
            TrainingGroup(
                prompt: group.prompt,
                completions: group.completions.map {
                    TrainingCompletion(
                        tokens: $0.tokens, advantage: $0.advantage, weight: $0.weight,
                        oldLogProbabilities: $0.old, referenceLogProbabilities: $0.reference)
                })
        }
    }

    var objective: Objective {
        .clippedPolicyGradient(
            PolicyObjective(
                clipLow: document.objective.clip_low, clipHigh: document.objective.clip_high,
                klCoefficient: document.objective.kl,
                temperature: document.objective.temperature))
    }
}

/// |a - b| / |b|, Euclidean.
private func relativeError(_ a: [Float], _ b: [Float]) -> Double {
    var difference = 0.0
    var size = 0.0
    for (x, y) in zip(a, b) {
        difference += (Double(x) - Double(y)) * (Double(x) - Double(y))
        size += Double(y) * Double(y)
    }
    return (difference / max(size, 1e-300)).squareRoot()
}

private let cases = KernelPath.supported.flatMap { path in
    ["tied", "untied"].map { (path, $0) }
}

@Suite("The model against LlamaForCausalLM")
struct FixtureTests {
    @Test("logits of every row agree", arguments: cases)
    func logits(path: KernelPath, name: String) throws {
        let fixture = try Fixture(name)
        let policy = try fixture.policy(path)
        let pool = WorkerPool(threads: 2)
        for (i, group) in fixture.document.groups.enumerated() {
            for (j, completion) in group.completions.enumerated() {
                let sequence = group.prompt + completion.tokens
                let stored = try fixture.tensor("logits.\(i).\(j)")
                let rows = policy.logits(
                    after: sequence.indices.map { Array(sequence[...$0]) }, pool: pool)
                #expect(rows.count == stored.shape[0])
                let width = stored.shape[1]
                for (place, row) in rows.enumerated() {
                    let expected = Array(stored.values[place * width..<(place + 1) * width])
                    #expect(relativeError(row, expected) < 1e-5, "row \(place) of \(i).\(j)")
                }
            }
        }
    }

    @Test("losses, statistics and every gradient tensor agree", arguments: cases)
    func gradients(path: KernelPath, name: String) throws {
        let fixture = try Fixture(name)
        let policy = try fixture.policy(path)
        let pool = WorkerPool(threads: 2)
        let losses = [
            ("cross_entropy.", Objective.crossEntropy, fixture.document.cross_entropy),
            ("policy.", fixture.objective, fixture.document.policy.loss),
        ]
        for (prefix, objective, loss) in losses {
            let (statistics, tensors) = policy.gradients(
                fixture.groups, objective: objective, shards: 3, pool: pool)
            #expect(abs(statistics.loss - loss) < 1e-5 * abs(loss))
            #expect(tensors.map(\.name) == fixture.configuration.tensors.map(\.name))
            for tensor in tensors {
                let stored = try fixture.tensor(prefix + tensor.name)
                #expect(tensor.shape == stored.shape)
                let error = relativeError(tensor.values, stored.values)
                #expect(error < 1e-4, "\(prefix)\(tensor.name): relative error \(error)")
            }
        }
        let (statistics, _) = policy.gradients(
            fixture.groups, objective: fixture.objective, shards: 8, pool: pool)
        let expected = fixture.document.policy
        #expect(
            statistics.tokenCount
                == fixture.groups.flatMap(\.completions).map(\.tokens.count).reduce(0, +))
        #expect(statistics.clippedTokenCount == expected.clipped)
        #expect(expected.clipped > 5, "the fixture must clip")
        #expect(abs(statistics.klSum - expected.kl_sum) < 1e-5 * expected.kl_sum)
        #expect(abs(statistics.entropySum - expected.entropy_sum) < 1e-5 * expected.entropy_sum)
        #expect(
            abs(Double(statistics.maxLogProbabilityDifference) - expected.max_difference) < 1e-5)
    }

    @Test("steps of AdamW with clipping lead to the same weights", arguments: cases)
    func optimiser(path: KernelPath, name: String) throws {
        let fixture = try Fixture(name)
        let policy = try fixture.policy(path)
        let settings = fixture.document.adamw
        let optimizer = AdamW(
            configuration: fixture.configuration, beta1: settings.beta1, beta2: settings.beta2,
            epsilon: settings.epsilon, weightDecay: settings.weight_decay)
        let pool = WorkerPool(threads: 2)
        for step in 0..<settings.steps {
            let outcome = policy.train(
                fixture.groups, objective: fixture.objective, shards: 8, optimizer: optimizer,
                learningRate: settings.lr, maximumGradientNorm: settings.max_norm, pool: pool)
            let (loss, norm) = (fixture.document.losses[step], fixture.document.norms[step])
            #expect(outcome.applied)
            #expect(abs(outcome.statistics.loss - loss) < 1e-4 * abs(loss))
            #expect(abs(outcome.gradientNorm - norm) < 1e-4 * norm)
            #expect(norm > settings.max_norm, "the fixture must clip")
        }
        #expect(optimizer.step == settings.steps)
        let trained = try SafeTensors(policy.safeTensors())
        for tensor in trained.tensors {
            let stored = try fixture.tensor("trained." + tensor.name)
            let start = try fixture.tensor("weights." + tensor.name)
            let error = relativeError(tensor.values, stored.values)
            // Weights move by some 4 % here, so that this is some 1e-3 of the movement. A gradient
            // near zero makes Adam's first steps a matter of its sign, hence no tighter bound.
            #expect(error < 5e-5, "\(tensor.name): relative error \(error)")
            #expect(relativeError(start.values, stored.values) > 100 * error)
        }
    }
}
