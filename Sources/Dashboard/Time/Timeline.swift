import Rendering
import Runs

extension QueryBoard.Slot {
    static let marks = Self("marks", refreshSeconds: 1)
}

/// What the mouse holds on to between a press and its release.
enum Grip: Hashable, Sendable {
    /// The scrubber's handle.
    case scrubber
    /// A place in a pane.
    case pane(Pane)
}

/// The scrubber over all recorded steps, and what happened at them.
extension DashboardState {
    /// Rows from which the scrubber is always shown; in smaller windows only in the past.
    static let scrubberRows = 30

    /// Whether the row above the footer is the scrubber.
    var hasScrubber: Bool {
        place == .run && newestStep > 1 && rows >= ScreenLayout.least.rows
            && columns >= ScreenLayout.least.columns && (at != nil || rows >= Self.scrubberRows)
    }

    /// What happened to the run, oldest first.
    var marks: [RunMark] {
        guard case .marks(let marks) = answer(.marks) else { return [] }
        return marks
    }

    /// The marks that charts and the scrubber show.
    var stepMarks: [StepMark] {
        marks.compactMap { mark in
            let place = Double(max(1, mark.step))
            switch mark.kind {
            case .edit(let edit):
                return StepMark(at: place, "e", "\(edit.key)=\(edit.new)", style: .info)
            case .alarm(let alarm):
                return alarm.isRaised
                    ? StepMark(at: place, "!", alarm.kind.rawValue, style: .warning) : nil
            case .resumed:
                if let origin = session?.description.origin, origin.step == mark.step {
                    return StepMark(at: place, "f", "forked from \(origin.run)", style: .info)
                }
                return StepMark(at: place, "r", "resumed", style: .dim)
            case .command: return nil
            }
        }
    }

    /// The alarms that were raised after a step.
    func alarms(at step: Int) -> [Alarm] {
        var raised: [Alarm] = []
        for mark in marks where mark.step <= step {
            guard case .alarm(let alarm) = mark.kind else { continue }
            raised.removeAll { $0.kind == alarm.kind }
            if alarm.isRaised { raised.append(alarm) }
        }
        return raised
    }

    /// The step of the next mark in a direction; nil if there is none.
    func neighbouringMark(_ direction: Int) -> Int? {
        let steps = stepMarks.map { Int($0.place) }
        let here = shownStep
        return direction < 0
            ? steps.filter { $0 < here }.max() : steps.filter { $0 > here }.min()
    }

    private var scrubberRow: Rect {
        Rect(x: 1, y: rows - 2, width: max(0, columns - 2), height: 1)
    }

    private var scrubber: Scrubber {
        let step = shownStep
        var readout: Line = [Span("step ", .dim), Span("\(step)", at == nil ? .strong : .warning)]
        if let mark = marks.last(where: { $0.step == step }), at != nil {
            readout.append("  " + Self.words(of: mark), .info)
        }
        return Scrubber(
            1...max(1, newestStep), position: step, marks: stepMarks, readout: readout,
            isFocused: at != nil)
    }

    private static func words(of mark: RunMark) -> String {
        switch mark.kind {
        case .edit(let edit): "\(edit.key) \(edit.old) \(Signs.arrow) \(edit.new)"
        case .alarm(let alarm): (alarm.isRaised ? "! " : "over: ") + alarm.kind.rawValue
        case .command(let command): command.word
        case .resumed: "resumed"
        }
    }

    /// Draws the scrubber's row.
    func drawScrubber(on grid: inout Grid) {
        scrubber.draw(on: &grid, in: scrubberRow)
    }

    // MARK: Mouse

    /// The step the pointer is on; nil off the track.
    private func scrubbedStep(at mouse: DashboardMouse, isHeld: Bool) -> Int? {
        // What is drawn says where the track is.
        var grid = Grid(width: columns, height: rows)
        let placement = scrubber.draw(
            on: &grid, in: scrubberRow)
        return isHeld
            ? placement.step(atColumn: mouse.column)
            : placement.step(atColumn: mouse.column, row: mouse.row)
    }

    /// Takes hold of the scrubber if the pointer is on it.
    mutating func gripScrubber(_ mouse: DashboardMouse) -> Bool {
        guard hasScrubber, let step = scrubbedStep(at: mouse, isHeld: false) else { return false }
        grip = .scrubber
        scrub(to: step)
        return true
    }

    /// Follows the pointer while it holds the scrubber.
    mutating func dragScrubber(_ mouse: DashboardMouse) {
        guard hasScrubber, let step = scrubbedStep(at: mouse, isHeld: true) else { return }
        scrub(to: step)
    }

    /// The far end of the track is the newest step, and stays it as the run goes on.
    private mutating func scrub(to step: Int) {
        let target = step >= newestStep ? nil : step
        if target != at { look(at: target) }
    }
}
