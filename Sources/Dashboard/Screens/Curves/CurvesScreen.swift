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

    static let showsMarks = true

    static let commands: [Command] = [
        Command(
            "curves.earlier", [.key("h"), .left], "move the cursor to earlier steps",
            hint: "cursor", for: "h l"
        ) { $0.moveCursor(-1) },
        Command("curves.later", [.key("l"), .right], "move the cursor to later steps") {
            $0.moveCursor(1)
        },
        Command(
            "curves.in", [.key("+"), .key("=")], "zoom in about the cursor", hint: "zoom",
            for: "+ - 0"
        ) { $0.zoomCurves(by: 0.5) },
        Command(
            "curves.out", [.key("-")], "zoom out",
            obstacle: { $0.curves.window == nil ? "all steps are shown" : nil }
        ) { $0.zoomCurves(by: 2) },
        Command(
            "curves.pan-back", [.key("[")], "pan to earlier steps", hint: "pan", for: "[ ]",
            obstacle: { $0.curves.window == nil ? "all steps are shown: + zooms in" : nil }
        ) { $0.curves.pan(by: -0.25, in: $0.allSteps) },
        Command(
            "curves.pan-on", [.key("]")], "pan to later steps",
            obstacle: { $0.curves.window == nil ? "all steps are shown: + zooms in" : nil }
        ) { $0.curves.pan(by: 0.25, in: $0.allSteps) },
        Command("curves.reset", [.key("0")], "all steps, and no cursor") {
            $0.curves.window = nil
            $0.curves.cursor = nil
        },
        Command("curves.grid", [.key("#")], "lines across at the ticks") {
            $0.curves.hasGrid.toggle()
        },
        Command.telling(
            "curves.overlay", [.key("o")], "lay other runs over this one", hint: "overlay",
            yields: {
                $0.descend(to: .compare)
                return CompareScreen.enter(&$0)
            }),
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
                    metrics: state.shownMetrics,
                    steps: state.curves.window == nil ? state.shownSteps : state.curveSteps,
                    points: DashboardState.curvePoints, smoothing: state.curves.weight),
                state.dataVersion)
        ] + state.overlayNeeds(metrics: state.shownMetrics)
    }

    static func follow(_ state: inout DashboardState) -> [DashboardEffect] {
        state.keepCharts()
        return []
    }

    static func move(_ movement: Movement, in pane: Pane, _ state: inout DashboardState) {
        let count = CurvesPanel.metrics.count
        let page = CurvesLayout.capacity(columns: state.columns, rows: state.rows) + 1
        let target = movement.target(from: state.curves.selected, count: count, page: page)
        state.select(metric: max(0, min(count - 1, target)))
    }

    /// The chart under the pointer, with its frame.
    private static func chart(
        _ click: PaneClick, _ state: DashboardState
    ) -> (metric: Metric, rect: Rect)? {
        if state.curves.isMaximised { return (state.curves.metric, click.rect) }
        let frames = CurvesLayout.frames(in: click.rect, columns: state.columns, rows: state.rows)
        let index = frames.firstIndex {
            $0.contains(column: click.mouse.column, row: click.mouse.row)
        }
        let shown = state.shownMetrics
        guard let index, shown.indices.contains(index) else { return nil }
        return (shown[index], frames[index])
    }

    /// The step under the pointer in a chart; nil outside of its plot.
    private static func step(_ column: Int, _ chart: (Metric, Rect), _ state: DashboardState)
        -> Int?
    {
        // What is drawn says where its steps are.
        var view = View(state)
        guard let readout = view.draw(chart.0, in: chart.1), !readout.plot.isEmpty else {
            return nil
        }
        let column = max(readout.plot.x, min(readout.plot.maxX - 1, column))
        return readout.x(atColumn: column).map {
            max(1, min(state.shownStep, Int($0.rounded())))
        }
    }

    static func click(_ click: PaneClick, _ state: inout DashboardState) -> [DashboardEffect] {
        guard let chart = chart(click, state) else { return [] }
        state.curves.selected =
            CurvesPanel.metrics.firstIndex(of: chart.metric) ?? state.curves.selected
        guard let step = step(click.mouse.column, chart, state) else { return [] }
        state.curves.cursor = step
        state.curves.dragFrom = step
        state.curves.dragTo = nil
        return []
    }

    static func drag(_ click: PaneClick, _ state: inout DashboardState) {
        guard let from = state.curves.dragFrom else { return }
        // The pointer may leave the chart in which the drag began.
        let frames = CurvesLayout.frames(in: click.rect, columns: state.columns, rows: state.rows)
        let index = state.shownMetrics.firstIndex(of: state.curves.metric) ?? 0
        let rect =
            state.curves.isMaximised || !frames.indices.contains(index)
            ? click.rect : frames[index]
        let to = step(click.mouse.column, (state.curves.metric, rect), state)
        state.curves.dragTo = to
        guard click.mouse.kind == .release else { return }
        state.curves.dragFrom = nil
        state.curves.dragTo = nil
        if let to, abs(to - from) + 1 >= StepWindow.least {
            state.curves.window = min(from, to)...max(from, to)
        }
    }

    static func wheel(_ click: PaneClick, _ state: inout DashboardState) -> Bool {
        guard let chart = chart(click, state),
            let step = step(click.mouse.column, chart, state)
        else { return false }
        let isUp = click.mouse.kind == .wheelUp
        state.curves.zoom(by: isUp ? 0.7 : 1 / 0.7, about: step, in: state.allSteps)
        return true
    }

    static func back(_ state: inout DashboardState) -> Bool {
        if state.curves.isMaximised {
            state.curves.isMaximised = false
        } else if state.curves.window != nil {
            state.curves.window = nil
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

    /// All steps up to the one looked at.
    var allSteps: ClosedRange<Int> { 1...max(2, shownStep) }

    /// The steps that curves show.
    var curveSteps: ClosedRange<Int> { curves.window?.clamped(to: allSteps) ?? allSteps }

    mutating func zoomCurves(by factor: Double) {
        let shown = curveSteps
        let about = curves.cursor.map { max(shown.lowerBound, min(shown.upperBound, $0)) }
        curves.zoom(by: factor, about: about ?? shown.upperBound, in: allSteps)
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
        guard shownStep > 0 else { return }
        let shown = chartSteps.clamped(to: 1...shownStep)
        guard let cursor = curves.cursor else {
            curves.cursor = shown.upperBound
            return
        }
        let stride = max(1, shown.count / 120)
        curves.cursor = max(shown.lowerBound, min(shown.upperBound, cursor + direction * stride))
    }
}
