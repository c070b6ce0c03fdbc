/// Where a turn stands: its goals, the world it starts from, and what of it is seen.
///
/// A value, so that a revision is rolled back by keeping the turn before it.
protocol ToolTurn: Sendable {
    /// One thing a turn asks for.
    associatedtype Goal: Hashable, Sendable
    /// One call: a name and as many arguments as it takes.
    associatedtype Call: Hashable, Sendable
    /// What has been seen of the world at the start of a turn.
    associatedtype View: Sendable

    var goals: [Goal] { get set }
    var view: View { get }

    /// The reference's answer: the first of the shortest lists of calls, by the true world. Exact for
    /// every turn that is drawn; of others the best that was found.
    var reference: [Call] { get }

    /// Whether calls meet the goals, executed on a copy of the world.
    func verdict(_ calls: [Call]) -> ToolVerdict

    /// What each call gives back, in words.
    func words(of calls: [Call]) -> [String]

    /// Ends the turn with some calls: the next one starts from what they left.
    mutating func pass(_ calls: [Call])

    /// What the view and a draft's results prove of the turn's start.
    func belief(after draft: [Call]) -> View
}

/// A task: the start of its first turn, and the goals of each turn.
protocol ToolTask: Sendable {
    associatedtype Turn: ToolTurn

    var turns: [[Turn.Goal]] { get set }

    /// The first turn's start; it has no goals yet.
    var start: Turn { get }
}
