import Foundation
import Modeling
import RunStore
import Runs
import Training

extension LiveRun {
    /// Makes a fork and opens it to train on.
    ///
    /// It is self-contained: the parent's store cut at the step, and a checkpoint of the step. A
    /// step without a checkpoint is reached by replay from the newest one before it, or from the
    /// warm start. Until all of it is there, nothing counts as a run.
    ///
    /// - Parameters:
    ///   - plan: what to fork, where, and what to change.
    ///   - command: the command line, for the record.
    ///   - progress: told how far the making is, on the caller's thread; false gives up.
    /// - Returns: the fork, its trainer not yet started.
    /// - Throws: `Failure` for a step the run does not have, a setting that can't be changed, a name
    ///   that is taken, a folder that can't be written; `.cancelled` if it was given up.
    static func fork(
        _ plan: ForkPlan, command: String, progress: (ForkProgress) -> Bool
    ) throws(Failure) -> LiveRun {
        let configuration = try checked(plan)
        return try Failure.translating {
            let fork = try RunFork(of: plan.parent, at: plan.step, in: plan.runs)
            // Whatever goes wrong, nothing half-made stays; once it is finished this does nothing.
            defer { fork.discard() }
            // First, so that the parent can't prune it while the store is copied.
            let search = try fork.takeCheckpoint(where: TrainingPlan.canContinue)
            try copy(fork, progress: progress)
            var notes = search.rejected.map { "checkpoint left aside: \($0)" }
            var checkpoint = search.checkpoint
            if checkpoint?.step != plan.step {
                checkpoint = try replay(fork, plan, from: checkpoint, &notes, progress)
            }
            let (folder, lock) = try plan.finish(fork, configuration: configuration) { run in
                RunDescription(
                    run: run, path: "", configuration: configuration, command: command,
                    created: Date().timeIntervalSince1970, kernelPath: KernelPath.best.rawValue,
                    origin: RunOrigin(run: plan.parent.run.name, step: plan.step))
            }
            let recorder = try StoreRecorder.open(folder, lock: lock)
            try recorder.prepareResume(from: checkpoint)
            let reader = try StoreReader.open(folder)
            defer { reader.close() }
            let run = try LiveRun(
                folder: folder, recorder: recorder, configuration: reader.firstConfiguration(),
                threads: plan.threads, checkpoint: checkpoint, edits: reader.edits(), notes: notes)
            run.log(.info, "forked from \(plan.parent.run) at step \(plan.step) by: \(command)")
            return run
        }
    }

    /// The settings after the step, when all that can be known early is right.
    private static func checked(_ plan: ForkPlan) throws(Failure) -> RunConfiguration {
        let reader = try StoreReader.open(plan.parent)
        defer { reader.close() }
        let last = reader.committedStep
        guard (0...last).contains(plan.step) else {
            throw .usage(
                "--at: '\(plan.step)' is not accepted: \(plan.parent.path) has \(last) steps; "
                    + "expected 0 (after the warm start) to \(last)")
        }
        let before: RunConfiguration
        do throws(StoreError) {
            before = try reader.firstConfiguration().applying(reader.edits(), upTo: plan.step)
            if let name = plan.name { try RunFolder.check(name, isFreeIn: plan.runs) }
        } catch {
            throw Failure(error)
        }
        let after = try ForkSettings.apply(plan.settings, to: before, after: plan.step)
        try PlanCheck.check(after)
        return after
    }

    private static func copy(_ fork: RunFork, progress: (ForkProgress) -> Bool) throws {
        let clock = ContinuousClock()
        let begun = clock.now
        do throws(StoreError) {
            try fork.copyStore { done in
                let seconds = (clock.now - begun) / .seconds(1)
                let left = done > 0 ? seconds / Double(done) * Double(fork.step - done) : nil
                return progress(
                    ForkProgress(
                        work: .copying,
                        progress: Progress(
                            done: done, total: fork.step, remainingSeconds: left)))
            }
        } catch {
            throw error.code == .cancelled ? Failure.cancelled : Failure(error)
        }
    }

    /// Trains up to the fork's step and leaves a checkpoint there.
    private static func replay(
        _ fork: RunFork, _ plan: ForkPlan, from checkpoint: Checkpoint?, _ notes: inout [String],
        _ progress: (ForkProgress) -> Bool
    ) throws -> Checkpoint {
        let reader = try StoreReader.open(fork.folder)
        // The recorder below needs the store to itself.
        defer { reader.close() }
        let replay = try Replay(
            from: checkpoint, upTo: fork.step, reader: reader, threads: plan.threads)
        let outcome = try replay.compare(with: reader, progress: progress)
        reader.close()
        let reached: Checkpoint
        switch outcome {
        case .reached(let checkpoint): reached = checkpoint
        case .differs(let difference):
            notes.append(
                "step \(difference.step), trained again, is not as it was recorded: it "
                    + "\(difference.what); another kernel path or version trained it "
                    + "(\(reader.description.kernelPath), here \(KernelPath.best.rawValue)), and "
                    + "the fork has the steps from \((checkpoint?.step ?? 0) + 1) as they are now")
            let store = try fork.recorder(from: checkpoint)
            let result = Result { try replay.write(to: store, progress: progress) }
            try store.close()
            reached = try result.get()
        }
        try fork.save(reached)
        return reached
    }
}
