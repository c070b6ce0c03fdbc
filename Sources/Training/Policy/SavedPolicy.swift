import Modeling
import Runs
import Tasks

/// The policy of a checkpoint, to be asked by one thread.
public final class SavedPolicy {
    /// The training step of its weights.
    public let step: Int
    private let policy: Policy
    private let domain: any Domain
    private let pool: WorkerPool

    /// Loads the policy.
    ///
    /// - Parameters:
    ///   - checkpoint: a checkpoint of training; step 0 is the warm start.
    ///   - configuration: the run's.
    ///   - threads: kernel threads; they change no bit of the result.
    /// - Throws: what is wrong with the configuration or with a file of the checkpoint.
    public init(
        _ checkpoint: Checkpoint, configuration: RunConfiguration, threads: Int = 1
    ) throws {
        step = checkpoint.step
        domain = try Domains.make(for: configuration)
        policy = try PolicyFile.policy(
            checkpoint.files, CheckpointName.model, configuration: configuration, domain: domain,
            path: KernelPath.best)
        pool = WorkerPool(threads: threads)
    }

    /// Carries out a job.
    ///
    /// - Parameters:
    ///   - job: what to do.
    ///   - isCancelled: asked between the answers of a play.
    ///   - answer: called with each answer, in order.
    public func answer(
        _ job: PolicyJob, isCancelled: () -> Bool = { false }, _ answer: (PolicyAnswer) -> Void
    ) {
        var player = PolicyPlayer(job)
        while !player.isFinished, !isCancelled() {
            answer(player.advance(policy, step: step, domain: domain, pool: pool))
        }
    }
}
