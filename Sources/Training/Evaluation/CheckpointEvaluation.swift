import Modeling
import Runs
import Tasks

/// Evaluates a policy that was saved: what `redraft eval` does.
public enum CheckpointEvaluation {
    /// Chains on a list of tasks with the policy of a checkpoint.
    ///
    /// Training tasks of a run that trains on few of them are those few.
    ///
    /// - Parameters:
    ///   - checkpoint: a checkpoint of training; step 0 is the warm start.
    ///   - configuration: the run's.
    ///   - options: what to look at.
    ///   - threads: kernel threads; they change no bit of the result.
    ///   - progress: called before each of many rounds of about equal work, with the rounds done and
    ///     the rounds in all; what it throws ends the evaluation.
    /// - Returns: the figures, and the outcomes behind them.
    /// - Throws: what is wrong with the configuration or with a file of the checkpoint, or what
    ///   `progress` threw.
    public static func outcome(
        _ checkpoint: Checkpoint, configuration: RunConfiguration, options: EvaluationOptions,
        threads: Int, progress: (Int, Int) throws -> Void = { _, _ in }
    ) throws -> EvaluationOutcome {
        let domain = try Domains.make(for: configuration)
        let policy = try PolicyFile.policy(
            checkpoint.files, CheckpointName.model, configuration: configuration, domain: domain,
            path: KernelPath.best)
        let evaluation = Evaluation(
            policy: policy, domain: domain, pool: WorkerPool(threads: threads),
            options: Self.options(options, of: configuration, domain: domain),
            step: checkpoint.step)
        let rounds = evaluation.rounds
        return try evaluation.run { try progress($0, rounds) }
    }

    static func options(
        _ options: EvaluationOptions, of configuration: RunConfiguration, domain: any Domain
    ) -> EvaluationOptions {
        var options = options
        if options.split != .train {
            options.excluded = TrainingTasks.ownKeys(configuration, domain: domain)
        }
        if options.split == .train, options.tasks == nil {
            let few = TrainingTasks(configuration, domain: domain).few
            options.tasks = few.map { Array($0.prefix(options.count)) }
        }
        return options
    }
}
