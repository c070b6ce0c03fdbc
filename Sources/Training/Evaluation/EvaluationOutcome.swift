import Runs

/// What an evaluation found: its figures, and the outcomes they were computed from.
public struct EvaluationOutcome: Hashable, Sendable {
    /// The figures.
    public let record: EvaluationRecord
    /// The outcome of each task.
    public let chains: EvaluationChains

    /// Makes the value of its parts.
    public init(record: EvaluationRecord, chains: EvaluationChains) {
        self.record = record
        self.chains = chains
    }
}
