import Foundation
import Runs
import Testing

@testable import redraft

@Suite("Search report")
struct SearchReportTests {
    private func report(hasPrivate: Bool) throws -> SearchReport {
        func method(_ name: String, isBaseline: Bool) -> SearchOutcomes.Method {
            let scores = [0.75, 0.25]
            return SearchOutcomes.Method(
                name: name, isBaseline: isBaseline, executions: 3, quality: scores,
                privateScore: hasPrivate ? scores : [], medal: hasPrivate ? [.gold, nil] : [],
                isAboveMedian: hasPrivate ? [true, false] : [], distinct: [3, 2], invalid: [0, 3])
        }
        let outcomes = SearchOutcomes(
            keys: [1, 2],
            methods: [method("search", isBaseline: false), method("random", isBaseline: true)])
        let nodes = [
            SearchNode(
                id: 0, parent: nil, origin: .draft,
                answer: Answer(tokens: [4, 5], quality: 0, isValid: false, isSolved: false),
                feedback: "E_COLS"),
            SearchNode(
                id: 1, parent: 0, origin: .debug,
                answer: Answer(tokens: [4, 6], quality: 0.5, isValid: true, isSolved: false),
                feedback: nil),
        ]
        return SearchReport(
            run: try #require(RunID("r")),
            record: SearchRecord(
                step: 600, domain: "mle", split: "held-out", temperature: 0.5,
                budget: SearchBudget(executions: 3, drafts: 1), outcomes: outcomes),
            trees: [
                SearchTree(
                    step: 600, task: DomainTask(values: [7]), temperature: 0.5, nodes: nodes,
                    privateScore: hasPrivate
                        ? PrivateScore(score: 0.75, medal: nil, isAboveMedian: true) : nil)
            ], texts: PlainFormatting())
    }

    @Test("the document holds every promised key, also where there is no value")
    func keys() throws {
        for hasPrivate in [true, false] {
            let text = try JSONOutput.document(try report(hasPrivate: hasPrivate))
            let object = try #require(
                JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
            #expect(
                Set(object.keys) == [
                    "run", "step", "domain", "split", "count", "temperature", "executions",
                    "drafts", "methods", "trees",
                ])
            #expect(object["executions"] as? Int == 3 && object["drafts"] as? Int == 1)
            let methods = try #require(object["methods"] as? [[String: Any]])
            #expect(methods.map { $0["name"] as? String } == ["search", "random"])
            for method in methods {
                #expect(
                    Set(method.keys) == [
                        "name", "baseline", "executions", "private", "quality", "any_medal",
                        "medals", "above_median", "distinct", "invalid",
                    ])
                let quality = try #require(method["quality"] as? [String: Any])
                #expect(quality["mean"] as? Double == 0.5)
                #expect((quality["ci95"] as? [Double])?.count == 2)
                #expect((method["private"] is NSNull) == !hasPrivate)
                #expect((method["medals"] is NSNull) == !hasPrivate)
            }
            let tree = try #require((object["trees"] as? [[String: Any]])?.first)
            #expect(Set(tree.keys) == ["task", "task_id", "best", "private", "nodes"])
            #expect(tree["best"] as? Int == 1 && tree["task"] as? String == "7")
            let nodes = try #require(tree["nodes"] as? [[String: Any]])
            for node in nodes {
                #expect(
                    Set(node.keys) == [
                        "id", "parent", "operator", "text", "feedback", "quality", "valid",
                        "solved", "on_best_path",
                    ])
            }
            #expect(nodes.map { $0["operator"] as? String } == ["draft", "debug"])
            #expect(nodes.map { $0["on_best_path"] as? Bool } == [true, true])
            #expect(nodes[0]["parent"] is NSNull && nodes[1]["feedback"] is NSNull)
            #expect(nodes[1]["text"] as? String == "4 6")
        }
    }

    @Test("a table tells the policy's ways, then those without a policy, and says what they are")
    func table() throws {
        let lines = try report(hasPrivate: true).lines
        #expect(
            lines[0] == "mle, held-out: 2 tasks, 3 executions each, temperature 0.5, step 600")
        let search = try #require(lines.first { $0.hasPrefix("search  ") })
        #expect(search.contains("0.500") && search.contains("[0.250, 0.750]"))
        #expect(search.hasSuffix("50.0%"))
        let random = try #require(lines.firstIndex { $0.hasPrefix("random ") })
        #expect(lines[random - 1] == "without a policy")
        #expect(lines.contains { $0.hasPrefix("private ") })
        let bare = try report(hasPrivate: false).lines
        #expect(!bare.contains { $0.hasPrefix("private ") })
        #expect(bare.contains { $0.hasPrefix("search") && $0.contains(" - ") })
    }
}
