import Rendering

/// A selection in a list of rows, with the first row shown.
struct ListCursor: Hashable, Sendable {
    /// The selected row; 0 in an empty list.
    var selected = 0
    /// The first row shown.
    var top = 0

    /// Selects a row and scrolls as little as needed to show it.
    mutating func select(_ row: Int, of count: Int, visible: Int) {
        selected = max(0, min(row, count - 1))
        top = top(of: count, visible: visible)
    }

    /// The first row of a view of some size, the state left as it is.
    func top(of count: Int, visible: Int) -> Int {
        Table.offset(top, showing: selected, rowCount: count, height: max(1, visible))
    }
}

/// A move within a list, a text or a form.
enum Movement: Hashable, Sendable {
    case up, down, pageUp, pageDown, first, last

    /// The row this leads to.
    func target(from row: Int, count: Int, page: Int) -> Int {
        let page = max(1, page - 1)
        return switch self {
        case .up: row - 1
        case .down: row + 1
        case .pageUp: row - page
        case .pageDown: row + page
        case .first: 0
        case .last: count - 1
        }
    }

    /// The first line shown after this scrolls a text.
    func scrolled(_ top: Int, lines: Int, page: Int) -> Int {
        let most = max(0, lines - max(1, page))
        return max(0, min(most, target(from: min(top, most), count: most + 1, page: page)))
    }
}
