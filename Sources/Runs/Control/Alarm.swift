/// A sign that training goes wrong, raised when its condition begins and cleared when it ends.
public struct Alarm: Hashable, Codable, Sendable {
    /// What is wrong.
    public enum Kind: String, Codable, Sendable, CaseIterable {
        /// Revisions break as many right answers as they mend wrong ones.
        case keepsNoSolution = "keeps_no_solution"
        /// More than a tenth of the completions are invalid.
        case invalidAnswers = "invalid_answers"
        /// Four fifths of the unsolved drafts are copied.
        case copiedDrafts = "copied_drafts"
        /// Seven tenths of the groups have no variance.
        case noVariance = "no_variance"
        /// The buffer's mean score is near zero.
        case flatBuffer = "flat_buffer"
        /// Entropy is below 0.1 nats a token.
        case lowEntropy = "low_entropy"
        /// Loss, gradient or reward was not finite; the step was skipped.
        case nonFinite = "non_finite"
        /// No gradient at all for many steps.
        case noGradient = "no_gradient"
        /// The store could not be written.
        case storage
    }

    /// What is wrong.
    public let kind: Kind
    /// The step it began or ended at.
    public let step: Int
    /// Whether it begins (true) or ends.
    public let isRaised: Bool
    /// The value that crossed the threshold.
    public let value: Double
    /// One line that says what it means and what to try.
    public let message: String

    /// Makes the value of its parts.
    public init(kind: Kind, step: Int, isRaised: Bool, value: Double, message: String) {
        self.kind = kind
        self.step = step
        self.isRaised = isRaised
        self.value = value
        self.message = message
    }
}
