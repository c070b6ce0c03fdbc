/// Records that outlive a process and may be lost: what was computed once need not be again.
///
/// Several processes may append to one key at the same time.
public protocol ResultCache: Sendable {
    /// All bytes that were appended to a key, in some order of the appended pieces.
    ///
    /// - Parameter key: hex digits.
    /// - Returns: empty where there are none, or where they can't be read.
    func load(key: String) -> [UInt8]

    /// Appends bytes to a key; where that can't be done they are lost.
    ///
    /// - Parameters:
    ///   - bytes: a piece that stays together, as long as the system does not die meanwhile.
    ///   - key: hex digits.
    func append(_ bytes: [UInt8], key: String)
}
