import Rendering
import Runs

extension Pane {
    static let log = Pane("log")
}

extension QueryBoard.Slot {
    static let log = Self("log")
}

/// The run's log.
enum LogScreen: Screen {
    static let panels: [any Panel.Type] = [LogPanel.self]
    static let title = "Logs"
    static let panes: [Pane] = [.log]
    static let needsNoSteps = true

    static let commands: [Command] = [
        Command("logs.follow", [.key("f")], "follow new lines, or hold still", hint: "follow") {
            $0.log.isFollowing.toggle()
            if $0.log.isFollowing { $0.log.back = 0 }
        },
        Command(
            "logs.filter", [.key("/")], "show what a filter lets through, its words highlighted",
            hint: "filter", asks: RowFilter.question(for: LogLine.self, at: \.log.filter)),
        Command("logs.level", [.key("v")], "next lowest level shown", hint: "level") {
            $0.log.level = $0.log.level.next
            $0.log.back = 0
        },
        Command("logs.wrap", [.key("w")], "wrap long lines, or cut them", hint: "wrap") {
            $0.log.isWrapping.toggle()
        },
        Command("logs.left", [.key("h"), .left], "shift left by half a pane") {
            $0.log.shift = max(0, $0.log.shift - max(1, $0.columns / 2))
        },
        Command("logs.right", [.key("l"), .right], "shift right by half a pane") {
            $0.log.shift += max(1, $0.columns / 2)
        },
    ]

    static func needs(_ state: DashboardState) -> [QueryBoard.Need] {
        [
            QueryBoard.Need(
                .log,
                .log(level: state.log.level, before: nil, limit: state.log.limit, upTo: state.at),
                max(state.newsVersion, state.newestVersion))
        ]
    }

    static func back(_ state: inout DashboardState) -> Bool {
        guard !state.log.filter.isEmpty else { return false }
        state.log.filter = .all
        return true
    }

    static func move(_ movement: Movement, in pane: Pane, _ state: inout DashboardState) {
        let count = state.logLines.count
        let page = max(1, state.visibleRows(of: pane))
        let most = max(0, count - page)
        let target = movement.scrolled(most - min(most, state.log.back), lines: count, page: page)
        state.log.back = most - target
        state.log.isFollowing = state.log.back == 0
        if target == 0, state.answeredLogLines >= state.log.limit, state.log.limit < LogPanel.most {
            state.log.limit = min(LogPanel.most, state.log.limit * 2)
        }
    }

    static func draw(_ pane: Pane, in rect: Rect, isFocused: Bool, on view: inout View) {
        view.drawLog(rect, isFocused: isFocused)
    }
}

extension DashboardState {
    var log: LogPanel {
        get { panels[LogPanel.self] }
        set { panels[LogPanel.self] = newValue }
    }

    /// The log lines up to the step looked at that pass the filter, oldest first.
    var logLines: [LogLine] {
        guard case .log(let lines) = answer(.log) else { return [] }
        return log.filter.isEmpty ? lines : lines.filter { log.filter.accepts($0) }
    }

    /// Lines that were answered, whether the filter lets them through or not.
    var answeredLogLines: Int {
        guard case .log(let lines) = answer(.log) else { return 0 }
        return lines.count
    }
}
