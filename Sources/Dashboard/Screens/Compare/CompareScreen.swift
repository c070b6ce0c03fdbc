import Rendering
import Runs

extension Pane {
    static let otherRuns = Pane("otherRuns", weight: 12, headings: 1)
    static let comparedCurve = Pane("comparedCurve", weight: 20)
    static let differences = Pane("differences")
}

/// The open run beside others: one metric of all, and how their configurations differ.
enum CompareScreen: Screen {
    static let panels: [any Panel.Type] = [ComparePanel.self]
    static let title = "Compare"
    static let panes: [Pane] = [.otherRuns, .comparedCurve, .differences]
    static let needsNoSteps = true

    static let showsMarks = true

    static let commands: [Command] = [
        Command(
            "compare.mark", [.key("m"), .enter],
            "lay the selected run over this one, or take it off",
            hint: "mark", obstacle: { $0.selectedOther == nil ? "no other run is listed" : nil }
        ) { $0.markSelectedOther() },
        Command("compare.clear", [.key("0")], "take all other runs off") {
            $0.compare.marked = []
            $0.compare.baseline = nil
        },
        Command(
            "compare.baseline", [.key("b")],
            "take the differences from the selected run, or from the open one", hint: "baseline",
            obstacle: { $0.selectedOther == nil ? "no other run is listed" : nil }
        ) {
            let path = $0.selectedOther?.path
            $0.compare.baseline = $0.compare.baseline == path ? nil : path
        },
        Command(
            "compare.changed", [.key("d")],
            "all keys of the configurations, or only those that differ",
            hint: "keys"
        ) { $0.compare.isOnlyDifferent.toggle() },
        Command(
            "compare.previous", [.key("h"), .left], "previous metric", hint: "metric", for: "h l"
        ) { $0.select(metric: $0.curves.selected - 1) },
        Command("compare.next", [.key("l"), .right], "next metric") {
            $0.select(metric: $0.curves.selected + 1)
        },
        Command("compare.smoother", [.key("a")], "smooth more", hint: "smooth", for: "a A") {
            $0.curves.smoothing = min(CurvesPanel.weights.count - 1, $0.curves.smoothing + 1)
        },
        Command("compare.rougher", [.key("A")], "smooth less") {
            $0.curves.smoothing = max(0, $0.curves.smoothing - 1)
        },
        Command.telling(
            "compare.refresh", [.key("r")], "look for runs again", yields: { _ in [.listRuns] }),
    ]

    static func arrange(_ body: Rect, focused: Pane, room: ScreenLayout.Room)
        -> [(pane: Pane, rect: Rect)]
    {
        ScreenLayout.columns(
            [.otherRuns, .comparedCurve], [.differences],
            right: { max(44, min(80, $0 * 2 / 5)) }, in: body, focused: focused, room: room)
    }

    static func enter(_ state: inout DashboardState) -> [DashboardEffect] { [.listRuns] }

    static func needs(_ state: DashboardState) -> [QueryBoard.Need] {
        let metrics = [state.curves.metric]
        let own = QueryBoard.Need(
            .curves,
            .series(
                metrics: metrics, steps: state.shownSteps, points: DashboardState.curvePoints,
                smoothing: state.curves.weight), state.dataVersion)
        return [own] + state.overlayNeeds(metrics: metrics)
    }

    static func move(_ movement: Movement, in pane: Pane, _ state: inout DashboardState) {
        let page = max(1, state.visibleRows(of: pane))
        switch pane {
        case .differences:
            let width = max(1, (state.layout.rect(of: pane)?.width ?? state.columns) - 2)
            state.compare.differencesTop = movement.scrolled(
                state.compare.differencesTop, lines: state.differenceTable(width: width).count,
                page: page)
        case .otherRuns:
            let count = state.otherRuns.count
            state.compare.cursor.select(
                movement.target(from: state.compare.cursor.selected, count: count, page: page),
                of: count, visible: page)
        default: state.select(metric: state.curves.selected + (movement == .up ? -1 : 1))
        }
    }

    static func click(_ click: PaneClick, _ state: inout DashboardState) -> [DashboardEffect] {
        guard click.pane == .otherRuns, click.row >= 0 else { return [] }
        let count = state.otherRuns.count
        let index =
            state.compare.cursor.top(of: count, visible: state.visibleRows(of: click.pane))
            + click.row
        if index < count { state.compare.cursor.selected = index }
        return []
    }

    static func draw(_ pane: Pane, in rect: Rect, isFocused: Bool, on view: inout View) {
        switch pane {
        case .otherRuns: view.drawOtherRuns(rect, isFocused: isFocused)
        case .comparedCurve:
            let curves = view.state.curves
            view.drawMetric(
                curves.metric, .curves, in: rect, isFocused: isFocused, weight: curves.weight,
                isLogarithmic: curves.logarithmic.contains(curves.metric), cursor: curves.cursor)
        default:
            let state = view.state
            view.text(
                rect, "Configurations",
                state.compare.isOnlyDifferent ? "what differs, d all" : "all keys, d what differs",
                isFocused: isFocused, from: state.compare.differencesTop
            ) { state.differenceTable(width: $0.width) }
        }
    }
}

extension DashboardState {
    var compare: ComparePanel {
        get { panels[ComparePanel.self] }
        set { panels[ComparePanel.self] = newValue }
    }

    /// The runs listed beside the open one, those that can be read.
    var otherRuns: [ListedRun] {
        browser.runs.filter { $0.problem == nil && $0.path != session?.description.path }
    }

    var selectedOther: ListedRun? {
        let runs = otherRuns
        let index = max(0, min(compare.cursor.selected, runs.count - 1))
        return runs.indices.contains(index) ? runs[index] : nil
    }

    /// The marked runs that are listed, in the order of their marks.
    var comparedRuns: [ListedRun] {
        let runs = otherRuns
        return compare.marked.compactMap { path in runs.first { $0.path == path } }
    }

    mutating func markSelectedOther() {
        guard let run = selectedOther else { return }
        if let index = compare.marked.firstIndex(of: run.path) {
            compare.marked.remove(at: index)
        } else if compare.marked.count < ComparePanel.most {
            compare.marked.append(run.path)
        } else {
            say("at most \(ComparePanel.most) runs can be laid over this one")
        }
    }

    /// The curves of the marked runs.
    func overlayNeeds(metrics: [Metric]) -> [QueryBoard.Need] {
        comparedRuns.map { run in
            QueryBoard.Need(
                .overlay(run.path),
                .series(
                    metrics: metrics, steps: shownSteps, points: Self.curvePoints,
                    smoothing: curves.weight), run.changed, of: run.path)
        }
    }

    // MARK: Configurations

    /// One line a key: its value in the open run and in each marked one.
    func differenceTable(width: Int) -> [Line] {
        guard let session else { return [] }
        let own = session.description.configuration
        let runs = comparedRuns
        guard !runs.isEmpty || compare.baseline != nil else {
            return [
                Line("mark a run with m to see what differs", .dim),
                Line("h l choose the metric of the curves", .dim),
            ]
        }
        var columns: [(name: String, configuration: RunConfiguration?)] = [
            (session.description.run.name, own)
        ]
        columns += runs.map { ($0.run.name, $0.configuration) }
        let base = otherRuns.first { $0.path == compare.baseline }?.configuration ?? own
        let cell = max(8, min(16, (width - 24) / columns.count))
        let key = max(10, width - cell * columns.count)
        var heading = Line(DisplayText.padded("key", to: key), .dim)
        for (index, column) in columns.enumerated() {
            heading.append(
                DisplayText.padded(column.name, to: cell), index == 0 ? .strong : .series(index))
        }
        var lines = [heading]
        for row in ConfigurationKey.all {
            let values = columns.map { $0.configuration.map(row.shown) ?? "-" }
            let isDifferent = Set(values + [row.shown(base)]).count > 1
            if compare.isOnlyDifferent, !isDifferent { continue }
            var line = Line(DisplayText.padded(row.name, to: key), isDifferent ? .text : .dim)
            for value in values {
                let differs = value != row.shown(base)
                line.append(
                    DisplayText.padded((differs ? "*" : " ") + value, to: cell),
                    differs ? .warning : .dim)
            }
            lines.append(line)
        }
        if lines.count == 1 { lines.append(Line("no key differs", .dim)) }
        let note = compare.baseline == nil ? "this run's" : "the baseline's"
        return lines + [Line("* is another value than \(note)", .dim)]
    }
}

extension QueryBoard.Slot {
    /// The curves of another run.
    static func overlay(_ path: String) -> Self { Self("overlay " + path, refreshSeconds: 1) }
}

extension View {
    mutating func drawOtherRuns(_ rect: Rect, isFocused: Bool) {
        let runs = state.otherRuns
        let compare = state.compare
        let inside = frame(
            rect, "Runs", "\(compare.marked.count) marked of \(runs.count)", isFocused: isFocused)
        guard !runs.isEmpty else {
            grid.write([Line("no other run is listed; r looks again", .dim)], in: inside)
            return
        }
        Table(
            [
                TableColumn("", .fixed(3)), TableColumn("run", .share(2, minimum: 10)),
                TableColumn("strategy", .fixed(10, priority: 5)),
                TableColumn("seed", .fixed(5, priority: 3), alignment: .trailing),
                TableColumn("step", .fixed(9, priority: 4), alignment: .trailing),
                TableColumn("state", .fixed(11, priority: 2)),
                TableColumn(state.curves.metric.rawValue, .share(1, minimum: 8, priority: 6)),
            ], rowCount: runs.count, selection: compare.cursor.selected,
            offset: compare.cursor.top, isFocused: isFocused
        ).draw(on: &grid, in: inside) { index in
            let run = runs[index]
            let mark = compare.marked.firstIndex(of: run.path)
            let series = state.overlaySeries(run.path, state.curves.metric)
            let last = series?.buckets.last?.last
            let key = mark.map { LineChart.Curve("", y: []).distinguished($0 + 1) }
            let sign = Span(key?.mark.map { String($0) } ?? " ", key?.style ?? .dim)
            return [
                [
                    sign,
                    Span(run.path == compare.baseline ? "b" : " ", .warning),
                ],
                Line(run.run.name, mark == nil ? .text : .strong),
                Line(run.strategy?.rawValue ?? "-"),
                Line(run.configuration.map { "\($0.seed)" } ?? "-"),
                Line("\(run.step)/\(run.steps)", .dim), Line(run.state, .dim),
                Line(Format.compact(last)),
            ]
        }
    }
}

extension DashboardState {
    /// A metric of another run, if it has come.
    func overlaySeries(_ path: String, _ metric: Metric) -> Series? {
        guard case .series(let all) = answer(.overlay(path)) else { return nil }
        return all.first { $0.metric == metric }
    }
}
