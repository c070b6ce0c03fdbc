import Foundation
import Testing

/// The program in plain lines, through pipes.
@Suite("Linear mode, end to end")
struct LinearTests {
    private static func place() throws -> Workplace {
        let place = try Workplace(cache: ReferenceRun.get().cache)
        let child = try place.train("run", "--steps", "12")
        let code = child.wait()
        try #require(code == 0, "\(child.standardError)")
        return place
    }

    /// What is said of a recorded run to some typed lines.
    private func watch(_ lines: String..., in place: Workplace) throws -> [String] {
        let typed = lines.map { $0 + "\n" }.joined()
        try place.write(typed, to: "typed")
        let outcome = try place.run(
            URL(filePath: "/bin/bash"),
            ["-c", "cat typed | '\(Workplace.program.path)' watch run --linear | cat"])
        #expect(outcome.code == 0)
        #expect(outcome.errors.isEmpty, "\(outcome.errors)")
        let drawn = outcome.output.unicodeScalars.filter {
            $0.value < 0x20 && $0 != "\n" || (0x2500...0x28FF).contains($0.value)
        }
        #expect(drawn.isEmpty)
        return outcome.output.split(separator: "\n").map(String.init)
    }

    @Test(
        "a recorded run is told in lines on any terminal",
        arguments: ["dumb", "", "xterm-256color"])
    func recorded(terminal: String) throws {
        let place = try Self.place()
        place.environment["TERM"] = terminal
        let said = try watch(
            "status", "buffer 3", "depth", "curves", "curves reward", "log 2", "help", "pause",
            "fly", "curves wit", "step x", "chain none", "", "quit", "buffer", in: place)
        #expect(said.first?.hasPrefix("run run in ") == true)
        for start in [
            "state   finished", "step 12  ", "training, the last 12 steps", "depth 0: quality ",
            "held out, step 12", "reward: mean reward of", "from step 1: mean", "newest: ",
            "pause is not possible: recorded", "'fly' is not known", "'wit' is no metric",
            "step x; expected 1 to", "'none' is not accepted", "curves [METRIC]", "set K=V",
        ] {
            #expect(said.contains { $0.hasPrefix(start) }, "\(start): \(said)")
        }
        // Nothing is answered after the word that leaves.
        #expect(said.filter { $0.contains("entries, sharpness") }.count == 1)
    }

    @Test("a chain is read revision by revision, and input that ends leaves")
    func chain() throws {
        let place = try Self.place()
        let said = try watch("chain", "chain 3.0.1", in: place)
        #expect(said.filter { $0.hasPrefix("episode ") }.count == 2)
        #expect(said.contains { $0.hasPrefix("episode 3.0.1") })
        #expect(said.contains { $0.hasPrefix("  prompt ") })
    }

    @Test("a run trained in plain lines is paused, stepped, watched and stopped by typed words")
    func training() throws {
        let place = try Workplace(cache: ReferenceRun.get().cache)
        let pipe = place.folder.appending(path: "pipe").path
        try #require(mkfifo(pipe, 0o600) == 0)
        place.environment["TERM"] = "dumb"
        let child = try place.start(
            URL(filePath: "/bin/bash"),
            [
                "-c",
                "exec '\(Workplace.program.path)' train tiny.yaml --linear --interval 0.1 "
                    + "--steps 100000 --name live --threads 1 <pipe",
            ])
        let typed = try #require(FileHandle(forWritingAtPath: pipe))
        func type(_ line: String, until start: String) throws {
            try typed.write(contentsOf: Data((line + "\n").utf8))
            let came = wait {
                child.standardOutput.split(separator: "\n").contains { $0.hasPrefix(start) }
            }
            #expect(came, "\(line): \(child.standardOutput)")
        }
        try type("help", until: "quit ")
        let trained = wait { child.standardOutput.contains("\nstep ") }
        #expect(trained, "\(child.standardOutput)")
        try type("pause", until: "paused after step ")
        let step = try place.status("live").step
        try type("step 2", until: "paused after step \(step + 2): steps done")
        try type("status", until: "state   paused")
        try type("set beta=0.5", until: "asked to set beta=0.5")
        // Another process reads the same lines.
        let watched = try place.run(
            URL(filePath: "/bin/bash"),
            ["-c", "echo status | '\(Workplace.program.path)' watch live --linear"])
        #expect(watched.output.contains("state   paused"))
        #expect(try place.status("live").control == "paused")
        try type("quit", until: "stopping: ")
        #expect(child.wait() == 0, "\(child.standardError)")
        #expect(child.standardOutput.hasSuffix("go on with 'redraft resume live'\n"))
        #expect(!child.standardOutput.contains("\u{1b}"))
        _ = try place.digest("live")
        try typed.close()
    }

    @Test("every screen is read in words, without frames")
    func screens() throws {
        let place = try Self.place()
        for screen in ["overview", "buffer", "depth", "curves", "chain", "logs", "settings"] {
            let outcome = try place.run(["render", "run", "--screen", screen, "--linear"])
            #expect(outcome.code == 0, "\(outcome.errors)")
            let frames = outcome.output.unicodeScalars.filter {
                (0x2500...0x259F).contains($0.value)
            }
            #expect(frames.isEmpty && !outcome.output.contains("\u{1b}"), "\(outcome.output)")
            #expect(outcome.output.contains("step 12"))
        }
    }
}
