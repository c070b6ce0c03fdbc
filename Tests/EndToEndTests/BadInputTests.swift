import Foundation
import Testing

/// Whatever a person gets wrong is told on one line, and nothing is written.
@Suite("Bad input")
struct BadInputTests {
    /// One way to be wrong.
    struct Mistake: Sendable, CustomTestStringConvertible {
        let arguments: [String]
        /// What the line must name: the place, the value, what is accepted.
        let names: [String]

        init(_ arguments: String..., names: [String]) {
            self.arguments = arguments
            self.names = names
        }

        var testDescription: String { arguments.joined(separator: " ") }
    }

    /// A finished run, a broken one and files of every wrong kind; made once, for nothing below may
    /// change a byte of it.
    private static func place() throws -> Workplace {
        let place = try Workplace()
        for (name, text) in [
            ("unknown.yaml", "steps: 3\ncurriculum:\n  capacty: 9\n"),
            ("type.yaml", "steps: 3\nmodel:\n  layers: many\n"),
            ("list.yaml", "steps: [1, 2]\n"),
            ("malformed.yaml", "steps: 3\nmodel: {layers: 1\n"),
            ("scalar.yaml", "steps\n"),
            ("twice.yaml", "seed: 1\nsteps: 3\nseed: 2\n"),
            ("range.yaml", "steps: -1\n"),
            ("themes/broken.yaml", "scheme: [\n"),
            ("themes/poor.yaml", "scheme: \"Poor\"\nbase00: \"zzz\"\n"),
            ("tasks.txt", "17: 3 7 9\n"),
            ("tasks.jsonl", "{\"target\": 17}\n{\"numbers\": \"3\"}\n"),
            ("runs/garbage/run.sqlite", String(repeating: "garbage ", count: 900)),
            ("runs/empty/run.sqlite", ""),
            ("runs/bare/notes.txt", "not a run\n"),
        ] { try place.write(text, to: name) }
        let bytes = Data([0x73, 0xff, 0xfe, 0x3a, 0x0a])
        try bytes.write(to: place.folder.appending(path: "binary.yaml"))
        let done = try place.run([
            "train", "tiny.yaml", "--headless", "--threads", "1", "--steps", "2", "--name", "done",
            "--set", "warm_start.steps=10",
        ])
        try #require(done.code == 0, "\(done.errors)")
        return place
    }

    /// Every file of a workplace with its bytes, and every folder.
    private static func contents(_ place: Workplace) throws -> [String: Data] {
        let folders = FileManager.default.subpaths(atPath: place.folder.path) ?? []
        return try place.files(in: place.folder)
            .merging(folders.map { ($0 + " is there", Data()) }) { $1 }
            .merging(try place.files(in: place.cache).map { ("cache/" + $0.key, $0.value) }) { $1 }
    }

    private static let train = ["train", "--headless"]

    private static let mistakes: [Mistake] = [
        // Configuration files.
        Mistake(
            "train", "unknown.yaml", "--headless",
            names: ["unknown.yaml:3", "'curriculum.capacty'", "'curriculum.capacity'"]),
        Mistake(
            "train", "type.yaml", "--headless",
            names: ["type.yaml:3", "model.layers", "'many'", "a whole number from 1 to"]),
        Mistake(
            "train", "range.yaml", "--headless",
            names: ["range.yaml:1", "steps", "'-1'", "a whole number from 1 to"]),
        Mistake("train", "list.yaml", "--headless", names: ["list.yaml:1", "steps", "one value"]),
        Mistake("train", "malformed.yaml", "--headless", names: ["malformed.yaml:3", "YAML"]),
        Mistake("train", "scalar.yaml", "--headless", names: ["scalar.yaml:1", "'steps: 600'"]),
        Mistake("train", "twice.yaml", "--headless", names: ["twice.yaml:", "seed", "twice"]),
        Mistake("train", "binary.yaml", "--headless", names: ["binary.yaml", "UTF-8"]),
        Mistake("train", "runs", "--headless", names: ["runs", "folder", "configuration"]),
        Mistake("train", "no.yaml", "--headless", names: ["no.yaml", "No such file"]),
        // Options.
        Mistake(
            "train", "--headless", "--set", "learning.rate=1",
            names: ["--set", "'learning.rate'", "'learning_rate'"]),
        Mistake(
            "train", "--headless", "--set", "beta=much",
            names: ["--set", "beta", "'much'", "a number from 0"]),
        Mistake(
            "train", "--headless", "--set", "beta=nan", names: ["beta", "'nan'", "a number from"]),
        Mistake("train", "--headless", "--set", "beta=", names: ["beta", "''", "a number from"]),
        Mistake("train", "--headless", "--set", "beta", names: ["--set", "'beta'", "key=value"]),
        Mistake("train", "--headless", "--bogus", names: ["--bogus"]),
        Mistake(
            "train", "--headless", "--strategy", "best", names: ["--strategy", "'best'", "exit"]),
        Mistake("train", "--headless", "--level", "9", names: ["--level", "'9'", "1 to 3"]),
        Mistake("train", "--headless", "--preset", "x", names: ["--preset", "'x'", "paper"]),
        Mistake("train", "--headless", "--seed", "-1", names: ["--seed", "'-1'"]),
        Mistake("train", "--headless", "--threads", "none", names: ["--threads", "'none'"]),
        Mistake(
            "train", "--headless", "--set", "model.heads=3", "--set", "model.kv_heads=2",
            names: ["heads"]),
        Mistake("train", "--headless", "--color", "pink", names: ["--color", "pink", "mono"]),
        Mistake("bench", "--shape", "large", names: ["--shape", "'large'", "small, medium"]),
        Mistake(
            "bench", "--shape", "4,128,4", names: ["--shape", "layers,width,heads,vocabulary"]),
        Mistake("bench", "--shape", "4,0,4,512", names: ["--shape", "'4,0,4,512'", "positive"]),
        Mistake("bench", "--shape", "4,100,3,512", names: ["--shape", "100", "3 heads"]),
        Mistake("bench", "--shape", "4,128,4,70000", names: ["--shape", "70000", "65536"]),
        Mistake("bench", "--reps", "0", names: ["--reps", "0", "1 to 1000"]),
        Mistake("bench", "--completions", "257", names: ["--completions", "257", "1 to 256"]),
        Mistake(
            "bench", "--new-tokens", "4000", "--prompt-length", "1000",
            names: ["--prompt-length", "--new-tokens", "5000", "4096 at most"]),
        Mistake("bench", "--kv-dtype", "int8", names: ["--kv-dtype", "'int8'", "float16"]),
        Mistake("bench", "--reps", "few", names: ["few"]),
        Mistake("bench", "--threads", "0", names: ["--threads", "'0'", "1 to 256"]),
        Mistake("bench", "--path", "sse", names: ["--path", "'sse'", "portable"]),
        Mistake("bench", "extra", names: ["extra"]),
        // Names and runs.
        Mistake(
            "train", "tiny.yaml", "--headless", "--name", "done",
            names: ["runs/done", "exists", "another name"]),
        Mistake(
            "train", "tiny.yaml", "--headless", "--name", "../up", names: ["'../up'", "letters"]),
        Mistake("train", "tiny.yaml", "--headless", "--name", "", names: ["--name", "''"]),
        Mistake("resume", "missing", "--headless", names: ["missing", "no such run"]),
        Mistake("show", "missing", names: ["missing", "no such run"]),
        Mistake("verify", "missing", names: ["missing", "no such run"]),
        Mistake("eval", "missing", names: ["missing", "no such run"]),
        Mistake("ctl", "missing", "status", names: ["missing", "no such run"]),
        Mistake("show", "bare", names: ["runs/bare", "run.sqlite"]),
        Mistake("show", "garbage", names: ["garbage/run.sqlite"]),
        Mistake("verify", "garbage", names: ["garbage/run.sqlite"]),
        Mistake("resume", "garbage", "--headless", names: ["garbage/run.sqlite"]),
        Mistake("ctl", "garbage", "status", names: ["garbage/run.sqlite"]),
        Mistake("eval", "garbage", names: ["garbage/run.sqlite"]),
        Mistake("render", "garbage", "--screen", "logs", names: ["garbage/run.sqlite"]),
        Mistake("show", "empty", names: ["empty"]),
        Mistake("resume", "empty", "--headless", names: ["empty"]),
        Mistake("resume", "done", "--headless", names: ["done", "finished", "--steps"]),
        Mistake(
            "resume", "done", "--headless", "--steps", "1", names: ["done", "step"]),
        Mistake("ctl", "done", "pause", names: ["done", "not being trained", "resume"]),
        Mistake("ctl", "done", "dance", names: ["dance", "pause"]),
        Mistake("ctl", "done", "step", "0", names: ["0", "1 to"]),
        Mistake("ctl", "done", "stop", "3", names: ["step"]),
        Mistake("ctl", "done", "set", "beta=much", names: ["beta", "'much'", "a number from 0"]),
        Mistake("ctl", "done", "set", "model.layers=2", names: ["model.layers", "learning_rate"]),
        Mistake("ctl", "done", "set", names: ["set", "unknown key"]),
        // Forks and removals.
        Mistake("fork", "done", "--headless", names: ["--at"]),
        Mistake("fork", "missing", "--at", "1", "--headless", names: ["missing", "no such run"]),
        Mistake("fork", "garbage", "--at", "1", "--headless", names: ["garbage/run.sqlite"]),
        Mistake("fork", "done", "--at", "3", "--headless", names: ["--at", "'3'", "0", "to 2"]),
        Mistake("fork", "done", "--at", "end", "--headless", names: ["--at", "'end'", "step"]),
        Mistake(
            "fork", "done", "--at", "1", "--headless", "--set", "model.layers=2",
            names: ["--set", "model.layers", "weights have this shape"]),
        Mistake(
            "fork", "done", "--at", "2", "--headless", "--steps", "1",
            names: ["--steps", "'1'", "at least 2"]),
        Mistake(
            "fork", "done", "--at", "1", "--headless", "--name", "done",
            names: ["runs/done", "exists", "another name"]),
        Mistake("delete", "done", names: ["runs/done", "--yes"]),
        Mistake("delete", "missing", "--yes", names: ["missing", "no such run"]),
        Mistake("archive", "missing", names: ["missing", "no such run"]),
        Mistake("archive", "done", "--undo", names: ["done", "no such run"]),
        // What is not recorded.
        Mistake("show", "done", "--episode", "2.99.0", names: ["2.99.0"]),
        Mistake("show", "done", "--episode", "99.0.0", names: ["99.0.0"]),
        Mistake("show", "done", "--episode", "x", names: ["'x'", "step.group.completion"]),
        Mistake("show", "done", "--step", "3", names: ["--step", "3", "1 to 2"]),
        Mistake("show", "done", "--step", "0", names: ["--step", "0", "1 to 2"]),
        Mistake(
            "render", "done", "--screen", "sky", names: ["--screen", "'sky'", "overview", "logs"]),
        Mistake(
            "render", "done", "--screen", "logs", "--size", "wide", names: ["--size", "'wide'"]),
        Mistake("render", "done", "--screen", "logs", "--at", "9", names: ["--at", "9", "1 to 2"]),
        Mistake("eval", "done", "--at", "1", names: ["--at", "checkpoint of step 1", "2"]),
        Mistake("eval", "done", "--k", "-1", names: ["--k", "-1"]),
        Mistake("eval", "done", "--split", "best", names: ["--split", "best", "held-out"]),
        Mistake(
            "eval", "done", "--tasks", "tasks.txt", names: ["tasks.txt:1", "'17: 3 7 9'", "6"]),
        Mistake(
            "train", "--headless", "tiny.yaml", "--tasks", "tasks.jsonl",
            names: ["tasks.jsonl:1", "target", "numbers"]),
        Mistake(
            "train", "--headless", "tiny.yaml", "--tasks", "none.jsonl", names: ["none.jsonl"]),
        Mistake(
            "train", "--headless", "tiny.yaml", "--set", "tasks=1 &",
            names: ["tasks", "'1 &'", "between"]),
        Mistake(
            "train", "--headless", "tiny.yaml", "--set", "tasks=17: 1 2",
            names: ["tasks", "'17: 1 2'", "6"]),
        Mistake("export", "done", "--to", "parquet", names: ["--to", "'parquet'", "jsonl"]),
        Mistake("export", "done", names: ["--to"]),
        Mistake(
            "export", "done", "--to", "csv", "--screen", "sky",
            names: ["--screen", "'sky'", "curves"]),
        Mistake(
            "export", "done", "--to", "csv", "--screen", "play", names: ["'play'", "no rows"]),
        Mistake("export", "done", "--to", "csv", "--at", "9", names: ["--at", "9", "1 to 2"]),
        Mistake(
            "export", "done", "--to", "csv", "--metrics", "kl,wit",
            names: ["--metrics", "'wit'", "reward"]),
        Mistake(
            "export", "done", "--to", "csv", "--screen", "chain", "--episode", "1.2",
            names: ["--episode", "'1.2'"]),
        Mistake("export", "done", "--to", "csv", "--all", names: ["--all", "chain"]),
        Mistake(
            "export", "done", "--to", "csv", "--output", "tiny.yaml", names: ["tiny.yaml"]),
        Mistake(
            "export", "done", "--to", "csv", "--output", "none/a.csv", names: ["none/a.csv"]),
        // Themes.
        Mistake(
            "train", "tiny.yaml", "--headless", "--theme", "none", names: ["'none'"]),
        Mistake(
            "train", "tiny.yaml", "--headless", "--theme", "themes/broken.yaml",
            names: ["themes/broken.yaml"]),
        Mistake(
            "train", "tiny.yaml", "--headless", "--theme", "themes/poor.yaml",
            names: ["themes/poor.yaml", "base"]),
        Mistake(
            "render", "done", "--screen", "logs", "--color", "true", "--theme",
            "themes/broken.yaml", names: ["themes/broken.yaml"]),
        // No terminal.
        Mistake("watch", "done", names: ["terminal", "redraft ctl done status", "show"]),
        Mistake(names: ["terminal", "train --headless"]),
        Mistake("dance", names: ["dance"]),
    ]

    @Test("every mistake exits 2 with one line that names it, and changes no byte")
    func mistakes() throws {
        let place = try Self.place()
        let before = try Self.contents(place)
        for mistake in Self.mistakes {
            let outcome = try place.run(mistake.arguments)
            expect(outcome, mistake)
            let after = try Self.contents(place)
            let changed = Set(after.keys).union(before.keys).filter { after[$0] != before[$0] }
            #expect(changed.isEmpty, "\(mistake.testDescription)")
        }
    }

    private func expect(_ outcome: Workplace.Outcome, _ mistake: Mistake) {
        let what = "\(mistake.testDescription): \(outcome.errors)"
        #expect(outcome.code == 2, "\(what)")
        #expect(outcome.output.isEmpty, "\(what)")
        #expect(outcome.errors.hasPrefix("redraft: "), "\(what)")
        #expect(outcome.errors.hasSuffix("\n"), "\(what)")
        #expect(outcome.errors.split(separator: "\n").count == 1, "\(what)")
        #expect(!outcome.errors.contains("Error("), "\(what)")
        for name in mistake.names {
            #expect(outcome.errors.contains(name), "\(what)")
        }
    }

    @Test(
        "a terminal without cursor addressing is refused, and stays as it was",
        arguments: ["dumb", "", "no-such-terminal"])
    func terminal(type: String) throws {
        let place = try Self.place()
        let before = try Self.contents(place)
        place.environment["TERM"] = type
        for arguments in [["train", "tiny.yaml", "--name", "new"], ["watch", "done"], []] {
            let terminal = try #require(Pseudoterminal())
            let outcome = try place.run(arguments, terminal: terminal.terminal)
            expect(
                Workplace.Outcome(
                    code: outcome.code,
                    // A carriage return does no harm on any terminal.
                    output: terminal.read().filter { $0 != "\r" }, errors: outcome.errors),
                Mistake(names: ["TERM"]))
            #expect(try Self.contents(place) == before)
        }
    }

    @Test("a theme that can't be read is refused before the screen changes")
    func themeOnTerminal() throws {
        let place = try Self.place()
        let before = try Self.contents(place)
        place.environment["TERM"] = "xterm-256color"
        for arguments in [["train", "tiny.yaml", "--name", "new"], ["watch", "done"], []] {
            let terminal = try #require(Pseudoterminal())
            let outcome = try place.run(
                arguments + ["--theme", "themes/broken.yaml"], terminal: terminal.terminal)
            expect(
                Workplace.Outcome(
                    code: outcome.code, output: terminal.read(), errors: outcome.errors),
                Mistake(names: ["themes/broken.yaml"]))
            #expect(try Self.contents(place) == before)
        }
    }

    @Test("a run that another process writes is refused to a second writer and open to readers")
    func written() throws {
        let place = try Workplace()
        let child = try place.train("busy", "--steps", "100000")
        try place.waitForTrainer("busy", child)
        _ = try place.status("busy") { $0.step >= 1 }
        let second = try place.run(["resume", "busy", "--headless"])
        expect(second, Mistake("resume", "busy", names: ["runs/busy", "\(child.pid)"]))
        for arguments in [["show", "busy"], ["verify", "busy"], ["show", "busy", "--buffer"]] {
            let outcome = try place.run(arguments)
            #expect(outcome.code == 0, "\(arguments): \(outcome.errors)")
            #expect(!outcome.output.isEmpty)
        }
        child.signal(SIGTERM)
        #expect(child.wait() == 0, "\(child.standardError)")
        _ = try place.digest("busy")
    }
}
