import Modeling
import Runs
import Tasks
import Testing

@testable import Training

@Suite("Search")
struct SearchTests {
    /// Where a search's own answers begin among a task's draws.
    private static let search = SearchBudget.mostExecutions
    private static let fromOne = 2 * SearchBudget.mostExecutions
    private static let chain = 3 * SearchBudget.mostExecutions

    /// An answer: a digit, or `x` for what is none.
    private func tokens(_ sign: Character) -> [Int32] {
        [sign.wholeNumberValue.map(Int32.init) ?? RiddleDomain.failed, 11]
    }

    private func evaluation(
        _ domain: RiddleDomain, _ tasks: [DomainTask], _ budget: SearchBudget, k: [Int]? = nil,
        seed: UInt64 = 1, _ reply: @escaping (SamplingRequest, Int) -> [Int32]
    ) -> SearchEvaluation {
        SearchEvaluation(
            domain: domain,
            options: EvaluationOptions(temperature: 0.5, tasks: tasks, seed: seed),
            budget: budget, k: k, step: 7
        ) { requests, _ in
            requests.map { request in
                (0..<request.completions).map {
                    reply(request, request.stream.firstCompletion + $0)
                }
            }
        }
    }

    private func scripted(
        _ domain: RiddleDomain, _ budget: SearchBudget, drafts: String, search: String,
        fromOne: String, chain: String
    ) -> SearchEvaluation {
        evaluation(domain, [RiddleDomain.task(7)], budget, k: [0, 2]) { request, place in
            let (text, first) =
                switch place {
                case Self.chain...: (chain, Self.chain + 1)
                case Self.fromOne...: (fromOne, Self.fromOne + 1)
                case Self.search...: (search, Self.search + budget.drafts)
                default: (drafts, 0)
                }
            return tokens(Array(text)[place - first])
        }
    }

    private func domain(
        drafts: Int = 3, debug probability: Double, depth: Int = 2, mends: Bool = true
    ) -> RiddleDomain {
        RiddleDomain(
            mends: mends,
            scaffold: SearchScaffold(
                drafts: drafts, debugProbability: probability, debugDepth: depth))
    }

    @Test("a tree is what a hand computes: drafts, mending of what failed, revisions of the best")
    func byHand() throws {
        let budget = SearchBudget(executions: 8, drafts: 3)
        let outcome = try scripted(
            domain(debug: 1), budget, drafts: "3x588888", search: "x6x77", fromOne: "4x45x66",
            chain: "x9"
        ).run { _ in }
        let tree = try #require(outcome.trees.first)
        #expect(outcome.trees.count == 1)
        #expect(tree.step == 7 && tree.temperature == 0.5)
        #expect(tree.nodes.map(\.id) == Array(0..<8))
        #expect(
            tree.nodes.map(\.origin) == [
                .draft, .draft, .draft, .debug, .debug, .improve, .debug, .improve,
            ])
        #expect(tree.nodes.map(\.parent) == [nil, nil, nil, 1, 3, 4, 5, 6])
        #expect(tree.nodes.map(\.answer.quality) == [0.6, 0, 0.8, 0, 0.9, 0, 1, 1])
        #expect(
            tree.nodes.map(\.feedback) == [
                "too low", "no digit", "too low", "no digit", "too low", "no digit", "right",
                "right",
            ])
        // The first of two equally good ones.
        #expect(tree.best == 6)
        #expect(tree.bestPath == [1, 3, 4, 5, 6])
        #expect(tree.privateScore == PrivateScore(score: 1, medal: .gold, isAboveMedian: true))

        let record = outcome.record
        #expect(record.count == 1 && record.domain == "riddle" && record.budget == budget)
        #expect(
            record.methods.map(\.name) == [
                "search", "search from one draft", "best of drafts", "last@0", "last@2", "in turn",
                "nothing",
            ])
        #expect(record.methods.map(\.executions) == [8, 8, 8, 1, 3, 8, 1])
        #expect(
            record.methods.map(\.isBaseline) == [false, false, false, false, false, true, true])
        // From one draft: 3, 4, x mended to 4, 5, x mended to 6, 6. Of drafts 8 is nearest. The
        // chain's x left 3 standing, then came 9.
        #expect(record.methods.map(\.quality.mean) == [1, 0.9, 0.9, 0.6, 0.8, 1, 0])
        let scores = try record.methods.map { try #require($0.privateScore).mean }
        let (near, far): (Double, Double) = (1 - 1.0 / 5, 1 - 4.0 / 5)
        let third: Double = 1 - 2.0 / 5
        #expect(scores == [1, near, near, far, third, 1, 0])
        #expect(record.methods.map(\.distinct) == [5, 5, 4, 1, 3, 8, 0])
        let invalid: [Double] = [0.375, 0.25, 0.125, 0, 1.0 / 3, 0, 0]
        #expect(record.methods.map(\.invalid) == invalid)
        #expect(record.methods[0].medals == ["gold": 1, "silver": 0, "bronze": 0])
        #expect(record.methods[4].medals == ["gold": 0, "silver": 0, "bronze": 1])
        let shares: [Double?] = [1, 1, 1, 0, 1, 1, 0]
        #expect(record.methods.map { $0.aboveMedian?.mean } == shares)
        #expect(record.methods.map { $0.anyMedal?.mean } == shares)
    }

    @Test("mendings in a row are bounded, and older failures have their turn")
    func depth() throws {
        let trees = try scripted(
            domain(drafts: 2, debug: 1), SearchBudget(executions: 8, drafts: 2), drafts: "3x",
            search: "xxxxx4", fromOne: "", chain: ""
        ).trees { _ in }
        // 1 is mended twice in a row; then 0 is improved, which fails and is mended twice.
        #expect(
            trees[0].nodes.map(\.origin) == [
                .draft, .draft, .debug, .debug, .improve, .debug, .debug, .improve,
            ])
        #expect(trees[0].nodes.map(\.parent) == [nil, nil, 1, 2, 0, 4, 5, 0])
        #expect(trees[0].best == 7)
        #expect(trees[0].bestPath == [0, 7])
    }

    @Test("a domain that can't mend gets a new draft instead; without chance nothing is mended")
    func withoutMending() throws {
        let budget = SearchBudget(executions: 6, drafts: 2)
        let trees = try scripted(
            domain(drafts: 2, debug: 1, mends: false), budget, drafts: "x3", search: "x56x",
            fromOne: "", chain: ""
        ).trees { _ in }
        #expect(
            trees[0].nodes.map(\.origin) == [.draft, .draft, .draft, .draft, .improve, .improve])
        #expect(trees[0].nodes.map(\.parent) == [nil, nil, nil, nil, 3, 4])
        let never = try scripted(
            domain(drafts: 2, debug: 0), budget, drafts: "x3", search: "x56x", fromOne: "",
            chain: ""
        ).trees { _ in }
        #expect(never[0].nodes.map(\.parent) == [nil, nil, 1, 1, 3, 4])
        #expect(never[0].nodes.map(\.origin).suffix(4).allSatisfy { $0 == .improve })
    }

    @Test("where every answer fails drafts go on, and nothing is worth anything")
    func allFail() throws {
        let outcome = try scripted(
            domain(drafts: 1, debug: 0), SearchBudget(executions: 4, drafts: 1), drafts: "xxxx",
            search: "xxx", fromOne: "", chain: "xx"
        ).run { _ in }
        #expect(outcome.trees[0].nodes.map(\.origin) == [.draft, .draft, .draft, .draft])
        #expect(outcome.trees[0].best == nil && outcome.trees[0].bestPath.isEmpty)
        #expect(outcome.trees[0].privateScore == nil)
        // A search from one draft is the search.
        #expect(
            outcome.record.methods.map(\.name) == [
                "search", "best of drafts", "last@0", "last@2", "in turn", "nothing",
            ])
        // Four digits in turn reach 3, four below.
        let near: Double = 1 - 4.0 / 5
        let worth: [Double?] = [0, 0, 0, 0, near, 0]
        #expect(outcome.record.methods.map { $0.privateScore?.mean } == worth)
        #expect(outcome.record.methods.prefix(4).allSatisfy { $0.invalid == 1 })
    }

    @Test("where nothing is private there are no private figures")
    func nothingPrivate() throws {
        var domain = domain(drafts: 1, debug: 0)
        domain.keepsPrivate = false
        let outcome = try scripted(
            domain, SearchBudget(executions: 3, drafts: 1), drafts: "345", search: "56",
            fromOne: "", chain: "44"
        ).run { _ in }
        #expect(outcome.trees[0].privateScore == nil)
        for method in outcome.record.methods {
            #expect(method.privateScore == nil && method.medals == nil)
            #expect(method.anyMedal == nil && method.aboveMedian == nil)
        }
        #expect(outcome.outcomes.methods.allSatisfy { $0.privateScore.isEmpty })
    }

    // MARK: Against a slow twin

    /// A digit, or now and then none, by prompt, task and place.
    private static func reply(_ prompt: [Int32], _ task: Int, _ place: Int) -> [Int32] {
        var generator = CounterGenerator(
            seed: 99, purpose: .play, step: Int(prompt[0]) * 100 + Int(prompt[2]), group: task,
            completion: place)
        let sign = generator.below(14)
        return [sign < 10 ? Int32(sign) : RiddleDomain.failed, 11]
    }

    /// The search as its rule reads, one answer after the other, everything looked up anew.
    private func twin(
        _ domain: RiddleDomain, task: DomainTask, group: Int, budget: SearchBudget, seed: UInt64
    ) -> (answers: [Int32], parents: [Int?], origins: [SearchOperator]) {
        let scaffold =
            domain.scaffold
            ?? SearchScaffold(
                drafts: 1, debugProbability: 0, debugDepth: 0)
        var answers: [Int32] = []
        var parents: [Int?] = []
        var origins: [SearchOperator] = []
        var given: Set<Int> = []
        for place in 0..<budget.executions {
            var parent: Int?
            var origin = SearchOperator.draft
            if place >= budget.drafts {
                var coin = CounterGenerator(
                    seed: seed, purpose: .search, step: 7, group: group,
                    completion: 4 * SearchBudget.mostExecutions + place)
                let wantsToMend = Double(coin.uniform()) < scaffold.debugProbability
                let failed = answers.indices.filter { candidate in
                    guard answers[candidate] == RiddleDomain.failed, !given.contains(candidate)
                    else { return false }
                    var row = 0
                    var above: Int? = candidate
                    while let node = above, origins[node] == .debug {
                        row += 1
                        above = parents[node]
                    }
                    return row < scaffold.debugDepth
                }
                let off = answers.map { $0 == RiddleDomain.failed ? 99 : abs($0 - task.values[0]) }
                let least = off.min() ?? 99
                if wantsToMend, let newest = failed.max() {
                    given.insert(newest)
                    if domain.mends { (parent, origin) = (newest, .debug) }
                } else if least < 99 {
                    (parent, origin) = (off.firstIndex(of: least), .improve)
                }
            }
            let first = place < budget.drafts ? 0 : SearchBudget.mostExecutions
            let prompt = [
                parent == nil ? RiddleDomain.base : RiddleDomain.improve, task.values[1],
                parent.map { answers[$0] } ?? RiddleDomain.blank,
            ]
            answers.append(Self.reply(prompt, group, first + place)[0])
            parents.append(parent)
            origins.append(origin)
        }
        return (answers, parents, origins)
    }

    @Test("many searches are those of a slow twin", arguments: [true, false])
    func twins(mends: Bool) throws {
        var (mended, improved) = (0, 0)
        for (number, budget) in [
            SearchBudget(), SearchBudget(executions: 30, drafts: 1),
            SearchBudget(executions: 4, drafts: 4),
        ].enumerated() {
            var domain = RiddleDomain(mends: mends)
            domain.scaffold = SearchScaffold(
                drafts: budget.drafts, debugProbability: 0.5, debugDepth: 1 + number)
            let tasks = (0..<40).map { RiddleDomain.task(Int32($0 % 10), number: Int32($0 / 10)) }
            let trees = try evaluation(domain, tasks, budget, seed: 5) { request, place in
                Self.reply(request.prompt, request.stream.group, place)
            }.trees { _ in }
            #expect(trees.map(\.task) == tasks)
            for (group, tree) in trees.enumerated() {
                let expected = twin(
                    domain, task: tasks[group], group: group, budget: budget, seed: 5)
                #expect(tree.nodes.map(\.answer.tokens[0]) == expected.answers)
                #expect(tree.nodes.map(\.parent) == expected.parents)
                #expect(tree.nodes.map(\.origin) == expected.origins)
                mended += tree.nodes.count { $0.origin == .debug }
                improved += tree.nodes.count { $0.origin == .improve }
            }
        }
        #expect(improved > 500)
        #expect(mends ? mended > 100 : mended == 0)
    }

    // MARK: With a policy

    private func policy() throws -> Policy {
        try Policy(
            configuration: ModelConfiguration(
                vocabularySize: 15, hiddenSize: 16, layerCount: 1, headCount: 2,
                keyValueHeadCount: 1, intermediateSize: 24, contextLength: 8), seed: 3)
    }

    @Test("a policy's searches do not depend on threads, on other tasks, or on what is beside them")
    func determinism() throws {
        let domain = RiddleDomain()
        let policy = try policy()
        let tasks = (0..<12).map { RiddleDomain.task(Int32($0 % 10), number: Int32($0 % 7)) }
        func evaluation(_ tasks: [DomainTask], threads: Int) -> SearchEvaluation {
            SearchEvaluation(
                policy: policy, domain: domain, pool: WorkerPool(threads: threads),
                options: EvaluationOptions(tasks: tasks, seed: 8), budget: SearchBudget(), step: 3)
        }
        var rounds: [Int] = []
        let whole = evaluation(tasks, threads: 1)
        let outcome = try whole.run { rounds.append($0) }
        #expect(rounds == Array(0..<whole.rounds))
        #expect(Set(outcome.trees.map { $0.nodes.map(\.answer.tokens) }).count > 10)
        #expect(try evaluation(tasks, threads: 3).run { _ in } == outcome)
        let few = try evaluation(Array(tasks.prefix(5)), threads: 2).run { _ in }
        #expect(few.trees == Array(outcome.trees.prefix(5)))
        #expect(few.outcomes.methods[1].quality == Array(outcome.outcomes.methods[1].quality[..<5]))
        rounds = []
        let alone = evaluation(tasks, threads: 2)
        #expect(try alone.trees { rounds.append($0) } == outcome.trees)
        #expect(rounds == Array(0..<alone.searchRounds))
    }

    @Test("sampling that stops in between goes on to the same trees")
    func interrupted() throws {
        let domain = RiddleDomain()
        let tasks = (0..<6).map { RiddleDomain.task(Int32($0)) }
        let whole = try evaluation(domain, tasks, SearchBudget()) { request, place in
            Self.reply(request.prompt, request.stream.group, place)
        }.trees { _ in }
        var (calls, stops) = (0, 0)
        let broken = SearchEvaluation(
            domain: domain, options: EvaluationOptions(temperature: 0.5, tasks: tasks, seed: 1),
            budget: SearchBudget(), step: 7
        ) { requests, _ in
            calls += 1
            // All but every third request at first.
            return requests.enumerated().map { index, request in
                guard calls % 2 == 0 || index % 3 != 0 else { return nil }
                return (0..<request.completions).map {
                    Self.reply(
                        request.prompt, request.stream.group, request.stream.firstCompletion + $0)
                }
            }
        }
        var last = -1
        let trees = try broken.trees { round in
            stops += round == last ? 1 : 0
            last = round
        }
        #expect(trees == whole)
        #expect(stops > 5)
    }
}
