import Runs

/// A metric over the run as lines.
struct CurveReport: TextReport {
    let series: Series

    /// Lines that a curve is told in, at most.
    static let mostRows = 16

    var lines: [String] {
        let first = "\(series.metric.rawValue): \(series.metric.summary)"
        guard let last = series.buckets.last else { return [first, "no values yet"] }
        return [first]
            + series.buckets.map { bucket in
                "from step \(bucket.step): mean \(ReportText.significant(bucket.mean))"
                    + (bucket.count > 1
                        ? ", lowest \(ReportText.significant(bucket.minimum)), highest "
                            + ReportText.significant(bucket.maximum) : "")
            } + ["newest: \(ReportText.significant(last.last))"]
    }
}
