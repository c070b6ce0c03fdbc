import RunStore
import Runs
import Training

/// A run that is compared with others: its settings, its depths, and how to measure it.
struct ComparedRun {
    let folder: RunFolder
    let configuration: RunConfiguration
    /// Its newest recorded evaluation.
    let recorded: EvaluationRecord?
    let meanDepth: Double
    let deepest: Double
    private let committed: Int

    /// Reads a run.
    ///
    /// - Parameter folder: the run.
    /// - Throws: `Failure` if it can't be read.
    init(_ folder: RunFolder) throws(Failure) {
        self.folder = folder
        let reader = try StoreReader.open(folder)
        defer { reader.close() }
        configuration = reader.description.configuration
        committed = reader.committedStep
        guard case .depths(let view) = reader.answer(.depths(step: nil, window: max(1, committed)))
        else { throw .usage("\(folder.path): its depths can't be read") }
        recorded = view.evaluations.last
        let count = view.scores.reduce(0) { $0 + $1.count }
        let sum = view.scores.reduce(0) { $0 + $1.depth * $1.count }
        meanDepth = Double(sum) / Double(max(1, count))
        deepest = Double(view.scores.map(\.depth).max() ?? 0)
    }

    /// Measures its newest policy on held-out tasks.
    ///
    /// - Parameters:
    ///   - measurement: how.
    ///   - threads: kernel threads; they change no bit of the result.
    ///   - progress: called before each round, with the rounds done and the rounds in all.
    /// - Returns: one for each temperature.
    /// - Throws: `Failure` without a sound checkpoint, or what `progress` threw.
    func measured(
        _ measurement: StudyPlan.Measurement, threads: Int,
        progress: (Int, Int) throws -> Void
    ) throws -> [StudyResult.Measured] {
        let search = CheckpointFolder(path: folder.checkpoints).newest(committedStep: committed)
        guard let checkpoint = search.checkpoint, checkpoint.stage == .training else {
            throw Failure.failed("\(folder.path): has no sound checkpoint of training")
        }
        let temperatures = measurement.temperatures
        return try temperatures.enumerated().map { place, temperature in
            let options = EvaluationOptions(
                k: measurement.longest, count: measurement.count, temperature: temperature,
                seed: configuration.seed)
            func tell(_ done: Int, _ rounds: Int) throws {
                try progress(place * rounds + done, temperatures.count * rounds)
            }
            if let budget = measurement.search {
                let outcome = try CheckpointEvaluation.search(
                    checkpoint, configuration: configuration, options: options, budget: budget,
                    k: measurement.k, threads: threads, progress: tell)
                return .search(outcome.record, outcome.outcomes)
            }
            guard measurement.episodes else {
                let outcome = try CheckpointEvaluation.outcome(
                    checkpoint, configuration: configuration, options: options, threads: threads,
                    progress: tell)
                return .chains(outcome.record, outcome.chains.at(measurement.k))
            }
            let outcome = try CheckpointEvaluation.episodes(
                checkpoint, configuration: configuration, options: options, k: measurement.k,
                threads: threads, progress: tell)
            return .episodes(outcome.record, outcome.outcomes)
        }
    }

    /// The run as one of an arm.
    func result(arm: String, _ measured: [StudyResult.Measured]) -> StudyResult {
        StudyResult(
            arm: arm, strategy: configuration.strategy.rawValue, seed: configuration.seed,
            run: folder.run.name, meanDepth: meanDepth, deepest: deepest, measured: measured)
    }
}
