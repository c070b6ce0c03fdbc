import Runs

/// A greedy search over answers, as used where a verifier may choose.
///
/// - Source: arXiv 2509.04575, appendix A.4 (MLE-bench's scaffold).
public struct SearchScaffold: Hashable, Codable, Sendable {
    /// Independent drafts before the first improvement.
    public let drafts: Int
    /// Chance that a failed answer is mended before the best is improved.
    public let debugProbability: Double
    /// Mending steps in a row at most.
    public let debugDepth: Int

    /// Makes the value of its parts.
    public init(drafts: Int, debugProbability: Double, debugDepth: Int) {
        self.drafts = drafts
        self.debugProbability = debugProbability
        self.debugDepth = debugDepth
    }
}

/// A way of searching without a policy, which a policy's search is held against.
public struct SearchBaseline: Sendable {
    /// What it is called in tables.
    public let name: String
    /// The answers it would try for a task, in order; the verifier keeps the best by quality.
    public let answers: @Sendable (DomainTask) -> [[Int32]]

    /// Makes the value of its parts.
    ///
    /// - Parameters:
    ///   - name: what it is called in tables.
    ///   - answers: for a task what it would try, tokens with the end token; the same at every call.
    public init(name: String, answers: @escaping @Sendable (DomainTask) -> [[Int32]]) {
        self.name = name
        self.answers = answers
    }
}
