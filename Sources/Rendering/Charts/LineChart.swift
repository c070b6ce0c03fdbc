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
            let (places, values) = (curve.x, curve.y)
            // What counts is the measurement: a smoothed value is missing where it is.
            let (raw, measured) = (curve.raw, curve.raw ?? curve.y)
            let (lows, highs) = (curve.range?.low, curve.range?.high)
            var before: (place: Double, value: Double)?
            for index in places.indices {
                let (place, value) = (places[index], values[index])
                // Where a line enters or leaves the picture, it is seen though its ends are not.
                if let left = before {
                    for edge in [x.low, x.high] where left.place < edge && edge < place {
                        let (start, end) = (x.position(left.place), x.position(place))
                        let share = (x.position(edge) - start) / (end - start)
                        see(left.value * (1 - share) + value * share)
                    }
                }
                before = value.isFinite ? (place, value) : nil
                guard place >= x.low, place <= x.high else { continue }
                if !measured[index].isFinite { missing += 1 }
                see(value)
                if let raw { see(raw[index]) }
                if let lows, let highs {
                    see(lows[index])
                    see(highs[index])
                }
            }
        }
        return (Axis(fitting: low <= high ? [low, high] : [], scale: scale), missing)
    }

    /// The smallest and largest places of all curves.
    var extent: (low: Double, high: Double) {
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
        draw(picture(in: rect), on: &grid)
    }

    /// Draws the chart with its axes, its curves laid out before.
    ///
    /// - Complexity: O(cells).
    /// - Parameters:
    ///   - picture: this chart's picture, or that of one with other marks, another cursor, selection
    ///     or grid.
    ///   - grid: where to draw.
    /// - Returns: what the drawing shows.
    @discardableResult
    public func draw(_ picture: Picture, on grid: inout Grid) -> Readout {
        let (plot, x) = (picture.frame.plot, picture.frame.x)
        picture.frame.draw(on: &grid, hasGrid: hasGrid)
        var readout = Readout(
            plot: plot, x: x, y: picture.frame.y, missing: picture.missing, note: picture.note,
            atCursor: [])
        drawMarkLines(on: &grid, plot: plot, x: x)
        picture.drawRanges(on: &grid)
        if let cursor {
            readout.atCursor = values(at: cursor)
            drawCursor(cursor, on: &grid, plot: plot, axis: x)
        }
        guard !plot.isEmpty else { return readout }
        picture.drawCurves(on: &grid)
        drawMarkSigns(on: &grid, rect: picture.rect, plot: plot, x: x)
        if let selection, let first = readout.column(ofX: max(selection.lowerBound, x.low)),
            let last = readout.column(ofX: min(selection.upperBound, x.high)), first <= last
        {
            let chosen = Rect(
                x: first, y: plot.y, width: last - first + 1, height: plot.height)
            grid.ground(chosen, .select)
        }
        return readout
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
