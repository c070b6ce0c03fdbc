/// One place on the screen.
public struct Cell: Hashable, Sendable {
    /// What it shows.
    public var glyph: Glyph
    /// How it looks.
    public var style: Style

    /// Creates a cell.
    ///
    /// - Parameters:
    ///   - glyph: what it shows.
    ///   - style: how it looks.
    public init(_ glyph: Glyph = .space, _ style: Style = .text) {
        self.glyph = glyph
        self.style = style
    }
}

/// A screen as a value: rows of cells that views draw on and tests read.
///
/// Drawing never fails: what falls outside the grid or the given clip is left out, and half a wide
/// glyph at an edge becomes a space. A wide glyph is a cell of width 2 followed by a continuation; no
/// drawing leaves one without the other.
public struct Grid: Equatable, Sendable {
    /// Columns.
    public let width: Int
    /// Rows.
    public let height: Int
    /// All cells, row by row.
    public private(set) var cells: [Cell]

    /// Creates a grid of empty cells; a negative size counts as zero.
    ///
    /// - Parameters:
    ///   - width: columns.
    ///   - height: rows.
    ///   - style: the style of the empty cells.
    public init(width: Int, height: Int, style: Style = .text) {
        self.width = max(0, width)
        self.height = max(0, height)
        cells = Array(repeating: Cell(.space, style), count: self.width * self.height)
    }

    /// The whole grid as a rectangle.
    public var bounds: Rect { Rect(width: width, height: height) }

    /// The cell at a place that must lie inside.
    ///
    /// - Parameters:
    ///   - x: the column.
    ///   - y: the row.
    public subscript(x: Int, y: Int) -> Cell {
        precondition(
            x >= 0 && x < width && y >= 0 && y < height,
            "cell \(x), \(y) is outside a grid of \(width)x\(height)")
        return cells[y * width + x]
    }

    // MARK: Drawing

    /// Draws one glyph.
    ///
    /// - Parameters:
    ///   - glyph: what to draw.
    ///   - x: the column of its left half.
    ///   - y: the row.
    ///   - style: how it looks.
    ///   - clip: where drawing is allowed; the whole grid if nil.
    public mutating func set(
        _ glyph: Glyph, x: Int, y: Int, style: Style = .text, clip: Rect? = nil
    ) {
        let area = clip.map { $0.intersection(bounds) } ?? bounds
        place(glyph, x: x, y: y, style: style, area: area)
    }

    /// Draws text in one style.
    ///
    /// - Parameters:
    ///   - text: what to draw; escaped where needed.
    ///   - x: the first glyph's column; may lie outside.
    ///   - y: the row.
    ///   - style: how it looks.
    ///   - clip: where drawing is allowed; the whole grid if nil.
    /// - Returns: the column after the text, clipped or not.
    @discardableResult
    public mutating func write(
        _ text: String, x: Int, y: Int, style: Style = .text, clip: Rect? = nil
    ) -> Int {
        let area = clip.map { $0.intersection(bounds) } ?? bounds
        return write(text, x: x, y: y, style: style, area: area)
    }

    /// Draws a line of styled pieces.
    ///
    /// - Parameters:
    ///   - line: what to draw.
    ///   - x: the first glyph's column; may lie outside.
    ///   - y: the row.
    ///   - clip: where drawing is allowed; the whole grid if nil.
    /// - Returns: the column after the line, clipped or not.
    @discardableResult
    public mutating func write(_ line: Line, x: Int, y: Int, clip: Rect? = nil) -> Int {
        let area = clip.map { $0.intersection(bounds) } ?? bounds
        var x = x
        for span in line.spans { x = write(span.text, x: x, y: y, style: span.style, area: area) }
        return x
    }

    /// Draws a line in one row of a rectangle, with an ellipsis if it does not fit.
    ///
    /// - Parameters:
    ///   - line: what to draw.
    ///   - rect: where.
    ///   - row: the row, counted from the rectangle's top; outside it nothing is drawn.
    ///   - alignment: where in the row.
    public mutating func write(
        _ line: Line, in rect: Rect, row: Int = 0, alignment: Alignment = .leading
    ) {
        guard row >= 0, row < rect.height, rect.width > 0 else { return }
        let line = line.truncated(to: rect.width)
        let x =
            switch alignment {
            case .leading: rect.x
            case .center: rect.x + (rect.width - line.width) / 2
            case .trailing: rect.maxX - line.width
            }
        write(line, x: x, y: rect.y + row, clip: rect)
    }

    /// Draws lines below each other from a rectangle's top.
    ///
    /// - Parameters:
    ///   - lines: what to draw.
    ///   - rect: where.
    ///   - offset: how many lines to leave out at the start (scrolling).
    public mutating func write(_ lines: [Line], in rect: Rect, from offset: Int = 0) {
        for (row, line) in lines.dropFirst(max(0, offset)).prefix(rect.height).enumerated() {
            write(line, in: rect, row: row)
        }
    }

    /// Fills a rectangle with one glyph.
    ///
    /// - Parameters:
    ///   - rect: where.
    ///   - glyph: a glyph one column wide.
    ///   - style: how it looks.
    public mutating func fill(_ rect: Rect, with glyph: Glyph = .space, style: Style = .text) {
        precondition(glyph.width == 1, "a fill takes a glyph one column wide")
        let area = rect.intersection(bounds)
        guard !area.isEmpty else { return }
        for y in area.y..<area.maxY {
            clearHalves(x: area.x, y: y)
            clearHalves(x: area.maxX - 1, y: y)
            for x in area.x..<area.maxX { cells[y * width + x] = Cell(glyph, style) }
        }
    }

    /// Changes the style of cells that are already drawn.
    ///
    /// - Parameters:
    ///   - rect: which.
    ///   - change: from the old style to the new.
    public mutating func restyle(_ rect: Rect, _ change: (Style) -> Style) {
        let area = rect.intersection(bounds)
        guard !area.isEmpty else { return }
        for y in area.y..<area.maxY {
            for x in area.x..<area.maxX {
                let style = cells[y * width + x].style
                cells[y * width + x].style = change(style)
            }
        }
    }

    /// Puts cells that are already drawn on another role's background.
    ///
    /// - Parameters:
    ///   - rect: which.
    ///   - ground: the role whose background is wanted.
    public mutating func ground(_ rect: Rect, _ ground: Role) { restyle(rect) { $0.on(ground) } }

    /// Copies part of another grid.
    ///
    /// - Parameters:
    ///   - other: the grid to copy from.
    ///   - source: which part; all of it if nil.
    ///   - x: where its left column goes.
    ///   - y: where its top row goes.
    ///   - clip: where drawing is allowed; the whole grid if nil.
    public mutating func copy(
        _ other: Grid, from source: Rect? = nil, x: Int, y: Int, clip: Rect? = nil
    ) {
        let source = (source ?? other.bounds).intersection(other.bounds)
        let area = clip.map { $0.intersection(bounds) } ?? bounds
        guard !source.isEmpty else { return }
        for row in 0..<source.height {
            for column in 0..<source.width {
                let cell = other.cells[(source.y + row) * other.width + source.x + column]
                if cell.glyph == .continuation {
                    // Its left half was copied just before, or was cut off.
                    if column == 0 {
                        place(.space, x: x, y: y + row, style: cell.style, area: area)
                    }
                } else if cell.glyph.width == 2, column == source.width - 1 {
                    place(.space, x: x + column, y: y + row, style: cell.style, area: area)
                } else {
                    place(cell.glyph, x: x + column, y: y + row, style: cell.style, area: area)
                }
            }
        }
    }

    // MARK: Reading

    /// One row as text, without the spaces at its end.
    ///
    /// - Parameter y: the row.
    /// - Returns: its text; empty if there is no such row.
    public func rowText(_ y: Int) -> String {
        guard y >= 0, y < height else { return "" }
        var text = ""
        for cell in cells[(y * width)..<((y + 1) * width)] { text += cell.glyph.text }
        while text.last == " " { text.removeLast() }
        return text
    }

    /// All rows as text, with a line feed between them.
    public var text: String { (0..<height).map(rowText).joined(separator: "\n") }

    /// All rows as letters of roles: what each cell means, or its ground's letter where it is empty.
    ///
    /// - SeeAlso: ``Role/letter``
    public var rolePlane: String {
        (0..<height).map { y in
            var row = ""
            for cell in cells[(y * width)..<((y + 1) * width)] {
                let role = cell.style.role == .text ? cell.style.ground : cell.style.role
                row.append(cell.glyph == .space && role == .text ? " " : role.letter)
            }
            while row.last == " " { row.removeLast() }
            return row
        }.joined(separator: "\n")
    }

    // MARK: Cells

    @inline(__always)
    private mutating func write(_ text: String, x: Int, y: Int, style: Style, area: Rect) -> Int {
        var column = x
        let isVisible = y >= area.y && y < area.maxY
        DisplayText.visit(text) { glyph in
            if isVisible, column < area.maxX, column + glyph.width > area.x {
                let style =
                    glyph.isEscape ? Style(.escape, on: style.ground, style.attributes) : style
                place(glyph, x: column, y: y, style: style, area: area)
            }
            column += glyph.width
            return true
        }
        return column
    }

    @inline(__always)
    private mutating func place(_ glyph: Glyph, x: Int, y: Int, style: Style, area: Rect) {
        guard y >= area.y, y < area.maxY else { return }
        let glyph = glyph.isEscape ? glyph.markedEscape(false) : glyph
        if glyph.width == 2 {
            let isLeftIn = x >= area.x && x < area.maxX
            let isRightIn = x + 1 >= area.x && x + 1 < area.maxX
            if isLeftIn, isRightIn {
                clearHalves(x: x, y: y)
                clearHalves(x: x + 1, y: y)
                cells[y * width + x] = Cell(glyph, style)
                cells[y * width + x + 1] = Cell(.continuation, style)
            } else if isLeftIn {
                clearHalves(x: x, y: y)
                cells[y * width + x] = Cell(.space, style)
            } else if isRightIn {
                clearHalves(x: x + 1, y: y)
                cells[y * width + x + 1] = Cell(.space, style)
            }
        } else if glyph.width == 1, x >= area.x, x < area.maxX {
            clearHalves(x: x, y: y)
            cells[y * width + x] = Cell(glyph, style)
        }
    }

    /// Turns the other half of a wide glyph into a space before one half is overwritten.
    @inline(__always)
    private mutating func clearHalves(x: Int, y: Int) {
        let index = y * width + x
        let glyph = cells[index].glyph
        if glyph.width == 1 { return }
        if glyph.width == 2 {
            if x + 1 < width { cells[index + 1].glyph = .space }
        } else if x > 0 {
            cells[index - 1].glyph = .space
        }
        cells[index].glyph = .space
    }

    /// Replaces cells one for one; a wide glyph and its continuation are handed over separately.
    mutating func mapGlyphs(_ change: (Glyph) -> Glyph) {
        for index in cells.indices { cells[index].glyph = change(cells[index].glyph) }
    }
}
