/// An outline's rows with guides before them, as the first column of a table.
public struct Tree<ID: Hashable & Sendable> {
    /// What a drawing shows, for the mouse and for scrolling.
    public struct Placement: Hashable, Sendable {
        /// The table below: rows, columns and headings.
        public var table: Table.Placement
        /// The column of each shown row's fold mark, by row; rows without one are missing.
        public var foldMarks: [Int: Int]

        /// The row under a cell of the screen.
        ///
        /// - Parameters:
        ///   - column: the cell's column.
        ///   - row: the cell's row.
        /// - Returns: the row there, if there is one.
        public func row(atColumn column: Int, row: Int) -> Int? {
            table.row(atColumn: column, row: row)
        }

        /// Whether a click on a cell folds or unfolds its row.
        ///
        /// - Parameters:
        ///   - column: the cell's column.
        ///   - row: the cell's row.
        /// - Returns: the row, if its fold mark is there.
        public func folding(atColumn column: Int, row: Int) -> Int? {
            guard let index = table.row(atColumn: column, row: row), foldMarks[index] == column
            else { return nil }
            return index
        }
    }

    /// The items.
    public var outline: TreeOutline<ID>
    /// Its rows that are seen.
    public var rows: [TreeOutline<ID>.Row]
    /// The heading over the outline; no heading at all if empty and there are no further columns.
    public var title: String
    /// Columns right of the outline; they give way before it.
    public var columns: [TableColumn]
    /// The selected row, if any.
    public var selection: Int?
    /// The first row shown; moved as little as needed so that the selection is seen.
    public var offset: Int
    /// How many columns of guides and text are cut off at the left.
    public var shift: Int
    /// Whether the tree has the focus.
    public var isFocused: Bool

    /// Creates a tree.
    ///
    /// - Parameters:
    ///   - outline: the items.
    ///   - rows: its rows that are seen, made once a fold changes.
    ///   - title: the heading over the outline.
    ///   - columns: columns right of it.
    ///   - selection: the selected row.
    ///   - offset: the first row shown.
    ///   - shift: how many columns are cut off at the left.
    ///   - isFocused: whether it has the focus.
    public init(
        _ outline: TreeOutline<ID>, rows: [TreeOutline<ID>.Row], title: String = "",
        columns: [TableColumn] = [], selection: Int? = nil, offset: Int = 0, shift: Int = 0,
        isFocused: Bool = true
    ) {
        self.outline = outline
        self.rows = rows
        self.title = title
        self.columns = columns
        self.selection = selection
        self.offset = offset
        self.shift = max(0, shift)
        self.isFocused = isFocused
    }

    /// The cut at which a row's text begins inside the outline's room.
    ///
    /// - Parameters:
    ///   - shift: the cut before.
    ///   - row: the row to be read.
    ///   - width: the outline's columns.
    /// - Returns: a cut as near to the old one as leaves a third of the room, at least 8 columns, to the
    ///   text and two levels of guides before it.
    public static func shift(_ shift: Int, showing row: TreeOutline<ID>.Row, width: Int) -> Int {
        let start = row.depth * 2 + 2
        let room = max(8, width / 3)
        let least = max(0, start - max(0, width - room))
        let most = max(0, start - 6)
        return min(max(shift, least), max(least, most))
    }

    /// Draws the rows that fit.
    ///
    /// - Parameters:
    ///   - grid: where to draw.
    ///   - rect: which part of it.
    ///   - text: a row's text, after its guides.
    ///   - cells: a row's lines in the further columns.
    /// - Returns: what was drawn where.
    @discardableResult
    public func draw(
        on grid: inout Grid, in rect: Rect, text: (_ row: TreeOutline<ID>.Row) -> Line,
        cells: (_ row: TreeOutline<ID>.Row) -> [Line] = { _ in [] }
    ) -> Placement {
        var table = Table(
            [TableColumn(title, .share(1, minimum: 8))] + columns, rowCount: rows.count,
            selection: selection, offset: offset, isFocused: isFocused)
        table.hasHeading = !title.isEmpty || !columns.isEmpty
        let placed = table.draw(on: &grid, in: rect) { index in
            let row = rows[index]
            let line = outline.guides(of: row) + text(row)
            return [line.dropping(columns: shift)] + cells(row)
        }
        var foldMarks: [Int: Int] = [:]
        let first = placed.columns.first ?? Rect(width: 0, height: 0)
        for index in placed.rows where rows[index].children > 0 {
            let column = first.x + rows[index].depth * 2 - shift
            // With a cut, the first column holds the mark of the cut.
            if column >= first.x + (shift > 0 ? 1 : 0), column < first.maxX {
                foldMarks[index] = column
            }
        }
        return Placement(table: placed, foldMarks: foldMarks)
    }
}
