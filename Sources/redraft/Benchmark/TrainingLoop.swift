import Foundation
import Modeling
import RunStore
import Runs
import Synchronization
import Training

/// A real run of a few steps with a real store, in a folder that is removed after: the default
/// configuration from the default's warm start, where it is known.
final class TrainingLoop: Sendable {
    /// What it came to.
    struct Outcome: Hashable, Sendable {
        /// The mean split of a step.
        let split: StepSplit
        /// Steps it is the mean of.
        let steps: Int
        /// Whether the warm start was a whole one, out of the cache.
        let hasWarmStart: Bool
    }

    private struct State {
        /// Whether there is a folder to remove.
        var isBusy = false
        var isInterrupted = false
        var trainer: Trainer?
    }

    private let threads: Int
    private let state = Mutex(State())

    /// Steps before those that count: the first ones make room.
    private static let skipped = 3
    /// Steps that count.
    private static let counted = 20
    /// Steps of a warm start that only teaches the form of an answer.
    private static let shortWarmStart = 200

    /// A loop that has not run yet.
    ///
    /// - Parameter threads: kernel threads.
    init(threads: Int) {
        self.threads = threads
    }

    /// Ends the program with the code of an interruption; from any thread.
    ///
    /// At once, or when the run has stopped and its folder is gone.
    func interrupt() {
        let (isBusy, trainer) = state.withLock { state in
            state.isInterrupted = true
            return (state.isBusy, state.trainer)
        }
        trainer?.send(.stop)
        if !isBusy { Self.end() }
    }

    private static func end() -> Never {
        // A line that tells how far it was is left as it stands.
        if isatty(STDERR_FILENO) == 1 { StandardStreams.error("") }
        _exit(Failure.Code.interrupted.rawValue)
    }

    /// Trains the steps and takes the mean of their splits.
    ///
    /// - Returns: where their time went.
    /// - Throws: `Failure` if the folder can't be written.
    func run() throws(Failure) -> Outcome {
        state.withLock { $0.isBusy = true }
        defer { leave() }
        let folder = FileManager.default.temporaryDirectory
            .appending(path: "redraft-bench-\(UUID().uuidString)").path
        // What can't be removed is the system's to remove.
        defer { try? FileManager.default.removeItem(atPath: folder) }
        return try measure(in: folder)
    }

    private func leave() {
        let isInterrupted = state.withLock { state in
            (state.isBusy, state.trainer) = (false, nil)
            return state.isInterrupted
        }
        if isInterrupted { Self.end() }
    }

    private func measure(in folder: String) throws(Failure) -> Outcome {
        var configuration = RunConfiguration()
        configuration.steps = Self.skipped + Self.counted
        // Evaluations are no part of a step.
        configuration.evaluation.steps = 0
        (configuration.evaluation.finalCount, configuration.evaluation.k) = (1, 0)
        let cache = LiveRun.warmStarts
        let hasWarmStart = TrainingPlan.hasWarmStart(for: configuration, in: cache)
        if !hasWarmStart { configuration.warmStart.steps = Self.shortWarmStart }
        let run = try LiveRun.create(
            NewRun(name: nil, runs: folder, configuration: configuration, threads: threads),
            command: "redraft bench", cache: ReadOnlyWarmStarts(cache: cache))
        let isInterrupted = state.withLock { state in
            state.trainer = run.trainer
            return state.isInterrupted
        }
        if isInterrupted { run.trainer.send(.stop) }
        run.trainer.start()
        let end = run.finish()
        guard end == .finished else {
            throw .failed("the run in \(folder) did not finish: \(end)")
        }
        return try outcome(of: run.folder, hasWarmStart: hasWarmStart)
    }

    private func outcome(
        of folder: RunFolder, hasWarmStart: Bool
    ) throws(Failure) -> Outcome {
        try Failure.translating {
            let reader = try StoreReader.open(folder)
            defer { reader.close() }
            let splits = try (Self.skipped + 1...Self.skipped + Self.counted).compactMap {
                try reader.metrics(step: $0).flatMap { StepSplit($0) }
            }
            guard let split = StepSplit(meanOf: splits) else {
                throw Failure.failed("\(folder.path): holds no times of steps")
            }
            return Outcome(split: split, steps: splits.count, hasWarmStart: hasWarmStart)
        }
    }
}

/// A cache that gives what it has and takes nothing.
private struct ReadOnlyWarmStarts: WarmStartCache {
    let cache: any WarmStartCache

    func load(key: String) -> [CheckpointFile]? { cache.load(key: key) }

    func store(_ files: [CheckpointFile], key: String) throws(RecorderError) {}
}
