import Foundation
import Testing

@testable import Runs

@Suite("Searches as values")
struct SearchTests {
    private func answer(_ quality: Double, valid: Bool = true) -> Answer {
        Answer(tokens: [1], quality: quality, isValid: valid, isSolved: false)
    }

    private func tree(_ nodes: [(parent: Int?, quality: Double, valid: Bool)]) -> SearchTree {
        SearchTree(
            step: 1, task: DomainTask(values: [1]), temperature: 1,
            nodes: nodes.enumerated().map { place, node in
                SearchNode(
                    id: place, parent: node.parent, origin: .draft,
                    answer: answer(node.quality, valid: node.valid), feedback: nil)
            }, privateScore: nil)
    }

    @Test("the best valid answer is kept, the first of equals; a failed one never")
    func best() {
        let tree = tree([
            (nil, 0.9, false), (nil, 0.5, true), (1, 0.7, true), (2, 0.7, true), (2, 0.1, true),
        ])
        #expect(tree.best == 2)
        #expect(tree.bestPath == [1, 2])
        #expect(self.tree([]).best == nil && self.tree([]).bestPath.isEmpty)
        #expect(SearchTree.best(of: [answer(0, valid: false)]) == nil)
    }

    @Test("parents from a file that lead in circles end a path")
    func circles() {
        #expect(tree([(1, 0.5, true), (0, 0.9, true)]).bestPath == [0, 1])
        #expect(tree([(0, 0.5, true)]).bestPath == [0])
        #expect(tree([(.max, 0.5, true)]).bestPath == [0])
        #expect(tree([(-3, 0.5, true)]).bestPath == [0])
    }

    @Test("a budget's bounds are told by key, value and what is accepted")
    func budgets() {
        #expect(SearchBudget().problem == nil && SearchBudget().steps == [0, 1, 4, 8, 16])
        #expect(SearchBudget(executions: 5, drafts: 5).problem == nil)
        #expect(SearchBudget(executions: 5, drafts: 5).steps == [0, 1, 4])
        #expect(SearchBudget(executions: 0).problem?.key == "executions")
        #expect(SearchBudget(executions: 1025).problem?.key == "executions")
        #expect(SearchBudget(executions: 4, drafts: 5).problem?.key == "drafts")
        #expect(SearchBudget(executions: 4, drafts: 0).problem?.value == 0)
    }

    // MARK: Figures

    private func method(
        _ name: String, _ scores: [Double], baseline: Bool = false, executions: Int = 4
    ) -> SearchOutcomes.Method {
        SearchOutcomes.Method(
            name: name, isBaseline: baseline, executions: executions,
            quality: scores.map { $0 / 2 }, privateScore: scores,
            medal: scores.map { $0 >= 1 ? .gold : $0 >= 0.75 ? .bronze : nil },
            isAboveMedian: scores.map { $0 >= 0.5 }, distinct: scores.map { _ in 3 },
            invalid: scores.map { _ in 1 })
    }

    private func outcomes(_ search: [Double], random: [Double]) -> SearchOutcomes {
        SearchOutcomes(
            keys: [5, 5, 6, 7],
            methods: [
                method("search", search), method("last@0", search.map { $0 / 2 }, executions: 1),
                method("random", random, baseline: true),
            ])
    }

    private let budget = SearchBudget(executions: 4, drafts: 1)

    private func record(_ outcomes: SearchOutcomes) -> SearchRecord {
        SearchRecord(
            step: 9, domain: "mle", split: "held-out", temperature: 1, budget: budget,
            outcomes: outcomes)
    }

    @Test("figures are means over tasks, and intervals resample tasks of one key together")
    func figures() throws {
        let record = record(outcomes([1, 0.75, 0.5, 0], random: [1, 1, 1, 1]))
        let search = record.methods[0]
        #expect(record.count == 4)
        #expect(search.privateScore?.mean == 0.5625 && search.quality.mean == 0.28125)
        #expect(search.medals == ["gold": 1, "silver": 0, "bronze": 1])
        #expect(search.anyMedal?.mean == 0.5 && search.aboveMedian?.mean == 0.75)
        #expect(search.distinct == 3 && search.invalid == 0.25)
        let interval = try #require(search.privateScore?.interval)
        // One key drawn three times: 0 at the least, 0.875 at the most.
        #expect(interval.low == 0 && interval.high == 0.875)
        #expect(record.methods[2].privateScore?.interval == .init(low: 1, high: 1))
    }

    @Test("outcomes come back from JSON as they were, a sign a task")
    func json() throws {
        let outcomes = outcomes([1, 0.75, 0.5, 0], random: [0, 0, 0, 1])
        let data = try JSONEncoder().encode(outcomes)
        #expect(try JSONDecoder().decode(SearchOutcomes.self, from: data) == outcomes)
        let text = String(decoding: data, as: UTF8.self)
        #expect(text.contains(#""medals":"gb--""#) && text.contains(#""above_median":"1110""#))
        let odd = text.replacingOccurrences(of: "gb--", with: "gx--")
        #expect(throws: DecodingError.self) {
            try JSONDecoder().decode(SearchOutcomes.self, from: Data(odd.utf8))
        }
    }

    // MARK: Studies

    private func result(_ arm: String, _ seed: UInt64, _ search: [Double]) -> StudyResult {
        let outcomes = outcomes(search, random: [0.5, 0.5, 0.5, 0.5])
        return StudyResult(
            arm: arm, strategy: arm, seed: seed, run: "\(arm)-\(seed)", meanDepth: 0, deepest: 0,
            measured: [.search(record(outcomes), outcomes)])
    }

    private func cell(_ table: StudyTable, _ arm: Int, _ name: String) throws -> StudyTable.Cell {
        try #require(table.blocks[0].rows[arm].cells.first { $0.figure.name == name })
    }

    @Test("a study tells private scores and medals, and how far a search leads what has no policy")
    func study() throws {
        let results = [
            result("grpo", 1, [0.5, 0.5, 0.5, 0.5]), result("grpo", 2, [0.5, 0.5, 1, 0]),
            result("exit", 1, [1, 1, 1, 0]), result("exit", 2, [1, 1, 0.5, 0.5]),
        ]
        let measurement = StudyPlan.Measurement(
            k: [0], temperatures: [1], count: 4, search: budget)
        #expect(measurement.kind == .search)
        let table = StudyTable(
            of: results, arms: ["grpo", "exit"], baseline: "grpo", measurement: measurement)
        let own = try cell(table, 1, "private search")
        #expect(own.values == [0.75, 0.75] && own.difference == 0.25 && own.resamplesTasks)
        #expect(own.figure.kind == .verified)
        let lead = try cell(table, 1, "search less random")
        #expect(lead.values == [0.25, 0.25] && lead.resamplesTasks)
        #expect(try cell(table, 0, "private random").values == [0.5, 0.5])
        #expect(try cell(table, 1, "gold search").values == [0.75, 0.5])
        #expect(try cell(table, 1, "medal search").values == [0.75, 0.5])
        let chain = try cell(table, 1, "private last@0")
        #expect(chain.values == [0.375, 0.375] && chain.figure.kind == .unaided)
        #expect(results[2].measured[0].solve(at: [0]) == [0.375])
        #expect(results[2].measured[0].solve(at: [0, 4]).isEmpty)
        // The gains are 0.5, 0.5, 0.5 and -0.5, then 0.5, 0.5, -0.5 and 0.5.
        let interval = try #require(own.interval)
        #expect(interval.low >= -0.5 && interval.low < 0.25 && interval.high <= 0.5)
    }

    @Test("a study's search comes back from JSON, and is refused beside episodes or out of bounds")
    func stored() throws {
        let result = result("exit", 1, [1, 1, 1, 0])
        let data = try JSONEncoder().encode(result)
        #expect(try JSONDecoder().decode(StudyResult.self, from: data) == result)
        let measurement = StudyPlan.Measurement(count: 4, search: budget)
        #expect(
            try JSONDecoder().decode(
                StudyPlan.Measurement.self, from: JSONEncoder().encode(measurement)) == measurement)
        for (episodes, search, told) in [
            (true, budget, "evaluation.search"),
            (false, SearchBudget(executions: 3, drafts: 4), "evaluation.drafts"),
        ] {
            do throws(ConfigurationError) {
                _ = try StudyPlan(
                    name: "s", about: "", seeds: [1],
                    arms: [.init(name: "a", configuration: RunConfiguration())], baseline: "a",
                    measurement: .init(episodes: episodes, search: search))
                Issue.record("accepted")
            } catch {
                #expect("\(error)".contains(told))
            }
        }
    }
}
