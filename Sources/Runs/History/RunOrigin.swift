/// Where a fork came from.
public struct RunOrigin: Hashable, Codable, Sendable {
    /// The name of the run it was forked from.
    public let run: String
    /// The last step that the two have in common; 0 is the end of the warm start.
    public let step: Int

    /// Makes the value of its parts.
    public init(run: String, step: Int) {
        self.run = run
        self.step = step
    }
}
