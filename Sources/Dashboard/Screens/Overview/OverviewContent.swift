import Rendering
import Runs

extension DashboardState {
    // MARK: Run card

    /// The run at the step looked at, in names and values.
    func runLines(width: Int) -> [Line] {
        guard let session else { return [] }
        let configuration = session.description.configuration
        let snapshot = session.snapshot
        let row = shownRow
        var lines: [Line] = []
        func line(_ name: String, _ value: String, _ tone: Style = .text) {
            lines.append([Span(name.left(10), .dim), Span(value, tone)])
        }
        for alarm in shownAlarms {
            lines += Line("! " + alarm.message, .warning).wrapped(to: width).prefix(3)
        }
        if case .paused(let reason) = snapshot?.control, snapshot?.end == nil {
            lines.append(Line("paused: " + reason.text, .statePaused))
        }
        let steps = snapshot?.steps ?? configuration.steps
        let share = Double(shownStep) / Double(max(1, steps))
        lines.append(
            Bars.meter(share, width: width - 5, track: .barTrack)
                + Line(Format.percent(share).right(5)))
        line(
            "strategy",
            "\(configuration.strategy.rawValue), level \(configuration.level), "
                + configuration.preset.rawValue)
        if let row, row[.reward] != nil {
            line(
                "solved",
                Format.percent(row[.solved]) + "   quality " + Format.fixed(row[.quality], 2))
            line(
                "corrected",
                Format.fixed(row[.wrongToRight], 0) + " to right, "
                    + Format.fixed(row[.rightToWrong], 0) + " to wrong")
            line(
                "modes",
                Format.percent(row[.shareBase]) + " base "
                    + Format.percent(row[.shareImprove]) + " impr. "
                    + Format.percent(row[.shareDiverge]) + " div.")
            if let split = StepSplit(row) { line("time", Self.text(of: split, width: width - 10)) }
            line(
                "entropy", Format.compact(row[.entropy]) + "   kl " + Format.compact(row[.kl]))
            line(
                "grad_norm",
                Format.compact(row[.gradNorm]) + "   lr " + Format.compact(row[.learningRate]))
            line("zero std", Format.percent(row[.zeroStdFraction]) + " of groups")
            line(
                "invalid",
                Format.percent(row[.invalid]) + "   copied " + Format.percent(row[.copied]))
        } else {
            lines.append(Line("no step is done yet", .dim))
        }
        line("seed", "\(configuration.seed)   \(session.description.kernelPath)")
        if !theme.isEmpty { line("theme", "\(theme), \(capabilities.colors)") }
        line("command", session.description.command, .dim)
        return lines
    }

    /// The largest parts of a step's time, as many as fit.
    private static func text(of split: StepSplit, width: Int) -> String {
        var text = ""
        for (part, share) in split.shares.sorted(by: { $0.share > $1.share }) {
            let word = part == .forwardBackward ? "fwd/bwd" : part.word
            let next = Format.percent(share) + " " + word
            guard text.isEmpty || text.count + 2 + next.count <= width else { break }
            text += (text.isEmpty ? "" : "  ") + next
        }
        return text
    }

    // MARK: Buffer

    func bufferSummaryLines(width: Int, height: Int) -> [Line] {
        guard let view = bufferView else { return waiting(.buffer) }
        guard !view.rows.isEmpty else {
            return [Line(emptyBufferText, .dim)]
        }
        let footer = 2
        let scores = view.rows.map(\.score)
        let histogram = Bins(scores, bins: max(2, min(8, height - footer - 1)), isWhole: false)
        var lines = [Line("score           entries", .dim)]
        lines += histogramLines(histogram, width: width, digits: 3)
        let mean = scores.reduce(0, +) / Double(scores.count)
        lines.append(
            Line(
                "mean \(Format.fixed(mean))  \(effectiveText(view))", .dim))
        let oldest = view.rows.map(\.created).min() ?? 0
        let deepest = view.rows.map(\.depth).max() ?? 0
        lines.append(Line("oldest from step \(oldest), deepest \(deepest)", .dim))
        return lines
    }

    var emptyBufferText: String {
        guard let strategy = session?.description.configuration.strategy,
            !strategy.drawsFromBuffer
        else { return "the buffer is empty" }
        return "the strategy \(strategy.rawValue) does not draw from the buffer"
    }

    /// How many entries the draw is spread over, as if they were equally likely.
    func effectiveText(_ view: BufferView) -> String {
        let squares = view.rows.reduce(0.0) { $0 + $1.probability * $1.probability }
        return squares > 0
            ? "draws spread over \(Format.fixed(1 / squares, 0))" : "nothing drawn yet"
    }

    func histogramLines(_ histogram: Bins, width: Int, digits: Int) -> [Line] {
        histogram.bins.map { bin in
            let range =
                digits == 0 && bin.low == bin.high
                ? Format.fixed(bin.low, 0)
                : Format.fixed(bin.low, digits) + Signs.dash + Format.fixed(bin.high, digits)
            let room = max(1, width - 12 - 5)
            let share = Double(bin.count) / Double(max(1, histogram.most))
            return Line(DisplayText.padded(range, to: 12), .dim)
                + Bars.meter(share, width: room) + Line(String(bin.count).right(5))
        }
    }

    // MARK: Depth

    func depthSummaryLines(width: Int, height: Int) -> [Line] {
        guard let view = depthView else { return waiting(.depths) }
        var lines = depthRows(view.scores, width: width)
        if height > lines.count + 1, !lines.isEmpty { lines.insert(depthHeading(width), at: 0) }
        if lines.isEmpty { lines = [Line("no revision is scored yet", .dim)] }
        if let evaluation = view.evaluations.last, let first = evaluation.solve.first,
            let last = evaluation.solve.last, let k = evaluation.k.last
        {
            lines.append(
                Line(
                    "\(evaluation.split): solve@0 \(Format.fixed(first, 2)), @\(k) "
                        + Format.fixed(last, 2), .dim))
        }
        return lines
    }

    func depthHeading(_ width: Int) -> Line {
        [
            Span("    quality".left(10 + max(3, width - 33)), .dim), Span("gain".right(7), .dim),
            Span("solved".right(7), .dim), Span("count".right(8), .dim),
        ]
    }

    /// One line for each depth: quality as a bar, the share solved, the gain.
    func depthRows(_ scores: [DepthScore], width: Int) -> [Line] {
        let room = max(3, width - 33)
        return scores.map { score in
            let gain = score.gain.map { Format.signed($0) } ?? (score.depth == 0 ? "draft" : "-")
            let isWorse = (score.gain ?? 0) < 0
            let name: Line = [
                Span("d\(score.depth)".left(4), .strong),
                Span(Format.fixed(score.quality).right(5) + " "),
            ]
            return name + Bars.meter(score.quality, width: room) + [
                Span(" " + gain.right(6), score.gain == nil ? .dim : isWorse ? .bad : .good),
                Span(isWorse ? "!" : " ", .bad),
                Span(Format.percent(score.solved).right(6)),
                Span("n \(score.count)".right(8), .dim),
            ]
        }
    }

    // MARK: Waiting and failing

    /// What a pane says until its answer has come.
    func waiting(_ slot: QueryBoard.Slot) -> [Line] {
        if case .failed(let reason) = answer(slot) { return [Line("! " + reason, .bad)] }
        // A chain is asked for when the list of episodes has come.
        if slot == .chain, answer(.chain) == nil, answer(.episodes) != nil {
            if case .episodes(let list) = answer(.episodes), !list.isEmpty {
                return [Line("reading the store" + Signs.ellipsis, .dim)]
            }
            return waiting(.episodes)
        }
        if case .episodes(let list) = answer(slot), list.isEmpty {
            return [Line("no episode up to this step", .dim)]
        }
        if answer(slot) == nil, newestStep == 0 {
            return [Line("nothing is recorded yet", .dim)]
        }
        return [Line("reading the store" + Signs.ellipsis, .dim)]
    }
}
