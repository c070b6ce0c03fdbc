/// Points of a plane, one sign a cell: its shade and its colour tell a value on a scale.
///
/// Where several points share a cell, the last of them is seen.
public struct ScatterChart: Sendable {
    /// One point.
    public struct Point: Hashable, Sendable {
        /// Its horizontal place.
        public var x: Double
        /// Its vertical place.
        public var y: Double
        /// Its place on the scale, from 0 to 1.
        public var level: Double
        /// A sign of its own in place of its shade; one column wide.
        public var sign: Character?

        /// Creates a point.
        ///
        /// - Parameters:
        ///   - x: its horizontal place.
        ///   - y: its vertical place.
        ///   - level: its place on the scale, from 0 to 1.
        ///   - sign: a sign of its own in place of its shade.
        public init(x: Double, y: Double, level: Double, sign: Character? = nil) {
            self.x = x
            self.y = y
            self.level = level
            self.sign = sign
        }
    }

    /// The points, the most important last; those whose places are not finite are left out.
    public var points: [Point]

    /// Creates a chart.
    ///
    /// - Parameter points: the points, the most important last.
    public init(_ points: [Point]) {
        self.points = points
    }

    /// Draws the points and their axes; where room is short, labels go first.
    ///
    /// - Complexity: O(points + cells).
    /// - Parameters:
    ///   - grid: where to draw.
    ///   - rect: which part of it.
    public func draw(on grid: inout Grid, in rect: Rect) {
        let shown = points.filter { $0.x.isFinite && $0.y.isFinite }
        let frame = ChartFrame(
            rect: rect, x: Axis(fitting: shown.map(\.x)), y: Axis(fitting: shown.map(\.y)))
        frame.draw(on: &grid, hasGrid: false)
        let plot = frame.plot
        guard !plot.isEmpty else { return }
        for point in shown {
            guard let column = ChartFrame.column(of: point.x, axis: frame.x, plot: plot),
                let row = frame.row(point.y)
            else { continue }
            let shades = Heatmap.shades
            let level = point.level.isNaN ? 0 : min(1, max(0, point.level))
            let shade = shades[min(shades.count - 1, Int(level * Double(shades.count)))]
            let glyph = point.sign.map { StepMark(at: 0, $0).glyph } ?? shade
            grid.set(glyph, x: column, y: row, style: .heat(level), clip: plot)
        }
    }
}
