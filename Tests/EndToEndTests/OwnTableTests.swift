import Foundation
import Testing

/// A person's own table, from a file to a program for it.
@Suite("A person's own table", .serialized)
struct OwnTableTests {
    /// 120 rows of two classes, told apart by a product that no single column shows.
    private static let table =
        "id,length,width,town,kind\n"
        + (0..<120).map { row in
            let (length, width) = (row * 37 % 21 - 10, row * 53 % 23 - 11)
            let kind = length * width > 0 ? "ripe" : "not yet"
            return "\(row),\(length).5,\(width).25,\(["Bern", "Oslo", "Rome"][row % 3]),\(kind)\n"
        }.joined()

    @Test("it is trained on, evaluated, and improved from the run alone")
    func own() throws {
        let place = try Workplace()
        try place.write(Self.table, to: "fruit.csv")
        try place.write(
            """
            domain: mle
            steps: 2
            prompts_per_step: 4
            num_generations: 4
            save_steps: 1
            mle: {tables: 3, diagnostics: 1}
            model: {layers: 1, hidden: 16, heads: 2, kv_heads: 2, intermediate: 32}
            warm_start: {steps: 20, probe_steps: 20, batch: 8}
            curriculum: {minimum: 8}
            evaluation: {steps: 0, final_count: 4, k: 1}
            """, to: "tiny.yaml")
        let child = try place.train("own", "--data", "fruit.csv", "--target", "kind")
        try #require(child.wait() == 0, "\(child.standardError)")
        #expect(child.standardError.contains("fruit.csv: column 'id' was left out"))
        #expect(child.standardError.contains("120 rows, 5 columns, 2 classes"))
        try FileManager.default.removeItem(at: place.folder.appending(path: "fruit.csv"))

        let again = try place.run([
            "train", "runs/own/config.yaml", "--headless", "--threads", "1", "--name", "again",
        ])
        try #require(again.code == 0, "\(again.errors)")
        #expect(try place.digest("again") == place.digest("own"))
        let resumed = try place.run(["resume", "own", "--headless", "--steps", "3"])
        #expect(resumed.code == 0, "\(resumed.errors)")
        let forked = try place.run(["fork", "again", "--at", "1", "--name", "forked"])
        #expect(forked.code == 0, "\(forked.errors)")

        let report = try place.object(["eval", "own", "--k", "1", "--count", "4"])
        #expect(report["domain"] as? String == "mle")
        #expect(report["count"] as? Int == 4)
        let chain = try place.object(["improve", "own", "--task", "own 0", "--k", "3"])
        let revisions = try #require(chain["revisions"] as? [[String: Any]])
        #expect(revisions.count == 4)
        #expect(revisions.allSatisfy { ($0["private"] as? [String: Any])?["score"] is Double })
        if let best = chain["best"] as? [String: Any] {
            let qualities = revisions.compactMap { $0["quality"] as? Double }
            #expect(best["quality"] as? Double == qualities.max())
        } else {
            #expect(revisions.allSatisfy { $0["valid"] as? Bool == false })
        }

        // Where values are listed it is told in a few words.
        let shown = try place.object(["show", "own"])
        let configuration = try #require(shown["configuration"] as? [String: String])
        let words = try #require(configuration["mle.data"])
        #expect(words.hasPrefix("fruit 120x5 #") && words.count < 40)
        for arguments in [
            ["export", "own", "--to", "csv", "--screen", "settings"],
            ["render", "own", "--screen", "compare", "--size", "200x120"],
            ["compare", "own", "forked"], ["ctl", "own", "status"],
        ] {
            let outcome = try place.run(arguments)
            #expect(!outcome.output.contains("10.5 -11.25"), "\(arguments)")
            #expect(
                outcome.output.split(whereSeparator: \.isNewline).allSatisfy { $0.count < 1000 })
        }
    }

    @Test("what is no table ends with code 2 and one line, whatever it holds")
    func refused() throws {
        let place = try Workplace()
        try place.write(Self.table, to: "good.csv")
        try place.write(Self.table + "1,2,3\u{1b}[2J\n", to: "escape.csv")
        try place.write(Self.table + "\"", to: "open.csv")
        try place.write(String(repeating: ",", count: 5_000_000), to: "wide.csv")
        try Data((0..<200_000).map { UInt8(truncatingIfNeeded: $0 &* 167) })
            .write(to: place.folder.appending(path: "binary.csv"))
        for (file, target, word) in [
            ("good.csv", "sort", "good.csv:1: no column 'sort'"),
            ("good.csv", "length", "'length' has"), ("escape.csv", "kind", "escape.csv:122: "),
            ("open.csv", "kind", "open.csv:122: a quote"), ("wide.csv", "kind", "more than 1000"),
            ("binary.csv", "kind", "UTF-8"), ("/dev/zero", "kind", "too long"),
            ("missing.csv", "kind", "missing.csv: "),
        ] {
            let outcome = try place.run([
                "train", "--headless", "--domain", "mle", "--data", file, "--target", target,
            ])
            #expect(outcome.code == 2, "\(file): \(outcome.errors)")
            #expect(outcome.errors.contains(word), "\(file): \(outcome.errors)")
            #expect(outcome.errors.filter(\.isNewline).count == 1, "\(outcome.errors)")
            #expect(!outcome.errors.contains("\u{1b}"))
        }
        #expect(place.files("runs").isEmpty)
    }
}

extension Workplace {
    /// The names of a folder of the working directory; none where it is not there.
    fileprivate func files(_ name: String) -> [String] {
        (try? FileManager.default.contentsOfDirectory(
            atPath: folder.appending(path: name).path)) ?? []
    }
}
