/// The nearest whole number, halves away from zero, within a million.
///
/// Without a call into the mathematics library, which is what `rounded` is without newer instructions.
@inline(__always)
private func nearest(_ place: Double) -> Int {
    let place = max(-1e6, min(1e6, place))
    return place < 0 ? -Int(0.5 - place) : Int(place + 0.5)
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
            let column = nearest(place)
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
    func filled(columns: Int, _ value: (ColumnSummary) -> Double) -> [Double?] {
        var result = [Double?](repeating: nil, count: columns)
        for run in runs {
            for (index, point) in run.enumerated() {
                let next = index + 1 < run.count ? run[index + 1].column : point.column + 1
                for column in point.column..<max(point.column, next) {
                    if column >= 0, column < columns {
                        result[column] = value(point.summary)
                    }
                }
            }
        }
        return result
    }

    /// The row of dots that shows a value; far outside for one the axis cannot show.
    private static func row(_ value: Double, axis: Axis, rows: Int) -> Int {
        let place = (1 - axis.position(value)) * Double(rows - 1)
        return place.isNaN ? -1_000_000 : nearest(place)
    }

    /// Draws the runs as joined lines.
    func draw(on canvas: inout DotCanvas, axis: Axis, dash: LineChart.Dash = .solid) {
        func row(_ value: Double) -> Int {
            ReducedSeries.row(value, axis: axis, rows: canvas.rows)
        }
        for run in runs {
            var previous: (column: Int, row: Int)?
            var distance = 0
            for (column, summary) in run {
                if let previous {
                    join(previous, (column, row(summary.first)), &canvas, dash, &distance)
                }
                canvas.setColumn(
                    column, from: row(summary.high), to: row(summary.low), dash: dash,
                    distance: &distance)
                previous = (column, row(summary.last))
            }
        }
    }

    /// A line from one dot to another, without gaps in its columns but those of its dash.
    private func join(
        _ start: (column: Int, row: Int), _ end: (column: Int, row: Int),
        _ canvas: inout DotCanvas, _ dash: LineChart.Dash, _ distance: inout Int
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
            canvas.setColumn(column, from: here, to: middle, dash: dash, distance: &distance)
            distance += 1
            if abs(next - here) > 1 {
                canvas.setColumn(
                    column + 1, from: middle + (next > here ? 1 : -1), to: next, dash: dash,
                    distance: &distance)
            }
        }
    }

    /// Cells on the curve for a sign: at each value where these are few, else every so many cells.
    func signs(
        plot: Rect, axis: Axis, spacing: Int, phase: Int
    ) -> [(column: Int, row: Int)] {
        let columns = plot.width * 2
        let rows = plot.height * 4
        var places: [(column: Int, row: Int)] = []
        func put(_ column: Int, _ row: Int) {
            guard column >= 0, column < columns, row >= 0, row < rows else { return }
            places.append((plot.x + column / 2, plot.y + row / 4))
        }
        func row(_ value: Double) -> Int { ReducedSeries.row(value, axis: axis, rows: rows) }
        if runs.reduce(0, { $0 + $1.count }) * 6 <= columns {
            for run in runs { for (column, summary) in run { put(column, row(summary.last)) } }
            return places
        }
        // Half a spacing from the left edge first, moved on by the phase.
        let step = spacing * 2
        for run in runs {
            var next = step / 2 + phase * 2
            for index in run.indices {
                let (column, summary) = run[index]
                // The line from the value before to this one passes the sign's place.
                while next <= column {
                    if index > 0 {
                        let before = run[index - 1]
                        let share = Double(next - before.column) / Double(column - before.column)
                        let (from, to) = (row(before.summary.last), row(summary.first))
                        if next > before.column {
                            put(next, from + Int((Double(to - from) * share).rounded()))
                        }
                    } else if next == column {
                        put(next, row(summary.last))
                    }
                    next += step
                }
            }
        }
        return places
    }
}
