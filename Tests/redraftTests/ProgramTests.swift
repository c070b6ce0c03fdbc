import Foundation
import Testing

@testable import redraft

/// The built program, run as a script would run it.
@Suite("Program")
struct ProgramTests {
    /// What a run of the program left behind.
    private struct Outcome {
        let code: Int32
        let output: String
        let errors: String
    }

    /// The program, which is built beside the tests.
    private static let program = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
        .deletingLastPathComponent().appending(path: "redraft")

    private func run(_ arguments: [String], in folder: URL) throws -> Outcome {
        let process = Process()
        process.executableURL = Self.program
        process.arguments = arguments
        process.currentDirectoryURL = folder
        process.environment = ["HOME": folder.path(), "PATH": "/usr/bin:/bin"]
        let (output, errors) = (folder.appending(path: "out"), folder.appending(path: "err"))
        for file in [output, errors] { try Data().write(to: file) }
        process.standardOutput = try FileHandle(forWritingTo: output)
        process.standardError = try FileHandle(forWritingTo: errors)
        process.standardInput = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        return Outcome(
            code: process.terminationStatus,
            output: try String(contentsOf: output, encoding: .utf8),
            errors: try String(contentsOf: errors, encoding: .utf8))
    }

    private func withFolder(_ body: (URL) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory
            .appending(path: "program-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try body(folder)
    }

    @Test("the version names what it stands on and the help every command")
    func help() throws {
        try withFolder { folder in
            let version = try run(["--version"], in: folder)
            #expect(version.code == 0)
            #expect(version.output.hasPrefix("redraft \(Version.number)\nkernels "))
            #expect(version.output.contains("\nSQLite 3."))
            #expect(version.output.contains("\nncurses "))
            let help = try run(["--help"], in: folder)
            #expect(help.code == 0)
            for name in [
                "train", "resume", "fork", "watch", "ctl", "eval", "show", "export", "render",
                "verify", "archive", "delete", "completions",
            ] {
                #expect(help.output.contains("  \(name) "), "\(help.output)")
            }
        }
    }

    @Test(
        "bad usage and bad input end with code 2, one line, and nothing written",
        arguments: [
            (["--nonsense"], "--nonsense"),
            (["nonsense"], "nonsense"),
            (["help", "nonsense"], "'nonsense'; expected one of train"),
            (["show", "--episode"], "see 'redraft help show'"),
            (["train", "--headless", "--linear"], "--linear"),
            (["watch", "none", "--linear"], "none: there is no such run"),
            (["watch", "none", "--linear", "--interval", "0"], "--interval: 0.0"),
            (["completions", "tcsh"], "bash"),
            (["train", "--headless", "--steps", "many"], "--steps: steps: 'many'"),
            (["train", "--headless", "--set", "learning_rat=1"], "'learning_rate'"),
            (["train", "--headless", "--set", "beta"], "key=value"),
            (["train", "--headless", "--set", "model.hidden=30"], "30"),
            (["train", "--headless", "--domain", "chess"], "--domain: domain: 'chess'"),
            (["train", "--headless", "--threads", "0"], "--threads: '0'"),
            (["train", "--headless", "--name", "a/b"], "--name: 'a/b'"),
            (["train", "--headless", "none.yaml"], "none.yaml: can't be read"),
            (["train", "--headless", "bad.yaml"], "bad.yaml:2: unknown key 'stepz'"),
            (["train", "--headless", "--theme", "none"], "no theme 'none'"),
            (["train", "--headless", "--theme", "./bad.yaml"], "./bad.yaml"),
            (["show", "a\u{1b}[2Jb\nc"], "a^[[2Jb^Jc: there is no such run"),
            (["render", "none", "--screen", "\u{9b}1m"], "\\u{9B}1m"),
            (["resume", "none"], "none: there is no such run"),
            (["show", "none"], "none: there is no such run"),
            (["show", "broken"], "broken"),
            (["verify", "broken"], "broken"),
            (["ctl", "none", "status"], "none: there is no such run"),
            (["ctl", "none", "dance"], "dance"),
            (["eval", "none", "--k", "-1"], "--k"),
            (["eval", "none", "--temperature", "1", "--temperature", "nan"], "--temperature"),
            (["render", "none", "--screen", "x"], "--screen: 'x'"),
            (["watch", "none"], "redraft ctl none status"),
            ([], "redraft train --headless"),
        ])
    func badUsage(arguments: [String], expected: String) throws {
        try withFolder { folder in
            try Data("seed: 1\nstepz: 2\n".utf8).write(to: folder.appending(path: "bad.yaml"))
            let broken = folder.appending(path: "runs/broken")
            try FileManager.default.createDirectory(at: broken, withIntermediateDirectories: true)
            try Data(repeating: 7, count: 5000).write(to: broken.appending(path: "run.sqlite"))
            let outcome = try run(arguments, in: folder)
            #expect(outcome.code == 2)
            #expect(outcome.output.isEmpty)
            #expect(outcome.errors.contains(expected), "\(outcome.errors)")
            #expect(outcome.errors.hasPrefix("redraft: "))
            #expect(outcome.errors.split(separator: "\n").count == 1, "\(outcome.errors)")
            let runs = try FileManager.default.contentsOfDirectory(
                atPath: folder.path() + "/runs")
            #expect(runs == ["broken"])
        }
    }

    @Test("a headless run finishes, is shown, verified, evaluated, and refuses its name again")
    func wholeRun() throws {
        try withFolder { folder in
            let configuration = """
                steps: 3
                level: 1
                prompts_per_step: 4
                num_generations: 4
                model: {layers: 1, hidden: 16, heads: 2, kv_heads: 2, intermediate: 16}
                warm_start: {steps: 4, probe_steps: 4, batch: 8}
                evaluation: {final_count: 8, count: 4, k: 2}
                save_steps: 2
                """
            try Data(configuration.utf8).write(to: folder.appending(path: "small.yaml"))
            let train = try run(
                ["train", "small.yaml", "--headless", "--seed", "5", "--threads", "1"], in: folder)
            #expect(train.code == 0, "\(train.errors)")
            #expect(train.output.contains("finished after step 3"))
            #expect(!train.output.contains("\u{1b}"))

            let name = "exit-math-1-5"
            let status = try object(["ctl", name, "status", "--json"], in: folder)
            #expect(status["end"] as? String == "finished")
            #expect(status["step"] as? Int == 3)
            for key in [
                "run", "phase", "control", "step", "steps", "step_time", "eta_seconds", "reward",
                "buffer_size", "alarms",
            ] { #expect(status.keys.contains(key), "\(key)") }

            let verify = try object(["verify", name, "--json"], in: folder)
            #expect(verify["ok"] as? Bool == true)
            let digest = try #require(verify["digest"] as? [String: Any])
            #expect(
                Set(digest.keys) == [
                    "weights", "optimizer", "buffer", "metrics", "revisions", "all",
                ])

            let evaluation = try object(
                ["eval", name, "--k", "1", "--count", "4", "--json"], in: folder)
            #expect(evaluation["k"] as? [Int] == [0, 1])
            let several = try run(
                [
                    "eval", name, "--k", "1", "--count", "4", "--json", "--temperature", "0.5",
                    "--temperature", "1",
                ], in: folder)
            let list = try #require(
                JSONSerialization.jsonObject(with: Data(several.output.utf8)) as? [[String: Any]])
            #expect(list.map { $0["temperature"] as? Double } == [0.5, 1])
            // The one that was asked for alone, and no word about progress in a pipe.
            #expect(list.last as NSDictionary? == evaluation as NSDictionary)
            #expect(several.errors.isEmpty)

            let buffer = try object(["show", name, "--buffer", "--json"], in: folder)
            let entry = try #require((buffer["entries"] as? [[String: Any]])?.first)
            for key in [
                "id", "task", "turn", "depth", "score", "created", "sampled", "probability",
            ] { #expect(entry.keys.contains(key), "\(key)") }

            let episode = try object(["show", name, "--episode", "3.0.1", "--json"], in: folder)
            #expect(episode["episode"] as? String == "3.0.1")
            let revision = try #require((episode["revisions"] as? [[String: Any]])?.first)
            for key in [
                "depth", "mode", "parent", "prompt", "text", "feedback", "quality", "reward",
                "advantage", "siblings",
            ] { #expect(revision.keys.contains(key), "\(key)") }

            let render = try run(
                ["render", name, "--screen", "overview", "--size", "80x24", "--ascii"], in: folder)
            #expect(render.code == 0)
            #expect(
                render.output.split(separator: "\n", omittingEmptySubsequences: false).count == 25)
            let foreign = render.output.unicodeScalars.filter { !$0.isASCII }
            #expect(foreign.isEmpty)

            let again = try run(
                ["train", "small.yaml", "--headless", "--name", name], in: folder)
            #expect(again.code == 2)
            #expect(again.errors.contains("exists"))
            let resume = try run(["resume", name, "--headless"], in: folder)
            #expect(resume.code == 2)
            #expect(resume.errors.contains("--steps"))
            let extended = try run(
                ["resume", name, "--headless", "--steps", "4", "--threads", "1"], in: folder)
            #expect(extended.code == 0, "\(extended.errors)")
            let text = try String(
                contentsOfFile: folder.path() + "/runs/\(name)/config.yaml", encoding: .utf8)
            #expect(text.contains("\nsteps: 4\n"))
        }
    }

    private func object(_ arguments: [String], in folder: URL) throws -> [String: Any] {
        let outcome = try run(arguments, in: folder)
        #expect(outcome.code == 0, "\(arguments): \(outcome.errors)")
        return try #require(
            JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any])
    }
}
