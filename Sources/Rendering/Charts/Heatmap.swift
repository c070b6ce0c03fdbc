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

    /// The rows, from the top; all have as many values.
    public var rows: [Row]
    /// The values of the faintest and strongest shade.
    public var range: ClosedRange<Double>
    /// The horizontal axis below the rows, if there is to be one.
    public var x: Axis?
    /// The value under the cursor, by its place in a row's values.
    public var cursor: Int?

    /// Creates a heatmap.
    ///
    /// - Parameters:
    ///   - rows: the rows, from the top.
    ///   - range: the values of the faintest and strongest shade.
    ///   - x: the horizontal axis below the rows.
    ///   - cursor: the value under the cursor, by its place.
    public init(
        _ rows: [Row], range: ClosedRange<Double> = 0...1, x: Axis? = nil, cursor: Int? = nil
    ) {
        self.rows = rows
        self.range = range
        self.x = x
        self.cursor = cursor
    }

    /// The shades, from faint to strong.
    static let shades: [Character] = Array("·░▒▓█")

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
        for value in columns(of: values, width: width) {
            guard value.isFinite else {
                line.append(" ")
                continue
            }
            let length = range.upperBound - range.lowerBound
            let level = length > 0 ? min(1, max(0, (value - range.lowerBound) / length)) : 0
            let shade = shades[min(shades.count - 1, Int(level * Double(shades.count)))]
            line.append(String(shade), .heat(level))
        }
        return line
    }

    /// The shades with the values they stand for.
    ///
    /// - Parameter range: the values of the faintest and strongest shade.
    /// - Returns: such as `0 ·░▒▓█ 1`.
    public static func legend(_ range: ClosedRange<Double> = 0...1) -> Line {
        Line(NumberText.compact(range.lowerBound) + " ", .axisLabel)
            + line((0..<10).map(Double.init), width: 10, range: 0...9)
            + Line(" " + NumberText.compact(range.upperBound), .axisLabel)
    }

    private static func columns(of values: [Double], width: Int) -> [Double] {
        guard width > 0, !values.isEmpty else {
            return Array(repeating: .nan, count: max(0, width))
        }
        if values.count >= width { return Bars.means(of: values, groups: width) }
        return (0..<width).map { values[$0 * values.count / width] }
    }

    /// Draws labels, rows of equal height, and the axis.
    ///
    /// - Parameters:
    ///   - grid: where to draw.
    ///   - rect: which part of it.
    /// - Returns: the cells the values are drawn in, for the mouse.
    @discardableResult
    public func draw(on grid: inout Grid, in rect: Rect) -> Rect {
        let labelWidth = rows.map(\.label.width).max() ?? 0
        let parts = rect.columns([
            .fixed(labelWidth > 0 ? labelWidth + 1 : 0, priority: 1), .share(),
        ])
        let isAxisShown = x != nil && rect.height >= rows.count + 2
        let height = max(1, (rect.height - (isAxisShown ? 2 : 0)) / max(1, rows.count))
        let area = parts[1]
        let shown = rows.prefix(rect.height / height)
        for (index, row) in shown.enumerated() {
            let line = Heatmap.line(row.values, width: area.width, range: range)
            for part in 0..<height {
                let y = index * height + part
                if part == 0 {
                    grid.write(row.label, in: parts[0].cutLeft(labelWidth).left, row: y)
                }
                grid.write(line, x: area.x, y: area.y + y, clip: area)
            }
        }
        let plot = Rect(x: area.x, y: area.y, width: area.width, height: shown.count * height)
        if !plot.isEmpty, let cursor, let count = rows.first?.values.count, cursor >= 0,
            cursor < count
        {
            let column = plot.x + (cursor * plot.width + plot.width / 2) / count
            grid.restyle(
                Rect(x: min(column, plot.maxX - 1), y: plot.y, width: 1, height: plot.height)
            ) { $0.adding(.reverse) }
        }
        if isAxisShown, let x {
            let below = Rect(x: plot.x, y: plot.maxY, width: plot.width, height: 2)
            ChartFrame.drawHorizontal(x, on: &grid, plot: plot, rect: below)
        }
        return plot
    }
}
