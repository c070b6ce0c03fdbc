import Runs

/// What a comparison of searches found: its figures, what they were computed from, and the trees.
public struct SearchOutcome: Hashable, Sendable {
    /// The figures.
    public let record: SearchRecord
    /// The outcome of each method on each task.
    public let outcomes: SearchOutcomes
    /// The policy's search for each task.
    public let trees: [SearchTree]

    /// Makes the value of its parts.
    public init(record: SearchRecord, outcomes: SearchOutcomes, trees: [SearchTree]) {
        self.record = record
        self.outcomes = outcomes
        self.trees = trees
    }
}
