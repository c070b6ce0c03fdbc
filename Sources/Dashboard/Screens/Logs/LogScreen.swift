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

    static let commands: [Command] =
        [
            Command("logs.follow", [.key("f")], "follow new lines, or hold still", hint: "follow") {
                if $0.log.isFollowing {
                    $0.log.isFollowing = false
                    $0.holdLog()
                } else {
                    $0.log.follow()
                }
            },
            Command(
                "logs.filter", [.key("/")],
                "show what a filter lets through, its words highlighted",
                hint: "filter", asks: RowFilter.question(for: LogLine.self, at: \.log.filter)),
        ] + LogSearch.commands + [
            Command("logs.level", [.key("v")], "next lowest level shown", hint: "level") {
                $0.log.level = $0.log.level.next
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

    static func settle(_ slot: QueryBoard.Slot, _ state: inout DashboardState) {
        if slot == .log { state.placeLog() }
    }

    static func back(_ state: inout DashboardState) -> Bool {
        if !state.log.search.isEmpty {
            state.log.search = .all
            return true
        }
        guard !state.log.filter.isEmpty else { return false }
        state.log.filter = .all
        return true
    }

    static func move(_ movement: Movement, in pane: Pane, _ state: inout DashboardState) {
        let count = state.logLines.count
        let page = max(1, state.visibleRows(of: pane))
        let target = movement.target(from: state.logCursor ?? count - 1, count: count, page: page)
        if target >= count - 1, movement != .up, movement != .pageUp, movement != .first {
            state.log.follow()
            return
        }
        state.select(logLine: target)
        if target <= 0, state.answeredLogLines >= state.log.limit, state.log.limit < LogPanel.most {
            state.log.limit = min(LogPanel.most, state.log.limit * 2)
        }
    }

    static func click(_ click: PaneClick, _ state: inout DashboardState) -> [DashboardEffect] {
        let rows = state.shownLog(width: click.rect.width - 2, height: click.rect.height - 2)
        if rows.indices.contains(click.row) { state.select(logLine: rows[click.row].index) }
        return []
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
