/// Knobs of multi-turn tool use.
public struct ToolSettings: Hashable, Sendable {
    /// What the calls act on.
    public var world = ToolWorldName.files
    /// A person's own world, as its declaration writes itself; empty for none.
    ///
    /// It is part of the configuration, so that a run needs no file but its own.
    public var own = ""
    /// Files in the world of files, present or absent.
    public var files = 5
    /// The most goals of a turn.
    public var goals = 2
    /// The most calls of an answer.
    public var calls = 5
    /// Turns of a drawn task.
    public var turns = 3
    /// Chance that the first prompt hides a fact that may be hidden, such as where a file lies.
    public var hidden = 0.5
    /// Whether prompts show the results of the draft's calls.
    public var feedback = true
    /// Where fresh training prompts begin.
    public var start = ToolStart.any

    /// Level 1.
    public init() {}
}

/// What tools act on.
public enum ToolWorldName: String, Codable, Sendable, CaseIterable {
    /// A file system.
    case files
    /// A desk of tickets.
    case tickets
    /// A car.
    case vehicle
    /// What a person declared.
    case own
}

/// The turn at which a fresh training prompt of several turns begins.
public enum ToolStart: String, Codable, Sendable, CaseIterable {
    /// A uniformly drawn turn, after the reference's answers to those before.
    case any
    /// The first turn.
    case first
}
