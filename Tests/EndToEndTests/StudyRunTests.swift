import Foundation
import Testing

/// A study is trained, interrupted, gone on with, and told; with real runs.
@Suite("A study", .serialized)
struct StudyRunTests {
    private static let text = """
        name: s
        about: a tiny one
        seeds: [1, 2]
        set:
          level: 1
          steps: 40
          math.numbers: 4
          model: {layers: 1, hidden: 16, heads: 2, kv_heads: 2, intermediate: 32}
          warm_start: {steps: 60, batch: 32}
          prompts_per_step: 4
          num_generations: 4
          curriculum.minimum: 2
          evaluation: {steps: 0, final_count: 4, k: 1}
        arms:
          base: {strategy: base}
          grpo: {strategy: grpo}
          exit: {strategy: exit}
        evaluation: {k: [0, 1, 2, 4], temperatures: [1, 0.5], count: 24}
        """

    private func place() throws -> Workplace {
        let place = try Workplace()
        try place.write(Self.text, to: "study.yaml")
        return place
    }

    private func read(_ name: String, _ place: Workplace) throws -> String {
        try String(
            contentsOf: place.folder.appending(path: "runs/studies/s/\(name)"), encoding: .utf8)
    }

    private func table(_ place: Workplace) throws -> String {
        try read("table.json", place)
    }

    @Test("whatever runs at once, and stopped half way and gone on with, the tables are the same")
    func sameTables() throws {
        let one = try place()
        let straight = try one.run(["study", "study.yaml", "--jobs", "1"])
        try #require(straight.code == 0, "\(straight.errors)")
        #expect(straight.output.contains("s: 6 of 6 runs, 24 held-out tasks"))
        #expect(straight.output.contains("less grpo, with the 95 % interval"))
        let expected = try table(one)

        let other = try place()
        let child = try other.start(Workplace.program, ["study", "study.yaml", "--jobs", "3"])
        // Something is there to be gone on with.
        let run = other.folder.appending(path: "runs/s-grpo-s1/run.sqlite").path
        let isUnderWay = wait { FileManager.default.fileExists(atPath: run) }
        try #require(isUnderWay, "\(child.standardError)")
        child.signal(SIGTERM)
        #expect(child.wait() == 0, "\(child.standardError)")
        let resumed = try other.run(["study", "study.yaml", "--jobs", "2", "--json"])
        try #require(resumed.code == 0, "\(resumed.errors)")
        #expect(try table(other) == expected)
        #expect(resumed.output == expected)

        let again = try other.run(["study", "study.yaml", "--json"])
        #expect(again.code == 0 && again.output == expected)
        let digests = try ["s-exit-s1", "s-exit-s2"].map { try one.digest($0) }
        #expect(try ["s-exit-s1", "s-exit-s2"].map { try other.digest($0) } == digests)
        #expect(digests[0] != digests[1])
    }

    @Test(
        "on a terminal its runs are shown; left, it writes checkpoints, and goes on another time",
        .enabled(if: Tmux.isInstalled))
    func screen() throws {
        let place = try place()
        try place.write(
            Self.text.replacingOccurrences(of: "steps: 40", with: "steps: 100000"),
            to: "study.yaml")
        let tmux = try Tmux(place, columns: 140, rows: 40)
        try tmux.run("study study.yaml --jobs 2")
        try tmux.wait(for: "─ Study s ")
        try tmux.wait(for: "a run in training") { $0.contains("train 0%") }
        try tmux.wait(for: "s-exit-s1")
        try tmux.press("Enter")
        try tmux.wait(for: "─ Run ")
        try tmux.press("q")
        try tmux.wait(for: "─ Study s ")
        try tmux.press("q")
        try tmux.wait(for: "Leave a study under way")
        try tmux.press("d")
        try tmux.wait(for: "of 6 runs  ")
        #expect(try tmux.modes() == "alternate 0 cursor 1")
        try tmux.press("C-c")
        let screen = try tmux.waitForPrompt()
        #expect(screen.contains("stopped; go on with the same command"))
        #expect(try place.status("s-exit-s1").end == "interrupted")
        _ = try place.digest("s-exit-s1")
    }

    @Test("the base arm is the warm start itself, and every format tells all arms")
    func formats() throws {
        let place = try place()
        let done = try place.run(["study", "study.yaml"])
        try #require(done.code == 0, "\(done.errors)")
        let checkpoints = place.folder.appending(path: "runs/s-base-s1/checkpoints")
        let weights = try ["step-000000", "step-000001"].map {
            try Data(contentsOf: checkpoints.appending(path: $0 + "/model.safetensors"))
        }
        #expect(weights[0] == weights[1])
        for format in ["txt", "md", "csv", "json"] {
            let text = try read("table.\(format)", place)
            for arm in ["base", "grpo", "exit"] { #expect(text.contains(arm), "\(format)") }
            #expect(text.contains("solve@4") && text.contains("pass@5"))
        }
    }

    @Test("a run of other settings under the study's name is refused before anything is trained")
    func taken() throws {
        let place = try place()
        let first = try place.run(["study", "study.yaml"])
        try #require(first.code == 0, "\(first.errors)")
        let changed = Self.text.replacingOccurrences(of: "steps: 40", with: "steps: 41")
        try place.write(changed, to: "study.yaml")
        let second = try place.run(["study", "study.yaml"])
        #expect(second.code == 2)
        #expect(second.errors.contains("steps 40, not 41"), "\(second.errors)")
    }

    @Test("compare measures given runs as a study does, and refuses what was not measured alike")
    func compared() throws {
        let place = try place()
        let done = try place.run(["study", "study.yaml"])
        try #require(done.code == 0, "\(done.errors)")
        let runs = ["s-grpo-s1", "s-grpo-s2", "s-exit-s1", "s-exit-s2"]
        let compared = try place.object(
            ["compare", "--evaluate", "--k", "4", "--count", "24", "--json"]
                + ["--temperature", "1", "--temperature", "0.5"] + runs)
        let table = try JSONSerialization.jsonObject(with: Data(try self.table(place).utf8))
        let study = try #require(table as? [String: Any])
        func arms(_ object: [String: Any]) throws -> [String: [String: Any]] {
            let arms = try #require(object["arms"] as? [[String: Any]])
            return Dictionary(
                uniqueKeysWithValues: arms.map {
                    ("\($0["name"] ?? "") \($0["temperature"] ?? "")", $0)
                })
        }
        let (found, expected) = (try arms(compared), try arms(study))
        #expect(found.count == 4)
        for (name, arm) in found {
            #expect(arm as NSDictionary == expected[name] as NSDictionary?, "\(name)")
        }

        let plain = try place.run(["compare"] + runs)
        #expect(plain.code == 0 && plain.output.contains("what sets grpo, exit apart"))
        #expect(plain.output.contains("strategy: grpo, exit"))
        let twice = try place.run(["compare", "s-grpo-s1", "s-grpo-s1"])
        #expect(twice.code == 2 && twice.errors.contains("has the settings and the seed of"))
        let baseline = try place.run(["compare", "--baseline", "base"] + runs)
        #expect(baseline.code == 2 && baseline.errors.contains("expected one of grpo, exit"))
    }
}
