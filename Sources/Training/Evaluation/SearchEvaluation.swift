import Modeling
import Runs
import Tasks

/// Searches with a policy at inference time, for all tasks at once, and what they are held against.
///
/// The same first answer begins a search from one draft, the plain chain and the independent drafts;
/// the drafts of a search are the first of these. So methods are compared with as much in common as
/// they can have. All draws are keyed by seed, step, task and the answer's place, so that neither the
/// other tasks nor the number of threads has a part in them.
final class SearchEvaluation {
    /// Streams of draws, so far apart that no budget reaches from one into the next.
    private enum Stream: Int {
        case drafts, search, searchFromOne, chain, choices, choicesFromOne

        var first: Int { rawValue * SearchBudget.mostExecutions }
    }

    /// The plain chain of one task.
    private struct Chain {
        var instance: TaskInstance
        /// The answer that stands after each step, with what it answers.
        var standing: [(answer: Answer, instance: TaskInstance)] = []
        var answers: [Answer] = []
    }

    private struct Search {
        var tree: GreedySearch
        let stream: Stream
        let choices: Stream
        let drafts: Int
    }

    /// An answer that is asked for: what it answers, its task, and its place among the task's draws.
    private typealias Asked = (instance: TaskInstance, task: Int, place: Int)

    private let sampler: Evaluation.Sampler
    private let worker: Evaluation.Worker
    private let domain: any Domain
    private let options: EvaluationOptions
    private let scaffold: SearchScaffold
    private let budget: SearchBudget
    private let steps: [Int]
    private let tasks: [DomainTask]
    private let step: Int

    /// An evaluation.
    ///
    /// - Precondition: the domain has a scaffold and the budget no problem.
    /// - Parameters:
    ///   - domain: the run's.
    ///   - options: which tasks, and how to sample; `k`, `samples` and `measuresPassAt` have no part.
    ///   - budget: what a search may spend on a task.
    ///   - k: the numbers of improve steps at which the plain chain is looked at, ascending.
    ///   - step: the training step of the policy.
    ///   - worker: does the domain's work ahead.
    ///   - sampler: the policy.
    init(
        domain: any Domain, options: EvaluationOptions, budget: SearchBudget, k: [Int]? = nil,
        step: Int,
        worker: @escaping Evaluation.Worker = { units, _ in
            units.forEach { $0() }
            return units.count
        }, sampler: @escaping Evaluation.Sampler
    ) {
        guard let scaffold = domain.scaffold, budget.problem == nil else {
            preconditionFailure("a search without a scaffold or within no budget")
        }
        self.sampler = sampler
        self.worker = worker
        self.domain = domain
        self.options = options
        self.scaffold = scaffold
        self.budget = budget
        steps = k ?? budget.steps
        self.step = step
        tasks = Evaluation.tasks(options, domain: domain)
    }

    convenience init(
        policy: Policy, domain: any Domain, pool: WorkerPool, options: EvaluationOptions,
        budget: SearchBudget, k: [Int]? = nil, step: Int
    ) {
        self.init(
            domain: domain, options: options, budget: budget, k: k, step: step,
            worker: { units, shouldStop in
                pool.run(units.count, shouldStop: shouldStop) { unit, _ in units[unit]() }
            }
        ) { requests, shouldStop in
            policy.sample(
                requests, temperature: Float(options.temperature),
                maximumTokens: domain.longestAnswer, endToken: domain.endToken, pool: pool,
                shouldStop: shouldStop
            ).map { $0?.map(\.tokens) }
        }
    }

    /// Rounds of about equal work: one for each answer in a row, and one for what has no policy.
    var rounds: Int { answersInRow + 1 }

    /// Rounds of the searches alone.
    var searchRounds: Int { budget.executions }

    private var answersInRow: Int { max(budget.executions, (steps.last ?? 0) + 1) }

    // MARK: Running

    /// The policy's search for each task, and nothing beside it.
    ///
    /// `progress` is called before each round with the rounds done, and again whenever `shouldStop`,
    /// polled between groups, turned true. What it throws ends the evaluation.
    func trees(
        shouldStop: @escaping @Sendable () -> Bool = { false }, progress: (Int) throws -> Void
    ) throws -> [SearchTree] {
        let drafts = try drafts(budget.drafts, shouldStop: shouldStop, progress: progress)
        var searches = searches(from: budget.drafts, .search, .choices, drafts: drafts)
        for round in stride(from: 1, to: budget.executions, by: 1) {
            try progress(round)
            try extend(&searches, round: round) {
                try answers(to: $0, round: round, shouldStop: shouldStop, progress: progress)
            }
        }
        return searches.indices.map { tree(of: searches[$0], task: $0) }
    }

    /// Every method on every task.
    ///
    /// `progress` is called before each round with the rounds done; what it throws ends the
    /// evaluation.
    func run(progress: (Int) throws -> Void) throws -> SearchOutcome {
        let drafts = try drafts(
            budget.executions, shouldStop: { false }, progress: progress)
        // Task by task, all those of one method in succession.
        var searches = searches(from: budget.drafts, .search, .choices, drafts: drafts)
        if budget.drafts > 1 {
            searches += self.searches(
                from: 1, .searchFromOne, .choicesFromOne, drafts: drafts)
        }
        var chains = tasks.indices.map { task in
            var chain = Chain(instance: TaskInstance(task: tasks[task]))
            take(drafts[task].first ?? [], in: &chain)
            return chain
        }
        for round in stride(from: 1, to: answersInRow, by: 1) {
            try progress(round)
            func answer(_ asked: [Asked]) throws -> [[Int32]] {
                try answers(
                    to: asked, round: round, shouldStop: { false }, progress: progress)
            }
            if round < budget.executions {
                try extend(&searches, round: round, answer)
            }
            if round <= steps.last ?? 0 { try extend(&chains, round: round, answer) }
        }
        try progress(answersInRow)
        return outcome(searches: searches, drafts: drafts, chains: chains)
    }

    /// A task's independent drafts.
    private func drafts(
        _ count: Int, shouldStop: @escaping @Sendable () -> Bool, progress: (Int) throws -> Void
    ) throws -> [[[Int32]]] {
        try progress(0)
        let bases = tasks.map { TaskInstance(task: $0) }
        let drafts = try Evaluation.complete(
            bases.enumerated().map { task, instance in
                request((instance, task, Stream.drafts.first), count: count)
            }, with: sampler, shouldStop: shouldStop, whenStopped: { try progress(0) })
        try Evaluation.work(
            ahead: zip(bases, drafts).flatMap { base, drafts in drafts.map { ($0, base) } },
            in: domain, with: worker, shouldStop: shouldStop, whenStopped: { try progress(0) })
        return drafts
    }

    /// Searches that have their drafts.
    private func searches(
        from count: Int, _ stream: Stream, _ choices: Stream, drafts: [[[Int32]]]
    ) -> [Search] {
        tasks.indices.map { task in
            var tree = GreedySearch(
                tasks[task],
                scaffold: SearchScaffold(
                    drafts: count, debugProbability: scaffold.debugProbability,
                    debugDepth: scaffold.debugDepth), domain: domain)
            for tokens in drafts[task].prefix(count) {
                tree.take(tokens, for: tree.next(chance: 0))
            }
            return Search(tree: tree, stream: stream, choices: choices, drafts: count)
        }
    }

    /// One more answer of each search that has had its drafts before this round.
    private func extend(
        _ searches: inout [Search], round: Int, _ answer: ([Asked]) throws -> [[Int32]]
    ) rethrows {
        let places = searches.indices.filter { round >= searches[$0].drafts }
        let asked = places.map { place in
            let task = place % tasks.count
            var chance = CounterGenerator(
                seed: options.seed, purpose: .search, step: step, group: task,
                completion: searches[place].choices.first + round)
            return searches[place].tree.next(chance: chance.uniform())
        }
        let answers = try answer(
            zip(places, asked).map { place, asked in
                (asked.instance, place % tasks.count, searches[place].stream.first + round)
            })
        for ((place, asked), tokens) in zip(zip(places, asked), answers) {
            searches[place].tree.take(tokens, for: asked)
        }
    }

    private func extend(
        _ chains: inout [Chain], round: Int, _ answer: ([Asked]) throws -> [[Int32]]
    ) rethrows {
        let answers = try answer(
            chains.enumerated().map { task, chain in
                (chain.instance, task, Stream.chain.first + round)
            })
        for (task, tokens) in answers.enumerated() { take(tokens, in: &chains[task]) }
    }

    /// Takes a chain's next answer; an invalid one leaves the earlier one standing.
    private func take(_ tokens: [Int32], in chain: inout Chain) {
        let answer = domain.assess(tokens, answering: chain.instance)
        chain.answers.append(answer)
        if let standing = chain.standing.last, !answer.isValid {
            chain.standing.append(standing)
            return
        }
        chain.standing.append((answer, chain.instance))
        guard answer.isValid else { return }
        let next = domain.successors(of: answer, id: nil, answering: chain.instance)
        if let next = next.first { chain.instance = next }
    }

    // MARK: Sampling

    private func request(_ asked: Asked, count: Int) -> SamplingRequest {
        SamplingRequest(
            prompt: domain.prompt(
                for: asked.instance, mode: asked.instance.isBase ? .base : .improve),
            completions: count,
            stream: SamplingStream(
                seed: options.seed, purpose: .search, step: step, group: asked.task,
                firstCompletion: asked.place))
    }

    /// One answer each, with what assessing them will need already done.
    private func answers(
        to asked: [Asked], round: Int, shouldStop: @escaping @Sendable () -> Bool,
        progress: (Int) throws -> Void
    ) throws -> [[Int32]] {
        let answers = try Evaluation.complete(
            asked.map { request($0, count: 1) }, with: sampler, shouldStop: shouldStop,
            whenStopped: { try progress(round) }
        ).map { $0.first ?? [] }
        try Evaluation.work(
            ahead: zip(answers, asked).map { ($0, $1.instance) }, in: domain, with: worker,
            shouldStop: shouldStop, whenStopped: { try progress(round) })
        return answers
    }

    // MARK: Outcomes

    private func tree(of search: Search, task: Int) -> SearchTree {
        let kept = search.tree.kept
        return SearchTree(
            step: step, task: tasks[task], temperature: options.temperature,
            nodes: search.tree.nodes,
            privateScore: kept.flatMap { kept in
                kept.answer.isValid
                    ? domain.privateScore(of: kept.answer, answering: kept.instance) : nil
            })
    }

    private func outcome(
        searches: [Search], drafts: [[[Int32]]], chains: [Chain]
    ) -> SearchOutcome {
        let scores = PrivateScores(domain: domain)
        func parts(_ searches: some Sequence<Search>) -> [SearchTally] {
            searches.map { search in
                SearchTally(search.tree.nodes.map(\.answer), keeping: search.tree.kept, scores)
            }
        }
        func best(of answers: [[Int32]], task: Int) -> SearchTally {
            let instance = TaskInstance(task: tasks[task])
            let answers = answers.map { domain.assess($0, answering: instance) }
            let kept = SearchTree.best(of: answers).map { answers[$0] } ?? answers.first
            return SearchTally(answers, keeping: kept.map { ($0, instance) }, scores)
        }
        var results = SearchMethod.all(in: budget, k: steps).map { method in
            switch method {
            case .search:
                SearchTally.Method(method, budget.executions, parts(searches.prefix(tasks.count)))
            case .searchFromOne:
                SearchTally.Method(
                    method, budget.executions, parts(searches.dropFirst(tasks.count)))
            case .lastAnswer(let k):
                SearchTally.Method(
                    method, k + 1,
                    chains.map { chain in
                        SearchTally(
                            Array(chain.answers.prefix(k + 1)), keeping: chain.standing[k], scores)
                    })
            case .bestOfDrafts, .baseline:
                SearchTally.Method(
                    method, budget.executions,
                    tasks.indices.map { best(of: drafts[$0], task: $0) })
            }
        }
        for baseline in domain.baselines(executions: budget.executions, seed: options.seed) {
            let answers = tasks.map { Array(baseline.answers($0).prefix(budget.executions)) }
            Evaluation.work(
                ahead: zip(tasks, answers).flatMap { task, answers in
                    answers.map { ($0, TaskInstance(task: task)) }
                }, in: domain, with: worker, shouldStop: { false }, whenStopped: {})
            results.append(
                SearchTally.Method(
                    .baseline(baseline.name), max(1, answers.map(\.count).max() ?? 1),
                    tasks.indices.map { best(of: answers[$0], task: $0) }))
        }
        // A domain keeps something private of every task or of none.
        let isPrivate = results.contains { $0.tallies.contains { $0.privateScore != nil } }
        let methods = results.map { $0.outcomes(withPrivate: isPrivate) }
        let outcomes = SearchOutcomes(keys: tasks.map { domain.key(of: $0) }, methods: methods)
        return SearchOutcome(
            record: SearchRecord(
                step: step, domain: domain.name, split: options.split.rawValue,
                temperature: options.temperature, budget: budget, outcomes: outcomes),
            outcomes: outcomes,
            trees: tasks.indices.map { tree(of: searches[$0], task: $0) })
    }
}
