import Runs
import Tasks
import Testing

@testable import Modeling
@testable import Training

@Suite("Chains", .timeLimit(.minutes(30)))
struct ChainRolloutTests {
    private static func tiny(_ depth: Int, steps: Int = 6) -> RunConfiguration {
        var configuration = TrainerTests.tiny(.chain, steps: steps)
        configuration.promptsPerStep = 8
        configuration.chain.depth = depth
        return configuration
    }

    private static func answer(_ quality: Double?) -> Answer {
        Answer(
            tokens: [1], quality: quality ?? 0, isValid: quality != nil,
            isSolved: quality == 1)
    }

    /// The groups that two tasks with two chains of three revisions make.
    private static func handMade(
        reward: RewardForm, scaled: Bool = true, floor: Double = 0
    ) -> [Group] {
        var configuration = RunConfiguration()
        configuration.strategy = .chain
        configuration.chain.depth = 3
        configuration.promptsPerStep = 6
        configuration.numGenerations = 2
        configuration.reward = reward
        configuration.scaleRewards = scaled
        configuration.scaleRewardsFloor = floor
        // Revision by revision: the drafts by task, then each chain's later ones.
        let qualities: [[Double?]] = [
            [0.5, nil], [1, nil],
            [0.8], [0.2], [0.5], [nil],
            [nil], [0.4], [nil], [nil],
        ]
        let answers = qualities.map { $0.map(answer) }
        let plans = answers.enumerated().map { index, answers in
            GroupPlan(
                index: index, instance: TaskInstance(task: DomainTask(values: [1])), mode: .base,
                origin: .tasks, prompt: [1], completions: answers.count)
        }
        let sampled = answers.map { group in
            group.map {
                SampledCompletion(tokens: $0.tokens, logProbabilities: [-1], entropies: [1])
            }
        }
        return ChainRollout(configuration).outcomes(
            plans, answers: answers, sampled: sampled, step: 1, configuration: configuration)
    }

    @Test("a chain earns what stands at its end, alike at each of its steps")
    func outcomes() {
        // What stands: task 0: .8, .4; task 1: .5, nothing.
        let groups = Self.handMade(reward: .quality)
        let first = 0.2 / (0.2 + 1e-8)
        let second = 0.25 / (0.25 + 1e-8)
        func expect(_ group: Group, _ rewards: [Double], _ advantages: [Double], _ score: Double) {
            #expect(group.completions.map(\.reward) == rewards)
            for (one, other) in zip(group.completions.map(\.advantage), advantages) {
                #expect(abs(one - other) < 1e-12)
            }
            #expect(group.completions.count == advantages.count)
            #expect(abs(group.learnability - score) < 1e-12)
            #expect(group.completions.allSatisfy { $0.diversity == 0 })
        }
        expect(groups[0], [0.8, 0.4], [first, -first], 0.04)
        expect(groups[1], [0.5, 0], [second, -second], 0.0625)
        for revision in 0..<2 {
            expect(groups[2 + 4 * revision], [0.8], [first], 0.04)
            expect(groups[3 + 4 * revision], [0.4], [-first], 0.04)
            expect(groups[4 + 4 * revision], [0.5], [second], 0.0625)
            expect(groups[5 + 4 * revision], [0], [-second], 0.0625)
        }
        // Every step of a chain that teaches is trained on.
        #expect(PolicyBatch.informative(groups) == Array(0..<10))
        let row = StepMetrics.row(of: groups, entropySum: 1, tokenCount: 1)
        #expect(row[.zeroStdFraction] == 0)
        #expect(row[.shareBase] == 1)
        // Means over chains: each of the four has three completions.
        #expect(abs((row[.reward] ?? 0) - (0.8 + 0.4 + 0.5) / 4) < 1e-12)
        #expect(abs((row[.rewardStd] ?? 0) - (0.2 + 0.25) / 2) < 1e-12)
    }

    @Test("the reward of a chain has the form that 'reward' says; equal returns teach nothing")
    func forms() {
        // Nothing that stands at the end solves its task, though a draft did.
        let exact = Self.handMade(reward: .exact)
        #expect(exact.allSatisfy { $0.learnability == 0 })
        #expect(exact.flatMap(\.completions).allSatisfy { $0.reward == 0 && $0.advantage == 0 })
        #expect(PolicyBatch.informative(exact).isEmpty)
        #expect(Self.handMade(reward: .gain) == Self.handMade(reward: .quality))
        let unscaled = Self.handMade(reward: .quality, scaled: false)
        #expect(abs(unscaled[0].completions[0].advantage - 0.2) < 1e-12)
        let floored = Self.handMade(reward: .quality, floor: 0.8)
        #expect(abs(floored[0].completions[0].advantage - 0.25) < 1e-7)
    }

    @Test("an invalid revision leaves the earlier one standing")
    func standing() {
        let (good, bad, none) = (Self.answer(0.8), Self.answer(0.1), Self.answer(nil))
        #expect(ChainRollout.standing([good, bad]) == bad)
        #expect(ChainRollout.standing([none, good, none]) == good)
        #expect(ChainRollout.standing([none, none]) == none)
    }

    @Test("chains of one revision are plain GRPO, bit for bit")
    func degenerate() throws {
        var grpo = Self.tiny(1)
        grpo.strategy = .grpo
        let (chain, plain) = (
            try TrainerTests.run(Self.tiny(1)), try TrainerTests.run(grpo)
        )
        #expect(try TrainerTests.Trajectory(chain) == TrainerTests.Trajectory(plain))
    }

    @Test(
        "each revision starts from the one before, and a step has GRPO's completions",
        arguments: [2, 4, 8])
    func structure(depth: Int) throws {
        let configuration = Self.tiny(depth)
        let domain = try Domains.make(for: configuration)
        let rollout = ChainRollout(configuration)
        let steps = try TrainerTests.run(configuration).steps
        var (mended, kept) = (0, 0)
        for step in steps {
            let groups = step.groups
            #expect(groups.count == configuration.groupsPerStep)
            #expect(groups.map(\.index) == Array(groups.indices))
            #expect(groups.reduce(0) { $0 + $1.completions.count } == 8 * 4)
            for task in 0..<8 / depth {
                for chain in 0..<4 {
                    var standing: Answer?
                    var returned: Double?
                    for revision in 0..<depth {
                        let place = rollout.place(ofRevision: revision, task: task, chain: chain)
                        let group = groups[place.group]
                        let completion = group.completions[place.completion]
                        #expect(group.instance.task == groups[task].instance.task)
                        #expect(group.instance.latest == standing)
                        #expect(group.mode == (standing == nil ? .base : .improve))
                        #expect(group.learnability == groups[task].learnability)
                        #expect(completion.reward == returned ?? completion.reward)
                        returned = completion.reward
                        if let parent = group.instance.parent {
                            #expect(parent.step == step.step && parent.group < group.index)
                            #expect(
                                groups[parent.group].completions[parent.completion].answer
                                    == standing)
                        }
                        if completion.answer.isValid {
                            standing = completion.answer
                            mended += 1
                        } else {
                            kept += 1
                        }
                    }
                    #expect(returned == standing?.quality ?? 0)
                }
            }
            #expect(step.changes.isEmpty)
        }
        // Both happen with so little of a warm start.
        #expect(mended > 0 && kept > 0)
        #expect(domain.turns(of: steps[0].groups[0].instance.task) == 1)
    }

    @Test("one, two and three threads give the same bits")
    func threads() throws {
        let one = try TrainerTests.Trajectory(TrainerTests.run(Self.tiny(4), threads: 1))
        for threads in [2, 3] {
            let other = try TrainerTests.run(Self.tiny(4), threads: threads)
            #expect(try TrainerTests.Trajectory(other) == one)
        }
    }

    @Test("every checkpoint resumes to the same bits")
    func resume() throws {
        let straight = try TrainerTests.run(Self.tiny(2))
        let end = try TrainerTests.Trajectory(straight).files
        for checkpoint in straight.checkpoints where checkpoint.step < 6 {
            let recorder = MemoryRecorder()
            let trainer = try TrainerTests.trainer(
                Self.tiny(2), recorder: recorder, checkpoint: checkpoint)
            trainer.start()
            #expect(trainer.wait() == .finished)
            #expect(try TrainerTests.Trajectory(recorder).files == end)
        }
    }

    @Test(
        "the gradient of a step is the sum of its revisions', each trained alone as its chain earned"
    )
    func gradient() throws {
        let configuration = Self.tiny(4, steps: 3)
        let domain = try Domains.make(for: configuration)
        let run = try TrainerTests.run(configuration)
        let step = try #require(
            run.steps.last { step in step.groups.contains { $0.learnability > 0 } })
        let groups = step.groups
        let prompts = groups.map { domain.prompt(for: $0.instance, mode: $0.mode) }
        let policy = try Policy(
            configuration: PolicyFile.shape(configuration, domain: domain), seed: 3,
            path: KernelPath.best)
        let objective = Objective.clippedPolicyGradient(
            PolicyObjective(clipLow: 0.2, clipHigh: 0.2, klCoefficient: 0, temperature: 1))
        let pool = WorkerPool(threads: 1)
        let whole = policy.gradients(
            PolicyBatch.groups(
                groups, prompts: prompts, informative: PolicyBatch.informative(groups),
                reference: nil, averaging: .grpo, longestAnswer: domain.longestAnswer),
            objective: objective, shards: configuration.gradientShards, pool: pool)
        let rollout = ChainRollout(configuration)
        var sums = whole.tensors.map { [Double](repeating: 0, count: $0.values.count) }
        for task in 0..<rollout.tasks {
            let chains = (0..<4).map { chain in
                (0..<4).map { rollout.place(ofRevision: $0, task: task, chain: chain) }
            }
            let returns = chains.map { chain in
                chain.map { groups[$0.group].completions[$0.completion].answer }
                    .last(where: \.isValid)?.quality ?? 0
            }
            let mean = returns.reduce(0, +) / 4
            let variance = returns.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 4
            for (chain, places) in chains.enumerated() {
                for place in places {
                    let completion = groups[place.group].completions[place.completion]
                    let alone = policy.gradients(
                        [
                            TrainingGroup(
                                prompt: prompts[place.group],
                                completions: [
                                    TrainingCompletion(
                                        tokens: completion.answer.tokens,
                                        advantage: Float(
                                            (returns[chain] - mean)
                                                / (variance.squareRoot() + 1e-8)),
                                        weight: 1 / Float(completion.answer.tokens.count * 32),
                                        oldLogProbabilities: completion.logProbabilities,
                                        referenceLogProbabilities: nil)
                                ])
                        ], objective: objective, shards: 1, pool: pool)
                    for (index, tensor) in alone.tensors.enumerated() {
                        for (place, value) in tensor.values.enumerated() {
                            sums[index][place] += Double(value)
                        }
                    }
                }
            }
        }
        var largest = 0.0
        for (sum, tensor) in zip(sums, whole.tensors) {
            for (value, expected) in zip(sum, tensor.values) {
                largest = max(largest, abs(value))
                #expect(abs(value - Double(expected)) < 1e-6 + 1e-4 * abs(value))
            }
        }
        #expect(largest > 1e-3)
    }

    @Test("prompts that chains do not divide are refused before training begins")
    func refused() throws {
        let run = try #require(RunID("test"))
        let error = #expect(throws: ConfigurationError.self) {
            _ = try Trainer(
                TrainingPlan(
                    run: run, configuration: Self.tiny(3), threads: 1, recorder: MemoryRecorder()))
        }
        #expect(error?.key == "prompts_per_step")
        #expect(error?.description.contains("chain.depth") == true)
    }
}
