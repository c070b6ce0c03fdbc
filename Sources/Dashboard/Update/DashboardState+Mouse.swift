import Rendering
import Runs

extension DashboardState {
    mutating func use(_ mouse: DashboardMouse) -> [DashboardEffect] {
        switch mouse.kind {
        case .wheelUp, .wheelDown:
            let movement: Movement = mouse.kind == .wheelUp ? .up : .down
            if overlays.isEmpty, place == .run, let pane = pane(at: mouse) {
                focus[screen] = pane
            }
            guard overlays.isEmpty || KeyContext.scrolling.contains(contexts[0]) else { return [] }
            guard browser.form == nil || place == .run else { return [] }
            return (0..<3).flatMap { _ in move(movement) }
        case .click: return click(mouse)
        case .doubleClick:
            let effects = click(mouse)
            guard overlays.isEmpty else { return effects }
            return effects + press(.enter)
        }
    }

    private func pane(at mouse: DashboardMouse) -> Pane? {
        layout.panes.first { $0.rect.contains(column: mouse.column, row: mouse.row) }?.pane
    }

    /// The chart under the pointer.
    private func metric(at mouse: DashboardMouse, in rect: Rect) -> Metric? {
        let frames = CurvesLayout.frames(in: rect, columns: columns, rows: rows)
        let index = frames.firstIndex { $0.contains(column: mouse.column, row: mouse.row) }
        guard let index, shownMetrics.indices.contains(index) else { return nil }
        return shownMetrics[index]
    }

    private mutating func click(_ mouse: DashboardMouse) -> [DashboardEffect] {
        guard overlays.isEmpty else { return [] }
        guard place == .run else {
            guard browser.form == nil else { return [] }
            let row = mouse.row - BrowserPanel.firstRow
            let top = browser.cursor.top(
                of: browser.runs.count, visible: BrowserPanel.visible(rows: rows))
            guard row >= 0, browser.runs.indices.contains(top + row) else { return [] }
            browser.cursor.selected = top + row
            return []
        }
        guard
            let (pane, rect) = layout.panes.first(where: {
                $0.rect.contains(column: mouse.column, row: mouse.row)
            })
        else { return [] }
        focus[screen] = pane
        let row = mouse.row - rect.y - 1 - Self.headings(of: pane)
        guard row >= 0, row < visibleRows(of: pane) else { return [] }
        switch pane {
        case .bufferTable:
            let rows = sortedEntries
            let index = buffer.table.top(of: rows.count, visible: visibleRows(of: pane)) + row
            guard rows.indices.contains(index) else { return [] }
            buffer.table.selected = index
            buffer.entry = rows[index].id
        case .charts:
            guard !curves.isMaximised, let metric = metric(at: mouse, in: rect) else { return [] }
            curves.selected = CurvesPanel.metrics.firstIndex(of: metric) ?? curves.selected
        case .revisions:
            guard let view = chainView else { return [] }
            let shown = view.revisions.firstIndex { $0.id == shownRevision?.id }
            let strip = ChainStrip(
                count: view.revisions.count, shown: shown, width: rect.width - 2)
            if let index = strip.revision(at: mouse.column - rect.x - 1) {
                chain.revision = index
                resetRevision()
            }
        case .episodes:
            let episodes = listedEpisodes
            let index = episodesTop(visible: visibleRows(of: pane)) + row
            if episodes.indices.contains(index) { chooseEpisode(episodes[index].id) }
        case .siblings:
            guard let count = shownRevision?.siblings.count else { return [] }
            let index = chain.siblings.top(of: count, visible: visibleRows(of: pane)) + row
            if index < count { chain.sibling = index }
        default: break
        }
        return []
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
