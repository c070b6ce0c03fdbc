import Foundation
import Rendering
import Runs

extension View {
    /// Draws one metric with its title and, where a cursor is, what it reads.
    ///
    /// - Returns: what the drawing shows, for the mouse; nil while there is nothing to draw.
    @discardableResult
    mutating func drawMetric(
        _ metric: Metric, _ slot: QueryBoard.Slot, in rect: Rect, isFocused: Bool, weight: Double,
        isLogarithmic: Bool = false, cursor: Int? = nil, setting: CurveCharts.Setting? = nil
    ) -> LineChart.Readout? {
        let setting = setting ?? state.chartSetting(slot)
        let isWide = slot == .curves
        let (plot, foot) = DashboardState.chartParts(rect)
        let kept = setting.kept?[metric].flatMap { $0.picture.rect == plot ? $0 : nil }
        var settings = weight > 0 ? "EMA \(Format.fixed(weight, 2))" : "raw"
        if isLogarithmic { settings += "  log y" }
        guard
            let laidOut = kept
                ?? state.chart(metric, slot, in: plot, isLogarithmic: isLogarithmic),
            let curve = laidOut.curve
        else {
            let inside = frame(rect, metric.rawValue, settings, isFocused: isFocused)
            var isEmpty = false
            if case .series(let all) = state.answer(slot) {
                isEmpty = all.contains { $0.metric == metric }
            }
            let lines = isEmpty ? [Line("no value recorded", .dim)] : state.waiting(slot)
            grid.write(lines, in: inside)
            return nil
        }
        let series = laidOut.series
        let last = series.buckets.last?.last
        if isWide, state.curves.window != nil {
            let window = state.chartSteps
            settings += "  steps \(window.lowerBound)\(Signs.dash)\(window.upperBound)"
        }
        let value = Format.compact(last)
        let smoothed = weight > 0 ? curve.y.last.map { "~" + Format.compact($0) } : nil
        // The longest note that leaves the metric's name whole.
        let notes = [
            [value, smoothed, settings], [value, smoothed], [smoothed ?? value],
        ].map { $0.compactMap { $0 }.joined(separator: " ") }
        let room = rect.width - metric.rawValue.count - 9
        let note =
            setting.loading.isEmpty ? notes.first { $0.count <= room } ?? "" : setting.loading
        frame(rect, metric.rawValue, note, isFocused: isFocused)
        var chart = laidOut.chart
        chart.cursor = cursor.map(Double.init)
        chart.hasGrid = isWide && state.curves.hasGrid
        chart.marks = setting.marks
        if isWide, isFocused { chart.selection = state.curves.dragged }
        let readout = chart.draw(laidOut.picture, on: &grid)
        guard !foot.isEmpty else { return readout }
        var line = Line()
        if let dragged = chart.selection {
            line.append(
                "steps \(Int(dragged.lowerBound))\(Signs.dash)\(Int(dragged.upperBound)): "
                    + "let go to zoom", .cursor)
        } else if let cursor, let value = readout.atCursor.last {
            let index = series.buckets.lastIndex { $0.step <= Int(value.x) } ?? 0
            line.append("step \(cursor): ", .cursor)
            line.append(Format.compact(value.raw ?? value.y), .strong)
            if value.raw != nil { line.append(" ~" + Format.compact(value.y)) }
            let bucket = series.buckets[index]
            if bucket.count > 1 {
                line.append(
                    " \(Format.compact(bucket.minimum))\(Signs.dash)"
                        + "\(Format.compact(bucket.maximum)) n \(bucket.count)", .dim)
            }
            for (overlay, value) in zip(chart.curves.dropLast(), readout.atCursor) {
                line.append("  ")
                line = line + overlay.key
                line.append(" " + Format.compact(value.y))
            }
        } else if laidOut.overlays > 0 {
            line = chart.legend(width: foot.width)
        } else {
            line.append(metric.summary, .dim)
        }
        if let problem = readout.note { line = Line(problem, .warning) }
        if readout.missing > 0 { line.append("  \(readout.missing) not finite", .warning) }
        grid.write(line, in: foot)
        return readout
    }

    mutating func drawRewardCurve(_ rect: Rect, isFocused: Bool) {
        drawMetric(
            .reward, .overviewCurve, in: rect, isFocused: isFocused, weight: state.curves.weight)
    }

    /// The metrics page by page, or one of them alone.
    mutating func drawCharts(_ rect: Rect) {
        let setting = state.chartSetting(.curves)
        for (metric, frame) in state.chartFrames(in: rect) { draw(metric, in: frame, setting) }
    }

    /// Draws one metric of the curves screen.
    @discardableResult
    mutating func draw(
        _ metric: Metric, in rect: Rect, _ setting: CurveCharts.Setting? = nil
    ) -> LineChart.Readout? {
        let curves = state.curves
        return drawMetric(
            metric, .curves, in: rect, isFocused: metric == curves.metric, weight: curves.weight,
            isLogarithmic: curves.logarithmic.contains(metric), cursor: curves.cursor,
            setting: setting)
    }

    /// The warm start: how far it is, how long it still takes, and its loss.
    mutating func drawWarmStart(_ rect: Rect, isFocused: Bool) {
        let progress = state.session?.snapshot?.progress
        let inside = frame(rect, "Warm start", "cross-entropy, nats", isFocused: isFocused)
        var lines: [Line] = []
        if let progress, progress.total > 0 {
            let share = Double(progress.done) / Double(progress.total)
            lines.append(
                Bars.meter(share, width: max(0, inside.width - 5), track: .barTrack)
                    + Line(Format.percent(share).right(5)))
            lines.append([
                Span("step \(progress.done) of at most \(progress.total)", .strong),
                Span("   remaining ", .dim), Span(Format.duration(progress.remainingSeconds)),
            ])
        }
        guard case .warmStart(let records) = state.answer(.warmStart), let last = records.last
        else {
            grid.write(
                lines + [Line("supervised training on the teacher's rows", .dim)], in: inside)
            return
        }
        var line: Line = [
            Span("loss ", .dim), Span(Format.fixed(last.loss)), Span("   lr ", .dim),
            Span(Format.compact(last.learningRate)),
        ]
        if let probe = records.last(where: { $0.solve != nil }) {
            line.append("   solve ", .dim)
            line.append(Format.fixed(probe.solve))
            line.append("  pass@17 ", .dim)
            line.append(Format.fixed(probe.passAt17))
            line.append(" on training tasks", .dim)
        }
        lines.append(line)
        let (top, rest) = inside.cutTop(lines.count)
        grid.write(lines, in: top)
        LineChart([
            LineChart.Curve(
                "loss", x: records.map { Double($0.step) }, y: records.map(\.loss))
        ]).draw(on: &grid, in: rest)
    }

    /// Solve rate over k, for the evaluation chosen, the first and the one before.
    mutating func drawEvaluation(_ rect: Rect, isFocused: Bool) {
        let evaluations = state.depthView?.evaluations ?? []
        let shown = state.shownEvaluation
        let title = "Evaluation: solve@k"
        let note =
            shown.map { "step \($0.step), \($0.count) \($0.split) tasks, [ ]" } ?? "[ ] choose"
        let inside = frame(rect, title, self.note(note, .depths), isFocused: isFocused)
        guard let shown, inside.height >= 12 else {
            grid.write(state.evaluationRows(width: inside.width), in: inside)
            return
        }
        let index = max(0, evaluations.count - 1 - state.depth.evaluationsBack)
        var chosen: [(EvaluationRecord, Style)] = []
        if index > 0 { chosen.append((evaluations[0], .series(2))) }
        if index > 1 { chosen.append((evaluations[index - 1], .series(1))) }
        chosen.append((shown, .series(0)))
        let rows = state.evaluationRows(width: inside.width)
        let meaning = [
            Line("solve@k: share of held-out tasks that the answer after", .dim),
            Line("k improve steps solves; a step sees the answer before", .dim),
        ]
        let (plot, foot) = inside.cutBottom(rows.count + meaning.count + 1)
        grid.write(rows + meaning, in: foot)
        var (chart, legend) = plot.cutBottom(1)
        if chart.height < 5 {
            chart = Rect(x: chart.x, y: chart.y, width: chart.width, height: 0)
            legend = chart
        }
        let curves = chosen.map { record, style in
            let points = Array(zip(record.k, record.solve))
            return LineChart.Curve(
                "step \(record.step)", x: points.map { Double($0.0) }, y: points.map(\.1),
                style: style)
        }
        LineChart(curves, y: Axis(low: 0, high: 1)).draw(on: &grid, in: chart)
        var line = Line("k   ", .dim)
        for (record, style) in chosen.reversed() {
            line.append("━ ", style)
            line.append(record.step == 0 ? "warm start   " : "step \(record.step)   ", .dim)
        }
        grid.write(line, in: legend)
    }
}
