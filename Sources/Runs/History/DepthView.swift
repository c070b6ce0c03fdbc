/// Scores by depth, in training and in the latest evaluation.
public struct DepthView: Hashable, Codable, Sendable {
    /// The last step of the window.
    public let step: Int
    /// Steps in the window.
    public let window: Int
    /// Training revisions by depth.
    public let scores: [DepthScore]
    /// Evaluations up to the step, oldest first.
    public let evaluations: [EvaluationRecord]

    /// Makes the value of its parts.
    public init(step: Int, window: Int, scores: [DepthScore], evaluations: [EvaluationRecord]) {
        self.step = step
        self.window = window
        self.scores = scores
        self.evaluations = evaluations
    }
}
