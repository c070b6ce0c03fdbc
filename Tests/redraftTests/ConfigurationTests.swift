import Foundation
import Runs
import Testing

@testable import redraft

@Suite("Configuration")
struct ConfigurationTests {
    private func setting(_ key: String, _ value: String, _ place: String = "test") -> Setting {
        Setting(key: key, value: value, place: place)
    }

    private func failure(_ body: () throws -> Void) -> String {
        do {
            try body()
            return "no error"
        } catch {
            return "\(error)"
        }
    }

    @Test("options win over the file, and --set over options")
    func precedence() throws {
        let sources = ConfigurationSources(
            file: [setting("steps", "10"), setting("seed", "10"), setting("beta", "0.1")],
            options: [setting("steps", "20"), setting("seed", "20")],
            sets: [setting("steps", "30")])
        let configuration = try sources.resolve()
        #expect(configuration.steps == 30)
        #expect(configuration.seed == 20)
        #expect(configuration.beta == 0.1)
    }

    @Test("the last of equal settings stands")
    func repetition() throws {
        let sources = ConfigurationSources(sets: [setting("beta", "0.1"), setting("beta", "0.2")])
        #expect(try sources.resolve().beta == 0.2)
    }

    @Test("a preset comes first wherever it is given, so that it replaces nothing")
    func presetFirst() throws {
        let sources = ConfigurationSources(
            file: [setting("reward", "gain")], sets: [setting("preset", "paper")])
        let configuration = try sources.resolve()
        #expect(configuration.preset == .paper)
        #expect(configuration.reward == .gain)
        #expect(configuration.rewardImprove == .exact)
    }

    @Test("an option's preset wins over the file's")
    func presetOption() throws {
        let sources = ConfigurationSources(
            file: [setting("preset", "paper")], options: [setting("preset", "default")])
        #expect(try sources.resolve() == RunConfiguration())
    }

    @Test("a level comes before the keys it sets, wherever it is given")
    func levelFirst() throws {
        let sources = ConfigurationSources(
            file: [setting("math.numbers", "7")], options: [setting("level", "3")])
        let configuration = try sources.resolve()
        #expect(configuration.level == 3)
        #expect(configuration.math.numbers == 7)
        #expect(configuration.math.largest == 20)
    }

    @Test("an unknown key names its place and the nearest key")
    func unknownKey() {
        let message = failure {
            _ = try ConfigurationSources(file: [setting("learning_rat", "1", "a.yaml:3")]).resolve()
        }
        #expect(message == "a.yaml:3: unknown key 'learning_rat'; did you mean 'learning_rate'?")
    }

    @Test("a value of the wrong type names place, key, value and what is accepted")
    func wrongType() {
        let message = failure {
            _ = try ConfigurationSources(sets: [setting("steps", "many", "--set")]).resolve()
        }
        #expect(
            message == "--set: steps: 'many' is not accepted; "
                + "expected a whole number from 1 to 10000000")
    }

    @Test("a wrong value is refused even where a later one replaces it")
    func wrongThenRight() {
        let message = failure {
            _ = try ConfigurationSources(
                file: [setting("steps", "many", "f:1")], sets: [setting("steps", "5")]
            ).resolve()
        }
        #expect(message.hasPrefix("f:1: steps: 'many'"))
    }

    @Test("key=value is split at the first equals sign")
    func parsing() throws {
        #expect(
            try Setting(parsing: " beta = 0.1", place: "--set") == setting("beta", "0.1", "--set"))
        #expect(try Setting(parsing: "a=b=c", place: "p") == setting("a", "b=c", "p"))
        #expect(failure { _ = try Setting(parsing: "beta", place: "--set") }.contains("no '='"))
    }

    @Test("a resolved configuration reads back the same, for every key changed")
    func roundTrip() throws {
        // For each key the first of some values that it accepts and that is not its default.
        let candidates = [
            "true", "false", "7", "3", "0.25", "0.75", "2.5", "paper", "grpo", "exact", "all",
            "range", "token",
        ]
        var changed = RunConfiguration()
        try ConfigurationKey.named("level").write("3", to: &changed)
        for key in ConfigurationKey.all where key.name != "level" {
            for candidate in candidates where candidate != key.read(RunConfiguration()) {
                do {
                    try key.write(candidate, to: &changed)
                    break
                } catch {
                    continue
                }
            }
        }
        for configuration in [RunConfiguration(), RunConfiguration(preset: .paper), changed] {
            let text = ConfigurationFile.text(of: configuration)
            let settings = try YAMLFile.settings(in: text, name: "config.yaml")
            #expect(settings.count == ConfigurationKey.all.count)
            #expect(try ConfigurationSources(file: settings).resolve() == configuration)
        }
        #expect(changed != RunConfiguration())
    }

    @Test("every key stands in the resolved file below its summary")
    func documented() {
        let text = ConfigurationFile.text(of: RunConfiguration())
        for key in ConfigurationKey.all {
            #expect(text.contains("# \(key.summary); \(key.accepted)\n\(key.name): "))
        }
    }
}
