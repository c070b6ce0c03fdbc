import Runs
import Tasks
import Testing

@testable import Training

/// Training on tasks of several turns.
@Suite("Trainer on several turns", .timeLimit(.minutes(30)))
struct ToolsTrainerTests {
    static func tiny(_ strategy: Strategy = .exit) -> RunConfiguration {
        var configuration = TrainerTests.tiny(strategy)
        let (model, warmStart) = (configuration.model, configuration.warmStart)
        configuration.apply(domain: "tools")
        configuration.model = model
        configuration.warmStart = warmStart
        configuration.warmStart.steps = 80
        configuration.curriculum.minimum = 4
        configuration.steps = 6
        return configuration
    }

    /// What entered the buffer as another turn of a new history.
    private func prefixes(_ recorder: MemoryRecorder) -> [(step: Int, entry: BufferEntry)] {
        recorder.steps.flatMap { step in
            step.changes.compactMap { change in
                guard case .inserted(let entry, .prefix) = change else { return nil }
                return (step.step, entry)
            }
        }
    }

    @Test("the turns that follow on a rewritten one enter the buffer, each with its answer")
    func laterTurns() throws {
        let configuration = Self.tiny()
        let domain = try Domains.make(for: configuration)
        let recorder = try TrainerTests.run(configuration)
        let groups = recorder.steps.flatMap(\.groups)
        let entries = prefixes(recorder)
        #expect(entries.count >= 5)
        for (step, entry) in entries {
            let instance = entry.instance
            #expect(instance.depth == 1)
            #expect(instance.earlier.count == instance.turn)
            let latest = try #require(instance.latest)
            #expect(latest.isValid)
            // Judged on the world that the answers before left.
            let before = TaskInstance(
                task: instance.task, turn: instance.turn, depth: 0, earlier: instance.earlier)
            #expect(domain.assess(latest.tokens, answering: before) == latest)
            // The rewritten turn is that of a group of the step, with the group's score.
            let parent = try #require(instance.parent)
            let group = try #require(
                groups.first { $0.step == parent.step && $0.index == parent.group })
            #expect(parent.step == step)
            #expect(group.instance.task == instance.task)
            #expect(group.instance.turn < instance.turn)
            #expect(
                instance.earlier[group.instance.turn]
                    == group.completions[parent.completion].answer)
            #expect(entry.score == group.learnability)
        }
        // Start turn and depth are recorded.
        let turns = recorder.steps.compactMap { $0.metrics[.turnMean] }
        #expect(!turns.isEmpty)
        #expect(turns.allSatisfy { (0...2).contains($0) })
    }

    @Test("without prefixes, and in strategies without histories, no such entry is made")
    func withoutPrefixes() throws {
        var off = Self.tiny()
        off.curriculum.prefixes = false
        for configuration in [off, Self.tiny(.grpo), Self.tiny(.curriculum)] {
            #expect(try prefixes(TrainerTests.run(configuration)).isEmpty)
        }
    }

    @Test("of single turns the switch changes no bit, and no turn is recorded")
    func singleTurns() throws {
        var off = TrainerTests.tiny()
        off.curriculum.prefixes = false
        let on = try TrainerTests.run(TrainerTests.tiny())
        #expect(
            try TrainerTests.Trajectory(TrainerTests.run(off)) == TrainerTests.Trajectory(on))
        #expect(on.steps.allSatisfy { $0.metrics[.turnMean] == nil })
    }

    @Test("one and two threads give the same bits")
    func threads() throws {
        let one = try TrainerTests.Trajectory(TrainerTests.run(Self.tiny(), threads: 1))
        #expect(
            try TrainerTests.Trajectory(TrainerTests.run(Self.tiny(), threads: 2)) == one)
    }
}
