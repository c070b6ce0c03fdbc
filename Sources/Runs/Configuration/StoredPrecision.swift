/// What keys and values, or weights, are rounded to, in training as in sampling.
public enum StoredPrecision: String, Codable, Sendable, CaseIterable {
    /// Not at all.
    case float32
    /// To IEEE half precision: sampling reads half as much memory, and the last digits of
    /// log-probabilities differ from those of other programs that run the same weights unrounded.
    case float16
}
