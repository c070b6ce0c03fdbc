/// A way to come to one answer by trying several.
public enum SearchMethod: Hashable, Sendable {
    /// Drafts, then greedy revisions of the best.
    case search
    /// The same from a single draft.
    case searchFromOne
    /// The best of as many drafts as a search has answers.
    case bestOfDrafts
    /// The last answer of a plain chain with k revisions: no verifier chooses.
    case lastAnswer(k: Int)
    /// A way without a policy.
    case baseline(String)

    /// Its name in every format.
    public var name: String {
        switch self {
        case .search: "search"
        case .searchFromOne: "search from one draft"
        case .bestOfDrafts: "best of drafts"
        case .lastAnswer(let k): "last@\(k)"
        case .baseline(let name): name
        }
    }

    /// Whether a policy takes part.
    public var usesPolicy: Bool { if case .baseline = self { false } else { true } }

    /// Whether a verifier chooses among the answers.
    public var usesVerifier: Bool { if case .lastAnswer = self { false } else { true } }

    /// The ways of a policy, in the order of tables.
    ///
    /// - Parameters:
    ///   - budget: what each may spend.
    ///   - k: the numbers of improve steps at which a plain chain is looked at.
    /// - Returns: the ways; a search from one draft is one where the search itself begins so.
    public static func all(in budget: SearchBudget, k: [Int]) -> [SearchMethod] {
        [.search] + (budget.drafts > 1 ? [.searchFromOne] : []) + [.bestOfDrafts]
            + k.map { .lastAnswer(k: $0) }
    }
}
