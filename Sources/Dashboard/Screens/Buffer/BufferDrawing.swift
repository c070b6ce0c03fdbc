import Rendering
import Runs

extension View {
    /// Draws the table.
    ///
    /// - Returns: what lies where, for the mouse; nil while there is nothing to show.
    @discardableResult
    mutating func drawBufferTable(_ rect: Rect, isFocused: Bool) -> Table.Placement? {
        let panel = state.buffer
        let isDescending = panel.column.isDescending != panel.isReversed
        let rows = state.sortedEntries
        let count =
            state.bufferView.map {
                panel.filter.isEmpty
                    ? "\(rows.count)/\($0.capacity)"
                    : "\(rows.count) of \($0.rows.count)  /\(panel.filter.text)"
            } ?? ""
        let inside = frame(
            rect, "Task buffer",
            note("\(count)  by \(panel.column.title), s next", .buffer), isFocused: isFocused)
        guard !rows.isEmpty else {
            grid.write(
                state.bufferView == nil
                    ? state.waiting(.buffer)
                    : [
                        Line(
                            panel.filter.isEmpty
                                ? state.emptyBufferText : "nothing passes the filter", .dim)
                    ], in: inside)
            return nil
        }
        func column(
            _ column: BufferPanel.Column, _ width: Int, _ priority: Int,
            _ alignment: Alignment = .trailing
        ) -> TableColumn {
            TableColumn(
                column.title, .fixed(width, priority: priority), alignment: alignment,
                order: column == panel.column ? isDescending ? .descending : .ascending : nil)
        }
        // In the order of `BufferPanel.shownColumns`.
        let columns = [
            column(.id, 6, 9), column(.score, 6, 10), column(.depth, 6, 8),
            column(.quality, 8, 7), column(.probability, 6, 6), column(.created, 8, 4),
            column(.sampled, 8, 3), column(.task, 8, 2, .leading),
            TableColumn("text", .share(1, minimum: 20, priority: 5)),
        ]
        var table = Table(
            columns, rowCount: rows.count, selection: panel.table.selected,
            offset: panel.table.top, isFocused: isFocused)
        table.pinned = state.pinnedCount
        if !panel.marked.isEmpty {
            table.marked = Set(rows.indices.filter { panel.marked.contains(rows[$0].id) })
        }
        let found = panel.filter.words.first ?? ""
        return table.draw(on: &grid, in: inside) { index in
            let row = rows[index]
            var text = Line(row.taskText)
            if let latest = row.latestText { text.append("  " + latest, .dim) }
            return [
                Line("\(row.id)", .dim), Line(Format.fixed(row.score), .strong),
                Line(row.turn > 0 ? "\(row.depth)/t\(row.turn)" : "\(row.depth)"),
                Line(Format.fixed(row.quality)), Line(Format.fixed(row.probability, 4)),
                Line("\(row.created)"), Line("\(row.sampled)"), Line("\(row.task)", .dim),
                text.highlighting(found),
            ]
        }
    }
}
