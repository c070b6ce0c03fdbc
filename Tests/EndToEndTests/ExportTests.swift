import Foundation
import Testing

/// What the built program writes of a run for other programs.
@Suite("Export, end to end")
struct ExportTests {
    private static func place() throws -> Workplace {
        let place = try Workplace(cache: ReferenceRun.get().cache)
        let child = try place.train("run", "--steps", "12")
        let code = child.wait()
        try #require(code == 0, "\(child.standardError)")
        return place
    }

    /// The objects of JSON Lines.
    private func objects(_ text: String) throws -> [[String: Any]] {
        try text.split(separator: "\n").map { line in
            try #require(
                JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
        }
    }

    @Test("every subject has the same columns and rows in both formats")
    func formats() throws {
        let place = try Self.place()
        for arguments in [
            ["overview"], ["curves"], ["buffer"], ["tree", "--at", "9"], ["depth"], ["heatmap"],
            ["chain"],
            ["chain", "--all", "--at", "2"], ["logs"], ["marks"], ["settings"], ["figures"],
            ["instances"], ["answers", "--at", "9"], ["search"],
        ] {
            let words = ["export", "run", "--screen"] + arguments + ["--to"]
            let lines = try place.run(words + ["jsonl"])
            let table = try place.run(words + ["csv"])
            #expect(lines.code == 0 && table.code == 0, "\(arguments): \(lines.errors)")
            let objects = try objects(lines.output)
            // Numbers, names and texts of this domain hold no line breaks.
            let rows = table.output.components(separatedBy: "\r\n").dropLast()
            #expect(rows.count == objects.count + 1, "\(arguments)")
            let columns = rows.first?.components(separatedBy: ",") ?? []
            #expect(Set(columns).count == columns.count)
            for object in objects { #expect(Set(object.keys) == Set(columns)) }
            // A domain without a search has none.
            let mayBeEmpty = [["marks"], ["search"]].contains(arguments)
            if !mayBeEmpty { #expect(!objects.isEmpty, "\(arguments)") }
        }
    }

    @Test("curves hold every step at full resolution, and only the metrics asked for")
    func curves() throws {
        let place = try Self.place()
        let outcome = try place.run(
            ["export", "run", "--to", "jsonl", "--metrics", "kl,reward", "--at", "11"])
        let rows = try objects(outcome.output)
        #expect(rows.map { $0["step"] as? Int } == Array(1...11))
        for step in [1, 7, 11] {
            let report = try place.object(["show", "run", "--step", "\(step)"])
            let metrics = try #require(report["metrics"] as? [String: Any])
            for name in ["kl", "reward"] {
                #expect(rows[step - 1][name] as? Double == metrics[name] as? Double)
            }
            #expect(rows[step - 1].count == 3)
        }
    }

    @Test("all revisions are there once, as supervised training needs them")
    func revisions() throws {
        let place = try Self.place()
        let outcome = try place.run(
            ["export", "run", "--to", "jsonl", "--screen", "chain", "--all"])
        let rows = try objects(outcome.output)
        #expect(rows.count == 12 * 16 * 8)
        #expect(Set(rows.compactMap { $0["id"] as? String }).count == rows.count)
        let last = try #require(rows.last { $0["depth"] as? Int ?? 0 > 0 })
        let name = try #require(last["id"] as? String)
        let report = try place.object(["show", "run", "--episode", name])
        let revision = try #require((report["revisions"] as? [[String: Any]])?.last)
        for key in ["prompt", "text", "mode", "parent", "feedback"] {
            #expect(last[key] as? String == revision[key] as? String, "\(key)")
        }
        for key in ["quality", "reward", "advantage", "depth", "learnability"] {
            #expect(last[key] as? Double == revision[key] as? Double, "\(key)")
        }
        let chain = try place.run(
            ["export", "run", "--to", "jsonl", "--screen", "chain", "--episode", name])
        let ids = try objects(chain.output).map { $0["id"] as? String }
        #expect(ids.count == (report["revisions"] as? [Any])?.count)
        #expect(ids.last == name)
    }

    @Test("a file is whole or not there, and what is there is never replaced")
    func files() throws {
        let place = try Self.place()
        try place.write("mine", to: "taken.csv")
        let taken = try place.run(["export", "run", "--to", "csv", "--output", "taken.csv"])
        #expect(taken.code == 2)
        #expect(taken.errors.contains("taken.csv"))
        let lost = try place.run(["export", "run", "--to", "csv", "--output", "none/a.csv"])
        #expect(lost.code == 2)
        let made = try place.run(["export", "run", "--to", "csv", "--output", "made.csv"])
        #expect(made.code == 0, "\(made.errors)")
        #expect(made.output.isEmpty)
        let direct = try place.run(["export", "run", "--to", "csv"])
        let full = try place.run(["export", "run", "--to", "csv", "--output", "/dev/full"])
        #expect(full.code == 2)
        let files = try place.files(in: place.folder)
        #expect(files["made.csv"] == Data(direct.output.utf8))
        #expect(files["taken.csv"] == Data("mine".utf8))
        #expect(files.keys.allSatisfy { !$0.contains("partial") })
    }

    @Test("an export that is stopped leaves no file, whatever it is stopped by")
    func stopped() throws {
        let place = try Workplace(cache: ReferenceRun.get().cache)
        let child = try place.train("run", "--steps", "60")
        #expect(child.wait() == 0)
        for signal in [SIGTERM, SIGINT, SIGHUP] {
            let export = try place.start(
                "export", "run", "--to", "jsonl", "--screen", "chain", "--all", "--output",
                "all.jsonl")
            let begun = try wait { try !partial(place).isEmpty || !export.isRunning }
            #expect(begun)
            export.signal(signal)
            let code = export.wait()
            let files = try place.files(in: place.folder).keys
            // It may have been done before the signal came.
            #expect(code == 1 || code == 0 && files.contains("all.jsonl"))
            #expect(files.contains("all.jsonl") == (code == 0))
            #expect(try partial(place).isEmpty)
            if code == 0 {
                try FileManager.default.removeItem(
                    at: place.folder.appending(path: "all.jsonl"))
            }
        }
    }

    private func partial(_ place: Workplace) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: place.folder.path)
            .filter { $0.contains("partial") }
    }

    @Test("a reader that has seen enough is no failure")
    func pipes() throws {
        let place = try Self.place()
        let outcome = try place.run(
            URL(filePath: "/bin/bash"),
            [
                "-c",
                "'\(Workplace.program.path)' export run --to jsonl --screen chain --all | head -1; "
                    + "echo ${PIPESTATUS[0]}",
            ])
        #expect(outcome.errors.isEmpty)
        #expect(outcome.output.hasSuffix("}\n0\n"))
    }
}
