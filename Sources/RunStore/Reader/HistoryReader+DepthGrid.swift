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
    func visitDepths(
        from first: Int, to end: Int, level: Int,
        _ body: (_ step: Int, _ scores: [DepthScore]) -> Void
    ) throws {
        let hasNodes = try level >= Schema.lowestDepthLevel && hasTable("depth_pyramid")
        try visitDepthNodes(from: first, to: end, level: hasNodes ? level : 0, body)
    }

    private func visitDepthNodes(
        from first: Int, to end: Int, level: Int,
        _ body: (_ step: Int, _ scores: [DepthScore]) -> Void
    ) throws {
        guard first <= end else { return }
        guard level >= Schema.lowestDepthLevel else {
            let cursor = try Row.fetchCursor(
                db.cachedStatement(
                    sql: "SELECT step, depths FROM step WHERE step BETWEEN ? AND ? ORDER BY step"),
                arguments: [first, end])
            while let row = try cursor.next() {
                try checkCancelled()
                body(try row.integer(0), try DepthCoding.decode(row.bytes(1)))
            }
            return
        }
        let size = 1 << (2 * level)
        let low = (first - 1 + size - 1) / size
        let high = end / size - 1
        guard low <= high else {
            return try visitDepthNodes(from: first, to: end, level: level - 1, body)
        }
        let base = Schema.pyramidID(level: level, index: 0)
        let nodes = try rows(
            "SELECT id, scores FROM depth_pyramid WHERE id BETWEEN ? AND ? ORDER BY id",
            [base + Int64(low), base + Int64(high)]
        ) { row in
            (index: try row.integer(0) - Int(base), scores: try DepthCoding.decode(row.bytes(1)))
        }
        // What no node covers is made of smaller ones.
        var next = first
        for (index, scores) in nodes {
            try visitDepthNodes(from: next, to: index * size, level: level - 1, body)
            body(index * size + 1, scores)
            next = (index + 1) * size + 1
        }
        try visitDepthNodes(from: next, to: end, level: level - 1, body)
    }
}
