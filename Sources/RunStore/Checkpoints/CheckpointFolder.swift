import Foundation
import Runs

/// What a search for a checkpoint to go on from found.
public struct CheckpointSearch: Sendable {
    /// The newest sound one, every byte held against its digest; nil if there is none.
    public let checkpoint: Checkpoint?
    /// Newer ones that were passed over: one line each, for the log.
    public let rejected: [String]
}

/// The checkpoints of a run: `step-000400/`, `warm-start-001000/`.
///
/// Each is a sealed folder: complete, or counted as absent. Training's come after the warm start's.
public struct CheckpointFolder: Sendable {
    /// Names one checkpoint.
    public struct Name: Hashable, Sendable, Comparable {
        /// What was being trained.
        public let stage: Checkpoint.Stage
        /// The step it was taken after.
        public let step: Int

        /// Makes the value of its parts.
        public init(stage: Checkpoint.Stage, step: Int) {
            self.stage = stage
            self.step = step
        }

        /// Reads a folder's name; nil unless it is exactly as this program writes it.
        init?(folder: String) {
            for stage in [Checkpoint.Stage.warmStart, .training] {
                let prefix = stage.rawValue + "-"
                guard folder.hasPrefix(prefix), let step = Int(folder.dropFirst(prefix.count)),
                    step >= 0
                else { continue }
                self.init(stage: stage, step: step)
                if self.folder == folder { return }
            }
            return nil
        }

        /// The folder's name.
        public var folder: String {
            let digits = String(step)
            let zeros = String(repeating: "0", count: max(0, 6 - digits.count))
            return "\(stage.rawValue)-\(zeros)\(digits)"
        }

        /// Earlier in the run first.
        public static func < (left: Name, right: Name) -> Bool {
            left.stage == right.stage
                ? left.step < right.step : left.stage == .warmStart
        }
    }

    /// The folder.
    public let path: String
    let operations: any FileOperations

    /// The checkpoints in a folder.
    ///
    /// - Parameter path: the folder.
    public init(path: String) {
        self.init(path: path, operations: SystemFiles())
    }

    init(path: String, operations: any FileOperations) {
        self.path = path
        self.operations = operations
    }

    /// The checkpoints that are there, sound or not, the earliest first.
    public var names: [Name] {
        // A folder that can't be read holds no checkpoint one could use.
        ((try? folderEntries(path)) ?? []).compactMap { Name(folder: $0) }.sorted()
    }

    /// Reads one checkpoint.
    ///
    /// - Parameter name: which.
    /// - Returns: its files, every byte held against its digest.
    /// - Throws: `StoreError` saying what is wrong with which file.
    public func load(_ name: Name) throws(StoreError) -> Checkpoint {
        let folder = path + "/" + name.folder
        guard SealedFolder.exists(folder) else {
            throw StoreError(.missing, path: folder, "there is no such checkpoint")
        }
        let sealed = try SealedFolder.read(folder)
        guard sealed.manifest.stage == name.stage.rawValue, sealed.manifest.step == name.step
        else {
            throw StoreError(
                .corrupt, path: folder + "/" + SealedFolder.manifestName, "names another step")
        }
        return Checkpoint(
            stage: name.stage, step: name.step, kernelPath: sealed.manifest.kernelPath,
            files: sealed.files)
    }

    /// The newest sound checkpoint at or before a step.
    ///
    /// - Parameter committedStep: the last step in the store; a checkpoint after it is passed over.
    /// - Returns: the checkpoint, and what was wrong with newer ones.
    public func newest(committedStep: Int) -> CheckpointSearch {
        var rejected: [String] = []
        for name in names.reversed() {
            if name.stage == .training, name.step > committedStep {
                rejected.append("\(name.folder): the store ends at step \(committedStep)")
                continue
            }
            do throws(StoreError) {
                let checkpoint = try load(name)
                return CheckpointSearch(checkpoint: checkpoint, rejected: rejected)
            } catch {
                rejected.append("\(name.folder): \(error)")
            }
        }
        return CheckpointSearch(checkpoint: nil, rejected: rejected)
    }

    /// Writes a checkpoint, all or nothing, and then removes what it makes needless.
    ///
    /// Kept are the newest `limit` of its stage. A training checkpoint makes those of the warm
    /// start needless, and checkpoints of later steps belong to a future that was given up.
    ///
    /// - Parameters:
    ///   - checkpoint: what to write.
    ///   - limit: how many of a stage are kept, at least 1.
    /// - Throws: `StoreError`; older checkpoints are intact.
    public func save(_ checkpoint: Checkpoint, limit: Int) throws(StoreError) {
        let name = Name(stage: checkpoint.stage, step: checkpoint.step)
        if !SealedFolder.exists(path) { try operations.makeFolder(path) }
        try SealedFolder.write(
            checkpoint.files, name: name.folder, stage: checkpoint.stage.rawValue,
            step: checkpoint.step, kernelPath: checkpoint.kernelPath, in: path, with: operations)
        let there = names
        let kept = there.filter { $0.stage == name.stage && $0 <= name }.suffix(max(1, limit))
        for other in there where !kept.contains(other) {
            if checkpoint.stage == .warmStart, other.stage == .training { continue }
            // The new checkpoint is safe; one too many costs only space and goes next time.
            try? SealedFolder.discard(path + "/" + other.folder, with: operations)
        }
    }

    /// Removes what a writer that died left behind.
    func removeLeftovers() {
        SealedFolder.removeLeftovers(in: path, with: operations)
    }
}
