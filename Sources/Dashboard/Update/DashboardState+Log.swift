import Runs

extension DashboardState {
    /// The log lines up to the step looked at, oldest first.
    var shownLogLines: [LogLine] {
        let lines = logLines
        guard let at else { return lines }
        return lines.filter { $0.entry.step <= at }
    }
}
