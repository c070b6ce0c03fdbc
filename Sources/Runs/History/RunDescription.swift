/// What stays the same about a run while it is looked at.
public struct RunDescription: Hashable, Codable, Sendable {
    /// The run.
    public let run: RunID
    /// Its folder.
    public let path: String
    /// Its configuration as resolved.
    public let configuration: RunConfiguration
    /// The command that made it.
    public let command: String
    /// Seconds since 1970 at which it was created.
    public let created: Double
    /// `avx512`, `avx2` or `portable`.
    public let kernelPath: String
    /// The run and the step it was forked from; nil if it is no fork.
    public let origin: RunOrigin?

    /// Makes the value of its parts.
    public init(
        run: RunID, path: String, configuration: RunConfiguration, command: String,
        created: Double, kernelPath: String, origin: RunOrigin? = nil
    ) {
        self.run = run
        self.path = path
        self.configuration = configuration
        self.command = command
        self.created = created
        self.kernelPath = kernelPath
        self.origin = origin
    }
}
