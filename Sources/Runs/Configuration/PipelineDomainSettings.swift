/// Knobs of machine-learning engineering.
public struct PipelineDomainSettings: Hashable, Sendable {
    /// Tables to train on.
    public var tables = 64
    /// Programs whose accuracies feedback shows beside the draft's.
    public var diagnostics = 7
    /// Chance of each line of a table's card to be hidden.
    public var hidden = 0.3
    /// A person's own table, whose parts are half of the training tables and all of the others.
    ///
    /// Part of the configuration, so that a run needs no file but its own.
    public var data: OwnTable?

    /// Level 1.
    public init() {}
}
