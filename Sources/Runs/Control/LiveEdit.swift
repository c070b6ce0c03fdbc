/// A setting changed while the run lives.
///
/// Committed before it applies: it holds for every step after `step`, also when the run is taken
/// back to an earlier checkpoint and trains those steps again.
public struct LiveEdit: Hashable, Codable, Sendable {
    /// The last step trained with the old value.
    public let step: Int
    /// The configuration key.
    public let key: String
    /// The value before, as text.
    public let old: String
    /// The value after, as text.
    public let new: String
    /// Seconds since 1970 at which it was made.
    public let time: Double

    /// Makes the value of its parts.
    public init(step: Int, key: String, old: String, new: String, time: Double) {
        self.step = step
        self.key = key
        self.old = old
        self.new = new
        self.time = time
    }
}
