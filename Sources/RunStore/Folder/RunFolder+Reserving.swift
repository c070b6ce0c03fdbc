import Foundation
import Runs

extension RunFolder {
    /// Makes an empty folder under a run's name.
    ///
    /// - Throws: `StoreError` with code `.nameTaken` if anything of this name exists there, but for
    ///   a run that was killed before its first commit: that one goes.
    static func reserve(_ run: RunID, in runs: String) throws(StoreError) -> RunFolder {
        let folder = RunFolder(run: run, path: runs + "/" + run.name)
        if mkdir(folder.path, 0o777) == 0 { return folder }
        guard errno == EEXIST else { throw .system(folder.path, "can't be created") }
        if folder.removeIfNeverStarted(in: runs), mkdir(folder.path, 0o777) == 0 { return folder }
        throw taken(folder.path)
    }

    /// Refuses a name that is taken, before any work is done for it.
    ///
    /// - Parameters:
    ///   - run: the name.
    ///   - runs: the folder of runs.
    /// - Throws: `StoreError` with code `.nameTaken`.
    public static func check(_ run: RunID, isFreeIn runs: String) throws(StoreError) {
        let folder = RunFolder(run: run, path: runs + "/" + run.name)
        guard SealedFolder.exists(folder.path) else { return }
        guard folder.isNeverStarted, !folder.writer.isWriting else { throw taken(folder.path) }
    }

    static func taken(_ path: String) -> StoreError {
        StoreError(.nameTaken, path: path, "exists; choose another name, or resume it")
    }

    /// Removes the folder if no process writes it and nothing was ever committed to it.
    private func removeIfNeverStarted(in runs: String) -> Bool {
        // Whoever holds the lock makes a run here at this moment, or is quicker in removing it.
        guard isNeverStarted, let lock = try? takeLock() else { return false }
        return withExtendedLifetime(lock) {
            // Between the two looks another may have put a folder of its own in this one's place.
            guard lock.isStillAt(lockFile), isNeverStarted,
                let aside = try? HiddenFolder.name(.deleted, for: run, in: runs)
            else { return false }
            guard rename(path, aside) == 0 else { return false }
            // What can't be removed now is removed by a later sweep.
            try? SystemFiles().remove(aside)
            return true
        }
    }

    /// Whether the folder holds what a new run leaves before its first commit, and nothing else.
    private var isNeverStarted: Bool {
        // An empty folder is a person's, or of someone who makes a run at this moment.
        guard let names = try? folderEntries(path), names.contains("lock") else { return false }
        for name in names {
            switch name {
            case "run.sqlite-wal", "run.sqlite-shm", "run.sqlite-journal", "config.yaml", "lock",
                "control.sock", "redraft.log":
                continue
            case "checkpoints":
                guard let entries = try? folderEntries(checkpoints),
                    entries.allSatisfy({ $0.hasPrefix(SealedFolder.temporaryPrefix) })
                else { return false }
            case "run.sqlite":
                guard StoreConnection.holdsNoRun(database) else { return false }
            default: return false
            }
        }
        return true
    }
}

extension RunLock {
    /// Whether the lock's file is still the one at a path.
    func isStillAt(_ path: String) -> Bool {
        var (mine, there) = (stat(), stat())
        return status(&mine) && stat(path, &there) == 0 && mine.st_ino == there.st_ino
            && mine.st_dev == there.st_dev
    }
}
