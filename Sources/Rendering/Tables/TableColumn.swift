/// A column of a table.
public struct TableColumn: Sendable {
    /// Which way a table is sorted by a column.
    public enum Order: Sendable {
        /// Smallest first.
        case ascending
        /// Largest first.
        case descending
    }

    /// Its heading.
    public var title: String
    /// How wide it is; its priority says when it gives way.
    public var track: Track
    /// Where its cells stand.
    public var alignment: Alignment
    /// Which way the table is sorted by it, if it is.
    public var order: Order?

    /// Creates a column.
    ///
    /// - Parameters:
    ///   - title: its heading.
    ///   - track: how wide it is.
    ///   - alignment: where its cells stand.
    ///   - order: which way the table is sorted by it.
    public init(
        _ title: String, _ track: Track, alignment: Alignment = .leading, order: Order? = nil
    ) {
        self.title = title
        self.track = track
        self.alignment = alignment
        self.order = order
    }
}
