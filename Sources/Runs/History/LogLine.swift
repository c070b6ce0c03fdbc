/// A log line with its place.
public struct LogLine: Hashable, Codable, Sendable, Identifiable {
    /// Its place in the log.
    public let id: Int
    /// The line.
    public let entry: LogEntry

    /// Makes the value of its parts.
    public init(id: Int, entry: LogEntry) {
        self.id = id
        self.entry = entry
    }
}
