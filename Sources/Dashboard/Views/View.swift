import Rendering
import Runs

extension Dashboard {
    /// The screen of a state.
    ///
    /// - Parameter state: what to show; its window's size is the grid's.
    /// - Returns: every cell, in the richest glyphs the terminal can show.
    public static func view(_ state: DashboardState) -> Grid {
        var view = View(state)
        view.draw()
        return state.capabilities.isASCII ? view.grid.reduced(to: .ascii) : view.grid
    }

    /// The screen of a state in a window of another size.
    ///
    /// - Parameters:
    ///   - state: what to show.
    ///   - columns: the width.
    ///   - rows: the height.
    /// - Returns: every cell.
    public static func view(_ state: DashboardState, columns: Int, rows: Int) -> Grid {
        var state = state
        state.columns = max(1, columns)
        state.rows = max(1, rows)
        return view(state)
    }
}

/// Draws a state on a grid.
struct View {
    let state: DashboardState
    var grid: Grid

    init(_ state: DashboardState) {
        self.state = state
        grid = Grid(width: state.columns, height: state.rows)
    }

    mutating func draw() {
        if ScreenLayout.room(columns: state.columns, rows: state.rows) == .notice {
            drawNotice()
        } else {
            switch state.place {
            case .browser: drawBrowser()
            case .run: drawRun()
            }
        }
        drawOverlay()
    }

    /// What a window too small for panes says; the trainer's keys act all the same.
    private mutating func drawNotice() {
        let least = ScreenLayout.least
        var lines: [Line] = []
        if state.place == .run {
            let control = state.controlText
            lines.append(Line(control.text, control.style))
            lines.append(Line("step \(state.shownStep)"))
        }
        lines.append(
            Line("\(state.columns)x\(state.rows), need \(least.columns)x\(least.rows)", .dim))
        if let notice = state.notice { lines.insert(Line(notice.value.text, .warning), at: 0) }
        grid.write(lines, in: grid.bounds)
    }

    private mutating func drawRun() {
        drawBars(top: state.topLine(width: state.columns))
        if state.hasScrubber { state.drawScrubber(on: &grid) }
        let layout = state.layout
        for (pane, rect) in layout.panes {
            state.screen.definition.draw(
                pane, in: rect, isFocused: pane == state.focusedPane, on: &self)
        }
    }

    /// The top line and the footer.
    mutating func drawBars(top: Line) {
        let bounds = grid.bounds
        grid.write(top, in: bounds.row(0))
        grid.ground(bounds.row(0), .header)
        grid.write(state.footer(width: state.columns), in: bounds.row(state.rows - 1))
    }

    /// Which of the screen's panes is shown, when it is alone.
    private var paneNumber: String {
        let panes = state.screen.panes
        guard state.place == .run, state.layout.panes.count == 1, panes.count > 1,
            let index = panes.firstIndex(of: state.focusedPane)
        else { return "" }
        return " \(index + 1)/\(panes.count)"
    }

    /// Draws a frame with a title and what the pane is set to.
    @discardableResult
    mutating func frame(_ rect: Rect, _ title: String, _ note: String = "", isFocused: Bool) -> Rect
    {
        grid.box(
            rect, title: Line(title + paneNumber, isFocused ? .titleFocus : .title),
            state: Line(note, .dim),
            isFocused: isFocused)
    }

    /// Draws a pane whose content is lines from the top.
    mutating func text(
        _ rect: Rect, _ title: String, _ note: String = "", isFocused: Bool, from top: Int = 0,
        _ lines: (Rect) -> [Line]
    ) {
        let inside = frame(rect, title, note, isFocused: isFocused)
        grid.write(lines(inside), in: inside, from: top)
    }

    /// A pane's note, or that its answer is on its way.
    func note(_ text: String, _ slot: QueryBoard.Slot) -> String {
        let loading = state.loadingNote(slot)
        return loading.isEmpty ? text : loading
    }
}

extension DashboardState {
    /// The focused pane alone, as text without its frame.
    var focusedText: String {
        let body = layout.rect(of: focusedPane) ?? Rect(width: columns, height: rows)
        let grid = Dashboard.view(self)
        let lines = (body.y + 1..<max(body.y + 1, body.maxY - 1)).map { row in
            let cells = (body.x + 1..<max(body.x + 1, body.maxX - 1)).map {
                grid[$0, row].glyph.text
            }
            var line = Substring(cells.joined())
            while line.last == " " { line.removeLast() }
            return String(line)
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// Says that a panel still shows the answer to an earlier question.
    func loadingNote(_ slot: QueryBoard.Slot) -> String {
        guard let held = board.held[slot], let need = needs.first(where: { $0.slot == slot }),
            held.query != need.query
        else { return "" }
        return "reading" + Signs.ellipsis
    }
}
