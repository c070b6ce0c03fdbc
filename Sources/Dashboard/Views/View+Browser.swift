import Rendering
import Runs

extension View {
    mutating func drawBrowser() {
        drawBars(
            top: [Span(" redraft", .strong), Span("  runs", .info), Span("  ExIt, watched", .dim)])
        let body = Rect(x: 0, y: 1, width: state.columns, height: state.rows - 2)
        if let form = state.browser.form {
            draw(form, in: body)
            return
        }
        let runs = state.browser.shown
        let hidden = state.browser.runs.count - runs.count
        let bytes = state.browser.runs.reduce(0) { $0 + $1.bytes }
        let inside = frame(
            body, "Runs",
            "\(runs.count)" + (hidden > 0 ? ", \(hidden) archived: A" : "")
                + "  \(Format.bytes(bytes))", isFocused: true)
        guard !runs.isEmpty else {
            grid.write(
                [
                    Line("no runs in sample-runs/ or runs/", .dim),
                    Line("n starts one from a form; r looks again"),
                ], in: inside)
            return
        }
        Table(
            [
                TableColumn("run", .share(2, minimum: 12)),
                TableColumn("state", .fixed(11)),
                TableColumn("reward", .fixed(16, priority: 4)),
                TableColumn("solved", .fixed(9, priority: 5), alignment: .trailing),
                TableColumn("strategy", .fixed(10, priority: 6)),
                TableColumn("step", .fixed(11, priority: 5), alignment: .trailing),
                TableColumn("size", .fixed(9, priority: 3), alignment: .trailing),
                TableColumn("changed", .fixed(9, priority: 2), alignment: .trailing),
                TableColumn("folder", .share(1, minimum: 11, priority: 1)),
            ], rowCount: runs.count, selection: state.browser.cursor.selected,
            offset: state.browser.cursor.top
        ).draw(on: &grid, in: inside) { index in
            let run = runs[index]
            let style: Style =
                switch run.state {
                case "training": .stateRunning
                case "paused": .statePaused
                case "finished": .stateFinished
                case "failed", "unreadable": .stateFailed
                default: .text
                }
            return [
                Line(run.run.name, .strong) + Line(run.origin.map { "  < " + $0 } ?? "", .dim),
                Line(run.isArchived ? "archived" : run.state, run.isArchived ? .dim : style),
                Bars.sparkline(run.rewards, width: 16),
                Line(run.solve.map { "\(Format.fixed($0.share, 2)) @\($0.k)" } ?? "-"),
                Line(run.strategy?.rawValue ?? "-"), Line("\(run.step)/\(run.steps)"),
                Line(Format.bytes(run.bytes)), Line(Format.age(state.now - run.changed), .dim),
                Line(run.place, .dim),
            ]
        }
    }

    private mutating func draw(_ form: RunForm, in rect: Rect) {
        let inside = frame(rect, "New run", "every key of the configuration", isFocused: true)
        var lines: [Line] = []
        var selected = 0
        for field in form.fields {
            let isSelected = field == form.field
            if isSelected { selected = lines.count }
            lines.append(line(of: field, form, isSelected: isSelected))
            if let problem = form.problem(of: field), field != .start {
                lines.append(Line("            ! " + problem, .bad))
            }
        }
        let offset = Table.offset(
            0, showing: min(lines.count - 1, selected + 2), rowCount: lines.count,
            height: inside.height)
        grid.write(lines, in: inside, from: offset)
    }

    private func line(of field: RunForm.Field, _ form: RunForm, isSelected: Bool) -> Line {
        func named(_ name: String, _ value: Line) -> Line {
            Line((isSelected ? "> " : "  ") + name.left(10), isSelected ? .strong : .dim) + value
        }
        func text(_ field: TextField, _ empty: String = "") -> Line {
            field.text.isEmpty && !isSelected
                ? Line(empty, .dim) : self.text(of: field, isEdited: isSelected)
        }
        func choice(_ word: String, _ meaning: String = "") -> Line {
            [
                Span(isSelected ? "< " : "  ", .key), Span(word, .strong),
                Span(isSelected ? " >" : "", .key), Span("  " + meaning, .dim),
            ]
        }
        switch field {
        case .name: return named("name", text(form.name, "made for you"))
        case .preset: return named("preset", choice(form.preset.rawValue))
        case .strategy: return named("strategy", choice(form.strategy.rawValue))
        case .level: return named("level", choice("\(form.level)"))
        case .steps: return named("steps", text(form.steps))
        case .seed: return named("seed", text(form.seed))
        case .setting(let index):
            return named(
                index == 0 ? "settings" : "",
                text(form.settings[index], "key=value, such as beta=0.01"))
        case .start:
            let problem = form.problem(of: .start)
            return Line(isSelected ? "> " : "  ", .strong)
                + (problem == nil
                    ? Line("[ start ]", isSelected ? .good : .text)
                    : Line("[ start ]  " + (problem ?? ""), .disabled))
        }
    }

    /// A field with its cursor.
    func text(of field: TextField, isEdited: Bool) -> Line {
        guard isEdited else { return Line(field.string) }
        let text = field.text
        let at = field.cursor < text.count ? String(text[field.cursor]) : " "
        return [
            Span(String(text[..<field.cursor]), .input),
            Span(at, Style(.input, .reverse)),
            Span(field.cursor < text.count ? String(text[(field.cursor + 1)...]) : "", .input),
        ]
    }
}
