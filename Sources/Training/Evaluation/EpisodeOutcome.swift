import Runs

/// What an evaluation of whole episodes found: its figures, and what they were computed from.
public struct EpisodeOutcome: Hashable, Sendable {
    /// The figures.
    public let record: EpisodeRecord
    /// The outcome of each task.
    public let outcomes: EpisodeOutcomes

    /// Makes the value of its parts.
    public init(record: EpisodeRecord, outcomes: EpisodeOutcomes) {
        self.record = record
        self.outcomes = outcomes
    }
}
