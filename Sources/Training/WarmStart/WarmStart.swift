import Foundation
import Modeling
import Runs
import Tasks

/// Supervised training on a teacher whose answers are good only sometimes.
///
/// It leaves the policy with the answer's form, a mediocre mean, and the skill as one of its
/// modes: what reinforcement learning can then sharpen. No prompt ever shows an answer that the
/// domain's verifier or teacher knows.
final class WarmStart {
    private(set) var state = WarmStartState()
    private(set) var records: [WarmStartRecord] = []
    let policy: Policy
    private let optimizer: AdamW
    private let configuration: RunConfiguration
    private let domain: any Domain
    private let pool: WorkerPool

    /// Tasks of a probe and drafts of each.
    private static let probeTasks = 128
    private static let probeDrafts = 17
    /// Steps between records.
    private static let recordInterval = 20

    /// Starts from initial weights.
    init(
        configuration: RunConfiguration, domain: any Domain, pool: WorkerPool, path: KernelPath
    ) throws {
        self.configuration = configuration
        self.domain = domain
        self.pool = pool
        policy = try Policy(
            configuration: PolicyFile.shape(configuration, domain: domain),
            seed: UInt64(configuration.warmStart.seed), path: path)
        optimizer = Self.optimizer(for: policy)
    }

    /// Continues from a checkpoint.
    init(
        configuration: RunConfiguration, domain: any Domain, pool: WorkerPool, path: KernelPath,
        files: [CheckpointFile]
    ) throws {
        self.configuration = configuration
        self.domain = domain
        self.pool = pool
        policy = try PolicyFile.policy(
            files, CheckpointName.model, configuration: configuration, domain: domain, path: path)
        optimizer = Self.optimizer(for: policy)
        try PolicyFile.restore(optimizer, from: files)
        let saved = try files.json(CheckpointName.warmStart, as: Saved.self)
        state = saved.state
        records = saved.records
    }

    private static func optimizer(for policy: Policy) -> AdamW {
        AdamW(
            configuration: policy.configuration, beta1: 0.9, beta2: 0.98, epsilon: 1e-8,
            weightDecay: 0)
    }

    private struct Saved: Codable {
        let state: WarmStartState
        let records: [WarmStartRecord]
    }

    /// Whether a step is left.
    var isFinished: Bool {
        if state.step >= configuration.warmStart.steps { return true }
        guard let solve = records.last?.solve, let passAt = records.last?.passAt17 else {
            return false
        }
        return passAt >= configuration.warmStart.stopPassAt
            || solve >= configuration.warmStart.stopSolve
    }

    /// Whether the last step was a probe: a good moment to save.
    var isAtProbe: Bool { state.step % configuration.warmStart.probeSteps == 0 }

    /// One optimiser step.
    ///
    /// - Returns: a record, every few steps.
    /// - Throws: `WarmStartError` if loss or gradient is not finite.
    func advance() throws(WarmStartError) -> WarmStartRecord? {
        let settings = configuration.warmStart
        let step = state.step + 1
        let rows = (0..<settings.batch).map { row in
            var generator = CounterGenerator(
                seed: UInt64(settings.seed), purpose: .warmStart, step: step, group: row)
            return domain.teacherRow(goodShare: settings.goodShare, using: &generator)
        }
        let tokens = rows.reduce(0) { $0 + $1.answer.count }
        let groups = rows.map { row in
            TrainingGroup(
                prompt: row.prompt,
                completions: [
                    TrainingCompletion(
                        tokens: row.answer, advantage: 0, weight: 1 / Float(tokens),
                        oldLogProbabilities: [], referenceLogProbabilities: nil)
                ])
        }
        let outcome = policy.train(
            groups, objective: .crossEntropy, shards: configuration.gradientShards,
            optimizer: optimizer, learningRate: learningRate(at: step), maximumGradientNorm: 1,
            pool: pool)
        guard outcome.applied else { throw WarmStartError(step: step) }
        state.step = step
        state.lossSum += outcome.statistics.loss
        state.lossCount += 1
        let isProbe = isAtProbe || step == settings.steps
        guard isProbe || step % Self.recordInterval == 0 else { return nil }
        let probe = isProbe ? self.probe() : nil
        let record = WarmStartRecord(
            step: step, steps: settings.steps, loss: state.lossSum / Double(state.lossCount),
            learningRate: learningRate(at: step), solve: probe?.solve, passAt17: probe?.passAt)
        (state.lossSum, state.lossCount) = (0, 0)
        records.append(record)
        return record
    }

    /// Linear warm-up, then a cosine to a tenth.
    private func learningRate(at step: Int) -> Double {
        let settings = configuration.warmStart
        if step <= settings.warmup {
            return settings.learningRate * Double(step) / Double(settings.warmup)
        }
        let part =
            Double(step - settings.warmup) / Double(max(settings.steps - settings.warmup, 1))
        return settings.learningRate * (0.1 + 0.45 * (1 + cos(Double.pi * part)))
    }

    /// Drafts on training tasks: what the stopping rule looks at.
    private func probe() -> (solve: Double, passAt: Double) {
        let seed = UInt64(configuration.warmStart.seed)
        let instances = (0..<Self.probeTasks).map { index in
            var generator = CounterGenerator(seed: seed, purpose: .warmStartTasks, group: index)
            return TaskInstance(task: domain.drawTask(from: .train, using: &generator))
        }
        let sampled = policy.sample(
            instances.enumerated().map { index, instance in
                SamplingRequest(
                    prompt: domain.prompt(for: instance, mode: .base),
                    completions: Self.probeDrafts,
                    stream: SamplingStream(
                        seed: seed, purpose: .warmStartSampling, step: state.step, group: index,
                        firstCompletion: 0))
            }, temperature: 1, maximumTokens: domain.longestAnswer, endToken: domain.endToken,
            pool: pool)
        var (solved, any) = (0, 0)
        for (instance, drafts) in zip(instances, sampled) {
            let isSolved = (drafts ?? []).map {
                domain.assess($0.tokens, answering: instance).isSolved
            }
            solved += isSolved.count { $0 }
            any += isSolved.contains(true) ? 1 : 0
        }
        return (
            Double(solved) / Double(Self.probeTasks * Self.probeDrafts),
            Double(any) / Double(Self.probeTasks)
        )
    }

    /// The files of a checkpoint of the warm start.
    func files() throws -> [CheckpointFile] {
        [
            CheckpointFile(name: CheckpointName.model, bytes: try policy.safeTensors()),
            CheckpointFile(name: CheckpointName.optimizer, bytes: try optimizer.safeTensors()),
            try CheckpointFile(
                name: CheckpointName.warmStart, json: Saved(state: state, records: records)),
        ]
    }
}

/// The warm start's loss or gradient was not finite.
public struct WarmStartError: Error, Sendable, CustomStringConvertible {
    /// The optimiser step.
    public let step: Int

    /// One line.
    public var description: String {
        "warm start, step \(step): loss or gradient is not finite; "
            + "try a lower warm_start.learning_rate"
    }
}

extension WarmStart {
    /// The cache key: a digest of all that determines the finished warm start.
    ///
    /// - Parameters:
    ///   - configuration: the run's.
    ///   - path: the kernels', since another arithmetic gives other bits.
    /// - Returns: hex digits.
    static func cacheKey(_ configuration: RunConfiguration, path: KernelPath) -> String {
        let prefixes = [
            "domain", "level", "\(configuration.domain).", "model.", "warm_start.",
            "gradient_shards",
        ]
        var text = "redraft warm start 2\nkernels \(path.arithmetic)\n"
        // Keys that came later are left out at the value that holds without them: what was computed
        // before they came, the warm start that ships included, stays valid.
        let later = [
            "model.kv_dtype": StoredPrecision.float32.rawValue,
            "model.weight_dtype": StoredPrecision.float32.rawValue, "mle.data": "none",
            "tools.world": ToolWorldName.files.rawValue, "tools.own": "none",
        ]
        for key in ConfigurationKey.all
        where prefixes.contains(where: { key.name.hasPrefix($0) }) {
            let value = key.read(configuration)
            if later[key.name] != value { text += "\(key.name) \(value)\n" }
        }
        var hasher = SHA256()
        hasher.update(bytes: Array(text.utf8))
        return hasher.finalize().description
    }

    /// What the cache holds of a finished warm start.
    func cacheFiles() throws -> [CheckpointFile] {
        [
            CheckpointFile(name: CheckpointName.model, bytes: try policy.safeTensors()),
            try CheckpointFile(name: CheckpointName.warmStart, json: records),
        ]
    }
}
