import Rendering
import Runs

extension Pane {
    static let charts = Pane("charts")
}

extension QueryBoard.Slot {
    static let curves = Self("curves")
}

/// Every metric as a curve.
enum CurvesScreen: Screen {
    static let panels: [any Panel.Type] = [CurvesPanel.self]
    static let title = "Curves"
    static let panes: [Pane] = [.charts]

    static let commands: [Command] = [
        Command(
            "curves.earlier", [.key("h"), .left], "move the cursor to earlier steps",
            hint: "cursor", for: "h l"
        ) { $0.moveCursor(-1) },
        Command("curves.later", [.key("l"), .right], "move the cursor to later steps") {
            $0.moveCursor(1)
        },
        Command("curves.cursor-off", [.key("0")], "take the cursor off") { $0.curves.cursor = nil },
        Command(
            "curves.look", [.key("x")], "show the run as it was at the cursor", hint: "look",
            obstacle: {
                $0.curves.cursor == nil ? "put the cursor on a step first: h, l" : nil
            }
        ) { $0.look(at: $0.curves.cursor) },
        Command("curves.open", [.enter], "one metric alone, and back", hint: "maximise") {
            $0.curves.isMaximised.toggle()
        },
        Command("curves.smoother", [.key("a")], "smooth more", hint: "smooth", for: "a A") {
            $0.curves.smoothing = min(CurvesPanel.weights.count - 1, $0.curves.smoothing + 1)
        },
        Command("curves.rougher", [.key("A")], "smooth less") {
            $0.curves.smoothing = max(0, $0.curves.smoothing - 1)
        },
        Command("curves.log", [.key("y")], "logarithmic scale for this metric", hint: "log y") {
            $0.curves.logarithmic.formSymmetricDifference([$0.curves.metric])
        },
    ]

    static func needs(_ state: DashboardState) -> [QueryBoard.Need] {
        [
            QueryBoard.Need(
                .curves,
                .series(
                    metrics: state.shownMetrics, steps: state.shownSteps,
                    points: DashboardState.curvePoints, smoothing: state.curves.weight),
                state.dataVersion)
        ]
    }

    static func move(_ movement: Movement, in pane: Pane, _ state: inout DashboardState) {
        let count = CurvesPanel.metrics.count
        let page = CurvesLayout.capacity(columns: state.columns, rows: state.rows) + 1
        let target = movement.target(from: state.curves.selected, count: count, page: page)
        state.select(metric: max(0, min(count - 1, target)))
    }

    static func click(_ click: PaneClick, _ state: inout DashboardState) -> [DashboardEffect] {
        guard !state.curves.isMaximised else { return [] }
        let frames = CurvesLayout.frames(
            in: click.rect, columns: state.columns, rows: state.rows)
        let index = frames.firstIndex {
            $0.contains(column: click.mouse.column, row: click.mouse.row)
        }
        let shown = state.shownMetrics
        guard let index, shown.indices.contains(index) else { return [] }
        state.curves.selected =
            CurvesPanel.metrics.firstIndex(of: shown[index]) ?? state.curves.selected
        return []
    }

    static func back(_ state: inout DashboardState) -> Bool {
        if state.curves.isMaximised {
            state.curves.isMaximised = false
        } else if state.curves.cursor != nil {
            state.curves.cursor = nil
        } else {
            return false
        }
        return true
    }

    static func draw(_ pane: Pane, in rect: Rect, isFocused: Bool, on view: inout View) {
        view.drawCharts(rect)
    }
}

extension DashboardState {
    var curves: CurvesPanel {
        get { panels[CurvesPanel.self] }
        set { panels[CurvesPanel.self] = newValue }
    }

    /// The metrics that need curves now.
    var shownMetrics: [Metric] {
        if curves.isMaximised { return [curves.metric] }
        let page = max(1, CurvesLayout.capacity(columns: columns, rows: rows))
        let first = curves.selected / page * page
        return Array(CurvesPanel.metrics[first..<min(first + page, CurvesPanel.metrics.count)])
    }

    mutating func select(metric: Int) {
        let count = CurvesPanel.metrics.count
        curves.selected = (metric % count + count) % count
    }

    mutating func moveCursor(_ direction: Int) {
        let last = shownStep
        guard last > 0 else { return }
        guard let cursor = curves.cursor else {
            curves.cursor = last
            return
        }
        let stride = max(1, last / 120)
        curves.cursor = max(1, min(last, cursor + direction * stride))
    }
}
