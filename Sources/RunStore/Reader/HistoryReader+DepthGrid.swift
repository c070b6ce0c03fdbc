import GRDB
import Runs

extension HistoryReader {
    /// Bounds of a heat map, so that a damaged or hostile count can't take all memory.
    private static let mostColumns = 1024
    private static let mostDepths = 256

    /// Scores by depth and time, in at most `columns` columns of equally many steps.
    ///
    /// Columns lie on the grid of widths that curves have (`BucketGrid`); the first and the last
    /// are cut where the range begins and ends.
    func depthGrid(steps: ClosedRange<Int>?, columns: Int) throws -> DepthGrid {
        let last = try lastStep()
        let first = max(1, steps?.lowerBound ?? 1)
        let end = min(last, steps?.upperBound ?? last)
        guard first <= end else { return DepthGrid(columns: [], depths: []) }
        let grid = BucketGrid(
            from: first, to: end, points: max(1, min(columns, Self.mostColumns)))
        var sums: [[DepthSums]] = []
        try visitDepths(from: first, to: end, level: grid.level) { step, scores in
            let column = grid.bucket(of: step)
            for score in scores where (0..<Self.mostDepths).contains(score.depth) {
                while sums.count <= score.depth {
                    sums.append(Array(repeating: DepthSums(), count: grid.count))
                }
                sums[score.depth][column].add(score)
            }
        }
        return DepthGrid(
            columns: (0..<grid.count).map { grid.steps(of: $0) },
            depths: sums.map { row in row.map(\.cell) })
    }

    /// Calls a body with scores that together cover a range, each of at most 4^level steps.
    private func visitDepths(
        from first: Int, to end: Int, level: Int,
        _ body: (_ step: Int, _ scores: [DepthScore]) -> Void
    ) throws {
        let cursor = try Row.fetchCursor(
            db.cachedStatement(
                sql: "SELECT step, depths FROM step WHERE step BETWEEN ? AND ? ORDER BY step"),
            arguments: [first, end])
        while let row = try cursor.next() {
            try checkCancelled()
            body(try row.integer(0), try DepthCoding.decode(row.bytes(1)))
        }
    }
}
