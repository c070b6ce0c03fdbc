import Foundation
import Testing

/// A person's own tasks, from a file to training and evaluation.
@Suite("A person's own tasks")
struct OwnTasksTests {
    @Test("they are read as text or JSON; a line that is none is told and stops nothing but itself")
    func tasks() throws {
        let place = try Workplace(cache: try ReferenceRun.get().cache)
        try place.write(
            """
            # Three of mine.
            17: 3 7 9 2 5 8
            {"target": 12, "numbers": [1, 2, 3, 4, 5, 6]}
            {"target": 12, "numbers": [1, 2]}

            {"task": "9: 9 8 7 6 5 4", "note": "whatever"}
            nonsense
            """, to: "mine.jsonl")
        let child = try place.train("own", "--steps", "4", "--tasks", "mine.jsonl")
        try #require(child.wait() == 0, "\(child.standardError)")
        for line in ["mine.jsonl:4: ", "mine.jsonl:7: 'nonsense'"] {
            #expect(child.standardError.contains(line), "\(child.standardError)")
        }
        let mine = ["17: 3 7 9 2 5 8", "12: 1 2 3 4 5 6", "9: 9 8 7 6 5 4"]
        let revisions = try place.run(
            ["export", "own", "--to", "jsonl", "--screen", "chain", "--all"])
        let posed = try revisions.output.split(separator: "\n").map { line in
            let row = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
            return try #require(row?["task"] as? String)
        }
        #expect(Set(posed) == Set(mine))

        // The run needs the file no more: its own configuration repeats it.
        try FileManager.default.removeItem(at: place.folder.appending(path: "mine.jsonl"))
        let again = try place.run([
            "train", "runs/own/config.yaml", "--headless", "--threads", "1", "--name", "again",
        ])
        try #require(again.code == 0, "\(again.errors)")
        #expect(try place.digest("again") == place.digest("own"))

        try place.write(mine.joined(separator: "\n"), to: "asked.txt")
        let report = try place.object(["eval", "own", "--k", "2", "--tasks", "asked.txt"])
        #expect(report["count"] as? Int == 3)
    }
}
