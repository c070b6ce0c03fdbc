/// One file of a checkpoint.
public struct CheckpointFile: Sendable {
    /// Its name within the checkpoint's folder.
    public let name: String
    /// Its bytes.
    public let bytes: [UInt8]

    /// Makes the value of its parts.
    public init(name: String, bytes: [UInt8]) {
        self.name = name
        self.bytes = bytes
    }
}

/// Everything a resume needs, taken at a step boundary.
public struct Checkpoint: Sendable {
    /// What was being trained: warm-start steps and training steps are counted apart.
    public enum Stage: String, Codable, Sendable {
        /// A checkpoint of the warm start.
        case warmStart = "warm-start"
        /// A checkpoint of training; step 0 is the end of the warm start.
        case training = "step"
    }

    /// What was being trained.
    public let stage: Stage
    /// The step it was taken after.
    public let step: Int
    /// `avx512`, `avx2` or `portable`: another path gives other bits.
    public let kernelPath: String
    /// Its files; names are unique.
    public let files: [CheckpointFile]

    /// Makes the value of its parts.
    public init(stage: Stage, step: Int, kernelPath: String, files: [CheckpointFile]) {
        self.stage = stage
        self.step = step
        self.kernelPath = kernelPath
        self.files = files
    }
}

/// Why the store could not be written.
public struct RecorderError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The file or folder.
    public let path: String
    /// What failed, and what would help.
    public let reason: String

    /// Makes the value of its parts.
    public init(path: String, reason: String) {
        self.path = path
        self.reason = reason
    }

    /// One line.
    public var description: String { "\(path): \(reason)" }
}

/// Where the trainer's events go.
///
/// Called by the trainer's thread.
/// A recorder that fails keeps every event it has not committed, and refuses no more than its
/// queue's bound: the trainer sees `failure` at its next safe point, pauses with the reason, and
/// calls `retry` when told to resume. Nothing is dropped.
public protocol RunRecorder: AnyObject, Sendable {
    /// Queues an event; waits when the queue is full and the recorder is healthy.
    ///
    /// - Parameter event: what happened.
    /// - Returns: the time waited, in seconds.
    func record(_ event: RunEvent) -> Double

    /// The failure that stops it from committing, if there is one.
    var failure: RecorderError? { get }

    /// Tries again to commit what is queued.
    func retry()

    /// Commits everything queued durably, then writes the checkpoint: to a temporary folder,
    /// synced, renamed, the parent synced; older ones beyond the limit are removed after.
    ///
    /// - Parameter checkpoint: what to write.
    /// - Throws: `RecorderError`, with nothing committed lost and older checkpoints intact.
    func save(_ checkpoint: Checkpoint) throws(RecorderError)

    /// Commits everything queued.
    ///
    /// - Throws: `RecorderError` if it can't be.
    func flush() throws(RecorderError)
}

/// Warm starts that any run may reuse, shared safely by several processes.
public protocol WarmStartCache: Sendable {
    /// The files stored under a key.
    ///
    /// - Parameter key: the digest of all that determines the warm start, as hex digits.
    /// - Returns: nil if there is none, or if it is damaged.
    func load(key: String) -> [CheckpointFile]?

    /// Stores files under a key, all or nothing.
    ///
    /// An entry that another process stored meanwhile stays, for it holds the same bytes.
    ///
    /// - Parameters:
    ///   - files: what to store.
    ///   - key: the digest of all that determines the warm start.
    /// - Throws: `RecorderError` if the cache can't be written; a run goes on without it.
    func store(_ files: [CheckpointFile], key: String) throws(RecorderError)
}
