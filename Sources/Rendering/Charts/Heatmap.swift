/// Rows of shaded cells: one value a column of time, one row a class.
///
/// A cell's shade says its value without colour; the colour says it finer.
public struct Heatmap: Sendable {
    /// One row.
    public struct Row: Sendable {
        /// What it is.
        public var label: Line
        /// Its values, oldest first; not a number where there is none.
        public var values: [Double]

        /// Creates a row.
        ///
        /// - Parameters:
        ///   - label: what it is.
        ///   - values: its values, oldest first.
        public init(_ label: Line, _ values: [Double]) {
            self.label = label
            self.values = values
        }
    }

    /// What a drawing shows, for the mouse.
    public struct Placement: Hashable, Sendable {
        /// The cells the values are drawn in.
        public var plot: Rect
        /// How many rows are shown.
        public var rowCount: Int
        /// How many values a row has.
        public var columnCount: Int
        /// How many screen rows a row takes.
        public var rowHeight: Int

        /// The values under a cell of the screen.
        ///
        /// - Parameters:
        ///   - column: the cell's column.
        ///   - row: the cell's row.
        /// - Returns: the row, and the places of the values that the cell shows the mean of; nil outside.
        public func cell(atColumn column: Int, row: Int) -> (row: Int, columns: Range<Int>)? {
            guard plot.contains(column: column, row: row), columnCount > 0 else { return nil }
            return (
                (row - plot.y) / rowHeight,
                Heatmap.source(of: column - plot.x, width: plot.width, count: columnCount)
            )
        }

        /// The cells of the screen that show a value.
        ///
        /// - Parameters:
        ///   - row: the value's row.
        ///   - column: its place in the row.
        /// - Returns: its cells; empty if it is not shown.
        public func rect(row: Int, column: Int) -> Rect {
            guard row >= 0, row < rowCount, column >= 0, column < columnCount, plot.width > 0 else {
                return Rect(x: plot.x, y: plot.y, width: 0, height: 0)
            }
            let y = plot.y + row * rowHeight
            guard plot.width > columnCount else {
                // Of several values in a cell each leads to it.
                var place = column * plot.width / columnCount
                while Heatmap.source(of: place, width: plot.width, count: columnCount).upperBound
                    <= column
                { place += 1 }
                return Rect(x: plot.x + place, y: y, width: 1, height: rowHeight)
            }
            // The first screen column whose value is this one, up to the first of the next.
            func first(_ value: Int) -> Int { (value * plot.width + columnCount - 1) / columnCount }
            return Rect(
                x: plot.x + first(column), y: y, width: first(column + 1) - first(column),
                height: rowHeight)
        }
    }

    /// A value by its row and its place there.
    public struct Place: Hashable, Sendable {
        /// The row, from the top.
        public var row: Int
        /// The place in the row.
        public var column: Int

        /// Creates a place.
        ///
        /// - Parameters:
        ///   - row: the row, from the top.
        ///   - column: the place in the row.
        public init(row: Int, column: Int) {
            self.row = row
            self.column = column
        }
    }

    /// The rows, from the top; all have as many values.
    public var rows: [Row]
    /// The values of the faintest and strongest shade.
    public var range: ClosedRange<Double>
    /// The horizontal axis below the rows, if there is to be one.
    public var x: Axis?
    /// Labels below the columns, if there is no axis; those that would touch are left out.
    public var columnLabels: [String] = []
    /// The value under the cursor.
    public var cursor: Place?
    /// Whether a scale stands in the last line, if there is room.
    public var hasLegend = false

    /// Creates a heatmap.
    ///
    /// - Parameters:
    ///   - rows: the rows, from the top; all have as many values.
    ///   - range: the values of the faintest and strongest shade.
    ///   - x: the horizontal axis below the rows.
    ///   - cursor: the value under the cursor.
    public init(
        _ rows: [Row], range: ClosedRange<Double> = 0...1, x: Axis? = nil, cursor: Place? = nil
    ) {
        self.rows = rows
        self.range = range
        self.x = x
        self.cursor = cursor
    }

    /// The shades, from faint to strong; a blank means that there is no value.
    static let shades: [Glyph] = "·░▒▓█".unicodeScalars.map { Glyph(scalar: $0) }

    /// How a value is shown: its shade tells it without colour, its colour tells it finer.
    private static func look(
        of value: Double, in range: ClosedRange<Double>
    ) -> (glyph: Glyph, style: Style) {
        guard value.isFinite else { return (.space, .text) }
        let length = range.upperBound - range.lowerBound
        let level = length > 0 ? min(1, max(0, (value - range.lowerBound) / length)) : 0
        let shade = shades[min(shades.count - 1, Int(level * Double(shades.count)))]
        return (shade, .heat(level))
    }

    /// The places of the values that a screen column shows.
    static func source(of column: Int, width: Int, count: Int) -> Range<Int> {
        if width >= count {
            let place = column * count / width
            return place..<(place + 1)
        }
        return (count * column / width)..<(count * (column + 1) / width)
    }

    /// The mean of the values a screen column shows; not a number if there is none.
    private static func value(_ values: [Double], at column: Int, width: Int) -> Double {
        guard !values.isEmpty else { return .nan }
        return Bars.mean(of: values, in: source(of: column, width: width, count: values.count))
    }

    /// One row of shaded cells.
    ///
    /// - Parameters:
    ///   - values: what to show; stretched or averaged to the width.
    ///   - width: its columns.
    ///   - range: the values of the faintest and strongest shade.
    /// - Returns: a line of that width; blank where there is no value.
    public static func line(
        _ values: [Double], width: Int, range: ClosedRange<Double> = 0...1
    ) -> Line {
        var line = Line()
        for column in 0..<max(0, width) {
            let look = look(of: value(values, at: column, width: width), in: range)
            line.append(look.glyph.text, look.style)
        }
        return line
    }

    /// The shades with the values they stand for.
    ///
    /// - Parameter range: the values of the faintest and strongest shade.
    /// - Returns: such as `0 ··░░▒▒▓▓██ 1`.
    public static func legend(_ range: ClosedRange<Double> = 0...1) -> Line {
        Line(NumberText.compact(range.lowerBound) + " ", .axisLabel)
            + line((0..<10).map(Double.init), width: 10, range: 0...9)
            + Line(" " + NumberText.compact(range.upperBound), .axisLabel)
    }

    /// Draws labels, rows of equal height, and the axis or the columns' labels.
    ///
    /// - Parameters:
    ///   - grid: where to draw.
    ///   - rect: which part of it.
    /// - Returns: what was drawn where.
    @discardableResult
    public func draw(on grid: inout Grid, in rect: Rect) -> Placement {
        let isLegendShown = hasLegend && rect.height > rows.count + 2
        let (upper, foot) = rect.cutBottom(isLegendShown ? 1 : 0)
        let labelWidth = rows.map(\.label.width).max() ?? 0
        let parts = upper.columns([
            .fixed(labelWidth > 0 ? labelWidth + 1 : 0, priority: 1), .share(),
        ])
        let below = x != nil ? 2 : columnLabels.isEmpty ? 0 : 1
        let isAxisShown = below > 0 && upper.height >= rows.count + below
        let height = max(
            1, (upper.height - (isAxisShown ? below : 0)) / max(1, rows.count))
        let area = parts[1]
        let shown = rows.prefix(upper.height / height)
        let count = rows.first?.values.count ?? 0
        let plot = Rect(x: area.x, y: area.y, width: area.width, height: shown.count * height)
        let placement = Placement(
            plot: plot, rowCount: shown.count, columnCount: count, rowHeight: height)
        for (index, row) in shown.enumerated() {
            let top = index * height
            let label =
                index == cursor?.row ? row.label.highlighting([0..<Int.max], .cursor) : row.label
            grid.write(label, in: parts[0].cutLeft(labelWidth).left, row: top)
            for column in 0..<area.width {
                let look = Heatmap.look(
                    of: Heatmap.value(row.values, at: column, width: area.width), in: range)
                guard look.glyph != .space else { continue }
                for y in 0..<height {
                    grid.set(
                        look.glyph, x: area.x + column, y: area.y + top + y, style: look.style,
                        clip: plot)
                }
            }
        }
        if isAxisShown, let x {
            let axis = Rect(x: plot.x, y: plot.maxY, width: plot.width, height: 2)
            ChartFrame.drawHorizontal(x, on: &grid, plot: plot, rect: axis)
        } else if isAxisShown {
            drawColumnLabels(on: &grid, placement)
        }
        if let cursor {
            let cells = placement.rect(row: cursor.row, column: cursor.column)
            grid.restyle(cells) { $0.adding(.reverse) }
            if isAxisShown, x != nil, !cells.isEmpty {
                grid.set(
                    Glyph(scalar: "▲"), x: cells.x + cells.width / 2, y: plot.maxY, style: .cursor,
                    clip: rect)
            }
        }
        if isLegendShown {
            let start = parts[0].width
            grid.write(Heatmap.legend(range), in: foot.cutLeft(start).rest)
        }
        return placement
    }

    private func drawColumnLabels(on grid: inout Grid, _ placement: Placement) {
        var free = placement.plot.x
        for (column, label) in columnLabels.enumerated() {
            let cells = placement.rect(row: 0, column: column)
            let width = DisplayText.width(of: label)
            guard !cells.isEmpty, cells.x >= free, cells.x + width <= placement.plot.maxX else {
                continue
            }
            let isHere = column == cursor?.column
            grid.write(
                label, x: cells.x, y: placement.plot.maxY, style: isHere ? .cursor : .axisLabel)
            free = cells.x + width + 1
        }
    }
}
