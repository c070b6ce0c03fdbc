/// How a node of a search came about.
///
/// - Source: arXiv 2507.02554, section 3 (operators of a search over programs).
public enum SearchOperator: String, Codable, Sendable, CaseIterable {
    /// An answer to the task alone.
    case draft
    /// A revision of the best answer so far.
    case improve
    /// A revision of an answer that failed.
    case debug
}
