import Foundation

/// One line on standard error that tells how far a long command is, where a person can see it.
final class ProgressMeter {
    private let what: String
    private let isShown: Bool
    private let clock = ContinuousClock()
    private let begun: ContinuousClock.Instant
    private var due: ContinuousClock.Instant
    private var width = 0

    /// A meter that shows nothing yet.
    ///
    /// - Parameters:
    ///   - what: what is counted, such as `steps`.
    ///   - isShown: whether to show it where standard error is a terminal.
    init(_ what: String, isShown: Bool) {
        self.what = what
        self.isShown = isShown && isatty(STDERR_FILENO) == 1
        begun = clock.now
        // What is over at once needs no meter.
        due = begun + .milliseconds(500)
    }

    /// Takes news; shows it a few times a second.
    ///
    /// - Parameters:
    ///   - done: how much is done.
    ///   - total: of how much.
    func tell(_ done: Int, of total: Int) {
        guard isShown, clock.now >= due else { return }
        due = clock.now + .milliseconds(200)
        show(Self.line(done, of: total, what, after: (clock.now - begun) / .seconds(1)))
    }

    /// Takes the line away.
    func finish() {
        if width > 0 { show("") }
    }

    /// What is shown.
    ///
    /// - Parameters:
    ///   - done: how much is done.
    ///   - total: of how much.
    ///   - what: what is counted.
    ///   - seconds: the time it took.
    /// - Returns: one line.
    static func line(_ done: Int, of total: Int, _ what: String, after seconds: Double) -> String {
        let share = total > 0 ? Double(done) / Double(total) : 1
        let remaining = share > 0 ? seconds / share * (1 - share) : .infinity
        return "\(done) of \(total) \(what), \(ReportText.percent(share)), "
            + "ETA \(ReportText.duration(remaining))"
    }

    private func show(_ line: String) {
        // Without escape codes, so that it works on every terminal.
        let blank = String(repeating: " ", count: max(0, width - line.count))
        StandardStreams.error("\r\(line)\(blank)\r", terminator: "")
        width = line.count
    }
}
