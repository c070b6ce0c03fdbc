import Modeling
import Runs

/// What a trainer is to do.
public struct TrainingPlan: Sendable {
    /// The run.
    public let run: RunID
    /// Its configuration.
    public let configuration: RunConfiguration
    /// Kernel threads; they change no bit of the result.
    public let threads: Int
    /// Where its events and checkpoints go.
    public let recorder: any RunRecorder
    /// Finished warm starts to share; nil neither reads nor writes any.
    public let cache: (any WarmStartCache)?
    /// What to continue from; nil starts anew.
    public let checkpoint: Checkpoint?
    /// Settings changed while the run lived, each to be applied again at its step.
    public let edits: [LiveEdit]

    /// A plan.
    public init(
        run: RunID, configuration: RunConfiguration, threads: Int, recorder: any RunRecorder,
        cache: (any WarmStartCache)? = nil, checkpoint: Checkpoint? = nil, edits: [LiveEdit] = []
    ) {
        self.run = run
        self.configuration = configuration
        self.threads = threads
        self.recorder = recorder
        self.cache = cache
        self.checkpoint = checkpoint
        self.edits = edits
    }

    /// Whether a run's warm start is in a cache, so that it takes no time.
    ///
    /// - Parameters:
    ///   - configuration: the run's.
    ///   - cache: finished warm starts.
    /// - Returns: whether it is there and sound.
    public static func hasWarmStart(
        for configuration: RunConfiguration, in cache: any WarmStartCache
    ) -> Bool {
        cache.load(key: WarmStart.cacheKey(configuration, path: .best)) != nil
    }

    /// Whether training can go on from a checkpoint: one may hold the model alone.
    ///
    /// - Parameter checkpoint: a sound one.
    /// - Returns: whether everything is in it that a step changes.
    public static func canContinue(from checkpoint: Checkpoint) -> Bool {
        let last =
            checkpoint.stage == .training ? CheckpointName.trainer : CheckpointName.warmStart
        return checkpoint.files.contains { $0.name == last }
    }
}
