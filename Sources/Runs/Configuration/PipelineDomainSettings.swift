/// Knobs of machine-learning engineering.
public struct PipelineDomainSettings: Hashable, Sendable {
    /// Tables to train on.
    public var tables = 64
    /// Programs whose accuracies feedback shows beside the draft's.
    public var diagnostics = 7
    /// Chance of each line of a table's card to be hidden.
    public var hidden = 0.3

    /// Level 1.
    public init() {}
}
