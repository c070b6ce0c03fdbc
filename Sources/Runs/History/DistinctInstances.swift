/// How many different instances a run was trained on, over its steps.
///
/// A curriculum makes new instances of old tasks: of a revision each, beside the tasks themselves.
///
/// - Source: arXiv 2509.04575, figure 7 (distinct training instances relative to the base tasks).
public struct DistinctInstances: Hashable, Codable, Sendable {
    /// Some steps, ascending, the newest last.
    public let steps: [Int]
    /// Different tasks posed up to each of them.
    public let tasks: [Int]
    /// Different revisions posed to be worked on, up to each of them.
    public let revisions: [Int]
    /// Groups up to each of them.
    public let groups: [Int]

    /// Makes the value of its parts.
    public init(steps: [Int], tasks: [Int], revisions: [Int], groups: [Int]) {
        self.steps = steps
        self.tasks = tasks
        self.revisions = revisions
        self.groups = groups
    }
}
