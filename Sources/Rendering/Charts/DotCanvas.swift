/// A rectangle of cells seen as dots, 2 columns by 4 rows a cell, drawn as braille.
///
/// A cell has one colour. A layer drawn later takes over the cells it touches: dots of an earlier
/// layer in the same cell go, so that the later curve keeps its shape.
struct DotCanvas {
    let columns: Int
    let rows: Int
    private let cellColumns: Int
    private var dots: [UInt8]
    private var owners: [UInt16]
    private var styles: [Style] = []

    init(width: Int, height: Int) {
        cellColumns = max(0, width)
        columns = cellColumns * 2
        rows = max(0, height) * 4
        dots = Array(repeating: 0, count: cellColumns * max(0, height))
        owners = Array(repeating: 0, count: dots.count)
    }

    /// Begins a layer; dots set from now on are in this style.
    mutating func beginLayer(_ style: Style) { styles.append(style) }

    /// Sets one dot; outside nothing happens.
    mutating func set(column: Int, row: Int) {
        guard column >= 0, column < columns, row >= 0, row < rows, !styles.isEmpty else { return }
        let index = (row / 4) * cellColumns + column / 2
        let layer = UInt16(truncatingIfNeeded: styles.count)
        if owners[index] != layer {
            owners[index] = layer
            dots[index] = 0
        }
        dots[index] |= DotCanvas.bit(column: column & 1, row: row & 3)
    }

    /// Sets all dots of one column between two rows, both included.
    mutating func setColumn(_ column: Int, from first: Int, to last: Int) {
        let low = max(0, min(first, last))
        let high = min(rows - 1, max(first, last))
        guard low <= high else { return }
        for row in low...high { set(column: column, row: row) }
    }

    /// The bit of a dot inside its cell: braille counts down the left column, then the right, and has
    /// its fourth row added at the end.
    private static func bit(column: Int, row: Int) -> UInt8 {
        row == 3 ? 0x40 << UInt8(column) : 1 << UInt8(row + 3 * column)
    }

    /// Draws the dots; cells without dots are left as they are.
    func draw(on grid: inout Grid, at rect: Rect) {
        for index in dots.indices where dots[index] != 0 {
            guard let scalar = Unicode.Scalar(0x2800 + UInt32(dots[index])) else { continue }
            grid.set(
                Glyph(scalar: scalar), x: rect.x + index % cellColumns,
                y: rect.y + index / cellColumns, style: styles[Int(owners[index]) - 1], clip: rect)
        }
    }
}

/// What a column of dots shows of a series.
struct ColumnSummary {
    var first: Double
    var low: Double
    var high: Double
    var last: Double

    init(_ value: Double) {
        first = value
        low = value
        high = value
        last = value
    }

    mutating func add(_ value: Double) {
        low = min(low, value)
        high = max(high, value)
        last = value
    }
}

/// A series reduced to columns of dots: exact at this resolution.
///
/// Runs are parts between values that are not finite; a curve is not drawn from one to the next.
struct ReducedSeries {
    var runs: [[(column: Int, summary: ColumnSummary)]] = []

    /// - Complexity: O(n).
    init(x: [Double], y: [Double], axis: Axis, columns: Int) {
        guard columns > 0 else { return }
        var run: [(column: Int, summary: ColumnSummary)] = []
        // One value beyond each edge is kept, so that the curve runs out of the picture.
        var before: (column: Int, value: Double)?
        let last = Double(columns - 1)
        // Most axes are linear: one multiplication instead of a division a value.
        let factor = axis.scale == .linear ? last / 2 / (axis.high / 2 - axis.low / 2) : nil
        for index in 0..<min(x.count, y.count) {
            let x = x[index]
            let y = y[index]
            guard x.isFinite, y.isFinite else {
                if !run.isEmpty { runs.append(run) }
                run = []
                before = nil
                continue
            }
            let place = factor.map { (x - axis.low) * $0 } ?? axis.position(x) * last
            let column = Int(max(-1e6, min(1e6, place.rounded())))
            if column < 0 {
                before = (column, y)
                continue
            }
            if let outside = before {
                run.append((outside.column, ColumnSummary(outside.value)))
                before = nil
            }
            if let end = run.last, end.column == column {
                run[run.count - 1].summary.add(y)
            } else {
                if let end = run.last, end.column >= columns { break }
                run.append((column, ColumnSummary(y)))
            }
        }
        if !run.isEmpty { runs.append(run) }
    }

    /// One value a column; a column between two values has that of the left one, one in a gap nil.
    func filled(columns: Int, _ value: KeyPath<ColumnSummary, Double>) -> [Double?] {
        var result = [Double?](repeating: nil, count: columns)
        for run in runs {
            for (index, point) in run.enumerated() {
                let next = index + 1 < run.count ? run[index + 1].column : point.column + 1
                for column in point.column..<max(point.column, next) {
                    if column >= 0, column < columns {
                        result[column] = point.summary[keyPath: value]
                    }
                }
            }
        }
        return result
    }

    /// Draws the runs as joined lines.
    func draw(on canvas: inout DotCanvas, axis: Axis) {
        let height = canvas.rows
        func row(_ value: Double) -> Int {
            let place = (1 - axis.position(value)) * Double(height - 1)
            return place.isNaN ? -1_000_000 : Int(max(-1e6, min(1e6, place.rounded())))
        }
        for run in runs {
            var previous: (column: Int, row: Int)?
            for (column, summary) in run {
                if let previous { join(previous, (column, row(summary.first)), &canvas) }
                canvas.setColumn(column, from: row(summary.high), to: row(summary.low))
                previous = (column, row(summary.last))
            }
        }
    }

    /// A line from one dot to another, without gaps in its columns.
    private func join(
        _ start: (column: Int, row: Int), _ end: (column: Int, row: Int), _ canvas: inout DotCanvas
    ) {
        let length = end.column - start.column
        guard length > 0 else { return }
        let rise = Double(end.row - start.row) / Double(length)
        let first = max(start.column, -1)
        let last = min(end.column, canvas.columns)
        guard first < last else { return }
        func row(_ column: Int) -> Int {
            start.row + Int((Double(column - start.column) * rise).rounded())
        }
        for column in first..<last {
            // Each column takes its half of the way, so that a steep line is one dot thick.
            let here = row(column)
            let next = row(column + 1)
            let middle = here + (next - here) / 2
            canvas.setColumn(column, from: here, to: middle)
            if abs(next - here) > 1 {
                canvas.setColumn(column + 1, from: next, to: middle + (next > here ? 1 : -1))
            }
        }
    }
}
