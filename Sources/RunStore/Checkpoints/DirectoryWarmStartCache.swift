import Foundation
import Runs

/// Warm starts in folders named by their keys.
///
/// The first directory is written and read; the others, such as one that ships with the program,
/// are only read. An entry is a sealed folder: two starters may store one at the same time, a
/// damaged one counts as absent and is replaced.
public struct DirectoryWarmStartCache: WarmStartCache {
    /// The directories, the writable one first.
    public let directories: [String]
    private let operations: any FileOperations

    /// The warm starts in some directories.
    ///
    /// - Parameter directories: the writable one first; they need not exist.
    public init(directories: [String]) {
        self.init(directories: directories, operations: SystemFiles())
    }

    init(directories: [String], operations: any FileOperations) {
        self.directories = directories
        self.operations = operations
    }

    /// The files stored under a key.
    ///
    /// - Parameter key: the digest of all that determines the warm start, as hex digits.
    /// - Returns: nil if no directory has a sound entry.
    public func load(key: String) -> [CheckpointFile]? {
        guard Self.isKey(key) else { return nil }
        for directory in directories {
            // A damaged entry is as good as none: the warm start is trained again.
            if let entry = try? SealedFolder.read(directory + "/" + key),
                entry.manifest.stage == "cache"
            {
                return entry.files
            }
        }
        return nil
    }

    /// Stores files under a key, all or nothing.
    ///
    /// - Parameters:
    ///   - files: what to store.
    ///   - key: the digest of all that determines the warm start, as hex digits.
    /// - Throws: `RecorderError` if the first directory can't be written.
    public func store(_ files: [CheckpointFile], key: String) throws(RecorderError) {
        precondition(Self.isKey(key), "a key is hex digits, not '\(key)'")
        guard let directory = directories.first else { return }
        do {
            try FileManager.default.createDirectory(
                atPath: directory, withIntermediateDirectories: true)
        } catch {
            throw RecorderError(
                path: directory, reason: "can't be created; warm starts are not kept")
        }
        do throws(StoreError) {
            try SealedFolder.write(
                files, name: key, stage: "cache", step: 0, kernelPath: "", in: directory,
                with: operations)
        } catch {
            // Another starter may have been quicker: its entry holds the same bytes.
            if load(key: key) != nil { return }
            throw error.recorderError
        }
    }

    private static func isKey(_ key: String) -> Bool {
        (1...128).contains(key.utf8.count)
            && key.utf8.allSatisfy {
                (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
                    || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains($0)
            }
    }
}
