/// Curves over a common horizontal axis.
///
/// Drawn from the back: ranges as shaded cells, unsmoothed values dim, then the curves, later ones over
/// earlier ones. Values that are not finite break a curve and are counted.
public struct LineChart: Sendable {
    /// One series.
    public struct Curve: Sendable {
        /// What it is, for legends and read-outs.
        public var label: String
        /// Where the values stand, rising; as many as values.
        public var x: [Double]
        /// The values drawn on top.
        public var y: [Double]
        /// Unsmoothed values behind them.
        public var raw: [Double]?
        /// Lower and upper bounds of the range behind the curve; as many as values.
        public var range: (low: [Double], high: [Double])?
        /// How the curve looks.
        public var style: Style

        /// Creates a curve, smoothing its values if asked.
        ///
        /// - Parameters:
        ///   - label: what it is.
        ///   - x: where the values stand, rising; 0, 1, 2... if nil.
        ///   - y: the values.
        ///   - smoothing: the weight of the moving average, 0 for none.
        ///   - range: lower and upper bounds, as many as values.
        ///   - style: how the curve looks.
        public init(
            _ label: String, x: [Double]? = nil, y: [Double], smoothing: Double = 0,
            range: (low: [Double], high: [Double])? = nil, style: Style = .series(0)
        ) {
            self.label = label
            self.x = x ?? y.indices.map(Double.init)
            self.y = smoothing > 0 ? Smoothing.debiased(y, weight: smoothing) : y
            raw = smoothing > 0 ? y : nil
            self.range = range
            self.style = style
            precondition(
                self.x.count == y.count, "a curve has \(self.x.count) places and \(y.count) values")
        }
    }

    /// What a drawing shows, for titles, legends and the mouse.
    public struct Readout: Sendable {
        /// The cells the curves are drawn in.
        public var plot: Rect
        /// The horizontal axis.
        public var x: Axis
        /// The vertical axis; its scale is linear if a logarithmic one was impossible.
        public var y: Axis
        /// How many shown values are not finite.
        public var missing: Int
        /// Why the vertical axis is not as asked, if it is not.
        public var note: String?
        /// What each curve has at the cursor.
        public var atCursor: [CursorValue]

        /// The horizontal value under a column of the screen.
        ///
        /// - Parameter column: the column.
        /// - Returns: the value at the column's middle, or nil outside the plot.
        public func x(atColumn column: Int) -> Double? {
            guard column >= plot.x, column < plot.maxX else { return nil }
            let dots = Double(max(1, plot.width * 2 - 1))
            return x.value(at: (Double(column - plot.x) * 2 + 0.5) / dots)
        }
    }

    /// One curve's value at the cursor.
    public struct CursorValue: Hashable, Sendable {
        /// Which curve, by its place in ``LineChart/curves``.
        public var curve: Int
        /// Where its nearest value stands.
        public var x: Double
        /// That value.
        public var y: Double
        /// The unsmoothed value, if the curve is smoothed.
        public var raw: Double?
    }

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
            for index in curve.x.indices where curve.x[index] >= x.low && curve.x[index] <= x.high {
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
        let note = scale == .log && y.scale == .linear ? "log y needs values above zero" : nil
        let frame = ChartFrame(rect: rect, x: x, y: y)
        frame.draw(on: &grid, hasGrid: hasGrid)
        let plot = frame.plot
        var readout = Readout(
            plot: plot, x: x, y: y, missing: missing, note: note, atCursor: [])
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
        for curve in curves {
            canvas.beginLayer(curve.style)
            ReducedSeries(x: curve.x, y: curve.y, axis: x, columns: canvas.columns)
                .draw(on: &canvas, axis: y)
        }
        canvas.draw(on: &grid, at: plot)
        return readout
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
            let both = (column * 2)...(column * 2 + 1)
            guard let low = lows[both].compactMap({ $0 }).min(),
                let high = highs[both].compactMap({ $0 }).max()
            else { continue }
            let top = (1 - y.position(high)) * dots
            let bottom = (1 - y.position(low)) * dots
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
        let place = axis.position(cursor)
        guard !plot.isEmpty, place >= 0, place <= 1 else { return }
        let column = plot.x + Int((place * Double(plot.width * 2 - 1)).rounded()) / 2
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
