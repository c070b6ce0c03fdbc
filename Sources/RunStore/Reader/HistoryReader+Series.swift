import GRDB
import Runs

extension HistoryReader {
    /// Curves of some metrics, in at most `points` buckets.
    ///
    /// A bucket is made of pyramid nodes and, at the range's edges, of smaller ones: a few hundred
    /// rows whatever the range.
    func series(_ metrics: [Metric], steps: ClosedRange<Int>?, points: Int) throws -> [Series] {
        let last = try lastStep()
        let first = max(1, steps?.lowerBound ?? 1)
        let end = min(last, steps?.upperBound ?? last)
        guard first <= end else { return metrics.map { Series(metric: $0, buckets: []) } }
        let grid = BucketGrid(from: first, to: end, points: max(1, min(points, 1 << 16)))

        let index = Dictionary(
            places.enumerated().compactMap { place, metric in metric.map { ($0, place) } },
            uniquingKeysWith: { first, _ in first })
        let wanted = metrics.map { index[$0] ?? -1 }
        var buckets = Array(repeating: [Series.Bucket](), count: metrics.count)
        var open = Array(repeating: MetricNode(), count: metrics.count)
        var current = 0

        func close() {
            for place in metrics.indices where open[place].count > 0 {
                let node = open[place]
                buckets[place].append(
                    Series.Bucket(
                        step: grid.steps(of: current).lowerBound, count: node.count,
                        minimum: node.minimum, maximum: node.maximum, mean: node.mean,
                        last: node.last))
                open[place] = MetricNode()
            }
        }
        try visitNodes(from: first, to: end, level: grid.level, wanted: wanted) {
            step, place, node in
            let bucket = grid.bucket(of: step)
            if bucket != current {
                close()
                current = bucket
            }
            open[place].append(node)
        }
        close()
        return zip(metrics, buckets).map { Series(metric: $0, buckets: $1) }
    }

    /// Calls a body with nodes that together cover a range, none larger than 4^level steps.
    private func visitNodes(
        from first: Int, to end: Int, level: Int, wanted: [Int],
        _ body: (_ step: Int, _ metric: Int, _ node: MetricNode) -> Void
    ) throws {
        guard first <= end else { return }
        guard level > 0 else {
            let cursor = try Row.fetchCursor(
                db.cachedStatement(
                    sql: "SELECT step, metrics FROM step WHERE step BETWEEN ? AND ? ORDER BY step"),
                arguments: [first, end])
            while let row = try cursor.next() {
                try checkCancelled()
                let step = try row.integer(0)
                try row.bytes(1).withUnsafeBytes { bytes in
                    for (metric, place) in wanted.enumerated() {
                        body(
                            step, metric,
                            MetricNode(value: MetricCoding.value(bytes, place: place)))
                    }
                }
            }
            return
        }
        let size = 1 << (2 * level)
        let low = (first - 1 + size - 1) / size
        let high = end / size - 1
        guard low <= high else {
            return try visitNodes(from: first, to: end, level: level - 1, wanted: wanted, body)
        }
        try visitNodes(from: first, to: low * size, level: level - 1, wanted: wanted, body)
        let cursor = try Row.fetchCursor(
            db.cachedStatement(
                sql: "SELECT id, nodes FROM pyramid WHERE id BETWEEN ? AND ? ORDER BY id"),
            arguments: [
                Schema.pyramidID(level: level, index: low),
                Schema.pyramidID(level: level, index: high),
            ])
        while let row = try cursor.next() {
            try checkCancelled()
            let index = try row.integer(0) - Int(Schema.pyramidID(level: level, index: 0))
            try row.bytes(1).withUnsafeBytes { bytes in
                for (metric, place) in wanted.enumerated() {
                    body(index * size + 1, metric, NodeCoding.node(bytes, place: place))
                }
            }
        }
        try visitNodes(
            from: (high + 1) * size + 1, to: end, level: level - 1, wanted: wanted, body)
    }
}
