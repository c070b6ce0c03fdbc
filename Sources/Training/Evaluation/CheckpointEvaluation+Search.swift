import Modeling
import Runs
import Tasks

extension CheckpointEvaluation {
    /// Searches with the policy of a checkpoint, and what they are held against.
    ///
    /// - Precondition: the run's domain has a scaffold and the budget no problem.
    /// - Parameters:
    ///   - checkpoint: a checkpoint of training; step 0 is the warm start.
    ///   - configuration: the run's.
    ///   - options: what to look at; `k`, `samples` and independent drafts have no part.
    ///   - budget: what a search may spend on a task.
    ///   - k: the numbers of improve steps at which the plain chain is looked at, ascending; by
    ///     default 0, 1, 4, 8 and 16 as far as they cost no more than a search.
    ///   - threads: kernel threads; they change no bit of the result.
    ///   - progress: called before each of many rounds of about equal work, with the rounds done and
    ///     the rounds in all; what it throws ends the evaluation.
    /// - Returns: the figures, each task's outcome, and the trees.
    /// - Throws: what is wrong with the configuration or with a file of the checkpoint, or what
    ///   `progress` threw.
    public static func search(
        _ checkpoint: Checkpoint, configuration: RunConfiguration, options: EvaluationOptions,
        budget: SearchBudget, k: [Int]? = nil, threads: Int,
        progress: (Int, Int) throws -> Void = { _, _ in }
    ) throws -> SearchOutcome {
        let domain = try Domains.make(for: configuration)
        let policy = try PolicyFile.policy(
            checkpoint.files, CheckpointName.model, configuration: configuration, domain: domain,
            path: KernelPath.best)
        let evaluation = SearchEvaluation(
            policy: policy, domain: domain, pool: WorkerPool(threads: threads),
            options: Self.options(options, of: configuration, domain: domain), budget: budget,
            k: k, step: checkpoint.step)
        let rounds = evaluation.rounds
        return try evaluation.run { try progress($0, rounds) }
    }
}
