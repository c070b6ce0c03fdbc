/// A rectangle of cells; never of negative size.
public struct Rect: Hashable, Sendable {
    /// Left column.
    public var x: Int
    /// Top row.
    public var y: Int
    /// Columns.
    public var width: Int
    /// Rows.
    public var height: Int

    /// Creates a rectangle; a negative size becomes zero.
    ///
    /// - Parameters:
    ///   - x: left column.
    ///   - y: top row.
    ///   - width: columns.
    ///   - height: rows.
    public init(x: Int = 0, y: Int = 0, width: Int, height: Int) {
        self.x = x
        self.y = y
        self.width = max(0, width)
        self.height = max(0, height)
    }

    /// The column after the last.
    public var maxX: Int { x + width }
    /// The row after the last.
    public var maxY: Int { y + height }
    /// Whether there is no cell in it.
    public var isEmpty: Bool { width <= 0 || height <= 0 }

    /// Whether a cell lies inside.
    ///
    /// - Parameters:
    ///   - column: the cell's column.
    ///   - row: the cell's row.
    /// - Returns: true if it does.
    public func contains(column: Int, row: Int) -> Bool {
        column >= x && column < maxX && row >= y && row < maxY
    }

    /// The common part of two rectangles; empty at this one's origin if there is none.
    ///
    /// - Parameter other: the other rectangle.
    /// - Returns: the cells that are in both.
    public func intersection(_ other: Rect) -> Rect {
        let left = max(x, other.x)
        let top = max(y, other.y)
        let right = min(maxX, other.maxX)
        let bottom = min(maxY, other.maxY)
        guard right > left, bottom > top else { return Rect(x: x, y: y, width: 0, height: 0) }
        return Rect(x: left, y: top, width: right - left, height: bottom - top)
    }

    /// The rectangle without a margin; empty when the margin eats it up.
    ///
    /// - Parameters:
    ///   - horizontal: columns taken from each side.
    ///   - vertical: rows taken from the top and from the bottom.
    /// - Returns: what is left.
    public func inset(horizontal: Int = 1, vertical: Int = 1) -> Rect {
        guard width > 2 * horizontal, height > 2 * vertical else {
            return Rect(x: x, y: y, width: 0, height: 0)
        }
        return Rect(
            x: x + horizontal, y: y + vertical, width: width - 2 * horizontal,
            height: height - 2 * vertical)
    }

    /// One row of it as a rectangle; empty when there is no such row.
    ///
    /// - Parameter index: the row, counted from the rectangle's top.
    /// - Returns: a rectangle one row high.
    public func row(_ index: Int) -> Rect {
        guard index >= 0, index < height else { return Rect(x: x, y: y, width: 0, height: 0) }
        return Rect(x: x, y: y + index, width: width, height: 1)
    }

    /// Cuts rows off the top.
    ///
    /// - Parameter rows: how many; as many as there are at most.
    /// - Returns: the rows cut off, and the rest.
    public func cutTop(_ rows: Int) -> (top: Rect, rest: Rect) {
        let rows = min(max(0, rows), height)
        return (
            Rect(x: x, y: y, width: width, height: rows),
            Rect(x: x, y: y + rows, width: width, height: height - rows)
        )
    }

    /// Cuts rows off the bottom.
    ///
    /// - Parameter rows: how many; as many as there are at most.
    /// - Returns: the rest, and the rows cut off.
    public func cutBottom(_ rows: Int) -> (rest: Rect, bottom: Rect) {
        let parts = cutTop(height - min(max(0, rows), height))
        return (parts.top, parts.rest)
    }

    /// Cuts columns off the left.
    ///
    /// - Parameter columns: how many; as many as there are at most.
    /// - Returns: the columns cut off, and the rest.
    public func cutLeft(_ columns: Int) -> (left: Rect, rest: Rect) {
        let columns = min(max(0, columns), width)
        return (
            Rect(x: x, y: y, width: columns, height: height),
            Rect(x: x + columns, y: y, width: width - columns, height: height)
        )
    }

    /// A rectangle of at most this size in the middle, for a pop-up.
    ///
    /// - Parameters:
    ///   - width: columns wanted.
    ///   - height: rows wanted.
    /// - Returns: the rectangle, never larger than this one.
    public func centered(width: Int, height: Int) -> Rect {
        let width = min(max(0, width), self.width)
        let height = min(max(0, height), self.height)
        return Rect(
            x: x + (self.width - width) / 2, y: y + (self.height - height) / 2, width: width,
            height: height)
    }
}
