import GRDB
import Runs
import Synchronization

extension HistoryReader {
    /// Curves of some metrics, in at most `points` buckets.
    ///
    /// A bucket is made of pyramid nodes and, at the range's edges, of smaller ones: a few hundred
    /// rows whatever the range.
    ///
    /// A moving average is not made of the buckets but of all steps from the first.
    func series(
        _ metrics: [Metric], steps: ClosedRange<Int>?, points: Int, smoothing: Double = 0
    ) throws -> [Series] {
        let last = try lastStep()
        let first = max(1, steps?.lowerBound ?? 1)
        let end = min(last, steps?.upperBound ?? last)
        guard first <= end else { return metrics.map { Series(metric: $0, buckets: []) } }
        let grid = BucketGrid(from: first, to: end, points: max(1, min(points, 1 << 16)))

        let index = Dictionary(
            places.enumerated().compactMap { place, metric in metric.map { ($0, place) } },
            uniquingKeysWith: { first, _ in first })
        let wanted = metrics.map { index[$0] ?? -1 }
        let smoothed =
            smoothing > 0
            ? try averages(
                wanted, weight: min(smoothing, Self.largestWeight),
                after: (0..<grid.count).map { grid.steps(of: $0).upperBound }) : nil
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
                        last: node.last, smoothed: smoothed?[place][current]))
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
            return try visitMetrics(from: first, to: end) { step, bytes in
                for (metric, place) in wanted.enumerated() {
                    body(
                        step, metric, MetricNode(value: MetricCoding.value(bytes, place: place)))
                }
            }
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

    /// Calls a body with the metrics of each step of a range.
    private func visitMetrics(
        from first: Int, to end: Int,
        _ body: (_ step: Int, _ bytes: UnsafeRawBufferPointer) throws -> Void
    ) throws {
        let cursor = try Row.fetchCursor(
            db.cachedStatement(
                sql: "SELECT step, metrics FROM step WHERE step BETWEEN ? AND ? ORDER BY step"),
            arguments: [first, end])
        while let row = try cursor.next() {
            try checkCancelled()
            let step = try row.integer(0)
            try row.bytes(1).withUnsafeBytes { try body(step, $0) }
        }
    }

    // MARK: Smoothing

    /// A weight of 1 would never move.
    private static let largestWeight = 0.999_999

    /// The moving averages of some metrics after some steps, which rise.
    ///
    /// What was computed once goes on from there; a query that is cancelled keeps what it has.
    private func averages(_ wanted: [Int], weight: Double, after ends: [Int]) throws
        -> [[Double?]]
    {
        let epoch = try epoch()
        var places: [Int] = []
        for place in wanted where !places.contains(place) { places.append(place) }
        let keys = places.map { MovingAverages.Key(place: $0, weight: weight) }
        var values: [[Double?]] = []
        if let memory {
            values = try memory.averages.withLock { remembered in
                var known = remembered?.epoch == epoch ? remembered?.value : nil
                remembered = nil
                defer { remembered = known.map { Remembered(epoch: epoch, value: $0) } }
                known = known ?? MovingAverages()
                return try known?.with(keys) { try averages(&$0, places, after: ends) } ?? []
            }
        } else {
            var averages = MovingAverages()
            values = try averages.with(keys) { try self.averages(&$0, places, after: ends) }
        }
        return wanted.map { place in
            places.firstIndex(of: place).map { values[$0] } ?? ends.map { _ in nil }
        }
    }

    private func averages(_ averages: inout [MovingAverage], _ places: [Int], after ends: [Int])
        throws -> [[Double?]]
    {
        if let start = averages.map(\.step).min(), let last = ends.last, start < last {
            try visitMetrics(from: start + 1, to: last) { step, bytes in
                for (index, place) in places.enumerated() where averages[index].step < step {
                    try averages[index].append(
                        MetricCoding.value(bytes, place: place), step: step)
                }
            }
        }
        var running = averages.map { _ in (step: 0, state: MovingAverage.State()) }
        var values = averages.map { _ in [Double?]() }
        for end in ends {
            for index in averages.indices {
                let known = averages[index].known(upTo: end)
                if known.step > running[index].step { running[index] = known }
            }
            let start = running.map(\.step).min() ?? end
            if start < end {
                try visitMetrics(from: start + 1, to: end) { step, bytes in
                    for (index, place) in places.enumerated() where running[index].step < step {
                        averages[index].add(
                            MetricCoding.value(bytes, place: place), to: &running[index].state)
                    }
                }
            }
            for index in averages.indices {
                running[index].step = end
                values[index].append(averages[index].value(running[index].state, at: end))
            }
        }
        return values
    }
}
