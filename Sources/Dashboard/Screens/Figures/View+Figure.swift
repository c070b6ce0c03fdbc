import Rendering

extension View {
    /// A figure: its curves over each other, with a legend that tells their newest values below.
    mutating func figure(
        _ rect: Rect, _ title: String, _ note: String, isFocused: Bool, x: Axis? = nil,
        y: Axis? = nil, _ curves: [LineChart.Curve], told count: Int? = nil, instead: [Line]
    ) {
        let inside = frame(rect, title, note, isFocused: isFocused)
        guard !curves.isEmpty else {
            grid.write(instead, in: inside)
            return
        }
        // The curve that matters most comes last, and first in the legend.
        let legend = curves.reversed().prefix(count ?? curves.count).map { curve -> Line in
            var line = curve.key
            line.append(
                "  \(Format.compact(curve.y.first)) \(Signs.arrow) "
                    + "\(Format.compact(curve.y.last))", .dim)
            return line
        }
        let rows = max(0, min(legend.count, inside.height - 6))
        let (plot, foot) = inside.cutBottom(rows)
        LineChart(curves, x: x, y: y).draw(on: &grid, in: plot)
        grid.write(Array(legend.prefix(rows)), in: foot)
    }
}
