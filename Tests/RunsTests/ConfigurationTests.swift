import Foundation
import Testing

@testable import Runs

@Suite("Configuration")
struct ConfigurationTests {
    @Test(
        "every key reads what it writes, accepts its default and refuses nonsense",
        arguments: Preset.allCases)
    func roundTrips(preset: Preset) throws {
        let configuration = RunConfiguration(preset: preset)
        for key in ConfigurationKey.all {
            var copy = configuration
            try key.write(key.read(configuration), to: &copy)
            #expect(copy == configuration, "\(key.name)")
            // What a task looks like is the domain's to say.
            let isTasks = key.name == "tasks"
            for nonsense in isTasks ? ["", "a && b"] : ["", "x y", "1e999", "-1", "nan"] {
                var changed = configuration
                do {
                    try key.write(nonsense, to: &changed)
                    Issue.record("\(key.name) accepts '\(nonsense)'")
                } catch {
                    #expect(error.key == key.name)
                    #expect(error.value == nonsense)
                    #expect(error.description.contains(key.accepted))
                    #expect(changed == configuration)
                }
            }
            #expect(!key.summary.isEmpty)
        }
        #expect(Set(ConfigurationKey.all.map(\.name)).count == ConfigurationKey.all.count)
    }

    @Test("an unknown key is refused with the nearest one")
    func unknown() {
        #expect {
            try ConfigurationKey.named("learning_rat")
        } throws: { error in
            "\(error)".contains("learning_rat") && "\(error)".contains("'learning_rate'")
        }
    }

    @Test("a level sets the math domain's size")
    func levels() {
        var configuration = RunConfiguration()
        let sizes = [1: (6, 9), 2: (8, 12), 3: (10, 20)]
        for (level, (numbers, largest)) in sizes {
            configuration.apply(level: level)
            #expect(configuration.math.numbers == numbers)
            #expect(configuration.math.largest == largest)
        }
        #expect(RunConfiguration().level == 2)
        #expect(RunConfiguration().math.numbers == 8)
    }

    @Test("a configuration survives JSON")
    func coding() throws {
        var configuration = RunConfiguration(preset: .paper)
        configuration.apply(level: 3)
        configuration.math.numbers = 9
        configuration.seed = .max
        configuration.strategy = .diverge
        let data = try JSONEncoder().encode(configuration)
        #expect(try JSONDecoder().decode(RunConfiguration.self, from: data) == configuration)
    }

    @Test("chains need prompts that they divide, and no more groups than a step can hold")
    func chains() throws {
        var configuration = RunConfiguration()
        configuration.chain.depth = 5
        try configuration.checkFit()
        #expect((configuration.tasksPerStep, configuration.groupsPerStep) == (32, 32))
        configuration.strategy = .chain
        #expect(throws: ConfigurationError.self) { try configuration.checkFit() }
        configuration.chain.depth = 4
        try configuration.checkFit()
        // 8 tasks: their drafts, and 3 revisions of 8 chains each.
        #expect((configuration.tasksPerStep, configuration.groupsPerStep) == (8, 8 + 8 * 8 * 3))
        configuration.promptsPerStep = 4096
        configuration.numGenerations = 256
        #expect {
            try configuration.checkFit()
        } throws: { error in
            "\(error)".contains("65536")
        }
    }

    @Test("the best is not taken of more completions than a group has")
    func bestOfTooMany() throws {
        var configuration = RunConfiguration()
        configuration.groupObjectiveSize = 9
        try configuration.checkFit()
        configuration.groupObjective = .best
        #expect {
            try configuration.checkFit()
        } throws: { error in
            "\(error)".contains("group_objective_k: '9'") && "\(error)".contains("generations, 8")
        }
        configuration.groupObjectiveSize = 8
        try configuration.checkFit()
        configuration.groupObjectiveSize = 0
        try configuration.checkFit()
    }

    @Test("strategies add one part at a time")
    func strategies() {
        let parts = Strategy.allCases.map {
            [$0.drawsFromBuffer, $0.expandsHistories, $0.diverges, $0.usesDiversityBonus]
                .count { $0 }
        }
        #expect(parts == [0, 1, 2, 3, 4, 0])
        #expect(Strategy.allCases.filter(\.unrollsChains) == [.chain])
    }
}

@Suite("Names and rows")
struct NameTests {
    @Test("run names are safe as file names", arguments: ["exit-1", "a", "A.b_c-9"])
    func goodNames(name: String) {
        #expect(RunID(name)?.name == name)
    }

    @Test(
        "other run names are refused",
        arguments: [
            "", ".", "..", "-x", "a/b", "a b", "é", "a\n", String(repeating: "a", count: 65),
        ])
    func badNames(name: String) {
        #expect(RunID(name) == nil)
    }

    @Test("revision ids read what they write, and nothing else")
    func revisionIDs() {
        let id = RevisionID(step: 120, group: 7, completion: 3)
        #expect(RevisionID(id.description) == id)
        for text in [
            "", "1", "1.2", "1.2.3.4", "a.b.c", "1..2", "-1.2.3", "1.2.99999999999999999999",
        ] {
            #expect(RevisionID(text) == nil, "\(text)")
        }
    }

    @Test("a metric row keeps values and absences through JSON, and skips names it does not know")
    func metricRows() throws {
        var row = MetricRow()
        row[.reward] = 0.25
        row[.bufferSize] = nil
        let data = try JSONEncoder().encode(row)
        #expect(try JSONDecoder().decode(MetricRow.self, from: data) == row)
        let foreign = Data(#"{"reward": 0.25, "made_up": 3}"#.utf8)
        #expect(try JSONDecoder().decode(MetricRow.self, from: foreign) == row)
        row[.reward] = nil
        #expect(row == MetricRow())
    }

    @Test("a replayed change does what the live buffer did")
    func replay() {
        let instance = TaskInstance(task: DomainTask(values: [3, 1, 2]))
        let entry = BufferEntry(
            id: 4, instance: instance, score: 0.1, created: 2, sampled: 0, scored: 2)
        var entries: [BufferEntry] = []
        entries.apply(.inserted(entry, offer: .task), step: 2)
        entries.apply(.drawn(entry: 4), step: 3)
        entries.apply(.rescored(entry: 4, from: 0.1, to: 0.2), step: 3)
        entries.apply(.refused(score: 0, lowest: 0.1, offer: .revision), step: 3)
        #expect(entries.map(\.sampled) == [1])
        #expect(entries.map(\.score) == [0.2])
        #expect(entries.map(\.scored) == [3])
        entries.apply(.evicted(entry: 4, score: 0.2, by: 5), step: 4)
        #expect(entries.isEmpty)
    }
}
