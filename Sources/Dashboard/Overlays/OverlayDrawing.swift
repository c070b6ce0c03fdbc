import Rendering
import Runs

extension View {
    mutating func drawOverlay() {
        switch state.overlays.last {
        case nil: return
        case .help(let top): drawHelp(from: top)
        case .themes(let cursor, _): drawThemes(cursor)
        case .prompt(let prompt):
            if let pane = prompt.question?.pane, state.layout.rect(of: pane) != nil { return }
            var lines = [text(of: prompt.field, isEdited: true)]
            lines.append(
                prompt.problem.map { Line("! " + $0, .bad) }
                    ?? Line(prompt.question?.hint(state) ?? "", .dim))
            lines.append(keys)
            popUp(prompt.question?.title ?? "", lines)
        case .palette(let palette): drawPalette(palette)
        case .confirmation(let question):
            popUp(
                question.title,
                question.lines.enumerated().map { Line($1, $0 == 0 ? .text : .dim) } + [keys])
        case .leaving:
            popUp(
                state.place == .browser
                    ? "Leave a study under way" : "Leave a run that trains",
                [
                    [Span("s", .key), Span("  checkpoint, stop, and leave")],
                    [
                        Span("d", .key),
                        Span("  detach: training goes on, with plain progress lines"),
                    ],
                    [Span("c", .key), Span("  cancel")],
                ])
        }
    }

    /// The keys that act in the overlay.
    private var keys: Line {
        var line = Line()
        for hint in Help.hints(for: state) {
            line.append(hint.key, .key)
            line.append(" " + hint.text + "   ", .dim)
        }
        return line
    }

    /// Draws lines in a frame in the middle.
    private mutating func popUp(_ title: String, _ lines: [Line]) {
        let width = max(title.count + 4, lines.map(\.width).max() ?? 0) + 4
        let rect = grid.bounds.centered(width: width, height: lines.count + 2)
        let inside = grid.box(
            rect, title: Line(title, .titleFocus), isFocused: true, ground: .panel)
        grid.write(lines.map { $0.on(.panel) }, in: inside.isEmpty ? rect : inside)
    }

    private mutating func drawHelp(from top: Int) {
        let lines = Help.lines(for: state).map { line -> Line in
            switch line {
            case .title(let title): return Line(title, .title)
            case .key(let names, let help, let obstacle):
                let keys = Line("  " + DisplayText.padded(names, to: 18), .key)
                guard let obstacle else { return keys + Line(help) }
                return keys + Line("\(help) (\(obstacle))", .disabled)
            case .blank: return Line()
            }
        }
        let rect = grid.bounds.centered(width: 84, height: lines.count + 2)
        let inside = grid.box(
            rect, title: Line("Help", .titleFocus),
            state: Line("j k scroll, Esc closes", .dim), isFocused: true, ground: .panel)
        let from = max(0, min(top, lines.count - inside.height))
        grid.write(lines.map { $0.on(.panel) }, in: inside, from: from)
        if lines.count > inside.height {
            grid.scrollBar(inside, offset: from, total: lines.count)
        }
    }

    /// The line, and beneath it the commands that fit, each with its key or why it can't be done.
    private mutating func drawPalette(_ palette: Palette) {
        let choices = palette.choices(in: state)
        let rows = min(Palette.rows, max(1, choices.count))
        let rect = grid.bounds.centered(width: 76, height: rows + 5)
        let inside = grid.box(
            rect, title: Line("Command", .titleFocus),
            state: Line("name, or: step 120, theme nord", .dim), isFocused: true, ground: .panel)
        let (line, rest) = inside.cutTop(1)
        let (list, foot) = rest.cutBottom(min(2, max(0, rest.height - 1)))
        grid.write(
            (Line("> ", .key) + text(of: palette.field, isEdited: true)).on(.panel), in: line)
        let top = palette.cursor.top(of: choices.count, visible: list.height)
        for (row, choice) in choices.dropFirst(top).prefix(list.height).enumerated() {
            let command = choice.command
            let isSelected = top + row == palette.cursor.selected
            let keys = DisplayText.padded(Help.names(of: command, state.keymap), to: 12)
            let name = DisplayText.padded(command.name, to: 20)
            var text: Line = [
                Span(isSelected ? "> " : "  ", .key),
                Span(name, choice.obstacle == nil ? .strong : .disabled), Span(keys, .key),
            ]
            text.append(
                choice.obstacle.map { "(\($0))" } ?? command.help,
                choice.obstacle == nil ? .text : .disabled)
            grid.write(text.on(.panel), in: list, row: row)
            if isSelected { grid.ground(list.row(row), .select) }
        }
        if choices.isEmpty { grid.write(Line("no command fits", .dim).on(.panel), in: list) }
        if let problem = palette.problem {
            grid.write(Line("! " + problem, .bad).on(.panel), in: foot)
        }
        grid.write(keys.on(.panel), in: foot, row: foot.height - 1)
    }

    private mutating func drawThemes(_ cursor: ListCursor) {
        let rect = grid.bounds.centered(width: 36, height: state.themes.count + 3)
        let inside = grid.box(
            rect, title: Line("Theme", .titleFocus), isFocused: true, ground: .panel)
        let (list, foot) = inside.cutBottom(1)
        let top = cursor.top(of: state.themes.count, visible: list.height)
        for (row, name) in state.themes.dropFirst(top).prefix(list.height).enumerated() {
            let isSelected = top + row == cursor.selected
            grid.write(
                Line((isSelected ? "> " : "  ") + name, isSelected ? .strong : .text).on(.panel),
                in: list, row: row)
            if isSelected { grid.ground(list.row(row), .select) }
        }
        grid.write(keys.on(.panel), in: foot)
    }
}
