import Curriculum
import Modeling
import Runs
import Tasks

/// The ExIt loop's state and its one step: everything that decides the trajectory, and no control.
///
/// A step has two halves. `plan` and `sample` read only, so a stop between them costs nothing:
/// draws are counter-based and come out the same next time. `learn` changes weights, moments and
/// buffer, and is not interrupted.
///
/// - Source: arXiv 2509.04575, Algorithm 1.
final class Learner {
    /// The settings in force; live edits and forks change them between steps.
    var configuration: RunConfiguration {
        didSet { adoptSettings() }
    }
    let domain: any Domain
    let pool: WorkerPool
    private(set) var policy: Policy
    private(set) var reference: Policy
    private(set) var optimizer: AdamW
    private(set) var buffer: TaskBuffer
    private let tasks: TrainingTasks

    /// Starts from the warm start's policy, which is also the reference.
    init(
        configuration: RunConfiguration, domain: any Domain, pool: WorkerPool, policy: Policy
    ) {
        self.configuration = configuration
        self.domain = domain
        self.pool = pool
        self.policy = policy
        reference = policy.copy()
        optimizer = Self.optimizer(configuration, for: policy)
        buffer = TaskBuffer(
            capacity: configuration.curriculum.capacity,
            sharpness: configuration.curriculum.sharpness,
            staleness: configuration.curriculum.staleness)
        tasks = TrainingTasks(configuration, domain: domain)
    }

    /// Continues from a checkpoint's files.
    ///
    /// - Throws: `CheckpointContentError` naming the file that does not fit.
    init(
        configuration: RunConfiguration, domain: any Domain, pool: WorkerPool,
        files: [CheckpointFile], path: KernelPath
    ) throws {
        self.configuration = configuration
        self.domain = domain
        self.pool = pool
        policy = try PolicyFile.policy(
            files, CheckpointName.model, configuration: configuration, domain: domain, path: path)
        reference = try PolicyFile.policy(
            files, CheckpointName.reference, configuration: configuration, domain: domain,
            path: path)
        optimizer = Self.optimizer(configuration, for: policy)
        try PolicyFile.restore(optimizer, from: files)
        buffer = try files.json(CheckpointName.buffer, as: TaskBuffer.self)
        tasks = TrainingTasks(configuration, domain: domain)
        adoptSettings()
    }

    /// Tells the settings to those parts that keep some of their own.
    private func adoptSettings() {
        buffer.sharpness = configuration.curriculum.sharpness
        buffer.staleness = configuration.curriculum.staleness
        buffer.grow(to: max(buffer.capacity, configuration.curriculum.capacity))
        optimizer.beta1 = configuration.adamBeta1
        optimizer.beta2 = configuration.adamBeta2
        optimizer.epsilon = configuration.adamEpsilon
        optimizer.weightDecay = configuration.weightDecay
    }

    private static func optimizer(_ configuration: RunConfiguration, for policy: Policy) -> AdamW {
        AdamW(
            configuration: policy.configuration, beta1: configuration.adamBeta1,
            beta2: configuration.adamBeta2, epsilon: configuration.adamEpsilon,
            weightDecay: configuration.weightDecay)
    }

    /// The files of a checkpoint, but for the trainer's own.
    func files() throws -> [CheckpointFile] {
        [
            try modelFile(),
            CheckpointFile(name: CheckpointName.reference, bytes: try reference.safeTensors()),
            CheckpointFile(name: CheckpointName.optimizer, bytes: try optimizer.safeTensors()),
            try CheckpointFile(name: CheckpointName.buffer, json: buffer),
        ]
    }

    /// The policy's weights.
    func modelFile() throws -> CheckpointFile {
        CheckpointFile(name: CheckpointName.model, bytes: try policy.safeTensors())
    }

    /// The groups of a step; of chains, their drafts.
    func plan(step: Int) -> [GroupPlan] {
        GroupPlan.groups(
            step: step, configuration: configuration, domain: domain, tasks: tasks, buffer: buffer)
    }

    /// The groups of a step that are made from completions already sampled: the next revisions of
    /// chains.
    ///
    /// - Returns: none where the step's groups are all there.
    func plan(
        step: Int, after plans: [GroupPlan], sampled: [[SampledCompletion]]
    ) -> [GroupPlan] {
        guard configuration.strategy.unrollsChains else { return [] }
        return ChainRollout(configuration).groups(
            after: plans, sampled: sampled, step: step, domain: domain)
    }

    /// Samples groups; those not begun when `shouldStop` turned true come back as nil.
    func sample(
        _ plans: [GroupPlan], step: Int, shouldStop: @escaping @Sendable () -> Bool
    ) -> [[SampledCompletion]?] {
        policy.sample(
            plans.map { plan in
                SamplingRequest(
                    prompt: plan.prompt, completions: plan.completions,
                    stream: SamplingStream(
                        seed: configuration.seed, purpose: .rollout, step: step,
                        group: plan.index, firstCompletion: 0))
            },
            temperature: Float(configuration.temperature),
            maximumTokens: domain.longestAnswer, endToken: domain.endToken, pool: pool,
            shouldStop: shouldStop)
    }

    /// Learns from a step's completions: weights, moments, reference and buffer move on.
    ///
    /// A loss or gradient that is not finite leaves weights and moments as they were; the buffer
    /// still learns what the groups showed, and `skipped` is 1.
    ///
    /// - Returns: the step's record; of the volatile metrics it has the times of its own parts.
    func learn(
        step: Int, plans: [GroupPlan], sampled: [[SampledCompletion]]
    ) -> StepRecord {
        let clock = ContinuousClock()
        let begun = clock.now
        let groups = groups(of: plans, sampled: sampled, step: step)
        let later = laterTurns(of: groups, step: step)
        let scored = clock.now
        let entropies = sampled.joined().map(\.entropies).joined()
        var row = StepMetrics.row(
            of: groups, entropySum: entropies.reduce(0) { $0 + Double($1) },
            tokenCount: entropies.count)
        row[.scoringTime] = (scored - begun).seconds
        update(groups, prompts: plans.map(\.prompt), step: step, row: &row)
        let drawnFrom = plans.compactMap { plan in
            if case .buffer(let entry) = plan.origin { buffer.entry(entry)?.created } else { nil }
        }
        row[.recency] = StepMetrics.mean(drawnFrom.map(Double.init))
        row[.turnMean] = turnMean(of: groups)
        if configuration.curriculum.freshDrafts > 0 {
            row[.draftShare] = StepMetrics.mean(groups.map { $0.origin == .draft ? 1 : 0 })
        }
        StepMetrics.add(groups, of: domain, to: &row)
        let changes = grow(from: groups, later: later, step: step)
        StepMetrics.add(buffer, after: step, changes: changes, to: &row)
        if configuration.refModelSyncSteps > 0, step % configuration.refModelSyncSteps == 0 {
            reference.blend(toward: policy, weight: Float(configuration.refModelMixupAlpha))
        }
        return StepRecord(
            step: step, groups: groups, metrics: row, depths: StepMetrics.depths(of: groups),
            changes: changes,
            keyframe: step == 1 || step % StepRecord.keyframeInterval == 0 ? buffer.entries : nil)
    }

    /// The step's completions, judged.
    private func groups(
        of plans: [GroupPlan], sampled: [[SampledCompletion]], step: Int
    ) -> [Group] {
        let answers = zip(plans, sampled).map { plan, completions in
            completions.map { domain.assess($0.tokens, answering: plan.instance) }
        }
        if configuration.strategy.unrollsChains {
            return ChainRollout(configuration).outcomes(
                plans, answers: answers, sampled: sampled, step: step,
                configuration: configuration)
        }
        return plans.indices.map { index in
            Group(
                plan: plans[index], step: step, answers: answers[index], sampled: sampled[index],
                configuration: configuration, domain: domain)
        }
    }

    private func update(_ groups: [Group], prompts: [[Int32]], step: Int, row: inout MetricRow) {
        let informative = PolicyBatch.informative(groups)
        let rate = configuration.learningRate(at: step)
        row[.learningRate] = rate
        row[.gradNorm] = 0
        row[.skipped] = 0
        let clock = ContinuousClock()
        var times = (reference: Duration.zero, gradient: Duration.zero, optimizer: Duration.zero)
        defer {
            row[.referenceTime] = times.reference.seconds
            row[.forwardBackwardTime] = times.gradient.seconds
            row[.optimizerTime] = times.optimizer.seconds
        }
        guard !informative.isEmpty else { return }
        var reference: [[[Float]]]?
        if configuration.beta > 0 {
            let begun = clock.now
            reference = self.reference.logProbabilities(
                informative.map { index in
                    ScoringRequest(
                        prompt: prompts[index],
                        completions: groups[index].completions.map(\.answer.tokens))
                },
                temperature: Float(configuration.temperature), pool: pool)
            times.reference = clock.now - begun
        }
        let batch = PolicyBatch.groups(
            groups, prompts: prompts, informative: informative, reference: reference,
            averaging: configuration.lossType, longestAnswer: domain.longestAnswer)
        let objective = Objective.clippedPolicyGradient(
            PolicyObjective(
                clipLow: Float(configuration.epsilon), clipHigh: Float(configuration.epsilon),
                klCoefficient: Float(configuration.beta),
                temperature: Float(configuration.temperature)))
        for iteration in 0..<configuration.numIterations {
            let outcome = policy.train(
                batch, objective: objective, shards: configuration.gradientShards,
                optimizer: optimizer, learningRate: rate,
                maximumGradientNorm: configuration.maxGradNorm, pool: pool)
            times.gradient += outcome.gradientTime
            times.optimizer += outcome.optimizerTime
            guard outcome.applied else {
                row[.skipped] = 1
                return
            }
            let statistics = outcome.statistics
            let tokens = Double(max(statistics.tokenCount, 1))
            row[.loss] = statistics.loss
            row[.kl] = statistics.klSum / tokens
            row[.clipRatio] = Double(statistics.clippedTokenCount) / tokens
            row[.gradNorm] = outcome.gradientNorm
            if iteration == 0 {
                row[.logProbDifference] = Double(statistics.maxLogProbabilityDifference)
            }
        }
    }

    /// Writes what the groups showed back to the buffer.
    ///
    /// Each group's instance takes the group's learnability, and so does the history that grows
    /// from it: the child inherits its parent's fresh score. Of a task of several turns the later
    /// turns of the new history enter too, each with the answer that it got there.
    ///
    /// - Source: arXiv 2509.04575, section 4.1 and Algorithm 1.
    private func grow(
        from groups: [Group], later: [RevisionID: [TaskInstance]], step: Int
    ) -> [BufferChange] {
        guard configuration.strategy.drawsFromBuffer else { return [] }
        var changes: [BufferChange] = []
        for group in groups {
            if case .buffer(let entry) = group.origin {
                changes += buffer.recordDraw(of: entry)
            }
        }
        for group in groups {
            changes += buffer.offer(
                group.instance, score: group.learnability, step: step,
                as: group.origin == .draft ? .draft : .task)
            guard configuration.strategy.expandsHistories else { continue }
            let chosen = group.histories(configuration.curriculum.history, seed: configuration.seed)
            for completion in chosen {
                let id = group.revisionID(completion)
                let successors = domain.successors(
                    of: group.completions[completion].answer, id: id, answering: group.instance)
                if let deeper = successors.first {
                    changes += buffer.offer(
                        deeper, score: group.learnability, step: step, as: .revision)
                }
                for instance in later[id] ?? [] {
                    changes += buffer.offer(
                        instance, score: group.learnability, step: step, as: .prefix)
                }
            }
        }
        return changes
    }
}
