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

/// Rows under headings; only the rows that are seen are asked for.
public struct Table {
    /// What a drawing shows, for the mouse and for scrolling.
    public struct Placement: Hashable, Sendable {
        /// The cells the rows are drawn in.
        public var body: Rect
        /// Which rows they show.
        public var rows: Range<Int>
        /// Each column's cells with the heading; empty for one that gave way.
        public var columns: [Rect]

        /// The row under a cell of the screen.
        ///
        /// - Parameters:
        ///   - column: the cell's column.
        ///   - row: the cell's row.
        /// - Returns: the table's row there, if there is one.
        public func row(atColumn column: Int, row: Int) -> Int? {
            guard body.contains(column: column, row: row) else { return nil }
            let index = rows.lowerBound + row - body.y
            return rows.contains(index) ? index : nil
        }
    }

    /// The columns, from the left.
    public var columns: [TableColumn]
    /// How many rows there are.
    public var rowCount: Int
    /// The selected row, if any.
    public var selection: Int?
    /// The first row shown; moved as little as needed so that the selection is seen.
    public var offset: Int
    /// Whether the table has the focus.
    public var isFocused: Bool

    /// Creates a table.
    ///
    /// - Parameters:
    ///   - columns: the columns, from the left.
    ///   - rowCount: how many rows there are.
    ///   - selection: the selected row.
    ///   - offset: the first row shown.
    ///   - isFocused: whether it has the focus.
    public init(
        _ columns: [TableColumn], rowCount: Int, selection: Int? = nil, offset: Int = 0,
        isFocused: Bool = true
    ) {
        self.columns = columns
        self.rowCount = max(0, rowCount)
        self.selection = selection
        self.offset = offset
        self.isFocused = isFocused
    }

    /// The first row to show so that a selection is seen and no room is wasted.
    ///
    /// - Parameters:
    ///   - offset: the first row shown before.
    ///   - selection: the selected row.
    ///   - rowCount: how many rows there are.
    ///   - height: how many rows fit.
    /// - Returns: an offset in `0...`, as near to the old one as possible.
    public static func offset(
        _ offset: Int, showing selection: Int?, rowCount: Int, height: Int
    ) -> Int {
        var offset = offset
        if let selection, height > 0 {
            offset = min(max(offset, selection - height + 1), selection)
        }
        return max(0, min(offset, rowCount - height))
    }

    /// Draws the headings and the rows that fit.
    ///
    /// - Parameters:
    ///   - grid: where to draw.
    ///   - rect: which part of it.
    ///   - cells: the lines of one row, one a column.
    /// - Returns: what was drawn where.
    @discardableResult
    public func draw(
        on grid: inout Grid, in rect: Rect, cells: (_ row: Int) -> [Line]
    ) -> Placement {
        let (heading, body) = rect.cutTop(rect.height > 1 ? 1 : 0)
        let first = Table.offset(
            offset, showing: selection, rowCount: rowCount, height: body.height)
        let shown = first..<max(first, min(rowCount, first + body.height))
        let isScrolled = rowCount > body.height && body.width > 8
        let width = rect.width - (isScrolled ? 1 : 0)
        let places = placeColumns(Rect(x: rect.x, y: rect.y, width: width, height: rect.height))
        for (column, place) in zip(columns, places) where !place.isEmpty && !heading.isEmpty {
            let mark =
                switch column.order {
                case .ascending: "▲"
                case .descending: "▼"
                case nil: ""
                }
            // The mark stays when the heading is cut.
            let room = place.width - (mark.isEmpty ? 0 : 1)
            let title = Line(column.title, Style(.dim, .bold)).truncated(to: room)
            grid.write(
                title + Line(mark, .info), in: place, row: 0, alignment: column.alignment)
        }
        for row in shown {
            let y = row - first
            let lines = cells(row)
            for (index, line) in lines.enumerated() where index < places.count {
                grid.write(
                    line, in: places[index].cutTop(heading.height).rest, row: y,
                    alignment: columns[index].alignment)
            }
            if row == selection {
                let role: Role = isFocused ? .select : .selectInactive
                grid.restyle(Rect(x: body.x, y: body.y + y, width: width, height: 1)) {
                    Style($0.role == .text ? role : $0.role, on: role, $0.attributes)
                }
            }
        }
        if isScrolled { grid.scrollBar(body, offset: first, total: rowCount) }
        return Placement(body: body, rows: shown, columns: places)
    }

    /// Columns with a gap of one between them; what gives way takes its gap along.
    private func placeColumns(_ rect: Rect) -> [Rect] {
        let tracks = columns.map { column in
            var track = column.track
            track.minimum += 1
            if case .fixed(let cells) = track.length { track.length = .fixed(cells + 1) }
            return track
        }
        // The last column needs no gap, so the room is one wider than it is.
        let wide = Rect(x: rect.x, y: rect.y, width: rect.width + 1, height: rect.height)
        return wide.columns(tracks).map { place in
            Rect(x: place.x, y: place.y, width: place.width - 1, height: place.height)
                .intersection(rect)
        }
    }
}
