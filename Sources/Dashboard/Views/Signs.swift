import Rendering

/// The signs the panes draw beside their colours.
///
/// Always the richest form: `Grid.reduced(to:)` replaces them where a terminal can't show them.
enum Signs {
    static let arrow = "→"
    static let dash = "–"
    static let ellipsis = "…"

    /// One character for a share.
    static func level(_ share: Double) -> Span {
        Bars.sparkline([share], width: 1, range: 0...1).spans.first ?? Span(" ")
    }
}
