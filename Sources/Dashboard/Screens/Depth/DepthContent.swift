import Rendering
import Runs

extension DashboardState {
    /// The evaluation the depth screen looks at.
    var shownEvaluation: EvaluationRecord? {
        guard let evaluations = depthView?.evaluations, !evaluations.isEmpty else { return nil }
        return evaluations[max(0, evaluations.count - 1 - depth.evaluationsBack)]
    }

    func trainingDepthLines(width: Int, height: Int) -> [Line] {
        guard let view = depthView else { return waiting(.depths) }
        guard !view.scores.isEmpty else { return [Line("no revision is scored yet", .dim)] }
        var lines = [depthHeading(width)] + depthRows(view.scores, width: width)
        lines.append(Line())
        lines += [
            Line("quality: how good a revision is, in [0, 1], the mean", .dim),
            Line("gain: quality minus that of the revision before", .dim),
            Line("solved: share that solves its turn exactly", .dim),
            Line("base and improve only: diverge is not meant to gain", .dim),
        ]
        return lines
    }

    func correctionLines(width: Int) -> [Line] {
        guard depthView != nil else { return waiting(.depths) }
        guard let evaluation = shownEvaluation else {
            return [Line("no evaluation up to this step", .dim)]
        }
        let corrections = evaluation.corrections
        let k = evaluation.k.last ?? 0
        func line(_ name: String, _ value: String, _ meaning: String, _ tone: Style = .text) -> Line
        {
            [Span(name.left(15), .dim), Span(value.right(8), tone), Span("  " + meaning, .dim)]
        }
        var lines = [
            Line(
                "held-out tasks \(evaluation.count), chains a task \(evaluation.samples), "
                    + "temperature \(Format.compact(evaluation.temperature))", .dim),
            line(
                "wrong to right", "+" + Format.fixed(corrections.wrongToRight, 1),
                "wrong at k=0, right at k=\(k)", .good),
            line(
                "right to wrong", "-" + Format.fixed(corrections.rightToWrong, 1),
                "right at k=0, wrong at k=\(k)", .bad),
            line(
                "net", Format.signed(corrections.net, 1), "their difference",
                corrections.net >= 0 ? .good : .bad),
            line(
                "best so far", Format.fixed(evaluation.bestSoFar),
                "chains that ever held a solution"),
            line(
                "distinct", Format.fixed(evaluation.distinct, 2), "different solutions in a chain"),
            line("invalid", Format.percent(evaluation.invalid), "steps without the domain's form"),
            line("copied", Format.percent(evaluation.copied), "unsolved answers repeated"),
        ]
        if let passAt = evaluation.passAt {
            lines.append(
                line(
                    "pass@\(k + 1)", Format.fixed(passAt), "tasks solved by any of \(k + 1) drafts")
            )
        }
        return lines
    }

    /// Solve rate over k as rows, for panes too small for a chart.
    func evaluationRows(width: Int) -> [Line] {
        guard depthView != nil else { return waiting(.depths) }
        guard let evaluation = shownEvaluation else {
            return [Line("no evaluation up to this step", .dim)]
        }
        let room = max(3, width - 26)
        return [Line("k     solve@k  quality", .dim)]
            + evaluation.k.indices.map { index -> Line in
                let solve = evaluation.solve.indices.contains(index) ? evaluation.solve[index] : 0
                let quality =
                    evaluation.quality.indices.contains(index) ? evaluation.quality[index] : nil
                let numbers: Line = [
                    Span("\(evaluation.k[index])".left(6), .strong),
                    Span(Format.fixed(solve).left(9)), Span(Format.fixed(quality).left(9), .dim),
                ]
                return numbers + Bars.meter(solve, width: room)
            }
    }
}
