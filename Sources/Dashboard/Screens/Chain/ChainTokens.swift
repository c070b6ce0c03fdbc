import Foundation
import Rendering
import Runs

extension DashboardState {
    /// What is known about the tokens of the revision looked at, from the chosen weights.
    var shownScoring: TokenScoring.Outcome? {
        shownRevision.flatMap { chain.scoring.outcome(of: $0.id) }
    }

    /// Whose weights scored, and how far the run has gone since.
    func scoringTitle(_ scored: RescoredRevision) -> Line {
        let source = chain.scoring.source
        var line: Line = [Span("weights of step \(scored.step)", .strong)]
        switch source {
        case .live where scored.step < newestStep && session?.isLive == true:
            line.append(", the run is at \(newestStep)", .dim)
        case .live, .checkpoint: line.append(", " + title(of: source), .dim)
        }
        return line
    }

    /// The whole answer's log-probabilities and what they mean.
    func scoringSums(_ scored: RescoredRevision) -> Line {
        let (sampled, now) = scored.sums
        let change = now - sampled
        var line: Line = [
            Span("log p ", .dim), Span(Format.fixed(sampled, 2)), Span(" sampled  ", .dim),
            Span(Format.fixed(now, 2), .strong), Span(" now  ", .dim),
            Span(Format.signed(change, 2), change < 0 ? .bad : change > 0 ? .good : .dim),
        ]
        if change.isFinite {
            let factor = Format.compact(exp(abs(change)))
            if factor != "1" {
                line.append(
                    change > 0 ? "  \(factor)x as likely" : "  \(factor)x less likely",
                    .dim)
            }
        }
        return line
    }

    /// The answer token by token, a sign beneath each that changed.
    ///
    /// - Parameters:
    ///   - scored: the tokens.
    ///   - selected: the place of the token the table's cursor is on.
    ///   - width: cells.
    /// - Returns: the lines, and the first line of the selected token.
    func tokenFlow(
        _ scored: RescoredRevision, selected: Int?, width: Int
    ) -> (lines: [Line], selected: Int) {
        var lines: [Line] = []
        var row = Line()
        var signs = Line()
        var used = 0
        var found = 0
        func flush() {
            lines.append(row)
            if signs.spans.contains(where: { $0.text.contains { $0 != " " } }) {
                lines.append(signs)
            }
            (row, signs, used) = (Line(), Line(), 0)
        }
        for token in scored.changes(in: shownRevision?.text ?? "") {
            let text = Line(token.text.replacing("\n", with: "\u{23CE}")).truncated(to: width)
            let cells = text.width
            if used + cells > width, used > 0 { flush() }
            if token.place == selected { found = lines.count }
            var style = Self.style(of: token)
            if token.place == selected { style = style.adding(.reverse) }
            row.append(text.plain, style)
            // Beneath the token itself, not beneath the blank before it.
            let blanks = min(text.plain.prefix { $0 == " " }.count, max(0, cells - 1))
            signs.append(String(repeating: " ", count: blanks))
            signs.append(
                token.sign + String(repeating: " ", count: max(0, cells - 1 - blanks)), style)
            used += cells
            if token.text.hasSuffix("\n") { flush() }
        }
        if used > 0 { flush() }
        return (lines, found)
    }

    /// More likely as what was added, less likely as what was taken away.
    static func style(of token: TokenChange) -> Style {
        guard let change = token.change, abs(change) >= TokenChange.least else { return .text }
        let isLarge = abs(change) >= TokenChange.large
        return change > 0
            ? isLarge ? .diffAddWord : .diffAdd : isLarge ? .diffDeleteWord : .diffDelete
    }

    /// Where the parts of the pane lie: what is known in words, the tokens in order, the table.
    func tokenParts(
        _ scored: RescoredRevision, in inside: Rect, flow: Int
    ) -> (words: Rect, flow: Rect, table: Rect) {
        let (words, rest) = inside.cutTop(min(2, inside.height))
        // The table keeps its heading and three rows as long as the tokens have two.
        let room = max(min(2, rest.height), rest.height - 5, rest.height / 2)
        let (tokens, below) = rest.cutTop(min(flow, room))
        return (words, tokens, below.height > 1 ? below.cutTop(1).rest : below)
    }

    /// Selects the token of the table under a press of the mouse.
    mutating func clickToken(_ click: PaneClick) {
        guard case .scored(let scored) = shownScoring else { return }
        let inside = click.rect.inset()
        let flow = tokenFlow(scored, selected: nil, width: inside.width).lines.count
        let table = tokenParts(scored, in: inside, flow: flow).table
        let (_, body) = table.cutTop(table.height > 1 ? 1 : 0)
        guard body.contains(column: click.mouse.column, row: click.mouse.row) else { return }
        let count = scored.tokens.count
        let top = chain.scoring.cursor.top(of: count, visible: body.height)
        chain.scoring.cursor.select(
            top + click.mouse.row - body.y, of: count, visible: body.height)
    }

    /// Rows the table of tokens has room for.
    func tokenRows(_ scored: RescoredRevision, in rect: Rect?) -> Int {
        guard let inside = rect?.inset(), !inside.isEmpty else { return 0 }
        let flow = tokenFlow(scored, selected: nil, width: inside.width).lines.count
        return max(0, tokenParts(scored, in: inside, flow: flow).table.height - 1)
    }
}

extension View {
    /// The tokens the policy changed its mind about.
    mutating func drawTokens(_ rect: Rect, isFocused: Bool) {
        let scoring = state.chain.scoring
        let note = state.title(of: scoring.source) + ", c" + (scoring.isAuto ? "  auto, a" : "")
        let inside = frame(
            rect, "Tokens" + (state.shownRevision.map { " of d\($0.depth)" } ?? ""), note,
            isFocused: isFocused)
        guard !inside.isEmpty else { return }
        guard state.shownRevision != nil else {
            grid.write(state.waiting(.chain), in: inside)
            return
        }
        if case .scored(let scored) = state.shownScoring, scoring.asked == nil {
            draw(scored, in: inside, isFocused: isFocused)
            return
        }
        var lines: [Line] = []
        if scoring.asked != nil {
            lines = Line("asking the policy" + Signs.ellipsis, .dim).wrapped(to: inside.width)
        } else if case .failed(let reason) = state.shownScoring {
            lines = Line("! " + reason, .warning).wrapped(to: inside.width)
            lines += Line("T asks again.", .dim).wrapped(to: inside.width)
        } else {
            lines = Line(
                "T asks which of its tokens the policy finds more or less likely now than when it "
                    + "wrote them. It takes a moment of the trainer's time; a asks about each "
                    + "revision looked at.", .dim
            ).wrapped(to: inside.width)
        }
        grid.write(lines, in: inside)
    }

    private mutating func draw(_ scored: RescoredRevision, in inside: Rect, isFocused: Bool) {
        let ranked = scored.changes(in: state.shownRevision?.text ?? "").ranked
        let cursor = state.chain.scoring.cursor
        let selected =
            isFocused && ranked.indices.contains(cursor.selected)
            ? ranked[cursor.selected].place : nil
        let flow = state.tokenFlow(scored, selected: selected, width: inside.width)
        let parts = state.tokenParts(scored, in: inside, flow: flow.lines.count)
        grid.write([state.scoringSums(scored), state.scoringTitle(scored)], in: parts.words)
        let most = max(0, flow.lines.count - parts.flow.height)
        grid.write(flow.lines, in: parts.flow, from: min(flow.selected, most))
        guard parts.table.height > 0 else { return }
        Table(
            [
                TableColumn("token", .share(1, minimum: 5)),
                TableColumn("at", .fixed(4, priority: 1), alignment: .trailing),
                TableColumn("sampled", .fixed(7, priority: 2), alignment: .trailing),
                TableColumn("now", .fixed(7, priority: 3), alignment: .trailing),
                TableColumn("change", .fixed(7), alignment: .trailing, order: .descending),
            ], rowCount: ranked.count, selection: isFocused ? cursor.selected : nil,
            offset: cursor.top, isFocused: isFocused
        ).draw(on: &grid, in: parts.table) { row in
            let token = ranked[row]
            let style = DashboardState.style(of: token)
            return [
                [Span(token.sign + " ", style), Span(token.text.trimmed, style)],
                Line("\(token.place)", .dim), Line(Self.chance(token.token.sampled), .dim),
                Line(Self.chance(token.token.now)),
                Line(Format.signed(token.change, 2), style),
            ]
        }
    }

    /// A log-probability as a probability.
    private static func chance(_ logarithm: Double) -> String {
        let chance = exp(logarithm)
        return chance < 0.001 && chance > 0 ? "<.001" : Format.fixed(chance)
    }
}
