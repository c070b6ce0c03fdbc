import Foundation
import Testing

/// Searches by a trained policy, from the command line to the tables of a study.
@Suite("Searches of a run", .serialized)
struct SearchRunTests {
    private static let tiny = """
        domain: mle
        steps: 2
        prompts_per_step: 4
        num_generations: 4
        mle: {tables: 3}
        model: {layers: 1, hidden: 16, heads: 2, kv_heads: 2, intermediate: 32}
        warm_start: {steps: 40, probe_steps: 40, batch: 16}
        curriculum: {minimum: 8}
        evaluation: {steps: 0, final_count: 2, k: 1}
        """
    private static let small = ["--count", "2", "--executions", "5", "--drafts", "2"]

    @Test("a search executes what it may, keeps its best, and is the same on any number of threads")
    func search() throws {
        let place = try Workplace()
        // A policy that can write programs; an evaluation may write to its run.
        let runs = place.folder.appending(path: "runs")
        try FileManager.default.createDirectory(at: runs, withIntermediateDirectories: true)
        try FileManager.default.copyItem(
            at: Workplace.package.appending(path: "sample-runs/mle-exit"),
            to: runs.appending(path: "s"))

        let report = try place.object(["eval", "s", "--search", "--threads", "1"] + Self.small)
        #expect(report["executions"] as? Int == 5)
        #expect(report["drafts"] as? Int == 2)
        let methods = try #require(report["methods"] as? [[String: Any]])
        let names = methods.compactMap { $0["name"] as? String }
        #expect(Set(names).count == methods.count)
        for name in ["search", "best of drafts"] { #expect(names.contains(name)) }
        for method in methods {
            #expect(try #require(method["executions"] as? Int) <= 5)
            let medals = try #require(method["medals"] as? [String: Int])
            #expect(medals.values.reduce(0, +) <= 2)
            let score = try #require((method["private"] as? [String: Any])?["mean"] as? Double)
            #expect(score.isFinite)
        }
        // Without a policy what is executed is real too.
        #expect(methods.contains { $0["baseline"] as? Bool == true })
        let trees = try #require(report["trees"] as? [[String: Any]])
        #expect(trees.count == 2)
        for tree in trees {
            let nodes = try #require(tree["nodes"] as? [[String: Any]])
            #expect(nodes.count == 5)
            let operators = nodes.compactMap { $0["operator"] as? String }
            #expect(operators.prefix(2).allSatisfy { $0 == "draft" })
            #expect(operators.dropFirst(2).allSatisfy { $0 != "draft" })
            let best = try #require(tree["best"] as? Int)
            let qualities = nodes.compactMap { $0["quality"] as? Double }
            #expect(qualities[best] == qualities.max())
            #expect(nodes[best]["on_best_path"] as? Bool == true)
            #expect((tree["private"] as? [String: Any])?["score"] is Double)
        }

        let words = ["eval", "s", "--search", "--json"] + Self.small
        let twice = try ["1", "2"].map { try place.run(words + ["--threads", $0]).output }
        #expect(twice[0] == twice[1] && !twice[0].isEmpty)

        let other = try place.run(["eval", "s", "--search", "--drafts", "0"])
        #expect(other.code == 2 && other.errors.split(whereSeparator: \.isNewline).count == 1)
    }

    @Test("a study measures searches, and its table says what stands beside them")
    func study() throws {
        let place = try Workplace()
        let set = Self.tiny.split(separator: "\n").map { "  \($0)" }.joined(separator: "\n")
        try place.write(
            """
            name: s
            seeds: [1, 2]
            set:
            \(set)
            arms:
              base: {strategy: base}
              exit: {strategy: exit}
            baseline: base
            evaluation: {search: true, executions: 6, drafts: 2, temperatures: [1], count: 4}
            """, to: "study.yaml")
        let done = try place.run(["study", "study.yaml"])
        try #require(done.code == 0, "\(done.errors)")
        #expect(done.output.contains("s: 4 of 4 runs"))
        for row in ["private search", "private best of drafts"] {
            #expect(done.output.contains(row), "\(done.output)")
        }
        let table = place.folder.appending(path: "runs/studies/s/table.json")
        let before = try Data(contentsOf: table)
        let again = try place.run(["study", "study.yaml", "--json"])
        #expect(again.code == 0 && Data(again.output.utf8) == before)

        let compared = try place.object(
            ["compare", "--evaluate", "--search", "s-base-s1", "s-exit-s1"] + Self.small)
        #expect((compared["arms"] as? [Any])?.isEmpty == false)
    }
}
