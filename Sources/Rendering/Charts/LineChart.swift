/// Curves over a common horizontal axis.
///
/// Drawn from the back: ranges as shaded cells, unsmoothed values dim, then the curves, later ones over
/// earlier ones. Values that are not finite break a curve and are counted.
public struct LineChart: Sendable {
    /// The series, the most important last.
    public var curves: [Curve]
    /// The horizontal axis; all values if nil.
    public var x: Axis?
    /// The vertical axis; fitted to what is shown if nil.
    public var y: Axis?
    /// How the vertical axis is to be laid out, if it is fitted.
    public var scale: AxisScale
    /// Where the read-out line stands.
    public var cursor: Double?
    /// Whether faint lines go across at the vertical ticks.
    public var hasGrid: Bool
    /// What happened at places of the horizontal axis.
    public var marks: [StepMark] = []
    /// The stretch of the horizontal axis that is being chosen by a drag.
    public var selection: ClosedRange<Double>?

    /// Creates a chart.
    ///
    /// - Parameters:
    ///   - curves: the series, the most important last.
    ///   - x: the horizontal axis; all values if nil.
    ///   - y: the vertical axis; fitted to what is shown if nil.
    ///   - scale: how a fitted vertical axis is to be laid out.
    ///   - cursor: where the read-out line stands.
    ///   - hasGrid: whether faint lines go across.
    public init(
        _ curves: [Curve], x: Axis? = nil, y: Axis? = nil, scale: AxisScale = .linear,
        cursor: Double? = nil, hasGrid: Bool = false
    ) {
        self.curves = curves
        self.x = x
        self.y = y
        self.scale = scale
        self.cursor = cursor
        self.hasGrid = hasGrid
    }

    /// The vertical axis that fits what is shown, for ``StickyRange``.
    ///
    /// - Returns: the axis, and how many shown values are not finite.
    public func fittingAxis() -> (axis: Axis, missing: Int) {
        let x = self.x ?? Axis(low: extent.low, high: extent.high)
        var low = Double.infinity
        var high = -Double.infinity
        var missing = 0
        func see(_ value: Double) {
            guard value.isFinite else { return }
            if value < low { low = value }
            if value > high { high = value }
        }
        for curve in curves {
            let (start, end) = (x.position(x.low), x.position(x.high))
            var before: (place: Double, value: Double)?
            for index in curve.x.indices {
                let place = x.position(curve.x[index])
                // Where a line enters or leaves the picture, it is seen though its ends are not.
                if let left = before {
                    for edge in [start, end] where left.place < edge && edge < place {
                        let share = (edge - left.place) / (place - left.place)
                        see(left.value * (1 - share) + curve.y[index] * share)
                    }
                }
                before = curve.y[index].isFinite ? (place, curve.y[index]) : nil
                guard curve.x[index] >= x.low, curve.x[index] <= x.high else { continue }
                // What counts is the measurement: a smoothed value is missing where it is.
                if !(curve.raw ?? curve.y)[index].isFinite { missing += 1 }
                see(curve.y[index])
                if let raw = curve.raw { see(raw[index]) }
                if let range = curve.range {
                    see(range.low[index])
                    see(range.high[index])
                }
            }
        }
        return (Axis(fitting: low <= high ? [low, high] : [], scale: scale), missing)
    }

    /// The smallest and largest places of all curves.
    private var extent: (low: Double, high: Double) {
        var low = Double.infinity
        var high = -Double.infinity
        for curve in curves {
            for place in curve.x where place.isFinite {
                low = min(low, place)
                high = max(high, place)
            }
        }
        return low <= high ? (low, high) : (0, 1)
    }

    /// Draws the chart with its axes; where room is short, labels go first.
    ///
    /// - Complexity: O(values + cells).
    /// - Parameters:
    ///   - grid: where to draw.
    ///   - rect: which part of it.
    /// - Returns: what the drawing shows.
    @discardableResult
    public func draw(on grid: inout Grid, in rect: Rect) -> Readout {
        let extent = self.extent
        let x = self.x ?? Axis(low: extent.low, high: extent.high)
        let (fitted, missing) = fittingAxis()
        let y = self.y ?? fitted
        var note: String?
        if scale == .log, y.scale == .linear {
            let count = countNotPositive(on: x)
            note =
                "log y needs values above zero"
                + (count > 0 ? "; \(count) shown \(count == 1 ? "is" : "are") not" : "")
        }
        let frame = ChartFrame(rect: rect, x: x, y: y)
        frame.draw(on: &grid, hasGrid: hasGrid)
        let plot = frame.plot
        var readout = Readout(
            plot: plot, x: x, y: y, missing: missing, note: note, atCursor: [])
        drawMarkLines(on: &grid, plot: plot, x: x)
        for curve in curves { drawRange(of: curve, on: &grid, plot: plot, x: x, y: y) }
        if let cursor {
            readout.atCursor = values(at: cursor)
            drawCursor(cursor, on: &grid, plot: plot, axis: x)
        }
        guard !plot.isEmpty else { return readout }
        var canvas = DotCanvas(width: plot.width, height: plot.height)
        for curve in curves {
            guard let raw = curve.raw else { continue }
            canvas.beginLayer(.raw)
            ReducedSeries(x: curve.x, y: raw, axis: x, columns: canvas.columns)
                .draw(on: &canvas, axis: y)
        }
        let reduced = curves.map {
            ReducedSeries(x: $0.x, y: $0.y, axis: x, columns: canvas.columns)
        }
        for (curve, series) in zip(curves, reduced) {
            canvas.beginLayer(curve.style)
            series.draw(on: &canvas, axis: y, dash: curve.dash)
        }
        canvas.draw(on: &grid, at: plot)
        for (number, curve) in curves.enumerated() {
            guard let sign = curve.mark else { continue }
            let spacing = 16
            reduced[number].drawMarks(
                StepMark(at: 0, sign).glyph, on: &grid, plot: plot, axis: y, style: curve.style,
                spacing: spacing, phase: spacing * number / max(1, curves.count))
        }
        drawMarkSigns(on: &grid, rect: rect, plot: plot, x: x)
        if let selection, let first = readout.column(ofX: max(selection.lowerBound, x.low)),
            let last = readout.column(ofX: min(selection.upperBound, x.high)), first <= last
        {
            let chosen = Rect(
                x: first, y: plot.y, width: last - first + 1, height: plot.height)
            grid.ground(chosen, .select)
        }
        return readout
    }

    /// How many values inside a horizontal axis are zero or less.
    private func countNotPositive(on x: Axis) -> Int {
        curves.reduce(0) { sum, curve in
            sum
                + curve.x.indices.count { index in
                    curve.x[index] >= x.low && curve.x[index] <= x.high
                        && (curve.raw ?? curve.y)[index] <= 0
                }
        }
    }

    /// A faint line at each mark, unless they would hide the chart.
    private func drawMarkLines(on grid: inout Grid, plot: Rect, x: Axis) {
        guard marks.count * 6 <= plot.width else { return }
        for mark in marks {
            guard let column = ChartFrame.column(of: mark.place, axis: x, plot: plot) else {
                continue
            }
            for y in plot.y..<plot.maxY {
                grid.set(Glyph(scalar: "╎"), x: column, y: y, style: .axis, clip: plot)
            }
        }
    }

    /// The marks' signs on the horizontal axis, and their labels at the top where they fit.
    private func drawMarkSigns(on grid: inout Grid, rect: Rect, plot: Rect, x: Axis) {
        guard !marks.isEmpty else { return }
        let signRow = plot.maxY < rect.maxY ? plot.maxY : plot.maxY - 1
        var taken = plot.x
        for mark in marks.sorted(by: { $0.place < $1.place }) {
            guard let column = ChartFrame.column(of: mark.place, axis: x, plot: plot) else {
                continue
            }
            grid.set(mark.glyph, x: column, y: signRow, style: mark.style, clip: rect)
            let width = DisplayText.width(of: mark.label)
            guard width > 0, plot.height >= 4, marks.count * 6 <= plot.width,
                column + 1 >= taken, column + 1 + width <= plot.maxX
            else { continue }
            grid.write(mark.label, x: column + 1, y: plot.y, style: mark.style, clip: plot)
            taken = column + 2 + width
        }
    }

    /// The range between the bounds as shaded cells: those whose middle lies in it.
    private func drawRange(
        of curve: Curve, on grid: inout Grid, plot: Rect, x: Axis, y: Axis
    ) {
        guard let range = curve.range, !plot.isEmpty else { return }
        let columns = plot.width * 2
        let lows = ReducedSeries(x: curve.x, y: range.low, axis: x, columns: columns)
            .filled(columns: columns, \.low)
        let highs = ReducedSeries(x: curve.x, y: range.high, axis: x, columns: columns)
            .filled(columns: columns, \.high)
        let dots = Double(plot.height * 4 - 1)
        for column in 0..<plot.width {
            let lows = (lows[column * 2], lows[column * 2 + 1])
            let highs = (highs[column * 2], highs[column * 2 + 1])
            guard let low = lows.0 ?? lows.1, let high = highs.0 ?? highs.1 else { continue }
            let (least, most) = (min(low, lows.1 ?? low), max(high, highs.1 ?? high))
            let top = (1 - y.position(most)) * dots
            let bottom = (1 - y.position(least)) * dots
            for row in 0..<plot.height {
                let middle = Double(row * 4) + 1.5
                guard middle >= top, middle <= bottom else { continue }
                grid.set(
                    Glyph(scalar: "░"), x: plot.x + column, y: plot.y + row, style: .band,
                    clip: plot)
            }
        }
    }

    private func drawCursor(_ cursor: Double, on grid: inout Grid, plot: Rect, axis: Axis) {
        guard let column = ChartFrame.column(of: cursor, axis: axis, plot: plot) else { return }
        for y in plot.y..<plot.maxY {
            grid.set(Glyph(scalar: "┊"), x: column, y: y, style: .cursor, clip: plot)
        }
    }

    /// The value of each curve nearest to a place; curves without values are left out.
    private func values(at place: Double) -> [CursorValue] {
        curves.indices.compactMap { index in
            let curve = curves[index]
            var low = 0
            var high = curve.x.count
            while low < high {
                let middle = (low + high) / 2
                if curve.x[middle] < place { low = middle + 1 } else { high = middle }
            }
            guard !curve.x.isEmpty else { return nil }
            var nearest = min(low, curve.x.count - 1)
            if nearest > 0, place - curve.x[nearest - 1] <= curve.x[nearest] - place {
                nearest -= 1
            }
            return CursorValue(
                curve: index, x: curve.x[nearest], y: curve.y[nearest], raw: curve.raw?[nearest])
        }
    }
}
