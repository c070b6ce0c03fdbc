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
