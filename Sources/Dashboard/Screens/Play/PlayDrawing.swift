import Rendering
import Runs

extension View {
    /// What is asked next.
    mutating func drawPlayForm(_ rect: Rect, isFocused: Bool) {
        let inside = frame(rect, "Play", "r plays", isFocused: isFocused)
        let note = Line("The run's bits do not change: plays draw numbers of their own.", .dim)
            .wrapped(to: max(1, inside.width))
        // The note gives way to the fields and to what is wrong with them.
        var measure = Grid(width: max(1, inside.width), height: 1)
        let fields = state.playForm.draw(on: &measure, in: measure.bounds).rowCount
        let isNoted = inside.height >= fields + note.count
        let (body, foot) = inside.cutBottom(isNoted ? note.count : 0)
        state.playForm.draw(on: &grid, in: body)
        grid.write(note, in: foot)
    }

    /// What was played in this session.
    mutating func drawPlays(_ rect: Rect, isFocused: Bool) {
        let plays = state.play.plays
        let inside = frame(
            rect, "Plays", plays.isEmpty ? "" : "\(plays.count) in this session",
            isFocused: isFocused)
        guard !plays.isEmpty else {
            grid.write(
                Line("Plays of this session are kept here, to be compared.", .dim)
                    .wrapped(to: max(1, inside.width)), in: inside)
            return
        }
        Table(
            [
                TableColumn("#", .fixed(2), alignment: .trailing),
                TableColumn("task", .share(1, minimum: 10, priority: 9)),
                TableColumn("step", .fixed(6, priority: 4), alignment: .trailing),
                TableColumn("T", .fixed(3, priority: 3), alignment: .trailing),
                TableColumn("mode", .fixed(7, priority: 2)),
                TableColumn("quality", .fixed(8, priority: 8)),
                TableColumn("last", .fixed(4, priority: 5), alignment: .trailing),
                TableColumn("best", .fixed(5), alignment: .trailing),
            ], rowCount: plays.count, selection: state.play.shownIndex,
            offset: state.play.table.top, isFocused: isFocused
        ).draw(on: &grid, in: inside) { row in
            let play = plays[row]
            let isFailed = play.problem != nil
            return [
                Line("\(play.number)", .dim), Line(play.taskText),
                Line(play.answers.last.map { "\($0.step)" } ?? "-", .dim),
                Line(Format.compact(play.request.temperature), .dim),
                Line(play.request.mode.rawValue, .dim),
                play.answers.isEmpty
                    ? Line(play.state, isFailed ? .bad : .dim)
                    : Bars.sparkline(play.qualities, width: 8, range: 0...1),
                Line(Format.fixed(play.qualities.last, 2)),
                Line(
                    Format.fixed(play.best, 2) + (play.solvedAt == nil ? " " : "*"),
                    play.solvedAt == nil ? .text : .good),
            ]
        }
    }

    /// The qualities of the play looked at, and how far it has come.
    mutating func drawPlayStrip(_ rect: Rect, isFocused: Bool) {
        guard let play = state.play.shown else {
            let inside = frame(rect, "Answers", isFocused: isFocused)
            grid.write(
                Line("The policy answers, then revises its answer, as one watches.", .dim)
                    .wrapped(to: max(1, inside.width)), in: inside)
            return
        }
        let done = play.answers.count
        var note = "\(done) of \(play.count)"
        if play.ticket != nil {
            let meter = Bars.meter(
                Double(done) / Double(max(1, play.count)), width: 12, style: .bar, track: .barTrack)
            note += " \(meter.plain)  x stops"
        } else {
            note += "  \(play.state)"
        }
        let inside = frame(rect, "Play \(play.number)", note, isFocused: isFocused)
        var lines: [Line] = [[Span("task ", .dim), Span(play.taskText, .strong)]]
        if let step = play.answers.last?.step {
            lines[0].append("  weights of step \(step)", .dim)
        }
        if done > 0 {
            lines[0].append("  ")
            lines[0] += Bars.sparkline(play.qualities, width: min(done, 32), range: 0...1)
            let cells = play.answers.enumerated().map { index, answer in
                StripCell(
                    depth: answer.depth, mode: answer.mode, quality: answer.quality,
                    change: play.standing(before: index).map { answer.quality - $0.quality },
                    isValid: answer.isValid, isSolved: answer.isSolved)
            }
            let strip = ChainStrip.lines(
                cells, shown: state.play.shownAnswer, width: inside.width,
                cell: ChainStrip.narrowCell)
            lines = inside.height > 3 ? lines + strip : strip
        }
        grid.write(lines, in: inside)
    }

    /// The answers one below the other, each with what it changed.
    mutating func drawPlayAnswers(_ rect: Rect, isFocused: Bool) {
        let inside = frame(
            rect, "Revisions", state.play.mode.title + ", v", isFocused: isFocused)
        guard let play = state.play.shown else {
            grid.write(
                Line("r plays, i types a task, n plays the next one.", .dim)
                    .wrapped(to: max(1, inside.width)), in: inside)
            return
        }
        let page = state.playLines(play, width: max(1, inside.width - 1))
        let top = state.playTop(page, height: inside.height)
        grid.write(page.lines, in: inside, from: top)
        grid.scrollBar(inside, offset: top, total: page.lines.count)
    }
}

extension DashboardState {
    /// The answers of a play in words.
    ///
    /// - Parameters:
    ///   - play: the play.
    ///   - width: cells.
    /// - Returns: the lines, and the first of each answer.
    func playLines(_ play: Play, width: Int) -> (lines: [Line], starts: [Int]) {
        var lines: [Line] = []
        var starts: [Int] = []
        for (index, answer) in play.answers.enumerated() {
            starts.append(lines.count)
            lines.append(heading(of: answer, at: index, in: play))
            if self.play.mode == .prompts {
                lines += Line([Span("prompt    ", .dim), Span(answer.prompt, .dim)])
                    .wrapped(to: width)
            }
            lines += text(of: answer, at: index, in: play, width: width)
            if let feedback = answer.feedback {
                lines += Line([Span("feedback  ", .dim), Span(feedback)]).wrapped(to: width)
            }
            if !answer.isValid {
                lines.append(Line("x invalid: the answer before it stands", .bad))
            }
            lines.append(Line())
        }
        if let problem = play.problem {
            lines += Line("! " + problem, .bad).wrapped(to: width)
        } else if play.ticket != nil {
            lines.append(
                Line(
                    play.answers.isEmpty
                        ? "waiting for the policy" + Signs.ellipsis : Signs.ellipsis, .dim))
        } else if play.isStopped {
            lines.append(Line("stopped", .dim))
        }
        return (lines, starts)
    }

    /// The first line shown, so that the answer looked at is seen.
    func playTop(_ page: (lines: [Line], starts: [Int]), height: Int) -> Int {
        guard let shown = play.shownAnswer, page.starts.indices.contains(shown) else { return 0 }
        let end = shown + 1 < page.starts.count ? page.starts[shown + 1] : page.lines.count
        return max(0, min(page.starts[shown], end - height))
    }

    /// Looks at the answer under a press of the mouse.
    mutating func clickPlayAnswer(_ click: PaneClick) {
        guard let shown = play.shown else { return }
        let inside = click.rect.inset()
        let page = playLines(shown, width: max(1, inside.width - 1))
        let line = playTop(page, height: inside.height) + click.row
        if let index = page.starts.lastIndex(where: { $0 <= line }) { turnAnswer(to: index) }
    }

    private func heading(of answer: PlayedRevision, at index: Int, in play: Play) -> Line {
        let isShown = index == self.play.shownAnswer
        let name = answer.depth == 0 ? "draft" : answer.mode.rawValue
        var line: Line = [
            Span("\(isShown ? ">" : " ")d\(answer.depth) \(name)".left(14), isShown ? .info : .dim),
            Span(
                "quality \(Format.fixed(answer.quality))",
                answer.isSolved ? .good : answer.isValid ? .strong : .bad),
        ]
        if let before = play.standing(before: index) {
            let change = answer.quality - before.quality
            line.append(
                "  " + Format.signed(change, 2), change < 0 ? .bad : change > 0 ? .good : .dim)
        }
        if answer.isSolved { line.append("  * solved", .good) }
        return line
    }

    private func text(
        of answer: PlayedRevision, at index: Int, in play: Play, width: Int
    ) -> [Line] {
        let text = Line(answer.text).wrapped(to: width)
        guard self.play.mode != .texts, let before = play.standing(before: index) else {
            return text
        }
        let difference = TextDiff(old: before.text, new: answer.text, unit: .fields)
        if difference.isUnchanged { return [Line("no change", .warning)] }
        return difference.inline(width: width).lines
    }
}
