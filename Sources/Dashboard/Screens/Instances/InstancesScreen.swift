import Rendering
import Runs

extension Pane {
    static let distinct = Pane("distinct", weight: 16)
    static let difficulty = Pane("difficulty", weight: 16)
    static let distance = Pane("distance", weight: 14)
    static let answerMap = Pane("answerMap", weight: 18)
}

extension QueryBoard.Slot {
    static let distinct = Self("distinct", refreshSeconds: 1)
    static let answerMap = Self("answerMap", refreshSeconds: 1)
    static let instanceSeries = Self("instanceSeries", refreshSeconds: 0.5)
}

/// What the screen of instances remembers.
struct InstancesPanel: Panel {
    static let name = "instances"
    /// The task whose answers are mapped; nil for the one most worked on.
    var task: TaskID?
}

/// What the curriculum makes the policy see: how many different instances, how hard, how far
/// apart, and where one task's answers lie.
///
/// - Source: arXiv 2509.04575, figures 6 and 7, tables 2 and 7.
enum InstancesScreen: Screen {
    static let title = "Instances"
    static let panes: [Pane] = [.distinct, .difficulty, .distance, .answerMap]
    static let panels: [any Panel.Type] = [InstancesPanel.self]

    static let commands: [Command] = [
        Command(
            "instances.task", [.key("m")], "map the answers of another task", hint: "task",
            asks: task)
    ]

    /// Metrics of the curves.
    static let metrics: [Metric] = [
        .difficultyBase, .difficultyDrawn, .pairwiseDistance, .diversity,
    ]

    private static let task = Question(
        verb: "map", title: "Map the answers of task",
        hint: { _ in "eight hex digits, as tables show them; nothing for the task most worked on" },
        initial: { $0.panels[InstancesPanel.self].task.map { "\($0)" } ?? "" }
    ) { state, text in
        if text.isEmpty {
            state.panels[InstancesPanel.self].task = nil
        } else if text.count == 8, let bits = UInt32(text, radix: 16) {
            state.panels[InstancesPanel.self].task = TaskID(bits: bits)
        } else {
            return .refused("expected eight hex digits, or nothing")
        }
        return .accepted([])
    }

    static func arrange(_ body: Rect, focused: Pane, room: ScreenLayout.Room)
        -> [(pane: Pane, rect: Rect)]
    {
        ScreenLayout.columns(
            [.distinct, .difficulty], [.distance, .answerMap], right: { $0 / 2 }, in: body,
            focused: focused, room: room)
    }

    static func needs(_ state: DashboardState) -> [QueryBoard.Need] {
        [
            QueryBoard.Need(
                .distinct, .distinct(upTo: state.at, points: DashboardState.curvePoints),
                state.dataVersion),
            QueryBoard.Need(
                .answerMap,
                .answerMap(task: state.panels[InstancesPanel.self].task, upTo: state.at),
                state.dataVersion),
            QueryBoard.Need(
                .instanceSeries,
                .series(
                    metrics: metrics, steps: state.shownSteps, points: DashboardState.curvePoints,
                    smoothing: 0.9),
                state.dataVersion),
        ]
    }

    static func draw(_ pane: Pane, in rect: Rect, isFocused: Bool, on view: inout View) {
        switch pane {
        case .distinct: view.drawDistinct(rect, isFocused: isFocused)
        case .difficulty: view.drawDifficulty(rect, isFocused: isFocused)
        case .distance: view.drawDistance(rect, isFocused: isFocused)
        default: view.drawAnswerMap(rect, isFocused: isFocused)
        }
    }
}

extension DashboardState {
    /// Different instances over steps: tasks alone, and revisions with them.
    var distinctCurves: [LineChart.Curve] {
        guard case .distinct(let counts) = answer(.distinct), !counts.steps.isEmpty,
            // A file may say anything.
            [counts.tasks.count, counts.revisions.count, counts.groups.count]
                .allSatisfy({ $0 == counts.steps.count })
        else { return [] }
        let steps = counts.steps.map(Double.init)
        let tasks = counts.tasks.map(Double.init)
        let all = zip(tasks, counts.revisions).map { $0 + Double($1) }
        return [
            LineChart.Curve("groups", x: steps, y: counts.groups.map(Double.init), style: .dim),
            LineChart.Curve("tasks", x: steps, y: tasks).distinguished(1),
            LineChart.Curve("tasks and revisions", x: steps, y: all).distinguished(0),
        ]
    }

    /// Some metrics of the run's instances, smoothed.
    fileprivate func instanceCurves(_ metrics: [(Metric, String)]) -> [LineChart.Curve] {
        guard case .series(let all) = answer(.instanceSeries) else { return [] }
        return metrics.enumerated().compactMap { number, wanted in
            guard let series = all.first(where: { $0.metric == wanted.0 }), !series.buckets.isEmpty
            else { return nil }
            return LineChart.Curve(
                wanted.1, x: series.buckets.map { Double($0.step) },
                y: series.buckets.map { $0.smoothed ?? $0.mean }
            ).distinguished(number)
        }.reversed()
    }

    /// The map of one task's answers; nil while it has not come.
    var shownAnswerMap: AnswerMap? {
        guard case .answerMap(let map) = answer(.answerMap) else { return nil }
        return map
    }
}

extension View {
    fileprivate mutating func drawDistinct(_ rect: Rect, isFocused: Bool) {
        let curves = state.distinctCurves
        let instead =
            if case .distinct = state.answer(.distinct) {
                [Line("no group is recorded yet", .dim)]
            } else {
                state.waiting(.distinct)
            }
        figure(
            rect, "Distinct training instances", note("", .distinct), isFocused: isFocused, curves,
            instead: instead)
    }

    /// Why a figure of metrics is empty.
    private func absence(_ what: String) -> [Line] {
        guard case .series = state.answer(.instanceSeries) else {
            return state.waiting(.instanceSeries)
        }
        return [Line(what, .dim)]
    }

    fileprivate mutating func drawDifficulty(_ rect: Rect, isFocused: Bool) {
        figure(
            rect, "Difficulty of sampled tasks", note("static measure, EMA", .instanceSeries),
            isFocused: isFocused,
            state.instanceCurves([
                (.difficultyDrawn, "drawn from the buffer"), (.difficultyBase, "drawn anew"),
            ]),
            instead: absence("this run did not record its tasks' difficulty"))
    }

    fileprivate mutating func drawDistance(_ rect: Rect, isFocused: Bool) {
        figure(
            rect, "Distance of a group's answers", note("EMA", .instanceSeries),
            isFocused: isFocused,
            state.instanceCurves([
                (.pairwiseDistance, "mean of all pairs"),
                (.diversity, "to the centroid, scaled for the bonus"),
            ]),
            instead: absence("this run did not record its answers' distances"))
    }

    fileprivate mutating func drawAnswerMap(_ rect: Rect, isFocused: Bool) {
        let map = state.shownAnswerMap
        let about = map.flatMap { map in map.task.map { "\($0), \(map.groups) groups" } } ?? ""
        let inside = frame(
            rect, "Answers to one task", note(about, .answerMap), isFocused: isFocused)
        guard let map, !map.points.isEmpty else {
            let isKnown = map != nil
            grid.write(
                isKnown ? [Line("no answers to show", .dim)] : state.waiting(.answerMap),
                in: inside)
            return
        }
        let steps = map.points.map(\.last)
        let (first, last) = (steps.min() ?? 1, steps.max() ?? 1)
        let span = Double(last) - Double(first)
        let points = map.points.map { point in
            ScatterChart.Point(
                x: point.x, y: point.y,
                level: span > 0 ? (Double(point.last) - Double(first)) / span : 1,
                sign: point.isSolved ? "*" : nil)
        }
        let (plot, foot) = inside.cutBottom(inside.height >= 8 ? 2 : 0)
        // Solved ones above the others.
        ScatterChart(points.filter { $0.sign == nil } + points.filter { $0.sign != nil })
            .draw(on: &grid, in: plot)
        let shares = map.shares.prefix(2).map { "\(Format.compact(100 * $0))%" }
        var legend = Line("step ", .dim) + Heatmap.legend(Double(first)...Double(max(first, last)))
        legend.append("  * solved  axes \(shares.joined(separator: " + "))", .dim)
        grid.write([Line(map.text, .dim), legend], in: foot)
    }
}
