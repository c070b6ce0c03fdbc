import Rendering
import Runs

extension DashboardState {
    /// The control state in capitals, with its reason or count.
    var controlText: (text: String, style: Style) {
        guard let session else { return ("", .dim) }
        guard let snapshot = session.snapshot else {
            if case .readOnly(let reason) = session.ability {
                return ("READ ONLY (\(reason))", .stateFinished)
            }
            return ("STARTING", .dim)
        }
        if let end = snapshot.end {
            let word = end.word.uppercased()
            if case .failed(let reason) = end { return ("\(word): \(reason)", .bad) }
            return (word, .stateFinished)
        }
        let text: (String, Style) =
            switch snapshot.control {
            case .running: ("RUNNING", .stateRunning)
            case .pausing: ("PAUSING", .statePaused)
            case .paused(let reason): ("PAUSED (\(reason.text))", .statePaused)
            case .stepping(let count): ("STEPPING \(count)", .statePaused)
            case .stopping: ("STOPPING", .statePaused)
            }
        return text
    }

    /// The phase in words, with how far it is.
    var phaseText: String {
        guard let snapshot = session?.snapshot, snapshot.end == nil else { return "" }
        let word =
            switch snapshot.phase {
            case .starting: "starting"
            case .warmStart: "warm start"
            case .rollout: "rollout"
            case .update: "update"
            case .evaluation: "evaluation"
            case .saving: "saving"
            }
        guard let progress = snapshot.progress, progress.total > 0 else { return word }
        let left = progress.remainingSeconds.map { ", \(Format.duration($0)) left" } ?? ""
        return "\(word) \(progress.done)/\(progress.total)\(left)"
    }

    /// Whether the newest step is shown, or which other one.
    var timeText: (text: String, style: Style) {
        guard let at else {
            return session?.isLive == true && session?.snapshot?.end == nil
                ? ("LIVE", .good) : ("NEWEST", .dim)
        }
        return (
            "STEP \(at) of \(newestStep)  L \(session?.isLive == true ? "live" : "newest")",
            .warning
        )
    }

    /// The alarms raised now, or after the step looked at.
    var shownAlarms: [Alarm] {
        at.map { alarms(at: $0) } ?? session?.snapshot?.alarms ?? []
    }

    /// The top line's parts, the most important first, each with its place from the left.
    private var topParts: [(place: Int, spans: [Span])] {
        guard let session else { return [] }
        let snapshot = session.snapshot
        let control = controlText
        let time = timeText
        var parts: [(place: Int, spans: [Span])] = [(1, [Span(control.text, control.style)])]
        if case .readOnly(let reason) = session.ability, snapshot != nil {
            parts.append((2, [Span("READ ONLY (\(reason))", .stateFinished)]))
        }
        let step = snapshot?.step ?? newestStep
        let steps = snapshot?.steps ?? session.description.configuration.steps
        // In the past the mark takes the step's place, so that no window is too narrow for it.
        parts.append(
            (
                4,
                at == nil
                    ? [Span("step ", .dim), Span("\(step)/\(steps)", .strong)]
                    : [Span(time.text, time.style)]
            ))
        if let silence { parts.append((3, [Span("last update \(silence) s ago", .warning)])) }
        let alarms = shownAlarms.count
        if alarms > 0 {
            parts.append((10, [Span("! \(alarms) alarm\(alarms == 1 ? "" : "s")", .warning)]))
        }
        parts.append((0, [Span(session.description.run.name, .strong)]))
        let reward = shownRow?[.reward]
        parts.append((7, [Span("reward ", .dim), Span(Format.fixed(reward))]))
        if !phaseText.isEmpty { parts.append((2, [Span(phaseText, .info)])) }
        if at == nil, snapshot?.end == nil, let remaining = snapshot?.remainingSeconds {
            parts.append((6, [Span("ETA ", .dim), Span(Format.duration(remaining))]))
        }
        let size =
            (at == nil ? snapshot.map { String($0.bufferSize) } : nil)
            ?? shownRow?[.bufferSize].map { Format.fixed($0, 0) }
        if let size {
            let capacity =
                snapshot?.bufferCapacity ?? session.description.configuration.curriculum.capacity
            parts.append((8, [Span("buffer ", .dim), Span("\(size)/\(capacity)")]))
        }
        parts.append((0, [Span(session.description.configuration.strategy.rawValue, .info)]))
        if let seconds = at == nil ? snapshot?.stepSeconds : shownRow?[.stepTime] {
            parts.append((5, [Span(Format.fixed(seconds) + " s/step")]))
        }
        if at == nil { parts.append((12, [Span(time.text, time.style)])) }
        return parts
    }

    /// The top line of a run: as many of its parts as fit, the most important first.
    func topLine(width: Int) -> Line {
        var chosen: [(place: Int, order: Int, spans: [Span])] = []
        var used = 1
        for (order, part) in topParts.enumerated() {
            let length = part.spans.reduce(2) { $0 + $1.text.count }
            if used + length > width, order > 0 { continue }
            used += length
            chosen.append((part.place, order, part.spans))
        }
        chosen.sort { ($0.place, $0.order) < ($1.place, $1.order) }
        var line = Line(" ")
        for (index, part) in chosen.enumerated() {
            if index > 0 { line.spans.append(Span("  ")) }
            line.spans += part.spans
        }
        return line
    }

    /// The footer: a notice while there is one, else the keys that act here.
    func footer(width: Int) -> Line {
        if let notice {
            let tone: Style =
                switch notice.value.level {
                case .debug, .info: .info
                case .warning: .warning
                case .error: .bad
                }
            return Line([Span(" " + (tone == .info ? "" : "! ") + notice.value.text, tone)])
        }
        let hints = Help.hints(for: self)
        var line = Line(" ")
        var used = 1
        // The last two, help and quit, always stay.
        let last = hints.suffix(2)
        let reserved = last.reduce(0) { $0 + $1.key.count + $1.text.count + 3 }
        for (index, hint) in hints.enumerated() {
            let length = hint.key.count + hint.text.count + 3
            let isLast = index >= hints.count - last.count
            if !isLast, used + length + reserved > width { continue }
            used += length
            line.spans += [Span(hint.key, .strong), Span(" " + hint.text + "  ", .dim)]
        }
        return line
    }
}
