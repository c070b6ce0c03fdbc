import Foundation
import Testing

/// One chain at inference time, from the command line.
@Suite("Improve", .serialized)
struct ImproveTests {
    @Test("a saved policy revises its answer to a task, the same way each time it is asked")
    func chain() throws {
        let reference = try ReferenceRun.get()
        let place = try Workplace(cache: reference.cache)
        let child = try place.train("made", "--steps", "3")
        try #require(child.wait() == 0, "\(child.standardError)")
        let digest = try place.digest("made")

        // A task of the right size, from the program's own list.
        let shown = try place.object(["show", "made", "--episode", "1.0.0"])
        let task = try #require(shown["task"] as? String)
        let ask = ["improve", "made", "--task", task, "--k", "5"]
        let chain = try place.object(ask)
        #expect(chain["task"] as? String == task)
        #expect(chain["step"] as? Int == 3)
        #expect(chain["k"] as? Int == 5)
        let revisions = try #require(chain["revisions"] as? [[String: Any]])
        #expect(revisions.compactMap { $0["depth"] as? Int } == Array(0...5))
        #expect(revisions.first?["mode"] as? String == "base")
        for key in ["prompt", "text", "quality", "valid", "solved"] {
            #expect(revisions.allSatisfy { $0[key] != nil }, "\(key)")
        }
        #expect(try chain as NSDictionary == place.object(ask) as NSDictionary)
        #expect(try chain as NSDictionary != place.object(ask + ["--seed", "2"]) as NSDictionary)
        let first = try place.object(ask + ["--at", "0", "--mode", "diverge"])
        #expect(first["step"] as? Int == 0)
        #expect(first["mode"] as? String == "diverge")

        let text = try place.run(ask)
        #expect(text.code == 0)
        #expect(text.output.hasPrefix("task    \(task)\npolicy  step 3\n"))
        #expect(text.output.contains("depth 5  "))
        #expect(try place.digest("made") == digest)

        for (wrong, word) in [
            (["--task", "seven"], "'seven'"), (["--task", "7\n:\u{1b}[2J"], "expected a target"),
            (["--task", task, "--k", "1025"], "1025"), (["--task", task, "--k=-1"], "-1"),
            (["--task", task, "--temperature=-1"], "-1"), (["--task", task, "--at", "2"], "0, 3"),
            (["--task", task, "--mode", "base"], "base"),
            (["--task", String(repeating: "7", count: 2049)], "2049"), ([], "--task"),
        ] {
            let refused = try place.run(["improve", "made"] + wrong)
            #expect(refused.code == 2, "\(wrong): \(refused.errors)")
            #expect(refused.errors.contains(word), "\(wrong): \(refused.errors)")
            #expect(refused.errors.filter(\.isNewline).count == 1, "\(refused.errors)")
            #expect(!refused.errors.contains("\u{1b}"))
        }
    }
}
