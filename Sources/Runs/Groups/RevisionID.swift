/// The place of one completion in a run: step, group and completion, all from 0 but the step.
///
/// Also names an episode: the revision chain that ends in this revision. Written `120.7.3`.
public struct RevisionID: Hashable, Codable, Sendable, Comparable, CustomStringConvertible {
    /// The training step that sampled it, from 1.
    public let step: Int
    /// The group within the step.
    public let group: Int
    /// The completion within the group.
    public let completion: Int

    /// Makes the value of its parts.
    public init(step: Int, group: Int, completion: Int) {
        self.step = step
        self.group = group
        self.completion = completion
    }

    /// Reads `step.group.completion`.
    ///
    /// Nil unless the text is three whole numbers with dots between.
    ///
    /// - Parameter text: what a person typed.
    public init?(_ text: String) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false).map { Int($0) }
        guard parts.count == 3, let step = parts[0], let group = parts[1],
            let completion = parts[2], step >= 0, group >= 0, completion >= 0
        else { return nil }
        self.init(step: step, group: group, completion: completion)
    }

    /// `step.group.completion`.
    public var description: String { "\(step).\(group).\(completion)" }

    /// Earlier in the run first.
    public static func < (left: RevisionID, right: RevisionID) -> Bool {
        (left.step, left.group, left.completion) < (right.step, right.group, right.completion)
    }
}
