import Modeling
import Runs
import Tasks

/// Chains of revisions at inference time: a draft, then improve steps on the latest valid answer.
///
/// The last answer counts: no verifier chooses, none stops a chain. An invalid step leaves the
/// earlier answer standing. Diverge is not used.
///
/// - Source: arXiv 2509.04575, section 5 (evaluation); `domains.md`'s protocol.
final class Evaluation {
    /// Answers prompts: for each request its completions' tokens, or nil where it was not begun
    /// because the function passed in had turned true.
    typealias Sampler = ([SamplingRequest], @escaping @Sendable () -> Bool) -> [[[Int32]]?]

    /// Does units of a domain's work, and tells how many it did before the function passed in turned
    /// true.
    typealias Worker = ([DomainWork], @escaping @Sendable () -> Bool) -> Int

    /// A constant, so that every run is measured on the same tasks.
    private static let taskSeed: UInt64 = 0x2509_0457
    /// Steps of a chain sampled at once at most.
    private static let mostAhead = 16
    /// Independent drafts of a task that take about as long as a chain's step.
    private static let draftsPerRound = 4

    private struct Chain {
        var tally: ChainTally
        /// The prompt of the latest step.
        var prompt: [Int32] = []
        /// Steps that had this same prompt.
        var repeats = 0
        /// Answers to it that belong to steps to come.
        var ahead: ArraySlice<[Int32]> = []
    }

    private let sampler: Sampler
    private let worker: Worker
    private let domain: any Domain
    private let options: EvaluationOptions
    private let tasks: [DomainTask]
    private let step: Int

    init(
        domain: any Domain, options: EvaluationOptions, step: Int,
        worker: @escaping Worker = { units, _ in
            units.forEach { $0() }
            return units.count
        }, sampler: @escaping Sampler
    ) {
        self.sampler = sampler
        self.worker = worker
        self.domain = domain
        self.options = options
        self.step = step
        tasks = Self.tasks(options, domain: domain)
    }

    /// Draws of one task that may be excluded before such a one is taken nevertheless: a domain so
    /// small that a person's tasks are all of it has nothing else.
    private static let patience = 1000

    /// The tasks given, or the fixed list of the split without those that are excluded.
    static func tasks(_ options: EvaluationOptions, domain: any Domain) -> [DomainTask] {
        let list =
            switch options.split {
            case .heldOut: 0
            case .train: 1
            case .development: 2
            }
        return options.tasks
            ?? (0..<options.count).map { index in
                var generator = CounterGenerator(
                    seed: taskSeed, purpose: .evaluationTasks, step: list, group: index)
                var task = domain.drawTask(from: options.split, using: &generator)
                for _ in 0..<patience where options.excluded.contains(domain.key(of: task)) {
                    task = domain.drawTask(from: options.split, using: &generator)
                }
                return task
            }
    }

    convenience init(
        policy: Policy, domain: any Domain, pool: WorkerPool, options: EvaluationOptions, step: Int
    ) {
        self.init(
            domain: domain, options: options, step: step,
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

    /// Rounds of about equal work: the draft, k steps, and the independent drafts.
    var rounds: Int { 1 + options.k + draftRounds }

    private var draftRounds: Int {
        options.measuresPassAt
            ? (options.k + Self.draftsPerRound) / Self.draftsPerRound : 0
    }

    /// Runs to the end.
    ///
    /// `progress` is called before each round with the rounds done, and again
    /// whenever `shouldStop`, polled between groups, turned true. What it throws ends the evaluation.
    func run(
        shouldStop: @escaping @Sendable () -> Bool = { false },
        progress: (Int) throws -> Void
    ) throws -> EvaluationOutcome {
        let bases = tasks.map { TaskInstance(task: $0) }
        let chains = try chains(of: bases, shouldStop: shouldStop, progress: progress)
        let drafts =
            try options.measuresPassAt
            ? drafts(of: bases, shouldStop: shouldStop, progress: progress) : nil
        return EvaluationFigures(
            domain: domain, options: options, step: step, tasks: tasks, chains: chains,
            drafts: drafts
        ).outcome
    }

    // MARK: Chains

    private func chains(
        of bases: [TaskInstance], shouldStop: @escaping @Sendable () -> Bool,
        progress: (Int) throws -> Void
    ) throws -> [ChainTally] {
        try progress(0)
        let sampled = try sample(
            bases.enumerated().map { task, instance in
                request(prompt(of: instance), task, first: 0, count: options.samples)
            },
            round: 0, shouldStop: shouldStop, progress: progress)
        try work(
            zip(bases, sampled).flatMap { instance, answers in answers.map { ($0, instance) } },
            round: 0, shouldStop: shouldStop, progress: progress)
        var chains: [Chain] = []
        for (task, instance) in bases.enumerated() {
            for sample in 0..<options.samples {
                var chain = Chain(tally: ChainTally(task: task, sample: sample, instance: instance))
                chain.tally.take(sampled[task][sample], in: domain)
                chains.append(chain)
            }
        }
        for round in stride(from: 1, through: options.k, by: 1) {
            try progress(round)
            try extend(&chains, round: round, shouldStop: shouldStop, progress: progress)
        }
        return chains.map(\.tally)
    }

    /// One improve step of every chain.
    ///
    /// A chain that stands still, because its answer was copied or the new one was invalid, has the
    /// same prompt at the next step. Such a chain's next steps are sampled together, twice as many
    /// each time it stood still so long: they share the prompt's computation, which is most of a
    /// step's work. Draws are keyed by the step, so each answer is the one that the step alone would
    /// have given. Where the chain moves after all the answers left over are dropped.
    private func extend(
        _ chains: inout [Chain], round: Int, shouldStop: @escaping @Sendable () -> Bool,
        progress: (Int) throws -> Void
    ) throws {
        var requests: [SamplingRequest] = []
        var asking: [Int] = []
        for index in chains.indices {
            let tally = chains[index].tally
            let prompt = prompt(of: tally.instance)
            if prompt == chains[index].prompt {
                chains[index].repeats += 1
            } else {
                chains[index].prompt = prompt
                chains[index].repeats = 0
                chains[index].ahead = []
            }
            if chains[index].ahead.isEmpty {
                // Draws of a chain's steps are neighbours only where a task has one chain.
                let most = options.samples == 1 ? min(Self.mostAhead, options.k - round + 1) : 1
                requests.append(
                    request(
                        prompt, tally.task, first: round * options.samples + tally.sample,
                        count: min(most, chains[index].repeats + 1)))
                asking.append(index)
            }
        }
        let sampled = try sample(
            requests, round: round, shouldStop: shouldStop, progress: progress)
        for (place, index) in asking.enumerated() { chains[index].ahead = sampled[place][...] }
        try work(
            chains.compactMap { chain in
                chain.ahead.first.map { ($0, chain.tally.instance) }
            }, round: round, shouldStop: shouldStop, progress: progress)
        for index in chains.indices {
            guard let tokens = chains[index].ahead.popFirst() else { continue }
            chains[index].tally.take(tokens, in: domain)
        }
    }

    // MARK: Drafts

    /// Independent drafts of each task, as many as a chain has answers.
    private func drafts(
        of bases: [TaskInstance], shouldStop: @escaping @Sendable () -> Bool,
        progress: (Int) throws -> Void
    ) throws -> [DraftTally] {
        var tallies: [DraftTally] = []
        for part in 0..<draftRounds {
            let round = options.k + 1 + part
            try progress(round)
            let range =
                bases.count * part / draftRounds..<bases.count * (part + 1) / draftRounds
            let sampled = try sample(
                range.map { task in
                    request(
                        prompt(of: bases[task]), task, first: (options.k + 1) * options.samples,
                        count: options.k + 1)
                }, round: round, shouldStop: shouldStop, progress: progress)
            try work(
                zip(range, sampled).flatMap { task, drafts in drafts.map { ($0, bases[task]) } },
                round: round, shouldStop: shouldStop, progress: progress)
            for (task, drafts) in zip(range, sampled) {
                var tally = DraftTally()
                for draft in drafts { tally.take(domain.assess(draft, answering: bases[task])) }
                tallies.append(tally)
            }
        }
        return tallies
    }

    // MARK: Work

    /// Does what assessing some answers will need.
    private func work(
        _ answers: [(tokens: [Int32], instance: TaskInstance)], round: Int,
        shouldStop: @escaping @Sendable () -> Bool, progress: (Int) throws -> Void
    ) throws {
        try Self.work(
            ahead: answers, in: domain, with: worker, shouldStop: shouldStop,
            whenStopped: { try progress(round) })
    }

    /// Does what assessing some answers will need, however often it has to stop on the way.
    ///
    /// - Parameters:
    ///   - answers: what will be assessed.
    ///   - domain: what they are of.
    ///   - worker: does the work.
    ///   - shouldStop: polled between units.
    ///   - whenStopped: called when it turned true; what it throws ends the work.
    static func work(
        ahead answers: [(tokens: [Int32], instance: TaskInstance)], in domain: any Domain,
        with worker: Worker, shouldStop: @escaping @Sendable () -> Bool,
        whenStopped: () throws -> Void
    ) rethrows {
        var units = domain.work(ahead: answers)[...]
        while !units.isEmpty {
            units = units.dropFirst(worker(Array(units), shouldStop))
            if !units.isEmpty { try whenStopped() }
        }
    }

    // MARK: Sampling

    private func prompt(of instance: TaskInstance) -> [Int32] {
        domain.prompt(for: instance, mode: instance.isBase ? .base : .improve)
    }

    private func request(
        _ prompt: [Int32], _ task: Int, first: Int, count: Int
    ) -> SamplingRequest {
        SamplingRequest(
            prompt: prompt, completions: count,
            stream: SamplingStream(
                seed: options.seed, purpose: .evaluation, step: step, group: task,
                firstCompletion: first))
    }

    private func sample(
        _ requests: [SamplingRequest], round: Int, shouldStop: @escaping @Sendable () -> Bool,
        progress: (Int) throws -> Void
    ) throws -> [[[Int32]]] {
        try Self.complete(
            requests, with: sampler, shouldStop: shouldStop, whenStopped: { try progress(round) })
    }

    /// The answers to all requests, however often sampling has to stop on the way.
    ///
    /// - Parameters:
    ///   - requests: the prompts.
    ///   - sampler: answers them.
    ///   - shouldStop: polled between groups.
    ///   - whenStopped: called when it turned true; what it throws ends the sampling.
    /// - Returns: the completions' tokens, request by request.
    static func complete(
        _ requests: [SamplingRequest], with sampler: Sampler,
        shouldStop: @escaping @Sendable () -> Bool, whenStopped: () throws -> Void
    ) rethrows -> [[[Int32]]] {
        var results = [[[Int32]]?](repeating: nil, count: requests.count)
        while true {
            let missing = results.indices.filter { results[$0] == nil }
            if missing.isEmpty { break }
            let sampled = sampler(missing.map { requests[$0] }, shouldStop)
            for (place, index) in missing.enumerated() { results[index] = sampled[place] }
            if results.contains(where: { $0 == nil }) { try whenStopped() }
        }
        return results.compactMap { $0 }
    }
}
