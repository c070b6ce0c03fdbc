/// The axes of a chart and the room they leave for its plot.
struct ChartFrame {
    let rect: Rect
    let x: Axis
    let y: Axis
    /// The cells inside the axes.
    let plot: Rect
    private let yTicks: [Tick]
    private let labelWidth: Int
    private let hasXAxis: Bool

    init(rect: Rect, x: Axis, y: Axis) {
        self.rect = rect
        self.x = x
        self.y = y
        hasXAxis = rect.height >= 3
        let hasXLabels = rect.height >= 4
        let rows = rect.height - (hasXAxis ? 1 : 0) - (hasXLabels ? 1 : 0)
        let ticks = y.ticks(atMost: max(2, rows / 4 + 1))
        let widest = ticks.map(\.label.utf8.count).max() ?? 0
        // Labels must leave most of the width to the curve.
        let isLabelled = rows >= 2 && widest + 2 <= rect.width / 3
        yTicks = isLabelled ? ticks : []
        labelWidth = isLabelled ? widest + 2 : rect.width >= 4 && rect.height >= 3 ? 1 : 0
        plot = Rect(
            x: rect.x + labelWidth, y: rect.y, width: rect.width - labelWidth, height: max(0, rows))
    }

    /// The row of a value, if it is inside the plot.
    func row(_ value: Double) -> Int? {
        let dots = plot.height * 4
        let place = (1 - y.position(value)) * Double(dots - 1)
        guard place >= -0.5, place <= Double(dots) - 0.5 else { return nil }
        return plot.y + min(plot.height - 1, max(0, Int(place.rounded()) / 4))
    }

    /// The column of the screen that shows a horizontal value; nil if it is outside the axis.
    static func column(of value: Double, axis: Axis, plot: Rect) -> Int? {
        let place = axis.position(value)
        guard !plot.isEmpty, place >= -1e-9, place <= 1 + 1e-9 else { return nil }
        let dots = Double(plot.width * 2 - 1)
        return plot.x + Int((min(1, max(0, place)) * dots).rounded()) / 2
    }

    func draw(on grid: inout Grid, hasGrid: Bool) {
        guard !plot.isEmpty else { return }
        if labelWidth > 0 {
            let column = plot.x - 1
            for y in plot.y..<plot.maxY {
                grid.set(BoxGlyph.vertical, x: column, y: y, style: .axis, clip: rect)
            }
            var lastRow = Int.max
            for tick in yTicks {
                guard let row = row(tick.value), row < lastRow else { continue }
                lastRow = row
                let start = column - 1 - tick.label.utf8.count
                grid.write(tick.label, x: start, y: row, style: .axisLabel, clip: rect)
                grid.set(Glyph(scalar: "┤"), x: column, y: row, style: .axis, clip: rect)
                if hasGrid {
                    for x in plot.x..<plot.maxX {
                        grid.set(Glyph(scalar: "┄"), x: x, y: row, style: .axis, clip: plot)
                    }
                }
            }
        }
        guard hasXAxis else { return }
        if labelWidth > 0 {
            grid.set(BoxGlyph.bottomLeft, x: plot.x - 1, y: plot.maxY, style: .axis, clip: rect)
        }
        ChartFrame.drawHorizontal(x, on: &grid, plot: plot, rect: rect)
    }

    /// Draws a horizontal axis below a plot, and its labels if there is a row for them.
    ///
    /// Labels are centred on their places as far as the rectangle allows, and never touch.
    static func drawHorizontal(_ x: Axis, on grid: inout Grid, plot: Rect, rect: Rect) {
        let bottom = plot.maxY
        for column in plot.x..<plot.maxX {
            grid.set(BoxGlyph.horizontal, x: column, y: bottom, style: .axis, clip: rect)
        }
        guard bottom + 1 < rect.maxY else { return }
        var free = rect.x
        for tick in x.ticks(atMost: max(2, plot.width / 10)) {
            guard let column = column(of: tick.value, axis: x, plot: plot) else { continue }
            let width = tick.label.utf8.count
            let start = min(max(column - width / 2, plot.x), rect.maxX - width)
            guard start >= free else { continue }
            grid.set(Glyph(scalar: "┬"), x: column, y: bottom, style: .axis, clip: rect)
            free =
                grid.write(tick.label, x: start, y: bottom + 1, style: .axisLabel, clip: rect) + 2
        }
    }
}
