import Runs

/// What is to be exported, and how.
struct ExportRequest: Hashable, Sendable {
    /// The data of which screen.
    var subject = ExportSubject.curves
    /// How rows are written.
    var format = ExportFormat.jsonl
    /// The step the screen shows, and the last one of what runs over steps; nil is the newest.
    var step: Int?
    /// The metrics of curves, in order.
    var metrics = Metric.allCases
    /// The episode of a chain; nil is the latest.
    var episode: RevisionID?
    /// Whether every revision of the run is meant instead of one chain.
    var isWhole = false
}
