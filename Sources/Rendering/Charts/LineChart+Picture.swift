extension LineChart {
    /// A chart's curves laid out in a place.
    ///
    /// Holds what takes time in proportion to the values, so that a chart of which only the cursor, the
    /// selection or the marks change is drawn again without looking at them.
    public struct Picture: Sendable {
        /// Where the chart lies.
        public let rect: Rect
        let frame: ChartFrame
        /// How many shown values are not finite.
        let missing: Int
        /// Why the vertical axis is not as asked, if it is not.
        let note: String?
        /// The shaded cells of the ranges, as upright strips.
        fileprivate var strips: [Rect] = []
        fileprivate var canvas: DotCanvas
        /// The signs that tell curves apart.
        fileprivate var signs: [(glyph: Glyph, column: Int, row: Int, style: Style)] = []

        func drawRanges(on grid: inout Grid) {
            for strip in strips {
                for y in strip.y..<strip.maxY {
                    grid.set(
                        Glyph(scalar: "░"), x: strip.x, y: y, style: .band, clip: frame.plot)
                }
            }
        }

        func drawCurves(on grid: inout Grid) {
            canvas.draw(on: &grid, at: frame.plot)
            for sign in signs {
                grid.set(
                    sign.glyph, x: sign.column, y: sign.row, style: sign.style, clip: frame.plot)
            }
        }
    }

    /// Lays the curves out in a place.
    ///
    /// - Complexity: O(values + cells).
    /// - Parameter rect: which part of a grid the chart is to have.
    /// - Returns: the curves as they lie there.
    public func picture(in rect: Rect) -> Picture {
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
        let plot = frame.plot
        var picture = Picture(
            rect: rect, frame: frame, missing: missing, note: note,
            canvas: DotCanvas(width: plot.width, height: plot.height))
        guard !plot.isEmpty else { return picture }
        for curve in curves { picture.strips += strips(of: curve, in: frame) }
        let columns = picture.canvas.columns
        for curve in curves {
            guard let raw = curve.raw else { continue }
            picture.canvas.beginLayer(.raw)
            ReducedSeries(x: curve.x, y: raw, axis: x, columns: columns)
                .draw(on: &picture.canvas, axis: y)
        }
        for (number, curve) in curves.enumerated() {
            let series = ReducedSeries(x: curve.x, y: curve.y, axis: x, columns: columns)
            picture.canvas.beginLayer(curve.style)
            series.draw(on: &picture.canvas, axis: y, dash: curve.dash)
            guard let sign = curve.mark else { continue }
            let spacing = 16
            let glyph = StepMark(at: 0, sign).glyph
            picture.signs += series.signs(
                plot: plot, axis: y, spacing: spacing,
                phase: spacing * number / max(1, curves.count)
            ).map { (glyph, $0.column, $0.row, curve.style) }
        }
        return picture
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

    /// The range between the bounds as shaded cells: those whose middle lies in it.
    private func strips(of curve: Curve, in frame: ChartFrame) -> [Rect] {
        guard let range = curve.range else { return [] }
        let (plot, x, y) = (frame.plot, frame.x, frame.y)
        let columns = plot.width * 2
        let lows = ReducedSeries(x: curve.x, y: range.low, axis: x, columns: columns)
            .filled(columns: columns) { $0.low }
        let highs = ReducedSeries(x: curve.x, y: range.high, axis: x, columns: columns)
            .filled(columns: columns) { $0.high }
        let dots = Double(plot.height * 4 - 1)
        var strips: [Rect] = []
        for column in 0..<plot.width {
            let lows = (lows[column * 2], lows[column * 2 + 1])
            let highs = (highs[column * 2], highs[column * 2 + 1])
            guard let low = lows.0 ?? lows.1, let high = highs.0 ?? highs.1 else { continue }
            let (least, most) = (min(low, lows.1 ?? low), max(high, highs.1 ?? high))
            let top = (1 - y.position(most)) * dots
            let bottom = (1 - y.position(least)) * dots
            let rows = (0..<plot.height).filter { row in
                let middle = Double(row * 4) + 1.5
                return middle >= top && middle <= bottom
            }
            guard let first = rows.first else { continue }
            strips.append(
                Rect(x: plot.x + column, y: plot.y + first, width: 1, height: rows.count))
        }
        return strips
    }
}
