import Runs

/// Scores by depth as lines.
struct DepthReport: TextReport {
    let view: DepthView

    var lines: [String] {
        var lines = ["training, the last \(min(view.window, view.step)) steps up to \(view.step)"]
        for score in view.scores {
            lines.append(
                "depth \(score.depth): quality \(ReportText.fixed(score.quality)), solved "
                    + "\(ReportText.percent(score.solved))"
                    + (score.gain.map { ", gain \(ReportText.signed($0))" } ?? "")
                    + ", \(score.count) " + (score.count == 1 ? "revision" : "revisions"))
        }
        guard let record = view.evaluations.last else { return lines }
        lines.append("held out, step \(record.step), \(record.count) tasks")
        // A file may hold lists of different lengths.
        for (k, scores) in zip(record.k, zip(record.quality, record.solve)) {
            lines.append(
                "depth \(k): quality \(ReportText.fixed(scores.0)), solved "
                    + ReportText.percent(scores.1))
        }
        return lines
    }
}
