import Rendering
import Runs

extension DashboardState {
    /// The histogram of the chosen quantity, its title and its digits.
    func bufferHistogram(bins: Int) -> (histogram: Bins, digits: Int)? {
        guard let rows = bufferView?.rows else { return nil }
        return switch buffer.quantity {
        case .score: (Bins(rows.map(\.score), bins: bins, isWhole: false), 3)
        case .depth: (Bins(rows.map { Double($0.depth) }, bins: bins, isWhole: true), 0)
        case .quality: (Bins(rows.compactMap(\.quality), bins: bins, isWhole: false), 2)
        case .created: (Bins(rows.map { Double($0.created) }, bins: bins, isWhole: true), 0)
        case .sampled: (Bins(rows.map { Double($0.sampled) }, bins: bins, isWhole: true), 0)
        }
    }

    func histogramPaneLines(width: Int, height: Int) -> [Line] {
        guard let view = bufferView,
            let (histogram, digits) = bufferHistogram(bins: max(1, height - 2))
        else { return waiting(.buffer) }
        if view.rows.isEmpty { return [Line(emptyBufferText, .dim)] }
        let bare = view.rows.filter(\.isBare).count
        return histogramLines(histogram, width: width, digits: digits) + [
            Line(
                "\(bare) bare tasks, \(view.rows.count - bare) revisions", .dim),
            Line(
                "\(effectiveText(view)), sharpness \(Format.compact(view.sharpness))", .dim),
        ]
    }

    /// What happened to the buffer lately, newest first, each with its reason: one line a change.
    ///
    /// - Parameters:
    ///   - changes: all of them; nil while they are waited for.
    ///   - top: how many are scrolled out of sight.
    ///   - height: how many are seen.
    ///   - slot: who waits for them.
    /// - Returns: the lines that are seen.
    func lines(
        of changes: [BufferView.Change]?, from top: Int, _ height: Int, _ slot: QueryBoard.Slot
    ) -> [Line] {
        guard let changes else { return waiting(slot) }
        guard !changes.isEmpty else { return [Line("no change yet", .dim)] }
        return changes.dropFirst(max(0, top)).prefix(height).map {
            Line([Span("\($0.step)".right(5) + " ", .dim)] + spans(of: $0.change))
        }
    }

    private func spans(of change: BufferChange) -> [Span] {
        func score(_ value: Double) -> String { Format.fixed(value) }
        return switch change {
        case .inserted(let entry, let offer):
            [
                Span("+ admitted ", .good), Span("#\(entry.id) d\(entry.instance.depth) "),
                Span("\(score(entry.score)) \(Self.name(of: offer))", .dim),
            ]
        case .rescored(let entry, let from, let to):
            [
                Span("~ rescored ", .info), Span("#\(entry) "),
                Span("\(score(from)) \(Signs.arrow) \(score(to))", .dim),
            ]
        case .drawn(let entry): [Span("  drawn    ", .dim), Span("#\(entry)")]
        case .evicted(let entry, let lowest, let by):
            [
                Span("- evicted ", .bad), Span("#\(entry) "),
                Span("lowest \(score(lowest)), by #\(by)", .dim),
            ]
        case .refused(let offered, let lowest, let offer):
            [
                Span("x refused ", .warning), Span("\(Self.name(of: offer)) "),
                Span("\(score(offered)) below \(score(lowest))", .dim),
            ]
        }
    }

    private static func name(of offer: BufferChange.Offer) -> String {
        switch offer {
        case .task: "task"
        case .revision: "revision"
        case .prefix: "prefix"
        case .draft: "draft"
        }
    }

    /// The selected entry in words.
    func entryLines(width: Int) -> [Line] {
        guard bufferView != nil else { return waiting(.buffer) }
        guard let row = selectedEntry else { return [Line("no entry is selected", .dim)] }
        var lines: [Line] = [
            [Span("task   ", .dim), Span("\(row.task)  "), Span(row.taskText, .strong)],
            [
                Span("asks   ", .dim),
                Span(
                    row.depth == 0
                        ? "a draft" : "a revision of depth \(row.depth)"),
                Span(row.turn > 0 ? ", turn \(row.turn)" : ""),
            ],
        ]
        if let text = row.latestText {
            lines.append([Span("latest ", .dim), Span(text)])
            lines.append([Span("quality ", .dim), Span(Format.fixed(row.quality))])
        }
        lines.append([
            Span("score  ", .dim), Span(Format.fixed(row.score, 4)),
            Span("  prob ", .dim), Span(Format.fixed(row.probability, 4)),
        ])
        lines.append([
            Span("since  ", .dim), Span("step \(row.created), drawn \(row.sampled) times"),
        ])
        lines.append(
            Line(
                row.latest != nil
                    ? "Enter opens its chain"
                    : row.isBare ? "a bare task: no chain yet" : "a teacher's draft: no chain yet",
                .dim))
        return lines
    }
}
