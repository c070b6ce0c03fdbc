import Runs

/// Turns snapshots into the lines of a run without a screen.
///
/// A line when an interval has passed, and at once when something changes that matters: the kind of
/// work, an evaluation, an alarm, a pause.
struct ProgressLines {
    private enum Work: Equatable {
        case starting, warmStart, training, evaluation
    }

    private let interval: Double
    private var work: Work?
    private var control: RunControl?
    private var evaluation: EvaluationRecord?
    private var alarms: Set<Alarm.Kind> = []
    private var due = 0.0

    /// No lines yet.
    ///
    /// - Parameters:
    ///   - interval: seconds between progress lines.
    ///   - known: what was on a screen before, and is no news.
    init(interval: Double, known: RunSnapshot? = nil) {
        self.interval = interval
        evaluation = known?.evaluation
        control = known?.control
        alarms = Set(known?.alarms.map(\.kind) ?? [])
    }

    /// The lines for a snapshot.
    ///
    /// - Parameters:
    ///   - snapshot: the newest.
    ///   - time: seconds since any fixed moment.
    /// - Returns: none if there is nothing new to say yet.
    mutating func take(_ snapshot: RunSnapshot, at time: Double) -> [String] {
        var lines: [String] = []
        let work = Self.work(of: snapshot.phase) ?? self.work ?? .starting
        if snapshot.end == nil, work != self.work || time >= due {
            // A training step before the first is no news.
            if work != .training || snapshot.step > 0 {
                lines.append(Self.progress(snapshot, work))
            }
            self.work = work
            due = time + interval
        }
        if let fresh = snapshot.evaluation, fresh != evaluation {
            evaluation = fresh
            lines.append(Self.summary(fresh))
        }
        for alarm in snapshot.alarms where !alarms.contains(alarm.kind) {
            lines.append("alarm: \(alarm.message)")
        }
        let raised = Set(snapshot.alarms.map(\.kind))
        for kind in alarms.subtracting(raised).map(\.rawValue).sorted() {
            lines.append("alarm over: \(kind)")
        }
        alarms = raised
        if let line = take(control: snapshot.control, step: snapshot.step) { lines.append(line) }
        return lines
    }

    /// A line when the run was paused, or goes on.
    private mutating func take(control new: RunControl, step: Int) -> String? {
        defer { control = new }
        guard let control, control != new else { return nil }
        switch new {
        case .paused(let reason): return "paused after step \(step): \(reason.text)"
        case .running:
            if case .paused = control { return "going on after step \(step)" }
            return nil
        case .pausing, .stepping, .stopping: return nil
        }
    }

    private static func work(of phase: RunPhase) -> Work? {
        switch phase {
        case .starting: .starting
        case .warmStart: .warmStart
        case .rollout, .update: .training
        case .evaluation: .evaluation
        // Saving belongs to the work it interrupts.
        case .saving: nil
        }
    }

    private static func progress(_ snapshot: RunSnapshot, _ work: Work) -> String {
        var parts: [String]
        var remaining = snapshot.progress?.remainingSeconds
        let done = snapshot.progress.map { " \($0.done)/\($0.total)" } ?? ""
        switch work {
        case .starting: parts = ["starting"]
        case .warmStart:
            parts = ["warm start\(done)"]
            if let loss = snapshot.metrics[.loss] { parts.append("loss \(ReportText.fixed(loss))") }
        case .evaluation: parts = ["step \(snapshot.step)/\(snapshot.steps)  evaluation\(done)"]
        case .training:
            remaining = snapshot.remainingSeconds
            parts = ["step \(snapshot.step)/\(snapshot.steps)"]
            if let reward = snapshot.metrics[.reward] {
                parts.append("reward \(ReportText.fixed(reward))")
            }
            if let solved = snapshot.metrics[.solved] {
                parts.append("solved \(ReportText.percent(solved))")
            }
            parts.append("buffer \(snapshot.bufferSize)/\(snapshot.bufferCapacity)")
            if let seconds = snapshot.stepSeconds {
                parts.append("\(ReportText.fixed(seconds)) s/step")
            }
        }
        if let remaining { parts.append("ETA \(ReportText.duration(remaining))") }
        return parts.joined(separator: "  ")
    }

    private static func summary(_ record: EvaluationRecord) -> String {
        var text = "held out, step \(record.step):"
        if let first = record.solve.first {
            text += " solved \(ReportText.percent(first)) at the first answer"
        }
        if let last = record.solve.last, let k = record.k.last, k > 0 {
            text += ", \(ReportText.percent(last)) after \(k) improvements"
        }
        return text
    }
}
