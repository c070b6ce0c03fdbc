import Runs
import Tasks
import Testing

@testable import Training

/// Steps from a teacher's drafts beside those from the policy's.
@Suite("Fresh drafts", .timeLimit(.minutes(30)))
struct FreshDraftsTests {
    private static func tiny(_ share: Double, _ strategy: Strategy = .exit) -> RunConfiguration {
        var configuration = ToolsTrainerTests.tiny(strategy)
        configuration.promptsPerStep = 8
        configuration.curriculum.probability = 0.9
        configuration.curriculum.freshDrafts = share
        return configuration
    }

    @Test("at 1 every step from a revision starts from a fresh draft, and is recorded as that")
    func all() throws {
        let configuration = Self.tiny(1)
        let domain = try Domains.make(for: configuration)
        let run = try TrainerTests.run(configuration)
        var drafts = 0
        for step in run.steps {
            for group in step.groups {
                guard let latest = group.instance.latest else {
                    #expect(group.origin != .draft)
                    continue
                }
                #expect(group.origin == .draft)
                #expect(group.mode != .base)
                drafts += 1
                #expect(group.instance.parent == nil && group.instance.depth == 1)
                #expect(domain.split(of: group.instance.task) == .train)
                let base = TaskInstance(
                    task: group.instance.task, turn: group.instance.turn, depth: 0,
                    earlier: group.instance.earlier)
                #expect(domain.assess(latest.tokens, answering: base) == latest)
            }
            // No entry counts as drawn but those that a group was made from, and each draft is
            // offered as what it is.
            let drawn = step.changes.count { if case .drawn = $0 { true } else { false } }
            #expect(
                drawn
                    == step.groups.count { if case .buffer = $0.origin { true } else { false } })
            for change in step.changes {
                guard case .inserted(let entry, .draft) = change else { continue }
                #expect(
                    step.groups.contains { $0.origin == .draft && $0.instance == entry.instance })
            }
            let share = Double(step.groups.count { $0.origin == .draft }) / 8
            #expect(step.metrics[.draftShare] == share)
        }
        #expect(drafts > 5)
        let offers = run.steps.flatMap(\.changes).compactMap { change in
            if case .inserted(_, let offer) = change { offer } else { nil }
        }
        #expect(offers.contains(.draft) && offers.contains(.revision))
    }

    @Test("at one half both kinds come up, and chains grow from a draft as from any other start")
    func half() throws {
        let groups = try TrainerTests.run(Self.tiny(0.5)).steps.flatMap(\.groups)
        let revisions = groups.filter { !$0.instance.isBase }
        #expect(revisions.contains { $0.origin == .draft })
        #expect(revisions.contains { $0.origin != .draft })
        let places = Set(groups.filter { $0.origin == .draft }.map { [$0.step, $0.index] })
        #expect(
            groups.contains { group in
                guard let parent = group.instance.parent else { return false }
                return places.contains([parent.step, parent.group])
            })
    }

    @Test("off, and for strategies without revisions, it changes no bit")
    func off() throws {
        for strategy in [Strategy.grpo, .curriculum] {
            let without = try TrainerTests.Trajectory(TrainerTests.run(Self.tiny(0, strategy)))
            let with = try TrainerTests.run(Self.tiny(1, strategy))
            #expect(try TrainerTests.Trajectory(with).files == without.files)
            #expect(try TrainerTests.Trajectory(with).groups == without.groups)
        }
        let run = try TrainerTests.run(Self.tiny(0))
        #expect(run.steps.allSatisfy { $0.metrics[.draftShare] == nil })
        #expect(run.steps.flatMap(\.groups).allSatisfy { $0.origin != .draft })
    }

    @Test("threads and resumes give the same bits")
    func determinism() throws {
        let straight = try TrainerTests.run(Self.tiny(0.5))
        let end = try TrainerTests.Trajectory(straight)
        #expect(
            try TrainerTests.Trajectory(TrainerTests.run(Self.tiny(0.5), threads: 2)) == end)
        for checkpoint in straight.checkpoints where checkpoint.step < 6 {
            let recorder = MemoryRecorder()
            let trainer = try TrainerTests.trainer(
                Self.tiny(0.5), recorder: recorder, checkpoint: checkpoint)
            trainer.start()
            #expect(trainer.wait() == .finished)
            #expect(try TrainerTests.Trajectory(recorder).files == end.files)
        }
    }

    @Test("few tasks have their drafts only")
    func few() throws {
        var configuration = Self.tiny(1)
        configuration.trainTasks = 3
        let domain = try Domains.make(for: configuration)
        let tasks = try #require(TrainingTasks(configuration, domain: domain).few)
        let groups = try TrainerTests.run(configuration).steps.flatMap(\.groups)
        #expect(groups.contains { $0.origin == .draft })
        #expect(groups.allSatisfy { tasks.contains($0.instance.task) })
    }

    @Test("a domain without drafts is refused before training begins, and says so")
    func refused() throws {
        var configuration = TrainerTests.tiny()
        configuration.curriculum.freshDrafts = 0.5
        let error = #expect(throws: ConfigurationError.self) {
            _ = try TrainerTests.trainer(configuration, recorder: MemoryRecorder())
        }
        #expect(error?.key == "curriculum.fresh_drafts")
        #expect(error?.description.contains("domain math") == true)
        configuration.curriculum.freshDrafts = 0
        _ = try TrainerTests.trainer(configuration, recorder: MemoryRecorder())
    }
}
