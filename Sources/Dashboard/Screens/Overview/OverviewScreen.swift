import Rendering
import Runs

extension Pane {
    static let run = Pane("run", weight: 12)
    static let bufferSummary = Pane("bufferSummary", weight: 11)
    static let depthSummary = Pane("depthSummary", weight: 10)
    static let rewardCurve = Pane("rewardCurve", weight: 19)
    static let latestChain = Pane("latestChain", weight: 13)
}

extension QueryBoard.Slot {
    static let warmStart = Self("warmStart")
    static let overviewCurve = Self("overviewCurve")
}

/// The run at a glance.
enum OverviewScreen: Screen {
    static let title = "Overview"
    static let panes: [Pane] = [
        .run, .bufferSummary, .depthSummary, .rewardCurve, .latestChain,
    ]
    static let firstPane = Pane.rewardCurve

    static let showsMarks = true

    static let commands: [Command] = [
        Command("overview.open", [.enter], "open the focused pane's screen", hint: "open") {
            $0.openFromOverview()
        }
    ]

    static func arrange(_ body: Rect, focused: Pane, room: ScreenLayout.Room)
        -> [(pane: Pane, rect: Rect)]
    {
        guard room == .full else {
            // What is looked at most stands together.
            return ScreenLayout.columns(
                [.run, .rewardCurve, .depthSummary], [.bufferSummary, .latestChain],
                right: { $0 }, in: body, focused: focused, room: room)
        }
        return ScreenLayout.columns(
            [.run, .bufferSummary, .depthSummary], [.rewardCurve, .latestChain],
            right: { $0 - max(40, min(56, $0 / 3)) }, in: body, focused: focused, room: room)
    }

    static func needs(_ state: DashboardState) -> [QueryBoard.Need] {
        let version = state.dataVersion
        let latest = HistoryQuery.episodes(upTo: state.at, limit: 1)
        var needs = [
            QueryBoard.Need(
                .overviewCurve,
                .series(
                    metrics: [.reward], steps: state.shownSteps,
                    points: DashboardState.curvePoints, smoothing: state.curves.weight),
                version),
            QueryBoard.Need(.buffer, .buffer(step: state.at), version),
            QueryBoard.Need(
                .depths, .depths(step: state.at, window: DashboardState.overviewWindow), version),
            QueryBoard.Need(.episodes, latest, version),
        ]
        if let episode = state.episodes(of: latest).first {
            needs.append(QueryBoard.Need(.chain, .chain(episode.id), -1))
        }
        return needs
    }

    static func draw(_ pane: Pane, in rect: Rect, isFocused: Bool, on view: inout View) {
        let state = view.state
        switch pane {
        case .run:
            view.text(rect, "Run", state.loadingNote(.row), isFocused: isFocused) {
                state.runLines(width: $0.width)
            }
        case .bufferSummary:
            let count = state.bufferView.map { "\($0.rows.count)/\($0.capacity)" } ?? ""
            view.text(rect, "Buffer", view.note(count, .buffer), isFocused: isFocused) {
                state.bufferSummaryLines(width: $0.width, height: $0.height)
            }
        case .depthSummary:
            view.text(
                rect, "Depth", view.note("last \(DashboardState.overviewWindow) steps", .depths),
                isFocused: isFocused
            ) { state.depthSummaryLines(width: $0.width, height: $0.height) }
        case .rewardCurve:
            if state.isWarmStartShown {
                view.drawWarmStart(rect, isFocused: isFocused)
            } else {
                view.drawRewardCurve(rect, isFocused: isFocused)
            }
        default: view.drawLatestChain(rect, isFocused: isFocused)
        }
    }
}

extension DashboardState {
    mutating func openFromOverview() {
        switch focusedPane {
        case .bufferSummary: descend(to: .buffer)
        case .depthSummary: descend(to: .depth)
        case .rewardCurve: descend(to: .curves)
        case .latestChain:
            if let latest = listedEpisodes.first { chooseEpisode(latest.id) }
            descend(to: .chain)
        default: say("choose a pane with Tab first")
        }
    }
}
