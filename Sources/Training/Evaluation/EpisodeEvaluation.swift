import Modeling
import Runs
import Tasks

/// Whole episodes at inference time: in every turn a draft and k improve steps, then the next turn.
///
/// The last valid answer of a turn is its final one; the next turn goes on from what it left. A turn
/// without a valid answer leaves all as it was. No verifier chooses, and diverge is not used. Draws
/// do not depend on k, so that the first turn of more steps begins with that of fewer.
///
/// - Source: arXiv 2509.04575, section 5 and appendix A.3 (multi-turn tool use).
final class EpisodeEvaluation {
    /// The numbers of steps that are looked at by default, those below the most asked for.
    static let steps = [0, 1, 2, 4, 8, 16]
    /// More than any number of steps in a turn.
    private static let mostSteps = 1 << 16

    private struct Episode {
        var instance: TaskInstance
        /// The answer that stands; nil before the turn's first.
        var answer: Answer?
        var qualities: [Double] = []
        var solved: [Bool] = []
    }

    /// The episodes of one k, and sums over their answers.
    private struct Run {
        var episodes: [Episode]
        var answers = 0
        var invalid = 0
        var unsolvedSteps = 0
        var copied = 0
        var wrongToRight = 0
        var rightToWrong = 0
    }

    private let sampler: Evaluation.Sampler
    private let domain: any Domain
    private let options: EvaluationOptions
    private let steps: [Int]
    private let tasks: [DomainTask]
    private let step: Int

    init(
        domain: any Domain, options: EvaluationOptions, step: Int, k: [Int]? = nil,
        sampler: @escaping Evaluation.Sampler
    ) {
        self.sampler = sampler
        self.domain = domain
        self.options = options
        self.step = step
        let most = k?.last ?? options.k
        steps = k ?? Self.steps.filter { $0 < most } + [most]
        tasks = Evaluation.tasks(options, domain: domain)
    }

    private var most: Int { steps.last ?? 0 }

    private var turns: Int { tasks.map { domain.turns(of: $0) }.max() ?? 1 }

    /// Rounds of about equal work.
    var rounds: Int { most + 1 + steps.reduce(0) { $0 + $1 + 1 } * (turns - 1) }

    /// Runs to the end.
    ///
    /// `progress` is called before each round with the rounds done; what it throws ends the
    /// evaluation.
    func run(progress: (Int) throws -> Void) throws -> EpisodeOutcome {
        var done = 0
        var first = Run(episodes: tasks.map { Episode(instance: TaskInstance(task: $0)) })
        // The first turn is the same for every k up to its own steps.
        var runs: [Run] = []
        for round in 0...most {
            try progress(done)
            answer(&first, round: round)
            done += 1
            guard steps.contains(round) else { continue }
            runs.append(first)
            close(&runs[runs.count - 1])
        }
        for (place, k) in steps.enumerated() {
            for _ in 1..<max(turns, 1) {
                for round in 0...k {
                    try progress(done)
                    answer(&runs[place], round: round)
                    done += 1
                }
                close(&runs[place])
            }
        }
        return EpisodeOutcome(record: record(runs), outcomes: outcomes(runs))
    }

    /// One answer in the turn of each episode that is not at its end.
    private func answer(_ run: inout Run, round: Int) {
        let places = run.episodes.indices.filter { !isOver(run.episodes[$0]) }
        let answers = sampler(
            places.map { place in
                let instance = run.episodes[place].instance
                return SamplingRequest(
                    prompt: domain.prompt(
                        for: instance, mode: instance.isBase ? .base : .improve),
                    completions: 1,
                    stream: SamplingStream(
                        seed: options.seed, purpose: .evaluation, step: step, group: place,
                        firstCompletion: instance.turn * Self.mostSteps + round))
            }, { false })
        for (place, tokens) in zip(places, answers) {
            take(tokens?.first ?? [], at: place, of: &run)
        }
    }

    private func isOver(_ episode: Episode) -> Bool {
        episode.instance.turn >= domain.turns(of: episode.instance.task)
    }

    private func take(_ tokens: [Int32], at place: Int, of run: inout Run) {
        var episode = run.episodes[place]
        defer { run.episodes[place] = episode }
        let answer = domain.assess(tokens, answering: episode.instance)
        run.answers += 1
        if let before = episode.answer, before.isValid {
            if !before.isSolved {
                run.unsolvedSteps += 1
                run.copied += answer.tokens == before.tokens ? 1 : 0
                run.wrongToRight += answer.isSolved ? 1 : 0
            } else if answer.isValid {
                run.rightToWrong += answer.isSolved ? 0 : 1
            }
        }
        guard answer.isValid else {
            run.invalid += 1
            if episode.answer == nil { episode.answer = answer }
            return
        }
        episode.answer = answer
        let deeper = domain.successors(of: answer, id: nil, answering: episode.instance).first
        if let deeper { episode.instance = deeper }
    }

    /// Ends the turn of each episode with the answer that stands.
    private func close(_ run: inout Run) {
        run.episodes = run.episodes.map { episode in
            guard let answer = episode.answer else { return episode }
            let instance = episode.instance
            var next = episode
            next.answer = nil
            next.qualities.append(answer.quality)
            next.solved.append(answer.isSolved)
            next.instance = TaskInstance(
                task: instance.task, turn: instance.turn + 1, depth: 0,
                earlier: instance.earlier + [answer])
            return next
        }
    }

    private func outcomes(_ all: [Run]) -> EpisodeOutcomes {
        func rows(_ value: (Episode) -> Double) -> [[Float]] {
            tasks.indices.map { task in all.map { Float(value($0.episodes[task])) } }
        }
        return EpisodeOutcomes(
            keys: tasks.map { domain.key(of: $0) },
            firstTurn: rows { $0.solved.first == true ? 1 : 0 },
            totalReturn: rows { $0.qualities.reduce(0, +) },
            strict: rows { $0.solved.contains(false) ? 0 : 1 })
    }

    private func record(_ all: [Run]) -> EpisodeRecord {
        func mean(_ episodes: [Episode], _ value: (Episode) -> Double) -> Double {
            episodes.reduce(0) { $0 + value($1) } / Double(max(episodes.count, 1))
        }
        func byTurn(_ episodes: [Episode], _ value: (Episode, Int) -> Double) -> [Double] {
            (0..<turns).map { turn in
                mean(episodes.filter { $0.solved.count > turn }) { value($0, turn) }
            }
        }
        return EpisodeRecord(
            step: step, domain: domain.name, split: options.split.rawValue, count: tasks.count,
            turns: turns, temperature: options.temperature, k: steps,
            firstTurn: all.map { mean($0.episodes) { $0.solved.first == true ? 1 : 0 } },
            totalReturn: all.map { mean($0.episodes) { $0.qualities.reduce(0, +) } },
            strict: all.map { mean($0.episodes) { $0.solved.contains(false) ? 0 : 1 } },
            solve: all.map { byTurn($0.episodes) { $0.solved[$1] ? 1 : 0 } },
            quality: all.map { byTurn($0.episodes) { $0.qualities[$1] } },
            invalid: all.map { Double($0.invalid) / Double(max($0.answers, 1)) },
            copied: all.map { Double($0.copied) / Double(max($0.unsolvedSteps, 1)) },
            wrongToRight: all.map(\.wrongToRight),
            rightToWrong: all.map(\.rightToWrong))
    }
}

extension CheckpointEvaluation {
    /// Whole episodes with the policy of a checkpoint, with some numbers of improve steps in every
    /// turn.
    ///
    /// - Parameters:
    ///   - checkpoint: a checkpoint of training; step 0 is the warm start.
    ///   - configuration: the run's.
    ///   - options: what to look at; `samples` and independent drafts have no part.
    ///   - k: the numbers of improve steps, ascending; by default 0, 1, 2, 4, 8 and 16 as far as they
    ///     are less than that of the options, and this one.
    ///   - threads: kernel threads; they change no bit of the result.
    ///   - progress: called before each of many rounds of about equal work, with the rounds done and
    ///     the rounds in all; what it throws ends the evaluation.
    /// - Returns: the figures and each task's outcome.
    /// - Throws: what is wrong with the configuration or with a file of the checkpoint, or what
    ///   `progress` threw.
    public static func episodes(
        _ checkpoint: Checkpoint, configuration: RunConfiguration, options: EvaluationOptions,
        k: [Int]? = nil, threads: Int, progress: (Int, Int) throws -> Void = { _, _ in }
    ) throws -> EpisodeOutcome {
        let domain = try Domains.make(for: configuration)
        let policy = try PolicyFile.policy(
            checkpoint.files, CheckpointName.model, configuration: configuration, domain: domain,
            path: KernelPath.best)
        let pool = WorkerPool(threads: threads)
        let evaluation = EpisodeEvaluation(
            domain: domain,
            options: Self.options(options, of: configuration, domain: domain),
            step: checkpoint.step, k: k
        ) { requests, shouldStop in
            policy.sample(
                requests, temperature: Float(options.temperature),
                maximumTokens: domain.longestAnswer, endToken: domain.endToken, pool: pool,
                shouldStop: shouldStop
            ).map { $0?.map(\.tokens) }
        }
        let rounds = evaluation.rounds
        return try evaluation.run { try progress($0, rounds) }
    }
}
