import Rendering
import Runs

extension View {
    mutating func drawBrowser() {
        drawBars(
            top: [Span(" redraft", .strong), Span("  runs", .info), Span("  ExIt, watched", .dim)])
        var body = Rect(x: 0, y: 1, width: state.columns, height: state.rows - 2)
        if let form = state.browser.form {
            draw(form, in: body)
            return
        }
        if let study = state.study {
            let above = body.cutTop(StudyDrawing.height(of: study, in: body))
            draw(study, in: above.top)
            body = above.rest
        }
        let runs = state.browser.shown
        let hidden =
            state.browser.showsArchived ? 0 : state.browser.runs.count { $0.isArchived }
        let bytes = state.browser.runs.reduce(0) { $0 + $1.bytes }
        let inside = frame(
            body, "Runs",
            "\(runs.count)" + (hidden > 0 ? ", \(hidden) archived: A" : "")
                + "  \(Format.bytes(bytes))  by \(state.browser.order.title), s"
                + (state.browser.filter.isEmpty ? "" : "  /\(state.browser.filter.text)"),
            isFocused: true)
        guard !runs.isEmpty else {
            grid.write(
                !state.browser.filter.isEmpty
                    ? [Line("nothing passes the filter; Esc takes it off", .dim)]
                    : [
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
        form.widget.draw(on: &grid, in: inside)
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
