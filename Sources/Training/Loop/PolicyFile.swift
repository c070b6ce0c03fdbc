import Modeling
import Runs
import Tasks

/// Policies and moments in a checkpoint's files.
enum PolicyFile {
    /// The shape of a run's policy.
    static func shape(
        _ configuration: RunConfiguration, domain: any Domain
    ) -> ModelConfiguration {
        ModelConfiguration(
            vocabularySize: domain.vocabulary.count, hiddenSize: configuration.model.hidden,
            layerCount: configuration.model.layers, headCount: configuration.model.heads,
            keyValueHeadCount: configuration.model.keyValueHeads,
            intermediateSize: configuration.model.intermediate,
            contextLength: domain.longestPrompt + domain.longestAnswer,
            ropeTheta: Float(configuration.model.ropeTheta),
            tiesEmbeddings: configuration.model.tied,
            halvesCache: configuration.model.cachePrecision == .float16,
            halvesWeights: configuration.model.weightPrecision == .float16)
    }

    /// The policy in a file.
    static func policy(
        _ files: [CheckpointFile], _ name: String, configuration: RunConfiguration,
        domain: any Domain, path: KernelPath
    ) throws -> Policy {
        let policy = try Policy(
            configuration: shape(configuration, domain: domain),
            seed: UInt64(configuration.warmStart.seed), path: path)
        let bytes = try files.bytes(name)
        do {
            try policy.load(safeTensors: bytes)
        } catch {
            throw CheckpointContentError(file: name, reason: "\(error)")
        }
        return policy
    }

    /// Reads moments into an optimiser.
    static func restore(_ optimizer: AdamW, from files: [CheckpointFile]) throws {
        let bytes = try files.bytes(CheckpointName.optimizer)
        do {
            try optimizer.load(safeTensors: bytes)
        } catch {
            throw CheckpointContentError(file: CheckpointName.optimizer, reason: "\(error)")
        }
    }
}
