import Rendering
import Runs

extension Pane {
    static let solveByK = Pane("solveByK", weight: 18)
    static let correctionsByK = Pane("correctionsByK", weight: 14)
    static let recency = Pane("recency", weight: 16)
    static let sampledDepth = Pane("sampledDepth", weight: 16)
}

extension QueryBoard.Slot {
    static let evaluations = Self("evaluations")
    static let sampledInstances = Self("sampledInstances", refreshSeconds: 0.5)

    /// The evaluations of another run.
    static func evaluations(of path: String) -> Self {
        Self("evaluations " + path, refreshSeconds: 1)
    }
}

/// The paper's figures of the run looked at, and of those it is compared with.
///
/// - Source: arXiv 2509.04575, figures 3 and 4 (scores and net corrections against k), 5 and 6
///   (recency and depth of the sampled instances).
enum FiguresScreen: Screen {
    static let title = "Figures"
    static let panes: [Pane] = [.solveByK, .correctionsByK, .recency, .sampledDepth]

    static let commands: [Command] = [
        Command.telling(
            "figures.compare", [.enter], "choose runs to lay over this one", hint: "compare",
            yields: {
                $0.descend(to: .compare)
                return CompareScreen.enter(&$0)
            })
    ]

    /// Metrics of the two lower figures.
    static let metrics: [Metric] = [.recency, .depthMean, .depthMax]

    static func arrange(_ body: Rect, focused: Pane, room: ScreenLayout.Room)
        -> [(pane: Pane, rect: Rect)]
    {
        ScreenLayout.columns(
            [.solveByK, .correctionsByK], [.recency, .sampledDepth], right: { $0 / 2 }, in: body,
            focused: focused, room: room)
    }

    static func needs(_ state: DashboardState) -> [QueryBoard.Need] {
        [
            QueryBoard.Need(.evaluations, .evaluations(upTo: state.at), state.dataVersion),
            QueryBoard.Need(
                .sampledInstances,
                .series(
                    metrics: metrics, steps: state.shownSteps, points: DashboardState.curvePoints,
                    smoothing: 0.9),
                state.dataVersion),
        ]
            + state.comparedRuns.map { run in
                QueryBoard.Need(
                    .evaluations(of: run.path), .evaluations(upTo: state.at), run.changed,
                    of: run.path)
            }
    }

    static func draw(_ pane: Pane, in rect: Rect, isFocused: Bool, on view: inout View) {
        switch pane {
        case .solveByK: view.drawSolveByK(rect, isFocused: isFocused)
        case .correctionsByK: view.drawCorrectionsByK(rect, isFocused: isFocused)
        case .recency: view.drawRecency(rect, isFocused: isFocused)
        default: view.drawSampledDepth(rect, isFocused: isFocused)
        }
    }
}

extension DashboardState {
    /// The evaluations in a slot; nil while they have not come.
    private func evaluationList(_ slot: QueryBoard.Slot) -> [EvaluationRecord]? {
        guard case .evaluations(let records) = answer(slot) else { return nil }
        return records
    }

    /// The evaluations up to the step looked at.
    var figureEvaluations: [EvaluationRecord]? { evaluationList(.evaluations) }

    /// Solve rate against k: other runs' newest, this run's warm start and newest.
    var solveCurves: [LineChart.Curve] {
        func curve(_ label: String, _ record: EvaluationRecord) -> LineChart.Curve {
            let points = Array(zip(record.k, record.solve))
            return LineChart.Curve(label, x: points.map { Double($0.0) }, y: points.map(\.1))
        }
        guard let evaluations = figureEvaluations else { return [] }
        var curves = comparedRuns.compactMap { run in
            evaluationList(.evaluations(of: run.path))?.last.map { curve(run.run.name, $0) }
        }
        if evaluations.count > 1, let first = evaluations.first {
            curves.append(curve(first.step == 0 ? "warm start" : "step \(first.step)", first))
        }
        if let last = evaluations.last {
            let name = comparedRuns.isEmpty ? nil : session?.description.run.name
            curves.append(curve(name ?? "step \(last.step)", last))
        }
        // The newest of this run is the first of the colours and lies on top.
        return curves.enumerated().map { $1.distinguished(curves.count - 1 - $0) }
    }

    /// Corrections from the first answer to that after k improve steps; both ends alone where the
    /// record does not hold them between.
    var correctionCurves: [LineChart.Curve] {
        guard let record = figureEvaluations?.last, let last = record.k.last else { return [] }
        var k = record.k.map(Double.init)
        var right = record.wrongToRightAt ?? []
        var wrong = record.rightToWrongAt ?? []
        if right.count != k.count || wrong.count != k.count {
            k = [0, Double(last)]
            right = [0, record.corrections.wrongToRight]
            wrong = [0, record.corrections.rightToWrong]
        }
        func curve(_ label: String, _ values: [Double], _ number: Int) -> LineChart.Curve {
            LineChart.Curve(label, x: k, y: values).distinguished(number)
        }
        return [
            curve("right to wrong", wrong, 2), curve("wrong to right", right, 1),
            curve("net", zip(right, wrong).map { $0 - $1 }, 0),
        ]
    }

    /// A metric of the sampled instances over steps, smoothed where single steps say little.
    func sampledCurve(
        _ metric: Metric, _ label: String, _ number: Int, isSmoothed: Bool = true
    ) -> LineChart.Curve? {
        guard case .series(let all) = answer(.sampledInstances),
            let series = all.first(where: { $0.metric == metric }), !series.buckets.isEmpty
        else { return nil }
        return LineChart.Curve(
            label, x: series.buckets.map { Double($0.step) },
            y: series.buckets.map { isSmoothed ? $0.smoothed ?? $0.mean : $0.mean }
        ).distinguished(number)
    }
}

extension View {
    fileprivate mutating func drawSolveByK(_ rect: Rect, isFocused: Bool) {
        let curves = state.solveCurves
        let newest = state.figureEvaluations?.last
        let about = newest.map { "\($0.count) \($0.split), T \(Format.compact($0.temperature))" }
        let instead =
            state.figureEvaluations == nil
            ? state.waiting(.evaluations) : [Line("no evaluation up to this step", .dim)]
        figure(
            rect, "Solved after k improvements", note(about ?? "", .evaluations),
            isFocused: isFocused, y: Axis(low: 0, high: 1), curves, instead: instead)
    }

    fileprivate mutating func drawCorrectionsByK(_ rect: Rect, isFocused: Bool) {
        let newest = state.figureEvaluations?.last
        let isWhole = newest?.wrongToRightAt != nil
        let about = newest.map { "step \($0.step)" + (isWhole ? "" : ", first and last k alone") }
        let instead =
            state.figureEvaluations == nil
            ? state.waiting(.evaluations) : [Line("no evaluation up to this step", .dim)]
        figure(
            rect, "Corrections within k", note(about ?? "", .evaluations), isFocused: isFocused,
            state.correctionCurves, instead: instead)
    }

    private var sampledInstead: [Line] {
        guard case .series = state.answer(.sampledInstances) else {
            return state.waiting(.sampledInstances)
        }
        return [Line("nothing was drawn from the buffer", .dim)]
    }

    fileprivate mutating func drawRecency(_ rect: Rect, isFocused: Bool) {
        let last = Double(max(2, state.shownStep))
        var curves: [LineChart.Curve] = []
        if let curve = state.sampledCurve(
            .recency, "mean step they were made at", 0, isSmoothed: false)
        {
            // What was made a moment ago lies on the diagonal; a frozen buffer falls away from it.
            curves = [LineChart.Curve("y = x", x: [1, last], y: [1, last], style: .dim), curve]
        }
        let axis = Axis(low: 1, high: last)
        figure(
            rect, "Recency of sampled instances", note("", .sampledInstances),
            isFocused: isFocused, x: axis, y: axis, curves, told: 1, instead: sampledInstead)
    }

    fileprivate mutating func drawSampledDepth(_ rect: Rect, isFocused: Bool) {
        let curves = [
            state.sampledCurve(.depthMax, "deepest, EMA", 1),
            state.sampledCurve(.depthMean, "mean, EMA", 0),
        ].compactMap { $0 }
        figure(
            rect, "Depth of sampled instances", note("", .sampledInstances), isFocused: isFocused,
            x: Axis(low: 1, high: Double(max(2, state.shownStep))), curves,
            instead: sampledInstead)
    }
}
