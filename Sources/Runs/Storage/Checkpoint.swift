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
