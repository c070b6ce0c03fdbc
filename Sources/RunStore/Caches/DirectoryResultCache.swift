import Foundation
import Runs
import Synchronization

/// Records in files named by their keys, appended to by any number of processes.
///
/// A cache: nothing is made durable, and what can't be read or written counts as absent.
public final class DirectoryResultCache: ResultCache {
    /// A file that has grown beyond this is appended to no more, and read no further.
    static let largest = 64 << 20

    private let directory: String
    /// The descriptor of each file that is open for appending; -1 where it could not be opened.
    private let open = Mutex<[String: Int32]>([:])

    /// The records in a directory.
    ///
    /// - Parameter directory: made when something is appended.
    public init(directory: String) {
        self.directory = directory
    }

    deinit {
        for descriptor in open.withLock({ $0.values }) where descriptor >= 0 { close(descriptor) }
    }

    /// All bytes that were appended to a key.
    ///
    /// - Parameter key: hex digits.
    /// - Returns: empty where there are none, or where they can't be read.
    public func load(key: String) -> [UInt8] {
        guard let path = path(key), let file = FileHandle(forReadingAtPath: path) else { return [] }
        defer { try? file.close() }
        guard let data = try? file.read(upToCount: Self.largest) else { return [] }
        return [UInt8](data)
    }

    /// Appends bytes to a key with one write.
    ///
    /// - Parameters:
    ///   - bytes: a piece that stays together.
    ///   - key: hex digits.
    public func append(_ bytes: [UInt8], key: String) {
        guard let path = path(key) else { return }
        open.withLock { open in
            let descriptor = open[key] ?? begin(path)
            open[key] = descriptor
            guard descriptor >= 0 else { return }
            var status = stat()
            guard fstat(descriptor, &status) == 0, status.st_size < Self.largest else { return }
            // A short or failed write leaves a piece that readers pass over.
            _ = write(descriptor, bytes, bytes.count)
        }
    }

    private func begin(_ path: String) -> Int32 {
        try? FileManager.default.createDirectory(
            atPath: directory, withIntermediateDirectories: true)
        return Foundation.open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0o600)
    }

    private func path(_ key: String) -> String? {
        let isKey =
            (1...128).contains(key.utf8.count) && key.allSatisfy(\.isHexDigit)
        return isKey ? directory + "/" + key : nil
    }
}
