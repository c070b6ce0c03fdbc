import Rendering

/// How many charts fit the curves screen.
enum CurvesLayout {
    static let leastColumns = 38
    static let leastRows = 9

    static func columns(_ columns: Int) -> Int { max(1, min(4, columns / leastColumns)) }
    static func rows(_ rows: Int) -> Int { max(1, min(6, (rows - 2) / leastRows)) }
    static func capacity(columns: Int, rows: Int) -> Int {
        Self.columns(columns) * Self.rows(rows)
    }

    /// The charts' frames, row by row.
    static func frames(in rect: Rect, columns: Int, rows: Int) -> [Rect] {
        let columns = Array(repeating: Track.share(1), count: Self.columns(columns))
        let rows = Array(repeating: Track.share(1), count: Self.rows(rows))
        return rect.rows(rows).flatMap { $0.columns(columns) }
    }
}
