/// What keys and values are rounded to, in training as in sampling.
public enum CachePrecision: String, Codable, Sendable, CaseIterable {
    /// Not at all.
    case float32
    /// To IEEE half precision: sampling reads half as much memory a token, and the last digits of
    /// log-probabilities differ from those of other programs that run the same weights.
    case float16
}
