import Rendering
import Runs

/// The charts of the curves screen laid out: all that does not change as the cursor moves, a metric is
/// selected or the trainer tells how far it is.
struct CurveCharts: Sendable {
    /// What they depend on.
    struct Key: Hashable, Sendable {
        /// The answer's number.
        let answer: Int
        /// The other runs whose curves are laid over, and the numbers of their answers.
        let others: [String: Int]
        let steps: ClosedRange<Int>
        let logarithmic: Set<Metric>
        /// Each metric's place on the screen.
        let places: [Metric: Rect]
    }

    /// One metric's chart.
    struct Chart: Sendable {
        let series: Series
        /// The curves of other runs, which come before the open one's in the chart.
        let overlays: Int
        let chart: LineChart
        let picture: LineChart.Picture

        var curve: LineChart.Curve? { chart.curves.last }
    }

    /// What the charts of one drawing have in common.
    struct Setting {
        /// Charts that need not be laid out.
        let kept: CurveCharts?
        let marks: [StepMark]
        /// Says that the charts are those of an earlier question.
        let loading: String
    }

    private let charts: [Metric: Chart]

    init(_ charts: [Metric: Chart]) { self.charts = charts }

    subscript(metric: Metric) -> Chart? { charts[metric] }
}

extension DashboardState {
    /// The steps the curves of an answer go over, the window aside.
    ///
    /// New steps come faster than answers about them; the charts grow when there is more to show.
    func answeredSteps(_ slot: QueryBoard.Slot) -> ClosedRange<Int> {
        guard at == nil, let held = board.held[slot], held.version > 0 else { return allSteps }
        return 1...max(2, min(shownStep, Int(held.version)))
    }

    /// The steps that the charts of the curves screen show.
    var chartSteps: ClosedRange<Int> {
        let all = answeredSteps(.curves)
        return curves.window?.clamped(to: all) ?? all
    }

    /// The metrics on the curves screen with their frames.
    func chartFrames(in rect: Rect) -> [(metric: Metric, frame: Rect)] {
        let shown = shownMetrics
        if shown.count == 1 || curves.isMaximised { return [(curves.metric, rect)] }
        return Array(zip(shown, CurvesLayout.frames(in: rect, columns: columns, rows: rows)))
            .map { ($0, $1) }
    }

    /// Where a chart lies within its frame, and the line below it.
    static func chartParts(_ frame: Rect) -> (plot: Rect, foot: Rect) {
        let inside = frame.inset()
        let (plot, foot) = inside.cutBottom(inside.height >= 6 ? 1 : 0)
        return (plot, foot)
    }

    /// What the charts of the curves screen depend on; nil while there are none.
    var chartsKey: CurveCharts.Key? {
        guard screen == .curves, let held = board.held[.curves], case .series = held.answer,
            let rect = layout.rect(of: .charts)
        else { return nil }
        let others = comparedRuns.map { ($0.path, board.held[.overlay($0.path)]?.number ?? 0) }
        let places = chartFrames(in: rect).map { ($0.metric, Self.chartParts($0.frame).plot) }
        return CurveCharts.Key(
            answer: held.number, others: Dictionary(others) { first, _ in first },
            steps: chartSteps, logarithmic: curves.logarithmic,
            places: Dictionary(places) { first, _ in first })
    }

    /// Keeps the charts as they are now to be shown, so that drawing need not lay them out.
    mutating func keepCharts() {
        let state = self
        curves.charts.renew(for: chartsKey) { key in
            CurveCharts(
                key.places.reduce(into: [:]) { charts, place in
                    charts[place.key] = state.chart(
                        place.key, .curves, in: place.value,
                        isLogarithmic: key.logarithmic.contains(place.key))
                })
        }
    }

    /// What all charts of an answer have in common.
    func chartSetting(_ slot: QueryBoard.Slot) -> CurveCharts.Setting {
        let newest = Double(shownStep)
        return CurveCharts.Setting(
            kept: slot == .curves ? chartsKey.flatMap { curves.charts.value(for: $0) } : nil,
            marks: stepMarks.filter { $0.place <= newest }, loading: loadingNote(slot))
    }

    /// Lays out a metric's chart; nil while there is nothing to draw.
    func chart(
        _ metric: Metric, _ slot: QueryBoard.Slot, in plot: Rect, isLogarithmic: Bool
    ) -> CurveCharts.Chart? {
        guard case .series(let all) = answer(slot),
            let series = all.first(where: { $0.metric == metric }), !series.buckets.isEmpty
        else { return nil }
        let isWide = slot == .curves
        let overlays = isWide ? overlays(metric) : []
        var curve = curve(series)
        if !overlays.isEmpty {
            curve.label = session?.description.run.name ?? ""
            curve = curve.distinguished(0)
        }
        let steps = isWide ? chartSteps : answeredSteps(slot)
        // The open run's curve comes last, so that it lies on top.
        let chart = LineChart(
            overlays + [curve],
            x: Axis(low: Double(steps.lowerBound), high: Double(steps.upperBound)),
            scale: isLogarithmic ? .log : .linear)
        return CurveCharts.Chart(
            series: series, overlays: overlays.count, chart: chart,
            picture: chart.picture(in: plot))
    }

    /// A metric's curve: the range of reduced steps behind, means dim, the smoothed one on top.
    ///
    /// The store smooths all steps before it reduces them, so that a curve keeps its shape whatever
    /// part of it is shown.
    private func curve(_ series: Series) -> LineChart.Curve {
        let buckets = series.buckets
        let means = buckets.map(\.mean)
        let isReduced = buckets.contains { $0.count > 1 }
        var curve = LineChart.Curve(
            series.metric.rawValue, x: buckets.map { Double($0.step) },
            y: buckets.map { $0.smoothed ?? $0.mean },
            range: isReduced ? (buckets.map(\.minimum), buckets.map(\.maximum)) : nil)
        if buckets.contains(where: { $0.smoothed != nil }) { curve.raw = means }
        return curve
    }

    /// The curves of the marked runs, without their ranges, so that they stay apart.
    private func overlays(_ metric: Metric) -> [LineChart.Curve] {
        comparedRuns.enumerated().compactMap { index, run in
            guard let series = overlaySeries(run.path, metric), !series.buckets.isEmpty else {
                return nil
            }
            var curve = curve(series)
            curve.range = nil
            curve.raw = nil
            curve.label = run.run.name
            return curve.distinguished(index + 1)
        }
    }
}
