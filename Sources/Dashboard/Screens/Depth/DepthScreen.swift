import Rendering
import Runs

extension Pane {
    static let trainingDepths = Pane("trainingDepths", weight: 18)
    static let evaluationCurve = Pane("evaluationCurve")
    static let corrections = Pane("corrections", weight: 14)
}

extension QueryBoard.Slot {
    static let depths = Self("depths")
}

/// How good revisions are at each depth, in training and in evaluations.
enum DepthScreen: Screen {
    static let panels: [any Panel.Type] = [DepthPanel.self]
    static let title = "Depth"
    static let panes: [Pane] = [.trainingDepths, .evaluationCurve, .corrections]

    static let commands: [Command] = [
        Command(
            "depth.earlier", [.key("["), .left, .key("h")], "earlier evaluation",
            hint: "evaluation", for: "[ ]"
        ) { state in
            let most = (state.depthView?.evaluations.count ?? 1) - 1
            state.depth.evaluationsBack = max(0, min(most, state.depth.evaluationsBack + 1))
        },
        Command("depth.later", [.key("]"), .right, .key("l")], "later evaluation") {
            $0.depth.evaluationsBack = max(0, $0.depth.evaluationsBack - 1)
        },
        Command(
            "depth.narrower", [.key("-")], "shorter window of training steps", hint: "window",
            for: "- +"
        ) { $0.depth.window = max(0, $0.depth.window - 1) },
        Command("depth.wider", [.key("+"), .key("=")], "longer window of training steps") {
            $0.depth.window = min(DepthPanel.windows.count - 1, $0.depth.window + 1)
        },
    ]

    static func arrange(_ body: Rect, focused: Pane, room: ScreenLayout.Room)
        -> [(pane: Pane, rect: Rect)]
    {
        ScreenLayout.columns(
            [.trainingDepths, .corrections], [.evaluationCurve], right: { $0 / 2 }, in: body,
            focused: focused, room: room)
    }

    static func needs(_ state: DashboardState) -> [QueryBoard.Need] {
        [
            QueryBoard.Need(
                .depths, .depths(step: state.at, window: state.depth.steps), state.dataVersion)
        ]
    }

    static func draw(_ pane: Pane, in rect: Rect, isFocused: Bool, on view: inout View) {
        let state = view.state
        switch pane {
        case .trainingDepths:
            view.text(
                rect, "Training scores by depth",
                view.note("last \(state.depth.steps) steps, - +", .depths), isFocused: isFocused
            ) { state.trainingDepthLines(width: $0.width, height: $0.height) }
        case .evaluationCurve: view.drawEvaluation(rect, isFocused: isFocused)
        default:
            view.text(
                rect, "Corrections",
                state.shownEvaluation.map { "evaluation after step \($0.step)" } ?? "",
                isFocused: isFocused
            ) { state.correctionLines(width: $0.width) }
        }
    }
}

extension DashboardState {
    var depth: DepthPanel {
        get { panels[DepthPanel.self] }
        set { panels[DepthPanel.self] = newValue }
    }

    var depthView: DepthView? {
        guard case .depths(let view) = answer(.depths) else { return nil }
        return view
    }
}
