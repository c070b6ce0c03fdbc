import Foundation
import Curriculum
import Runs
import Tasks
import Testing

@testable import Training

@Suite("Few training tasks", .timeLimit(.minutes(30)))
struct TrainingTasksTests {
    private static func few(
        _ count: Int, seed: UInt64 = 1, _ strategy: Strategy = .exit, steps: Int = 6
    ) -> RunConfiguration {
        var configuration = TrainerTests.tiny(strategy, steps: steps)
        configuration.seed = seed
        configuration.trainTasks = count
        return configuration
    }

    private static func list(_ configuration: RunConfiguration) throws -> [DomainTask] {
        let domain = try Domains.make(for: configuration)
        return try #require(TrainingTasks(configuration, domain: domain).few)
    }

    @Test("the list is as long as asked for, of different training tasks, and begins longer ones")
    func lists() throws {
        let domain = try Domains.make(for: Self.few(1))
        let long = try Self.list(Self.few(512))
        #expect(Set(long).count == 512)
        #expect(long.allSatisfy { domain.split(of: $0) == .train })
        for count in [1, 8, 64] {
            #expect(try Self.list(Self.few(count)) == Array(long.prefix(count)))
        }
    }

    @Test("a person's own tasks are all that is posed, and no held-out one of their kind is asked")
    func own() throws {
        var configuration = Self.few(0, steps: 12)
        let domain = try Domains.make(for: configuration)
        // Two of the domain's, and one that an evaluation would ask.
        let asked = Evaluation.tasks(
            EvaluationOptions(count: configuration.evaluation.finalCount), domain: domain)
        let tasks = try Self.list(Self.few(2)) + [asked[0]]
        configuration.tasks = tasks.map { domain.text(of: $0) }
        #expect(try Self.list(configuration) == tasks)
        let run = try TrainerTests.run(configuration)
        #expect(Set(run.steps.flatMap(\.groups).map(\.instance.task)) == Set(tasks))
        var options = EvaluationOptions(count: configuration.evaluation.finalCount)
        options.excluded = TrainingTasks.ownKeys(configuration, domain: domain)
        let others = Evaluation.tasks(options, domain: domain)
        #expect(others[0] != asked[0] && others.count == asked.count)
        #expect(!others.contains { options.excluded.contains(domain.key(of: $0)) })
        // A list may be cut, and what is no task is told.
        configuration.trainTasks = 2
        #expect(try Self.list(configuration) == Array(tasks.prefix(2)))
        configuration.tasks = ["17: 1"]
        #expect(throws: ConfigurationError.self) {
            try TrainingTasks.check(configuration, domain: domain)
        }
    }

    @Test("another seed has other tasks, and another strategy the same")
    func seeds() throws {
        let first = try Self.list(Self.few(64))
        let second = try Self.list(Self.few(64, seed: 2))
        #expect(Set(first).intersection(second).count < 4)
        for strategy in Strategy.allCases {
            #expect(try Self.list(Self.few(64, strategy)) == first)
        }
    }

    @Test(
        "no other task is ever posed, by draws nor by the buffer, and all of a few are",
        arguments: [1, 8, 64, 512], [Strategy.exit, .chain])
    func posed(count: Int, strategy: Strategy) throws {
        var configuration = Self.few(count, strategy, steps: 12)
        configuration.promptsPerStep = 8
        configuration.curriculum.probability = 0.7
        configuration.curriculum.staleness = 0.2
        let allowed = Set(try Self.list(configuration))
        let run = try TrainerTests.run(configuration)
        let posed = Set(run.steps.flatMap(\.groups).map(\.instance.task))
        #expect(posed.isSubset(of: allowed))
        if count == 1 { #expect(posed == allowed) }
        for step in run.steps {
            for case .inserted(let entry, _) in step.changes {
                #expect(allowed.contains(entry.instance.task))
            }
        }
        let last = try #require(run.checkpoints.last)
        let buffer = try last.files.json(CheckpointName.buffer, as: TaskBuffer.self)
        #expect(buffer.entries.isEmpty == !strategy.drawsFromBuffer)
        #expect(buffer.entries.allSatisfy { allowed.contains($0.instance.task) })
    }

    @Test("draws are even over the list")
    func even() throws {
        let configuration = Self.few(8)
        let domain = try Domains.make(for: configuration)
        let tasks = TrainingTasks(configuration, domain: domain)
        var counts: [DomainTask: Int] = [:]
        for draw in 0..<4000 {
            var generator = CounterGenerator(seed: 5, purpose: .selection, group: draw)
            counts[tasks.drawStart(from: domain, using: &generator).task, default: 0] += 1
        }
        #expect(counts.count == 8)
        // 500 each, with a deviation of 21.
        #expect(counts.values.allSatisfy { abs($0 - 500) < 100 })
    }

    @Test("0 draws from all, and a run of all tasks does not know the key")
    func all() throws {
        let domain = try Domains.make(for: Self.few(0))
        let tasks = TrainingTasks(Self.few(0), domain: domain)
        #expect(tasks.few == nil)
        var (one, two) = (
            CounterGenerator(seed: 5, purpose: .selection),
            CounterGenerator(seed: 5, purpose: .selection)
        )
        for _ in 0..<20 {
            #expect(
                tasks.drawStart(from: domain, using: &one)
                    == domain.drawStart(from: .train, using: &two))
        }
    }

    @Test("more tasks than there are is refused before anything begins, with how many there are")
    func tooMany() throws {
        var configuration = Self.few(5000)
        configuration.math.numbers = 5
        configuration.math.largest = 4
        configuration.math.target = 3
        let run = try #require(RunID("test"))
        let error = #expect(throws: ConfigurationError.self) {
            _ = try Trainer(
                TrainingPlan(
                    run: run, configuration: configuration, threads: 1,
                    recorder: MemoryRecorder()))
        }
        #expect(error?.key == "train_tasks")
        #expect(error?.value == "5000")
        let words = error?.description.split(whereSeparator: { !$0.isNumber }).compactMap {
            Int($0)
        }
        let count = try #require(words?.last)
        #expect((1..<5000).contains(count))
        // And that many are accepted.
        configuration.trainTasks = count
        try TrainingTasks.check(configuration, domain: Domains.make(for: configuration))
    }
}
