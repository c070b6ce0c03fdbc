import Foundation
import Runs
import Testing

@testable import redraft

@Suite("A study's file")
struct StudyFileTests {
    private func plan(_ text: String) throws(Failure) -> StudyPlan {
        try StudyFile.plan(in: text, name: "s.yaml", stem: "s")
    }

    @Test("what all arms share comes first, an arm's own settings after it")
    func settings() throws {
        let plan = try plan(
            """
            about: a question
            seeds: [3, 18446744073709551615]
            set: {level: 1, steps: 50, curriculum: {capacity: 64}}
            arms:
              base: {strategy: base}
              grpo: {strategy: grpo}
              paper: {preset: paper, steps: 60}
              plain:
            evaluation: {k: [0, 2, 8], temperatures: [0.5], count: 7}
            """)
        #expect(plan.name == "s" && plan.about == "a question" && plan.baseline == "grpo")
        #expect(plan.seeds == [3, .max] && plan.runs.count == 8)
        #expect(plan.measurement == .init(k: [0, 2, 8], temperatures: [0.5], count: 7))
        let arms = plan.arms.map(\.configuration)
        #expect(arms.allSatisfy { $0.level == 1 && $0.curriculum.capacity == 64 })
        #expect(arms[0].strategy == .grpo && arms[0].steps == 1 && arms[0].learningRate == 0)
        #expect(arms[1].strategy == .grpo && arms[1].steps == 50)
        #expect(arms[2].reward == .exact && arms[2].steps == 60)
        #expect(arms[3].strategy == .exit && arms[3].steps == 50)
    }

    @Test(
        "a mistake is told with its line, its value and what is accepted",
        arguments: [
            ("", "s.yaml: is empty"),
            ("- 1", "s.yaml:1: expected lines"),
            ("seeds: [1]", "'arms' is missing"),
            ("arms: {a: {}}", "seeds: expected a list"),
            ("seeds: [1, x]\narms: {a: {}}", "s.yaml:1: seeds: 'x' is not accepted"),
            ("seeds: [-1]\narms: {a: {}}", "seeds: '-1' is not accepted"),
            ("seed: [1]\narms: {a: {}}", "s.yaml:1: unknown key 'seed'; expected one of name"),
            ("seeds: [1]\narms: {a: {stepz: 3}}", "did you mean 'steps'?"),
            ("seeds: [1]\narms: {a: {steps: no}}", "s.yaml:2: steps: 'no' is not accepted"),
            ("seeds: [1]\narms: {a: {seed: 3}}", "a study's seeds are those of 'seeds'"),
            ("seeds: [1]\narms: {a: 3}", "s.yaml:2: a: expected settings"),
            ("seeds: [1]\narms: {a: {}}\nbaseline: b", "baseline: 'b' is not accepted"),
            ("seeds: [1]\narms: {a: {}}\nevaluation: {q: 1}", "unknown key 'evaluation.q'"),
            ("seeds: [1]\narms: {a: {}}\nevaluation: {count: many}", "evaluation.count"),
            (
                "seeds: [1]\narms: {a: {strategy: chain, chain.depth: 5}}",
                "prompts_per_step: '32' is not accepted"
            ),
        ])
    func mistakes(text: String, told: String) {
        do throws(Failure) {
            _ = try plan(text)
            Issue.record("accepted: \(text)")
        } catch {
            #expect(error.description.contains(told), "\(error)")
            #expect(error.code == .usage)
        }
    }

    @Test("the studies that ship can be run, and are named as their files")
    func shipped() throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let folder = root.path() + "sample-runs/studies"
        let files = try FileManager.default.contentsOfDirectory(atPath: folder)
            .filter { $0.hasSuffix(".yaml") }
        #expect(files.count >= 6)
        for file in files {
            let plan = try StudyFile.plan(at: folder + "/" + file)
            #expect(plan.name + ".yaml" == file)
            #expect(!plan.about.isEmpty && plan.seeds.count >= 3)
            for arm in plan.arms { try PlanCheck.check(arm.configuration) }
        }
    }
}
