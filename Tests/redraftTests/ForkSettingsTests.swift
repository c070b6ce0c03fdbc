import Runs
import Testing

@testable import redraft

@Suite("Fork settings")
struct ForkSettingsTests {
    private func apply(_ texts: String..., after step: Int = 5) throws -> RunConfiguration {
        let settings = try texts.map { text throws(Failure) in
            try Setting(parsing: text, place: "--set")
        }
        return try ForkSettings.apply(settings, to: RunConfiguration(), after: step)
    }

    @Test(
        "every key is either accepted or refused with a reason, and the help names the refused ones"
    )
    func everyKey() throws {
        let other = [
            "preset": "paper", "seed": "9", "domain": "tools", "strategy": "grpo",
            "loss_type": "token", "reward": "exact", "reward_improve": "exact",
            "group_objective": "best",
            "curriculum.history": "best", "diversity.form": "range", "level": "3", "steps": "700",
            "model.kv_dtype": "float16", "model.weight_dtype": "float16", "tools.start": "first",
            "tools.turns": "2",
            "tasks": "17: 3 7", "tools.world": "tickets", "tools.own": "{}",
            "mle.data": "t kind 1 2:"
                + (0..<60).map { " \($0) \($0 % 2)" }.joined(separator: ","),
        ]
        for key in ConfigurationKey.all {
            let old = key.read(RunConfiguration())
            // One of these is accepted and is not the value it has.
            let texts = [other[key.name] ?? "true", "false", "3", "40", "700", "0.5", "0.25"]
            let values = texts.compactMap { text -> String? in
                var changed = RunConfiguration()
                return (try? key.write(text, to: &changed)).map { key.read(changed) }
            }
            let changed = try #require(values.first { $0 != old }, "\(key.name)")
            let shapesThePast =
                ["preset", "domain", "level", "tasks", "train_tasks", "gradient_shards"].contains(
                    key.name)
                || ["math.", "tools.", "mle.", "model.", "warm_start."].contains {
                    key.name.hasPrefix($0)
                }
            if shapesThePast {
                let failure = #expect(throws: Failure.self) { try apply("\(key.name)=\(changed)") }
                #expect(failure?.description.contains("\(key.name) can't be changed") == true)
                #expect(failure?.code == .usage)
                // The value it has is no change.
                #expect(try apply("\(key.name)=\(old)") == RunConfiguration())
                let family = key.name.split(separator: ".").first ?? ""
                #expect(ForkSettings.summary.contains(family))
            } else if key.name == "curriculum.capacity" {
                #expect(try apply("curriculum.capacity=300").curriculum.capacity == 300)
            } else {
                #expect(try key.read(apply("\(key.name)=\(changed)")) == changed)
            }
        }
    }

    @Test("the seed of few tasks stays, since another one means other tasks")
    func seedOfFewTasks() throws {
        var few = RunConfiguration()
        #expect(try apply("seed=9").seed == 9)
        few.trainTasks = 8
        let setting = try Setting(parsing: "seed=9", place: "--set")
        let failure = #expect(throws: Failure.self) {
            try ForkSettings.apply([setting], to: few, after: 5)
        }
        #expect(failure?.description.contains("train_tasks") == true)
    }

    @Test(
        "steps are not fewer than there are, the buffer does not shrink, and mistakes name their place"
    )
    func limits() throws {
        #expect(try apply("steps=5").steps == 5)
        for (text, words) in [
            ("steps=4", ["--set", "'4'", "at least 5"]),
            ("curriculum.capacity=255", ["--set", "'255'", "at least 256"]),
            ("bta=1", ["--set", "'bta'", "'beta'"]),
            ("beta=x", ["--set", "beta", "'x'"]),
        ] {
            let failure = #expect(throws: Failure.self) { try apply(text) }
            for word in words { #expect(failure?.description.contains(word) == true, "\(text)") }
        }
    }
}
