/// How a run ended.
public enum RunEnd: Hashable, Codable, Sendable {
    /// All steps are done, the final evaluation included.
    case finished
    /// Stopped before its last step; can be resumed.
    case interrupted
    /// Could not go on.
    case failed(String)

    /// One lower-case word.
    public var word: String {
        switch self {
        case .finished: "finished"
        case .interrupted: "interrupted"
        case .failed: "failed"
        }
    }
}
