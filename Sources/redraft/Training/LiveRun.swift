import Control
import Foundation
import Modeling
import RunStore
import Runs
import Training

/// A run that this process trains: its trainer, its store, and what others may ask of it.
final class LiveRun: Sendable {
    /// The run as the dashboard sees it.
    let session: LocalSession
    /// The trainer.
    let trainer: Trainer
    /// The run's folder.
    let folder: RunFolder
    /// What a person should know before it starts, one line each; the run's log has it too.
    let notes: [String]
    private let recorder: StoreRecorder
    private let reader: StoreReader
    private let server: ControlServer?

    init(
        folder: RunFolder, recorder: StoreRecorder, configuration: RunConfiguration,
        threads: Int, checkpoint: Checkpoint?, edits: [LiveEdit] = [], notes: [String] = [],
        cache: any WarmStartCache = LiveRun.warmStarts
    ) throws {
        self.folder = folder
        self.notes = notes
        self.recorder = recorder
        trainer = try Trainer(
            TrainingPlan(
                run: folder.run, configuration: configuration, threads: threads,
                recorder: recorder,
                cache: cache,
                checkpoint: checkpoint, edits: edits))
        reader = try StoreReader.open(folder)
        session = LocalSession(trainer: trainer, reader: reader)
        var refusal: ControlError?
        do throws(ControlError) {
            server = try ControlServer(
                folder: folder.path, run: folder.run,
                handler: TrainerHandler(trainer, policies: session.policies))
        } catch {
            server = nil
            refusal = error
        }
        let (reader, session, server) = (reader, session, server)
        recorder.onCommit { reader.noteCommit($0) }
        trainer.onNews {
            session.ring()
            server?.notify()
        }
        if let refusal { log(.warning, "the run can't be controlled from outside: \(refusal)") }
        for note in notes { log(.warning, note) }
    }

    /// The finished warm starts of this account, and those that ship.
    static var warmStarts: DirectoryWarmStartCache {
        DirectoryWarmStartCache(directories: ProgramFolders.current.warmStarts)
    }

    // MARK: Making

    /// Makes a new run; nothing is written if anything is wrong.
    ///
    /// - Parameters:
    ///   - plan: what to train.
    ///   - command: the command line, for the record.
    ///   - cache: finished warm starts to share.
    /// - Returns: the run, its trainer not yet started.
    /// - Throws: `Failure` for a configuration that does not fit together, a name that is taken, or
    ///   a folder that can't be written.
    static func create(
        _ plan: NewRun, command: String, cache: any WarmStartCache = LiveRun.warmStarts
    ) throws(Failure) -> LiveRun {
        try PlanCheck.check(plan.configuration)
        let (folder, lock) = try plan.makeFolder()
        return try Failure.translating {
            let recorder = try StoreRecorder.create(
                folder, lock: lock,
                description: RunDescription(
                    run: folder.run, path: folder.path, configuration: plan.configuration,
                    command: command, created: Date().timeIntervalSince1970,
                    kernelPath: KernelPath.best.rawValue))
            return try LiveRun(
                folder: folder, recorder: recorder, configuration: plan.configuration,
                threads: plan.threads, checkpoint: nil, cache: cache)
        }
    }

    /// Opens a run to go on with it from its newest sound checkpoint.
    ///
    /// - Parameters:
    ///   - folder: the run.
    ///   - steps: the steps to train in all; nil keeps the run's.
    ///   - threads: kernel threads.
    ///   - command: the command line, for the record.
    /// - Returns: the run, its trainer not yet started.
    /// - Throws: `Failure` if it is finished, damaged, or being written by another process.
    static func resume(
        _ folder: RunFolder, steps: Int?, threads: Int, command: String
    ) throws(Failure) -> LiveRun {
        try Failure.translating {
            // First, so that nothing is made beside a store that can't be read.
            try StoreReader.open(folder).close()
            let lock = try folder.takeLock()
            let reader = try StoreReader.open(folder)
            let first = try reader.firstConfiguration()
            var edits = try reader.edits()
            let before = first.applying(edits)
            let committed = reader.committedStep
            let end = try reader.recordedState()?.end
            reader.close()
            var configuration = before
            if let steps { configuration.steps = steps }
            try check(configuration, end: end, committed: committed, folder: folder)
            try PlanCheck.check(configuration)

            let recorder = try StoreRecorder.open(folder, lock: lock)
            let search = recorder.checkpoints.newest(committedStep: committed)
            try recorder.prepareResume(from: search.checkpoint)
            if configuration.steps != before.steps {
                let step = search.checkpoint.map { $0.stage == .training ? $0.step : 0 } ?? 0
                let edit = LiveEdit(
                    step: step, key: "steps", old: "\(before.steps)", new: "\(configuration.steps)",
                    time: Date().timeIntervalSince1970)
                edits.append(edit)
                _ = recorder.record(.edit(edit))
                try recorder.flush()
                try folder.writeConfiguration(ConfigurationFile.text(of: configuration))
            }
            let run = try LiveRun(
                folder: folder, recorder: recorder, configuration: first, threads: threads,
                checkpoint: search.checkpoint, edits: edits, notes: notes(on: search))
            run.log(.info, "resumed by: \(command)")
            return run
        }
    }

    private static func check(
        _ configuration: RunConfiguration, end: RunEnd?, committed: Int, folder: RunFolder
    ) throws(Failure) {
        let name = folder.run.name
        if end == .finished, configuration.steps <= committed {
            throw .usage(
                "\(folder.path): is finished at step \(committed); train on with "
                    + "'redraft resume \(name) --steps N', N above \(committed), "
                    + "or look at it with 'redraft watch \(name)'")
        }
        if configuration.steps < committed {
            throw .usage(
                "--steps: \(configuration.steps) is not accepted: \(folder.path) has "
                    + "\(committed) steps already")
        }
    }

    /// What is not as it was when the run was left.
    private static func notes(on search: CheckpointSearch) -> [String] {
        var notes = search.rejected.map { "checkpoint left aside: \($0)" }
        guard let checkpoint = search.checkpoint else {
            return notes + ["there is no sound checkpoint: the run begins anew"]
        }
        if !search.rejected.isEmpty {
            notes.append(
                "going on from the checkpoint \(checkpoint.stage.rawValue) \(checkpoint.step)")
        }
        if checkpoint.kernelPath != KernelPath.best.rawValue {
            notes.append(
                "the checkpoint was made by \(checkpoint.kernelPath) kernels and this machine "
                    + "runs \(KernelPath.best.rawValue): from here on the bits differ")
        }
        return notes
    }

    // MARK: Running

    /// Writes a line to the run's log.
    func log(_ level: LogLevel, _ message: String) {
        _ = recorder.record(
            .log(
                LogEntry(
                    time: Date().timeIntervalSince1970, level: level,
                    step: trainer.snapshot.step, message: message)))
    }

    /// Waits for the trainer's end, and closes everything.
    ///
    /// - Returns: how the run ended; failed too if its last records could not be written, unless it
    ///   was stopped: `storageFailure` tells.
    func finish() -> RunEnd {
        let end = trainer.wait()
        if recorder.failure == nil {
            log(.info, ProcessorTime.report(reader: reader.processorSeconds))
        }
        server?.close()
        session.close()
        reader.close()
        do {
            try recorder.close()
        } catch {
            return end == .interrupted ? end : .failed("\(error)")
        }
        return end
    }

    /// Why not all of it is in its store; nil if it is.
    var storageFailure: RecorderError? { recorder.failure }
}
