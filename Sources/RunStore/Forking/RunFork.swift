import Foundation
import GRDB
import Runs
import Synchronization

/// A fork in the making: a folder with a hidden name that becomes a run all at once.
///
/// It is self-contained: the parent may go on, prune its checkpoints or be deleted meanwhile. Until
/// `finish` nothing lists it; if it is given up, or the process dies, it is removed.
public final class RunFork: Sendable {
    /// The run it is forked from.
    public let parent: RunFolder
    /// The last step that the two have in common; 0 is the end of the warm start.
    public let step: Int
    /// The hidden folder; its store is whole after `copyStore`.
    public let folder: RunFolder
    private let runs: String
    /// Nil once it is finished or given up.
    private let lock: Mutex<RunLock?>

    /// Makes the hidden folder.
    ///
    /// - Parameters:
    ///   - parent: the run to fork.
    ///   - step: the last step to have in common.
    ///   - runs: the folder of runs it will lie in; made if it is not there.
    /// - Throws: `StoreError` if the folder can't be made.
    public init(of parent: RunFolder, at step: Int, in runs: String) throws(StoreError) {
        precondition(step >= 0, "a fork at step \(step)")
        try RunFolder.makeFolders(runs)
        HiddenFolder.sweep(in: runs)
        let path = try HiddenFolder.name(.fork, for: parent.run, in: runs)
        let files = SystemFiles()
        try files.makeFolder(path)
        let folder = RunFolder(run: parent.run, path: path)
        do throws(StoreError) {
            lock = Mutex(try RunLock(path: folder.lockFile))
            try files.makeFolder(folder.checkpoints)
        } catch {
            try? files.remove(path)
            throw error
        }
        (self.parent, self.step, self.runs, self.folder) = (parent, step, runs, folder)
    }

    deinit { discard() }

    /// Gives the fork up: nothing of it stays.
    public func discard() {
        lock.withLock { lock in
            guard lock != nil else { return }
            // What can't be removed now is removed by a later sweep.
            try? SystemFiles().remove(folder.path)
            lock = nil
        }
    }

    // MARK: Parts

    /// The fork's checkpoints.
    public var checkpoints: CheckpointFolder { CheckpointFolder(path: folder.checkpoints) }

    /// The newest checkpoint of the parent at or before the step, taken over into the fork.
    ///
    /// One that the parent removes meanwhile is passed over; the next older one is tried.
    ///
    /// - Parameter isUsable: whether training can go on from a checkpoint.
    /// - Returns: the checkpoint, every byte held against its digest, nil if there is none; and what
    ///   was wrong with newer ones.
    /// - Throws: `StoreError` if the fork's folder can't be written.
    public func takeCheckpoint(where isUsable: (Checkpoint) -> Bool) throws(StoreError)
        -> CheckpointSearch
    {
        let source = CheckpointFolder(path: parent.checkpoints)
        let mine = checkpoints
        var rejected: [String] = []
        let names = source.names.reversed().filter { $0.stage == .training && $0.step <= step }
        for name in names {
            do throws(StoreError) {
                try mine.link(name, from: source)
                let checkpoint = try mine.load(name)
                if isUsable(checkpoint) {
                    return CheckpointSearch(checkpoint: checkpoint, rejected: rejected)
                }
                rejected.append("\(name.folder): holds the model alone")
            } catch {
                if case .system(let number) = error.code, number == ENOSPC || number == EDQUOT {
                    throw error
                }
                rejected.append("\(name.folder): \(error)")
            }
            try SystemFiles().remove(mine.path + "/" + name.folder)
        }
        return CheckpointSearch(checkpoint: nil, rejected: rejected)
    }

    /// Copies the parent's store up to the step, as it is at this moment.
    ///
    /// - Parameter progress: told the steps copied so far; false gives up.
    /// - Throws: `StoreError`; code `.cancelled` if it was given up, `.missing` if the parent has
    ///   fewer steps.
    public func copyStore(progress: (_ done: Int) -> Bool) throws(StoreError) {
        let cut = StoreCut(source: parent.database, target: folder.database, step: step)
        try cut.copy(progress: progress)
    }

    /// A recorder of the fork's store, taken back to a checkpoint.
    ///
    /// A replay that differs from the parent is written with it. The caller closes it before
    /// `finish`.
    ///
    /// - Parameter checkpoint: where the replay begins; nil is the warm start's beginning.
    /// - Returns: the recorder.
    /// - Throws: `StoreError` or `RecorderError` if the store can't be written.
    public func recorder(from checkpoint: Checkpoint?) throws -> StoreRecorder {
        guard let lock = lock.withLock({ $0 }) else {
            preconditionFailure("a fork is not written after it is finished")
        }
        let recorder = try StoreRecorder.open(folder, lock: lock)
        try recorder.prepareResume(from: checkpoint)
        return recorder
    }

    /// Puts a checkpoint of the step into the fork, in place of an earlier one.
    ///
    /// - Parameter checkpoint: taken after the step.
    /// - Throws: `StoreError` if it can't be written.
    public func save(_ checkpoint: Checkpoint) throws(StoreError) {
        precondition(checkpoint.step == step, "a fork at \(step) begins at \(checkpoint.step)")
        try checkpoints.save(checkpoint, limit: 1)
    }

    // MARK: Finishing

    /// Makes the fork a run.
    ///
    /// - Parameters:
    ///   - run: its name.
    ///   - description: what the store says of it; run and path are not looked at.
    ///   - configurationText: what `config.yaml` will hold.
    /// - Returns: the run's folder, and the right to write it.
    /// - Throws: `StoreError`; with code `.nameTaken` it may be tried with another name.
    public func finish(
        as run: RunID, description: RunDescription, configurationText: String
    ) throws(StoreError) -> (folder: RunFolder, lock: RunLock) {
        guard let held = lock.withLock({ $0 }) else {
            preconditionFailure("a fork is finished once")
        }
        let files = SystemFiles()
        try writeDescription(description)
        try files.replaceFile(folder.configuration, Array(configurationText.utf8))
        try sync(folder.database)
        try files.syncFolder(folder.path)
        let target = try RunFolder.reserve(run, in: runs)
        do throws(StoreError) {
            // Onto an empty folder, which the system replaces.
            try files.rename(folder.path, to: target.path)
        } catch {
            // Only the empty folder made here.
            rmdir(target.path)
            throw error
        }
        lock.withLock { $0 = nil }
        try files.syncFolder(runs)
        return (target, held)
    }

    private func writeDescription(_ description: RunDescription) throws(StoreError) {
        let time = description.created
        try StoreConnection.translating(folder.database) {
            let queue = try StoreConnection.writer(folder.database, isNew: false)
            // A connection that can't be closed goes with the process.
            defer { try? queue.close() }
            try queue.write { db in
                let edits = try StoreQueries.edits(db)
                let before = try StoreQueries.configuration(db).applying(edits)
                for key in ConfigurationKey.all {
                    let (old, new) = (key.read(before), key.read(description.configuration))
                    guard old != new else { continue }
                    try db.execute(
                        sql: "INSERT INTO edit (step, key, old, new, time) VALUES (?, ?, ?, ?, ?)",
                        arguments: [step, key.name, old, new, time])
                }
                for (key, value) in [
                    ("command", description.command), ("created", "\(time)"),
                    ("kernel_path", description.kernelPath), ("durable_step", "\(step)"),
                    ("forked_from", parent.run.name), ("forked_at", "\(step)"),
                ] {
                    try db.execute(
                        sql: "INSERT OR REPLACE INTO meta VALUES (?, ?)", arguments: [key, value])
                }
            }
            _ = try queue.writeWithoutTransaction { db in
                try String.fetchOne(db, sql: "PRAGMA journal_mode = DELETE")
            }
        }
    }

    private func sync(_ path: String) throws(StoreError) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .system(path, "can't be opened") }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw .system(path, "can't be synced to disk") }
    }
}
