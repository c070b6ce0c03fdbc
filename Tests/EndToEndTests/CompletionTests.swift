import Foundation
import Testing

/// The completions as bash itself makes them.
@Suite("Completions, end to end")
struct CompletionTests {
    private static func place() throws -> Workplace {
        let place = try Workplace()
        // Nothing but names is needed: completions open no run.
        for path in ["runs/first", "runs/second", "sample-runs/shown", "others/third"] {
            try place.write("", to: path + "/run.sqlite")
        }
        try place.write("", to: "runs/notes.txt")
        try place.write("scheme: x", to: "themes/mine.yaml")
        return place
    }

    /// What bash offers for the last of some words.
    private func offers(_ words: [String], in place: Workplace) throws -> [String] {
        let script = """
            PATH='\(Workplace.program.deletingLastPathComponent().path)':$PATH
            source <(redraft completions bash)
            COMP_WORDS=("$@") COMP_CWORD=$(($# - 1)) COMP_LINE="$*"
            COMP_POINT=${#COMP_LINE}
            _redraft redraft "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD - 1]}"
            printf '%s\\n' "${COMPREPLY[@]}"
            """
        let outcome = try place.run(
            URL(filePath: "/bin/bash"), ["-c", script, "bash"] + words)
        #expect(outcome.code == 0 && outcome.errors.isEmpty, "\(outcome.errors)")
        return outcome.output.split(separator: "\n").map(String.init)
    }

    @Test("bash offers runs, screens, themes, strategies, keys and metrics")
    func bash() throws {
        let place = try Self.place()
        let runs = try offers(["redraft", "show", ""], in: place)
        #expect(Set(["first", "second", "shown"]).isSubset(of: runs))
        #expect(!runs.contains("notes.txt") && !runs.contains("third"))
        #expect(try offers(["redraft", "show", "sec"], in: place) == ["second"])
        #expect(
            try offers(["redraft", "show", "--runs", "others", "th"], in: place) == ["third"])
        #expect(try offers(["redraft", "watch", "runs/f"], in: place) == ["runs/first"])
        #expect(
            try offers(["redraft", "render", "first", "--screen", "bu"], in: place) == ["buffer"])
        #expect(try offers(["redraft", "train", "--theme", "min"], in: place) == ["mine"])
        #expect(try offers(["redraft", "train", "--strategy", "g"], in: place) == ["grpo"])
        #expect(
            try offers(["redraft", "train", "--set", "learning_rate_"], in: place)
                == ["learning_rate_final="])
        #expect(
            try offers(["redraft", "export", "first", "--metrics", "reward,kl"], in: place)
                == ["reward,kl"])
        #expect(try offers(["redraft", "exp"], in: place) == ["export"])
    }

    @Test("every shell has a script, and another is refused", arguments: ["bash", "zsh", "fish"])
    func shells(shell: String) throws {
        let place = try Workplace()
        let outcome = try place.run(["completions", shell])
        #expect(outcome.code == 0)
        #expect(outcome.output.contains("redraft"))
        let other = try place.run(["completions", "tcsh"])
        #expect(other.code == 2 && other.errors.contains("bash"))
    }
}
