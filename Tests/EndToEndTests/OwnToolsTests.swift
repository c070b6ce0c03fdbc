import Foundation
import Testing

/// A person's own tools, from a file to training, evaluation and a chain of several turns.
@Suite("A person's own tools", .serialized)
struct OwnToolsTests {
    /// The example of the documentation.
    private static func example() throws -> String {
        let page = try String(
            contentsOf: Workplace.package.appending(path: "Sources/Tasks/Tasks.docc/OwnTools.md"),
            encoding: .utf8)
        let parts = page.components(separatedBy: "```")
        return try #require(parts.dropFirst().first).replacing("json\n", with: "")
    }

    /// A tiny run, so that it takes seconds.
    private static let small = [
        "--set", "model.hidden=16", "--set", "model.layers=1", "--set", "model.heads=2", "--set",
        "model.kv_heads=2", "--set", "model.intermediate=32", "--set", "warm_start.steps=3",
        "--set", "prompts_per_step=8", "--set", "evaluation.final_count=4", "--set",
        "evaluation.steps=0", "--set", "curriculum.minimum=1",
    ]

    @Test("the documented example trains, and the run needs its file no more")
    func example() throws {
        let place = try Workplace()
        try place.write(
            try Self.example() + """
                {"state": "lamp", "values": "colour"}
                {"tool": "lit", "sets": ["lamp = yes"]}
                {"task": "light roof bright"}
                """, to: "house.jsonl")
        let trained = try place.run(
            [
                "train", "--headless", "--threads", "1", "--name", "house", "--tools",
                "house.jsonl",
                "--steps", "4",
            ] + Self.small)
        #expect(trained.code == 0, "\(trained.errors)")
        for line in [
            "house.jsonl:12: 'colour'", "house.jsonl:13: 'lamp'", "house.jsonl:14: 'light",
        ] {
            #expect(trained.errors.contains(line), "\(trained.errors)")
        }
        try FileManager.default.removeItem(at: place.folder.appending(path: "house.jsonl"))

        let task = "light hall bright, door attic yes; read fuse cellar"
        let shown = try place.object(["show", "house", "--episode", "1.0.0"])
        #expect(
            (shown["task"] as? String)?.hasPrefix("\(task) | hall:fuse=no?") == true, "\(shown)")

        let report = try place.object(["eval", "house", "--k", "1", "--count", "8", "--episodes"])
        #expect(report["domain"] as? String == "tools")

        // Two turns, each with its draft and its revisions, and each with its own goals.
        let mine = "\(task) | attic:fuse=yes"
        let chain = try place.object(["improve", "house", "--task", mine, "--k", "2"])
        let revisions = try #require(chain["revisions"] as? [[String: Any]])
        #expect(revisions.compactMap { $0["turn"] as? Int } == [0, 0, 0, 1, 1, 1])
        #expect(revisions.compactMap { $0["depth"] as? Int } == [0, 1, 2, 0, 1, 2])
        let prompts = revisions.compactMap { $0["prompt"] as? String }
        #expect(prompts.prefix(3).allSatisfy { $0.contains("light hall bright") })
        #expect(prompts.suffix(3).allSatisfy { $0.contains("read fuse cellar") })
        let text = try place.run(["improve", "house", "--task", mine, "--k", "0"])
        #expect(text.output.contains("\nturn 2\n"), "\(text.output)")

        let digest = try place.digest("house")
        let again = try place.run([
            "train", "runs/house/config.yaml", "--headless", "--name", "again",
        ])
        #expect(again.code == 0, "\(again.errors)")
        #expect(try place.digest("again") == digest)
        // Last, since more steps are another configuration.
        let resumed = try place.run(["resume", "house", "--headless", "--steps", "6"])
        #expect(resumed.code == 0, "\(resumed.errors)")
    }

    @Test("a file without tools, and a domain that has none, are refused in one line")
    func refused() throws {
        let place = try Workplace()
        try place.write("{\"sort\": 3}\n", to: "none.jsonl")
        try place.write("# nothing\n", to: "empty.jsonl")
        try place.write(#"{"tool": "x"} & {"state": "y"}"#, to: "still.jsonl")
        for (arguments, word) in [
            (["--tools", "none.jsonl"], "none.jsonl:1: 'sort'"),
            (["--tools", "empty.jsonl"], "declares no tools"),
            (["--tools", "still.jsonl"], "something to ask for"),
            (["--tools", "gone.jsonl"], "gone.jsonl"),
            (["--domain", "math", "--tools", "still.jsonl"], "--domain tools"),
            (["--domain", "tools", "--set", "tools.world=own"], "train --tools FILE"),
        ] {
            let refused = try place.run(["train", "--headless", "--name", "no"] + arguments)
            #expect(refused.code == 2, "\(arguments): \(refused.errors)")
            #expect(refused.errors.contains(word), "\(arguments): \(refused.errors)")
            #expect(refused.errors.filter(\.isNewline).count == 1, "\(refused.errors)")
        }
    }
}
