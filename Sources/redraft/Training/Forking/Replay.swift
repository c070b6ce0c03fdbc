import Dispatch
import RunStore
import Runs
import Training

/// Trains steps again that were trained before, to stand where no checkpoint is.
struct Replay {
    /// What a replay came to.
    enum Outcome {
        /// The state after the last step, every step as it was recorded.
        case reached(Checkpoint)
        /// A step came out otherwise.
        case differs(ReplayRecorder.Difference)
    }

    private let run: RunID
    private let first: Checkpoint?
    private let step: Int
    private let threads: Int
    private let configuration: RunConfiguration
    private let edits: [LiveEdit]

    /// Seconds between looks at the trainer.
    private static let pollInterval = 0.1

    /// A replay.
    ///
    /// - Parameters:
    ///   - checkpoint: where it begins; nil is the warm start's beginning.
    ///   - step: where it ends.
    ///   - reader: the records of the steps, and their settings.
    ///   - threads: kernel threads.
    /// - Throws: `StoreError` if the records can't be read.
    init(
        from checkpoint: Checkpoint?, upTo step: Int, reader: StoreReader, threads: Int
    ) throws(StoreError) {
        (first, self.step, self.threads) = (checkpoint, step, threads)
        run = reader.description.run
        var configuration = try reader.firstConfiguration()
        // Only the last state is kept, and all of it.
        configuration.saveSteps = 10_000_000
        configuration.saveOnlyModel = false
        self.configuration = configuration
        edits = try reader.edits().filter { $0.step < step && !$0.key.hasPrefix("save_") }
    }

    /// Trains the steps and holds each against the recorded one.
    ///
    /// - Parameters:
    ///   - reader: the records.
    ///   - progress: told how far it is; false gives up.
    /// - Returns: the state reached, or the first step that differs.
    /// - Throws: `Failure` if it can't be done, or was given up.
    func compare(
        with reader: StoreReader, progress: (ForkProgress) -> Bool
    ) throws(Failure) -> Outcome {
        let recorder = ReplayRecorder(upTo: step, comparingWith: reader)
        // Evaluations change nothing: those recorded stand.
        var configuration = configuration
        configuration.evaluation.steps = 0
        (configuration.evaluation.finalCount, configuration.evaluation.k) = (1, 0)
        let edits = edits.filter { !$0.key.hasPrefix("evaluation.") }
        try train(configuration, edits, recorder: recorder, progress: progress)
        if let difference = recorder.difference { return .differs(difference) }
        return .reached(try reached(recorder))
    }

    /// Trains the steps into a store.
    ///
    /// - Parameters:
    ///   - store: taken back to where the replay begins.
    ///   - progress: told how far it is; false gives up.
    /// - Returns: the state reached.
    /// - Throws: `Failure` if it can't be done, or was given up.
    func write(
        to store: StoreRecorder, progress: (ForkProgress) -> Bool
    ) throws(Failure) -> Checkpoint {
        let recorder = ReplayRecorder(upTo: step, writingTo: store)
        try train(configuration, edits, recorder: recorder, progress: progress)
        return try reached(recorder)
    }

    private func reached(_ recorder: ReplayRecorder) throws(Failure) -> Checkpoint {
        if let failure = recorder.readFailure { throw Failure(failure) }
        guard let checkpoint = recorder.checkpoint else {
            throw .failed("the replay ended before step \(step)")
        }
        return checkpoint
    }

    // MARK: Training

    private func train(
        _ configuration: RunConfiguration, _ edits: [LiveEdit], recorder: ReplayRecorder,
        progress: (ForkProgress) -> Bool
    ) throws(Failure) {
        let plan = TrainingPlan(
            run: run, configuration: configuration, threads: threads, recorder: recorder,
            cache: DirectoryWarmStartCache(directories: ProgramFolders.current.warmStarts),
            checkpoint: first, edits: edits)
        let trainer = try Failure.translating { try Trainer(plan) }
        let arrived = DispatchSemaphore(value: 0)
        recorder.onStop { [weak trainer] in trainer?.send(.stop) }
        trainer.onNews { [weak trainer] in if trainer?.end != nil { arrived.signal() } }
        trainer.start()
        var isCancelled = false
        while trainer.end == nil {
            _ = arrived.wait(timeout: .now() + Self.pollInterval)
            if !isCancelled, let news = self.progress(trainer.snapshot), !progress(news) {
                isCancelled = true
                trainer.send(.stop)
            }
            try goOn(trainer, recorder)
        }
        if isCancelled { throw .cancelled }
        if case .failed(let reason) = trainer.wait() {
            throw .failed("the replay failed at step \(trainer.snapshot.step): \(reason)")
        }
    }

    /// A pause of the trainer's own accord is of no use here: either it is over, or it ends the
    /// replay.
    private func goOn(_ trainer: Trainer, _ recorder: ReplayRecorder) throws(Failure) {
        guard case .paused = trainer.snapshot.control else { return }
        if let failure = recorder.failure {
            trainer.send(.stop)
            trainer.wait()
            throw .usage("\(failure)")
        }
        // The recorded run went on after it too.
        trainer.send(.resume)
    }

    private func progress(_ snapshot: RunSnapshot) -> ForkProgress? {
        if snapshot.phase == .warmStart {
            return snapshot.progress.map { ForkProgress(work: .warmStart, progress: $0) }
        }
        let begin = first?.step ?? 0
        let done = max(0, snapshot.step - begin)
        return ForkProgress(
            work: .replaying,
            progress: Progress(
                done: done, total: step - begin,
                remainingSeconds: snapshot.stepSeconds.map { $0 * Double(step - begin - done) }))
    }
}
