import Rendering
import Runs

extension Pane {
    static let trainingDepths = Pane("trainingDepths", weight: 18)
    static let evaluationCurve = Pane("evaluationCurve", weight: 18)
    static let corrections = Pane("corrections", weight: 14)
}

extension QueryBoard.Slot {
    static let depths = Self("depths")
}

/// How good revisions are at each depth, in training and in evaluations.
enum DepthScreen: Screen {
    static let panels: [any Panel.Type] = [DepthPanel.self]
    static let title = "Depth"
    static let panes: [Pane] = [
        .depthMap, .cellChains, .trainingDepths, .evaluationCurve, .corrections,
    ]

    static let commands: [Command] =
        mapCommands + [
            Command(
                "depth.earlier", [.key("[")], "earlier evaluation",
                hint: "evaluation", for: "[ ]"
            ) { state in
                let most = (state.depthView?.evaluations.count ?? 1) - 1
                state.depth.evaluationsBack = max(0, min(most, state.depth.evaluationsBack + 1))
            },
            Command("depth.later", [.key("]")], "later evaluation") {
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
        // The chains of a cell take the corrections' place while the map is looked at.
        let isMap = focused == .depthMap || focused == .cellChains
        return ScreenLayout.columns(
            [.depthMap, .trainingDepths], [.evaluationCurve, isMap ? .cellChains : .corrections],
            right: { $0 / 2 }, in: body, focused: focused, room: room)
    }

    static func needs(_ state: DashboardState) -> [QueryBoard.Need] {
        [
            QueryBoard.Need(
                .depths, .depths(step: state.at, window: state.depth.steps), state.dataVersion)
        ] + state.mapNeeds
    }

    static func move(_ movement: Movement, in pane: Pane, _ state: inout DashboardState) {
        if pane == .cellChains {
            let count = state.cellChains.count
            let page = max(1, state.visibleRows(of: pane))
            state.depth.chains.select(
                movement.target(from: state.depth.chains.selected, count: count, page: page),
                of: count, visible: page)
            return
        }
        switch movement {
        case .up: state.moveMapCursor(rows: -1)
        case .down: state.moveMapCursor(rows: 1)
        case .first: state.moveMapCursor(columns: -(1 << 20))
        case .last: state.moveMapCursor(columns: 1 << 20)
        case .pageUp: state.moveMapCursor(columns: -10)
        case .pageDown: state.moveMapCursor(columns: 10)
        }
    }

    static func click(_ click: PaneClick, _ state: inout DashboardState) -> [DashboardEffect] {
        if click.pane == .cellChains, click.row >= 0 {
            let count = state.cellChains.count
            let index =
                state.depth.chains.top(of: count, visible: state.visibleRows(of: click.pane))
                + click.row
            if index < count { state.depth.chains.selected = index }
        }
        guard click.pane == .depthMap else { return [] }
        // What is drawn says where its cells are.
        var view = View(state)
        guard let placement = view.drawDepthMap(click.rect, isFocused: true),
            let grid = state.depthGrid,
            let cell = placement.cell(atColumn: click.mouse.column, row: click.mouse.row),
            grid.columns.indices.contains(cell.columns.lowerBound)
        else { return [] }
        state.depth.mapDepth = cell.row
        state.depth.mapStep = grid.columns[cell.columns.lowerBound].lowerBound
        state.depth.chains = ListCursor()
        return []
    }

    static func draw(_ pane: Pane, in rect: Rect, isFocused: Bool, on view: inout View) {
        let state = view.state
        switch pane {
        case .depthMap: view.drawDepthMap(rect, isFocused: isFocused)
        case .cellChains: view.drawCellChains(rect, isFocused: isFocused)
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
