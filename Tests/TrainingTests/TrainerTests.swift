import Dispatch
import Runs
import Synchronization
import Testing

@testable import Training

/// Configurations that must give the same trajectory, bit for bit.
@Suite("Trainer", .timeLimit(.minutes(30)))
struct TrainerTests {
    /// Small enough for a debug build: a 16-wide net and a warm start of a few steps.
    static func tiny(_ strategy: Strategy = .exit, steps: Int = 6) -> RunConfiguration {
        var configuration = RunConfiguration()
        configuration.apply(level: 1)
        configuration.strategy = strategy
        configuration.steps = steps
        configuration.model.layers = 1
        configuration.model.hidden = 16
        configuration.model.heads = 2
        configuration.model.keyValueHeads = 2
        configuration.model.intermediate = 32
        configuration.warmStart.steps = 60
        configuration.warmStart.batch = 32
        configuration.warmStart.learningRate = 1e-2
        configuration.warmStart.warmup = 5
        configuration.warmStart.probeSteps = 25
        configuration.promptsPerStep = 6
        configuration.numGenerations = 4
        configuration.curriculum.minimum = 4
        configuration.evaluation.steps = 0
        configuration.evaluation.finalCount = 4
        configuration.evaluation.k = 2
        configuration.saveSteps = 2
        return configuration
    }

    static func trainer(
        _ configuration: RunConfiguration, threads: Int = 1, recorder: MemoryRecorder,
        checkpoint: Checkpoint? = nil, edits: [LiveEdit] = []
    ) throws -> Trainer {
        let run = try #require(RunID("test"))
        return try Trainer(
            TrainingPlan(
                run: run, configuration: configuration, threads: threads, recorder: recorder,
                checkpoint: checkpoint, edits: edits))
    }

    /// The last checkpoint's files and the trajectory's records, without volatile metrics.
    struct Trajectory: Equatable {
        let files: [String: [UInt8]]
        let groups: [[Group]]
        let metrics: [[Double?]]

        init(_ recorder: MemoryRecorder) throws {
            let last = try #require(recorder.checkpoints.last)
            files = Dictionary(uniqueKeysWithValues: last.files.map { ($0.name, $0.bytes) })
            let steps = recorder.steps
            groups = steps.map(\.groups)
            metrics = steps.map { step in
                Metric.allCases.filter { !$0.isVolatile }.map { step.metrics[$0] }
            }
        }
    }

    static func run(_ configuration: RunConfiguration, threads: Int = 1) throws -> MemoryRecorder {
        let recorder = MemoryRecorder()
        let trainer = try trainer(configuration, threads: threads, recorder: recorder)
        trainer.start()
        #expect(trainer.wait() == .finished)
        return recorder
    }

    @Test("one, two and three threads give the same bits")
    func threads() throws {
        let one = try Trajectory(Self.run(Self.tiny(), threads: 1))
        #expect(try Trajectory(Self.run(Self.tiny(), threads: 2)) == one)
        #expect(try Trajectory(Self.run(Self.tiny(), threads: 3)) == one)
    }

    @Test("every step tells where its time went, and its parts are no more than the whole")
    func times() throws {
        let steps = try Self.run(Self.tiny()).steps
        #expect(steps.count == 6)
        for step in steps {
            let row = step.metrics
            let split = try #require(StepSplit(row))
            let time: (Metric) throws -> Double = { try #require(row[$0]) }
            let reference = try time(.referenceTime)
            let gradient = try time(.forwardBackwardTime)
            let optimizer = try time(.optimizerTime)
            let scoring = try time(.scoringTime)
            let update = try time(.updateTime)
            let whole = try time(.stepTime)
            #expect(scoring + reference + gradient + optimizer <= update)
            #expect(scoring > 0)
            let isTrained = row[.zeroStdFraction] != 1
            #expect((reference > 0) == isTrained)
            #expect((gradient > 0) == isTrained)
            #expect((optimizer > 0) == isTrained)
            #expect(split.total >= whole)
        }
    }

    @Test("another seed gives other bits, from the same warm start")
    func seeds() throws {
        var other = Self.tiny()
        other.seed = 2
        let first = try Self.run(Self.tiny())
        let second = try Self.run(other)
        #expect(try Trajectory(first) != Trajectory(second))
        func warm(_ recorder: MemoryRecorder) -> [UInt8]? {
            recorder.checkpoints.first { $0.stage == .training && $0.step == 0 }?
                .files.first { $0.name == CheckpointName.model }?.bytes
        }
        #expect(warm(first) != nil)
        #expect(warm(first) == warm(second))
    }

    @Test("every checkpoint, the warm start's included, resumes to the same bits")
    func resume() throws {
        let straight = try Self.run(Self.tiny())
        let end = try Trajectory(straight).files
        #expect(straight.checkpoints.contains { $0.stage == .warmStart })
        for checkpoint in straight.checkpoints {
            let recorder = MemoryRecorder()
            let trainer = try Self.trainer(
                Self.tiny(), recorder: recorder, checkpoint: checkpoint)
            trainer.start()
            #expect(trainer.wait() == .finished)
            if checkpoint.step < Self.tiny().steps || checkpoint.stage == .warmStart {
                #expect(try Trajectory(recorder).files == end)
            }
        }
    }

    @Test("pausing and single steps change no bit")
    func pauses() throws {
        let straight = try Trajectory(Self.run(Self.tiny()))
        let recorder = MemoryRecorder()
        let trainer = try Self.trainer(Self.tiny(), recorder: recorder)
        let parked = DispatchSemaphore(value: 0)
        trainer.onNews {
            if case .paused = trainer.snapshot.control { parked.signal() }
        }
        trainer.send(.pause)
        trainer.start()
        while trainer.end == nil {
            if parked.wait(timeout: .now() + .milliseconds(200)) == .success {
                trainer.send(trainer.snapshot.step % 2 == 0 ? .step(2) : .resume)
            }
        }
        #expect(trainer.wait() == .finished)
        #expect(try Trajectory(recorder) == straight)
    }

    @Test("a stop saves a checkpoint from which the same end is reached")
    func stop() throws {
        let straight = try Trajectory(Self.run(Self.tiny()))
        let target = Mutex<Trainer?>(nil)
        let recorder = MemoryRecorder { event in
            if case .step(let record) = event, record.step == 3 {
                target.withLock { $0 }?.send(.stop)
            }
        }
        let trainer = try Self.trainer(Self.tiny(), recorder: recorder)
        target.withLock { $0 = trainer }
        trainer.start()
        #expect(trainer.wait() == .interrupted)
        let checkpoint = try #require(recorder.checkpoints.last)
        #expect(checkpoint.step == 3)
        let rest = MemoryRecorder()
        let resumed = try Self.trainer(Self.tiny(), recorder: rest, checkpoint: checkpoint)
        resumed.start()
        #expect(resumed.wait() == .finished)
        #expect(try Trajectory(rest).files == straight.files)
        target.withLock { $0 = nil }
    }

    @Test("with probability 0 every strategy without a bonus is plain GRPO")
    func degenerate() throws {
        let grpo = try Self.run(Self.tiny(.grpo))
        for strategy in [Strategy.curriculum, .improve, .diverge] {
            var configuration = Self.tiny(strategy)
            configuration.curriculum.probability = 0
            let run = try Self.run(configuration)
            #expect(run.steps.map(\.groups) == grpo.steps.map(\.groups))
            #expect(
                try Trajectory(run).files[CheckpointName.model]
                    == Trajectory(grpo).files[CheckpointName.model])
        }
    }

    @Test("nothing is drawn from a buffer below its minimum")
    func minimum() throws {
        var configuration = Self.tiny()
        configuration.curriculum.probability = 1
        configuration.curriculum.minimum = 20
        let steps = try Self.run(configuration).steps
        var size = 0.0
        for step in steps {
            let drawn = step.groups.contains { $0.origin != .tasks }
            #expect(drawn == (size >= 20))
            size = step.metrics[.bufferSize] ?? 0
        }
        #expect(steps.contains { $0.groups.contains { $0.origin != .tasks } })
    }

    @Test("strategies use the parts they name")
    func strategies() throws {
        for strategy in Strategy.allCases {
            var configuration = Self.tiny(strategy, steps: 16)
            configuration.promptsPerStep = strategy.unrollsChains ? 8 : 6
            configuration.numGenerations = 8
            configuration.curriculum.probability = 0.8
            configuration.curriculum.divergeProbability = 0.5
            let groups = try Self.run(configuration).steps.flatMap(\.groups)
            func any(_ condition: (Group) -> Bool) -> Bool { groups.contains(where: condition) }
            #expect(any { $0.origin != .tasks } == strategy.drawsFromBuffer)
            #expect(
                any { $0.mode == .improve }
                    == (strategy.expandsHistories || strategy.unrollsChains))
            #expect(any { $0.mode == .diverge } == strategy.diverges)
            #expect(
                any { $0.completions.contains { $0.diversity != 0 } }
                    == strategy.usesDiversityBonus)
        }
    }

    @Test("a child enters the buffer with its parent's fresh score")
    func inheritance() throws {
        for step in try Self.run(Self.tiny()).steps {
            for change in step.changes {
                guard case .inserted(let entry, .revision) = change,
                    let parent = entry.instance.parent
                else { continue }
                #expect(entry.score == step.groups[parent.group].learnability)
            }
        }
    }

    @Test("a store that fails pauses the run with its reason, and a resume goes on without loss")
    func storage() throws {
        let straight = try Trajectory(Self.run(Self.tiny()))
        let failing = Mutex<MemoryRecorder?>(nil)
        let recorder = MemoryRecorder { event in
            if case .step(let record) = event, record.step == 3 {
                failing.withLock { $0 }?.fail("no space left on device")
            }
        }
        failing.withLock { $0 = recorder }
        let trainer = try Self.trainer(Self.tiny(), recorder: recorder)
        let parked = DispatchSemaphore(value: 0)
        trainer.onNews {
            if case .paused(.storage) = trainer.snapshot.control { parked.signal() }
        }
        trainer.start()
        parked.wait()
        #expect(trainer.snapshot.step == 3)
        #expect(trainer.snapshot.alarms.map(\.kind).contains(.storage))
        trainer.send(.resume)
        #expect(trainer.wait() == .finished)
        #expect(try Trajectory(recorder) == straight)
        failing.withLock { $0 = nil }
    }

    @Test("a learning rate that explodes never reaches the weights as a NaN, and pauses the run")
    func nonFinite() throws {
        var configuration = Self.tiny(steps: 40)
        configuration.learningRate = 1
        configuration.maxGradNorm = 1e6
        configuration.adamEpsilon = 1e-12
        configuration.beta = 100
        let recorder = MemoryRecorder()
        let trainer = try Self.trainer(configuration, recorder: recorder)
        trainer.onNews {
            if case .paused = trainer.snapshot.control { trainer.send(.stop) }
        }
        trainer.start()
        let end = trainer.wait()
        #expect(end == .interrupted || end == .finished)
        for checkpoint in recorder.checkpoints {
            guard let file = checkpoint.files.first(where: { $0.name == CheckpointName.model })
            else { continue }
            #expect(SafeTensorsProbe.isFinite(file.bytes))
        }
    }
}

/// Reads the numbers of a safetensors file without the code under test.
enum SafeTensorsProbe {
    static func isFinite(_ bytes: [UInt8]) -> Bool {
        let header = bytes.prefix(8).enumerated().reduce(0) {
            $0 | Int($1.element) << (8 * $1.offset)
        }
        let body = Array(bytes.dropFirst(8 + header))
        return stride(from: 0, to: body.count - 3, by: 4).allSatisfy { at in
            let word = (0..<4).reduce(UInt32(0)) { $0 | UInt32(body[at + $1]) << UInt32(8 * $1) }
            return Float(bitPattern: word).isFinite
        }
    }
}
