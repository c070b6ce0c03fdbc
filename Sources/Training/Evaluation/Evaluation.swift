import Modeling
import Runs
import Tasks

/// What an evaluation looks at.
public struct EvaluationOptions: Hashable, Sendable {
    /// Improve steps after the draft.
    public var k: Int
    /// Tasks.
    public var count: Int
    /// Chains a task.
    public var samples: Int
    /// Sampling temperature; 0 is greedy.
    public var temperature: Double
    /// Which tasks.
    public var split: TaskSplit
    /// Tasks given by a person instead of drawn ones; nil draws.
    public var tasks: [DomainTask]?
    /// Whether to sample independent drafts too, for `pass_at`.
    public var measuresPassAt: Bool
    /// Seed of the sampled tokens; the list of tasks does not depend on it.
    public var seed: UInt64

    /// Options.
    public init(
        k: Int = 16, count: Int = 512, samples: Int = 1, temperature: Double = 1,
        split: TaskSplit = .heldOut, tasks: [DomainTask]? = nil, measuresPassAt: Bool = true,
        seed: UInt64 = 1
    ) {
        self.k = k
        self.count = count
        self.samples = samples
        self.temperature = temperature
        self.split = split
        self.tasks = tasks
        self.measuresPassAt = measuresPassAt
        self.seed = seed
    }
}

/// Chains of revisions at inference time: a draft, then improve steps on the latest valid answer.
///
/// The last answer counts: no verifier chooses, none stops a chain. An invalid step leaves the
/// earlier answer standing. Diverge is not used.
///
/// - Source: arXiv 2509.04575, section 5 (evaluation); `domains.md`'s protocol.
final class Evaluation {
    /// A constant, so that every run is measured on the same tasks.
    private static let taskSeed: UInt64 = 0x2509_0457

    private struct Chain {
        let task: Int
        let sample: Int
        var answer: Answer
        var instance: TaskInstance
        var solved: [Bool]
        var quality: [Double]
        var answers: Set<[Int32]>
    }

    private let policy: Policy
    private let domain: any Domain
    private let pool: WorkerPool
    private let options: EvaluationOptions
    private let tasks: [DomainTask]
    private let step: Int
    private var chains: [Chain] = []
    private var invalid = 0
    private var copied = 0
    private var unsolvedSteps = 0
    private var passAt: Double?

    init(
        policy: Policy, domain: any Domain, pool: WorkerPool, options: EvaluationOptions, step: Int
    ) {
        self.policy = policy
        self.domain = domain
        self.pool = pool
        self.options = options
        self.step = step
        tasks =
            options.tasks
            ?? (0..<options.count).map { index in
                var generator = CounterGenerator(
                    seed: Self.taskSeed, purpose: .evaluationTasks,
                    step: options.split == .train ? 1 : 0, group: index)
                return domain.drawTask(from: options.split, using: &generator)
            }
    }

    /// Rounds: the draft, k steps, and the independent drafts.
    var rounds: Int { 1 + options.k + (options.measuresPassAt ? 1 : 0) }

    /// Runs to the end.
    ///
    /// `progress` is called before each round with the rounds done, and again
    /// whenever `shouldStop`, polled between groups, turned true. What it throws ends the evaluation.
    func run(
        shouldStop: @escaping @Sendable () -> Bool = { false },
        progress: (Int) throws -> Void
    ) throws -> EvaluationRecord {
        try progress(0)
        let bases = tasks.map { TaskInstance(task: $0) }
        let drafts = try sample(
            bases.enumerated().map { ($1, RevisionMode.base, $0, 0, options.samples) },
            round: 0, shouldStop: shouldStop, progress: progress)
        for (index, instance) in bases.enumerated() {
            for sample in 0..<options.samples {
                open(instance, index, sample, drafts[index][sample])
            }
        }
        for round in stride(from: 1, through: options.k, by: 1) {
            try progress(round)
            let posed = chains.map { chain in
                (
                    chain.instance, chain.instance.isBase ? RevisionMode.base : .improve,
                    chain.task, round * options.samples + chain.sample, 1
                )
            }
            let sampled = try sample(
                posed, round: round, shouldStop: shouldStop, progress: progress)
            for index in chains.indices { extend(index, by: sampled[index][0]) }
        }
        if options.measuresPassAt {
            let round = options.k + 1
            try progress(round)
            let sampled = try sample(
                bases.enumerated().map {
                    ($1, RevisionMode.base, $0, round * options.samples, options.k + 1)
                }, round: round, shouldStop: shouldStop, progress: progress)
            let solved = zip(bases, sampled).count { instance, drafts in
                drafts.contains { domain.assess($0.tokens, answering: instance).isSolved }
            }
            passAt = Double(solved) / Double(max(bases.count, 1))
        }
        return record()
    }

    private typealias Posed = (
        instance: TaskInstance, mode: RevisionMode, group: Int, first: Int, count: Int
    )

    private func sample(
        _ posed: [Posed], round: Int, shouldStop: @escaping @Sendable () -> Bool,
        progress: (Int) throws -> Void
    ) throws -> [[SampledCompletion]] {
        let requests = posed.map { posed in
            SamplingRequest(
                prompt: domain.prompt(for: posed.instance, mode: posed.mode),
                completions: posed.count,
                stream: SamplingStream(
                    seed: options.seed, purpose: .evaluation, step: step, group: posed.group,
                    firstCompletion: posed.first))
        }
        var results = [[SampledCompletion]?](repeating: nil, count: requests.count)
        while true {
            let missing = results.indices.filter { results[$0] == nil }
            if missing.isEmpty { break }
            let sampled = policy.sample(
                missing.map { requests[$0] }, temperature: Float(options.temperature),
                maximumTokens: domain.longestAnswer, endToken: domain.endToken, pool: pool,
                shouldStop: shouldStop)
            for (place, index) in missing.enumerated() { results[index] = sampled[place] }
            if results.contains(where: { $0 == nil }) { try progress(round) }
        }
        return results.compactMap { $0 }
    }

    private func open(
        _ instance: TaskInstance, _ task: Int, _ sample: Int, _ sampled: SampledCompletion
    ) {
        let answer = domain.assess(sampled.tokens, answering: instance)
        var chain = Chain(
            task: task, sample: sample, answer: answer, instance: instance, solved: [],
            quality: [], answers: [])
        append(answer, to: &chain)
        chains.append(chain)
    }

    private func extend(_ index: Int, by sampled: SampledCompletion) {
        let before = chains[index].answer
        let answer = domain.assess(sampled.tokens, answering: chains[index].instance)
        if before.isValid, !before.isSolved {
            unsolvedSteps += 1
            copied += answer.tokens == before.tokens ? 1 : 0
        }
        append(answer, to: &chains[index])
    }

    private func append(_ answer: Answer, to chain: inout Chain) {
        if answer.isValid {
            chain.answer = answer
            chain.answers.insert(answer.tokens)
            if let next = domain.successors(
                of: answer, id: nil, answering: chain.instance
            ).first {
                chain.instance = next
            }
        } else {
            invalid += 1
        }
        chain.solved.append(chain.answer.isSolved)
        chain.quality.append(chain.answer.quality)
    }

    private func record() -> EvaluationRecord {
        let count = Double(max(chains.count, 1))
        let steps = Double((options.k + 1) * max(chains.count, 1))
        func share(_ condition: (Chain) -> Bool) -> Double {
            Double(chains.count(where: condition)) / count
        }
        let perSample = 1 / Double(max(options.samples, 1))
        let mended = Double(chains.count { $0.solved.first == false && $0.solved.last == true })
        let broken = Double(chains.count { $0.solved.first == true && $0.solved.last == false })
        return EvaluationRecord(
            step: step, domain: domain.name, split: options.split.rawValue, count: tasks.count,
            samples: options.samples, temperature: options.temperature,
            k: Array(0...options.k),
            solve: (0...options.k).map { k in share { $0.solved[k] } },
            quality: (0...options.k).map { k in
                chains.reduce(0) { $0 + $1.quality[k] } / count
            },
            corrections: .init(
                wrongToRight: mended * perSample, rightToWrong: broken * perSample,
                net: (mended - broken) * perSample),
            distinct: chains.reduce(0) { $0 + Double($1.answers.count) } / count,
            invalid: Double(invalid) / steps,
            copied: unsolvedSteps > 0 ? Double(copied) / Double(unsolvedSteps) : 0,
            bestSoFar: share { $0.solved.contains(true) }, passAt: passAt)
    }
}
