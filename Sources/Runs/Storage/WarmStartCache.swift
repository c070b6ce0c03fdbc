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
