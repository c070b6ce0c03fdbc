import Rendering
import Runs

extension DashboardState {
    mutating func use(_ mouse: DashboardMouse) -> [DashboardEffect] {
        switch mouse.kind {
        case .wheelUp, .wheelDown:
            let movement: Movement = mouse.kind == .wheelUp ? .up : .down
            if overlays.isEmpty, place == .run, let pane = pane(at: mouse) {
                focus[screen] = pane
                if let rect = layout.rect(of: pane),
                    screen.definition.wheel(click(mouse, pane, rect), &self)
                {
                    return []
                }
            }
            guard overlays.isEmpty || KeyContext.scrolling.contains(contexts[0]) else { return [] }
            guard browser.form == nil || place == .run else { return [] }
            return (0..<3).flatMap { _ in move(movement) }
        case .click: return click(mouse)
        case .doubleClick:
            let effects = click(mouse)
            guard overlays.isEmpty else { return effects }
            return effects + press(.enter)
        case .drag, .release:
            follow(mouse)
            if mouse.kind == .release { grip = nil }
            return []
        }
    }

    /// Follows the pointer with what it holds on to.
    private mutating func follow(_ mouse: DashboardMouse) {
        switch grip {
        case nil: return
        case .scrubber: dragScrubber(mouse)
        case .pane(let pane):
            guard overlays.isEmpty, let rect = layout.rect(of: pane) else { return }
            screen.definition.drag(click(mouse, pane, rect), &self)
        }
    }

    private func click(_ mouse: DashboardMouse, _ pane: Pane, _ rect: Rect) -> PaneClick {
        PaneClick(
            pane: pane, rect: rect, row: mouse.row - rect.y - 1 - pane.headings,
            column: mouse.column - rect.x - 1, mouse: mouse)
    }

    private func pane(at mouse: DashboardMouse) -> Pane? {
        layout.panes.first { $0.rect.contains(column: mouse.column, row: mouse.row) }?.pane
    }

    private mutating func click(_ mouse: DashboardMouse) -> [DashboardEffect] {
        guard overlays.isEmpty else { return [] }
        guard place == .run else {
            if let form = browser.form {
                // What is drawn says which fields and words lie where.
                var grid = Grid(width: columns, height: rows)
                let inside = Rect(
                    x: 1, y: 2, width: max(0, columns - 2), height: max(0, rows - 4))
                let placement = form.widget.draw(on: &grid, in: inside)
                guard let hit = placement.hit(atColumn: mouse.column, row: mouse.row),
                    browser.form?.click(hit) == true
                else { return [] }
                return acceptField()
            }
            let row = mouse.row - BrowserPanel.firstRow
            let top = browser.cursor.top(
                of: browser.shown.count, visible: BrowserPanel.visible(rows: rows))
            guard row >= 0, browser.shown.indices.contains(top + row) else { return [] }
            browser.cursor.selected = top + row
            return []
        }
        if gripScrubber(mouse) { return [] }
        guard
            let (pane, rect) = layout.panes.first(where: {
                $0.rect.contains(column: mouse.column, row: mouse.row)
            })
        else { return [] }
        focus[screen] = pane
        grip = .pane(pane)
        let click = click(mouse, pane, rect)
        // Headings have rows above the first; what lies below the content is the frame.
        guard click.row >= -pane.headings, click.row < visibleRows(of: pane) else { return [] }
        return screen.definition.click(click, &self)
    }
}

extension KeyContext {
    /// The overlays the wheel scrolls.
    static let scrolling: Set<KeyContext> = [.help, .themes]
}

extension BrowserPanel {
    /// The window's row of the first run: below the top line, the frame and the headings.
    static let firstRow = 3

    static func visible(rows: Int) -> Int { max(1, rows - 5) }
}
