import Runs

/// Something about a run's files that a person can act on.
public struct StoreError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What kind of thing went wrong, for those who treat kinds apart.
    public enum Code: Hashable, Sendable {
        /// A run of this name exists.
        case nameTaken
        /// There is no such run.
        case missing
        /// Another process writes the run; its number where it is known.
        case locked(pid: Int?)
        /// The bytes are not what this program writes.
        case corrupt
        /// A newer program wrote it.
        case newerFormat
        /// The system refused an operation: disk full, permissions, input or output failed.
        case system(errno: Int32)
        /// The database refused an operation.
        case database
        /// A person gave it up.
        case cancelled
    }

    /// What kind of thing went wrong.
    public let code: Code
    /// The file or folder.
    public let path: String
    /// What is wrong, and what would help.
    public let reason: String

    init(_ code: Code, path: String, _ reason: String) {
        self.code = code
        self.path = path
        self.reason = reason
    }

    /// Work that a person gave up; nothing of it stays.
    static func cancelled(_ path: String) -> StoreError {
        StoreError(.cancelled, path: path, "given up; nothing was made")
    }

    /// One line.
    public var description: String { "\(path): \(reason)" }

    /// The same for the trainer.
    var recorderError: RecorderError { RecorderError(path: path, reason: reason) }
}
