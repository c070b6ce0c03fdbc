extension LineChart {
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

        /// The column of the screen that shows a horizontal value.
        ///
        /// - Parameter value: the value.
        /// - Returns: its column, or nil if the value is outside the axis.
        public func column(ofX value: Double) -> Int? {
            ChartFrame.column(of: value, axis: x, plot: plot)
        }

        /// The horizontal values under a stretch of columns, for zooming by a drag.
        ///
        /// - Parameters:
        ///   - start: the column where the drag began; outside the plot its nearest column counts.
        ///   - end: the column where it is now, left or right of the start.
        /// - Returns: the values from the first column's left edge to the last one's right edge, or nil
        ///   if there is no plot.
        public func range(fromColumn start: Int, toColumn end: Int) -> ClosedRange<Double>? {
            guard plot.width > 0 else { return nil }
            func clamped(_ column: Int) -> Int { min(max(column, plot.x), plot.maxX - 1) - plot.x }
            let first = min(clamped(start), clamped(end))
            let last = max(clamped(start), clamped(end)) + 1
            return x.value(
                at: Double(first) / Double(plot.width))...x.value(
                    at: Double(last) / Double(plot.width))
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
}
