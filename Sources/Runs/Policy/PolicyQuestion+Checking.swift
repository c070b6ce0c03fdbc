/// What is wrong with a question: a value, and what would be accepted.
public struct PolicyQuestionError: Error, Hashable, Sendable, CustomStringConvertible {
    /// One line.
    public let description: String
}

extension PlayRequest {
    /// In what measure a person may ask.
    public enum Bounds {
        /// Revisions of a turn after its draft.
        public static let count = 0...1024
        /// Sampling temperatures; 0 is greedy.
        public static let temperature = 0.0...100
        /// Bytes of a task's text.
        public static let textBytes = 2048
    }
}

extension PolicyQuestion {
    /// Whose weights answer.
    public var source: PolicySource {
        switch self {
        case .play(let request): request.source
        case .rescore(let request): request.source
        }
    }

    /// Checks that the question is within bounds, whoever asks it.
    ///
    /// - Throws: `PolicyQuestionError` that names the value and what is accepted.
    public func check() throws(PolicyQuestionError) {
        guard case .play(let request) = self else { return }
        let (count, temperature) = (request.count, request.temperature)
        guard PlayRequest.Bounds.count.contains(count) else {
            throw PolicyQuestionError(
                description: "revisions: \(count) is not accepted; expected 0 to 1024")
        }
        guard PlayRequest.Bounds.temperature.contains(temperature) else {
            throw PolicyQuestionError(
                description: "temperature: \(temperature) is not accepted; expected 0 to 100")
        }
        if case .typed(let text) = request.task, text.utf8.count > PlayRequest.Bounds.textBytes {
            throw PolicyQuestionError(
                description: "task: \(text.utf8.count) bytes are not accepted; expected at most "
                    + "\(PlayRequest.Bounds.textBytes)")
        }
    }
}
