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
        guard low <= high, column >= 0, column < columns, !styles.isEmpty else { return }
        let layer = UInt16(truncatingIfNeeded: styles.count)
        for row in low...high {
            let index = (row / 4) * cellColumns + column / 2
            if owners[index] != layer {
                owners[index] = layer
                dots[index] = 0
            }
            dots[index] |= DotCanvas.bit(column: column & 1, row: row & 3)
        }
    }

    /// Sets the dots of one column from one row to another as far as a dash has them.
    ///
    /// `distance` is that of the first dot along the line; it grows by the dots passed.
    mutating func setColumn(
        _ column: Int, from first: Int, to last: Int, dash: LineChart.Dash, distance: inout Int
    ) {
        defer { distance += abs(last - first) }
        guard dash != .solid else {
            setColumn(column, from: first, to: last)
            return
        }
        let low = max(0, min(first, last))
        let high = min(rows - 1, max(first, last))
        guard low <= high else { return }
        for row in low...high where dash.isDrawn(at: distance + abs(row - first)) {
            set(column: column, row: row)
        }
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
