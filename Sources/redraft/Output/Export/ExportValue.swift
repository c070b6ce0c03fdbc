import Runs

/// One cell of what is exported.
enum ExportValue: Hashable, Sendable {
    /// Nothing: an empty cell, or null.
    case none
    case integer(Int)
    /// A number; one that is not finite is nothing.
    case number(Double)
    case flag(Bool)
    /// Text of a model or a person: written so that it does no harm.
    case text(String)

    /// A number that may be absent.
    static func optional(_ value: Double?) -> ExportValue { value.map { .number($0) } ?? .none }

    /// Text that may be absent.
    static func optional(_ value: String?) -> ExportValue { value.map { .text($0) } ?? .none }

    /// A revision's name, which may be absent.
    static func optional(_ value: RevisionID?) -> ExportValue {
        value.map { .text("\($0)") } ?? .none
    }
}
