import Runs

/// A study's progress as plain lines, one an interval and one for each run that is done.
struct StudyLines {
    private var due = -Double.infinity
    private var done = -1
    private var failed: Set<RunID> = []
    private var hasStopped = false

    /// The lines worth printing.
    ///
    /// - Parameters:
    ///   - progress: how far it is.
    ///   - seconds: now.
    /// - Returns: a line that tells it, unless one was told a moment ago; what failed, once each.
    mutating func take(_ progress: StudyProgress, at seconds: Double) -> [String] {
        var lines: [String] = []
        for cell in progress.cells {
            if case .failed(let reason) = cell.stage, failed.insert(cell.run).inserted {
                lines.append("\(cell.run.name): \(reason)")
            }
        }
        if progress.isStopping, !hasStopped {
            lines.append("stopping: a checkpoint of every run is written first")
            hasStopped = true
        }
        guard progress.doneCount > done || seconds >= due else { return lines }
        due = seconds + HeadlessRunner.interval
        done = progress.doneCount
        return lines + [Self.line(progress)]
    }

    private static func line(_ progress: StudyProgress) -> String {
        var parts = ["\(progress.doneCount) of \(progress.cells.count) runs"]
        for cell in progress.cells {
            let name = "\(cell.arm)-s\(cell.seed)"
            switch cell.stage {
            case .warmStart(let done, let total):
                parts.append("\(name) warm start \(done)/\(total)")
            case .training(let step, let steps): parts.append("\(name) \(step)/\(steps)")
            case .measuring(let done, let total):
                parts.append("\(name) evaluation \(done)/\(total)")
            default: break
            }
        }
        if let remaining = progress.remainingSeconds {
            parts.append("ETA \(ReportText.duration(remaining))")
        }
        return parts.joined(separator: "  ")
    }
}
