/// Rows under headings; only the rows that are seen are asked for.
public struct Table {
    /// The columns, from the left.
    public var columns: [TableColumn]
    /// How many rows there are.
    public var rowCount: Int
    /// The selected row, if any.
    public var selection: Int?
    /// The first row shown below the pinned ones; moved as little as needed so that the selection is
    /// seen.
    public var offset: Int
    /// Whether the table has the focus.
    public var isFocused: Bool
    /// Whether headings are drawn, where there is room for one and a row.
    public var hasHeading = true
    /// How many rows, from the first, stay in place when the others scroll.
    ///
    /// At most half of the room is given to them.
    public var pinned = 0
    /// The rows that are marked; with nil there is no column of marks.
    public var marked: Set<Int>?
    /// How many columns after the first are scrolled out to the left.
    public var shift = 0

    /// Creates a table.
    ///
    /// - Parameters:
    ///   - columns: the columns, from the left.
    ///   - rowCount: how many rows there are.
    ///   - selection: the selected row.
    ///   - offset: the first row shown below the pinned ones.
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
        let (heading, body) = rect.cutTop(hasHeading && rect.height > 1 ? 1 : 0)
        let still = max(0, min(pinned, rowCount, body.height / 2))
        let first =
            still
            + Table.offset(
                offset - still, showing: selection.flatMap { $0 < still ? nil : $0 - still },
                rowCount: rowCount - still, height: body.height - still)
        let shown = first..<max(first, min(rowCount, first + body.height - still))
        let isScrolled = rowCount > body.height && body.width > 8
        let width = rect.width - (isScrolled ? 1 : 0)
        let marks = marked != nil && width > 8 ? 2 : 0
        let room = Rect(
            x: rect.x + marks, y: rect.y, width: width - marks, height: rect.height)
        let (places, hidden) = placeColumns(room)
        let placement = Placement(
            heading: heading, body: body, rows: shown, pinned: still, columns: places,
            hidden: hidden)
        drawHeadings(on: &grid, placement)
        for index in Array(0..<still) + Array(shown) {
            let y = body.y + (index < still ? index : index - first + still)
            let lines = cells(index)
            for (column, line) in lines.enumerated() where column < places.count {
                let place = Rect(
                    x: places[column].x, y: y, width: places[column].width, height: 1)
                grid.write(line, in: place, alignment: columns[column].alignment)
            }
            if marks > 0, marked?.contains(index) == true {
                grid.write("●", x: rect.x, y: y, style: .cursor, clip: body)
            }
            if index == selection {
                let role: Role = isFocused ? .select : .selectInactive
                grid.restyle(Rect(x: body.x, y: y, width: width, height: 1)) { style in
                    // What a search found keeps its own ground, so that it is found here too.
                    style.role == .match
                        ? style
                        : Style(style.role == .text ? role : style.role, on: role, style.attributes)
                }
            }
        }
        if isScrolled {
            let (_, moving) = body.cutTop(still)
            grid.scrollBar(moving, offset: first - still, total: rowCount - still)
        }
        return placement
    }

    private func drawHeadings(on grid: inout Grid, _ placement: Placement) {
        guard !placement.heading.isEmpty else { return }
        for (column, place) in zip(columns, placement.columns) where !place.isEmpty {
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
        guard shift > 0, let first = placement.columns.first else { return }
        let (left, right) = placement.hidden
        let row = placement.heading.y
        if left > 0 {
            grid.write("‹", x: first.maxX, y: row, style: .key, clip: placement.heading)
        }
        if right > 0 {
            grid.write("›", x: placement.heading.maxX - 1, y: row, style: .key)
        }
    }

    /// Columns with a gap of one between them; what gives way takes its gap along.
    private func placeColumns(_ rect: Rect) -> ([Rect], hidden: (left: Int, right: Int)) {
        let scrolled = min(max(0, shift), max(0, columns.count - 2))
        let tracks = columns.enumerated().map { index, column in
            if index > 0, index <= scrolled { return Track.fixed(0) }
            var track = column.track
            track.minimum += 1
            if case .fixed(let cells) = track.length { track.length = .fixed(cells + 1) }
            return track
        }
        // The last column needs no gap, so the room is one wider than it is.
        let wide = Rect(x: rect.x, y: rect.y, width: rect.width + 1, height: rect.height)
        let places = wide.columns(tracks).map { place in
            Rect(x: place.x, y: place.y, width: place.width - 1, height: place.height)
                .intersection(rect)
        }
        let gone = places.indices.dropFirst(scrolled + 1).count { places[$0].isEmpty }
        return (places, (scrolled, rect.isEmpty ? 0 : gone))
    }
}

extension Table {
    /// What a drawing shows, for the mouse and for scrolling.
    public struct Placement: Hashable, Sendable {
        /// The cells the headings are drawn in.
        public var heading: Rect
        /// The cells the rows are drawn in.
        public var body: Rect
        /// Which rows they show below the pinned ones.
        public var rows: Range<Int>
        /// How many rows are pinned above them.
        public var pinned: Int
        /// Each column's cells with the heading; empty for one that gave way.
        public var columns: [Rect]
        private var hiddenLeft: Int
        private var hiddenRight: Int

        init(
            heading: Rect, body: Rect, rows: Range<Int>, pinned: Int, columns: [Rect],
            hidden: (left: Int, right: Int)
        ) {
            self.heading = heading
            self.body = body
            self.rows = rows
            self.pinned = pinned
            self.columns = columns
            hiddenLeft = hidden.left
            hiddenRight = hidden.right
        }

        /// How many columns are scrolled out to the left, and how many had no room.
        public var hidden: (left: Int, right: Int) { (hiddenLeft, hiddenRight) }

        /// The row under a cell of the screen.
        ///
        /// - Parameters:
        ///   - column: the cell's column.
        ///   - row: the cell's row.
        /// - Returns: the table's row there, if there is one.
        public func row(atColumn column: Int, row: Int) -> Int? {
            guard body.contains(column: column, row: row) else { return nil }
            let line = row - body.y
            if line < pinned { return line }
            let index = rows.lowerBound + line - pinned
            return rows.contains(index) ? index : nil
        }

        /// The column whose heading is under a cell of the screen, to sort by it.
        ///
        /// - Parameters:
        ///   - column: the cell's column.
        ///   - row: the cell's row.
        /// - Returns: the table's column there, if there is one.
        public func heading(atColumn column: Int, row: Int) -> Int? {
            guard heading.contains(column: column, row: row) else { return nil }
            return columns.firstIndex { $0.width > 0 && column >= $0.x && column < $0.maxX }
        }
    }
}
