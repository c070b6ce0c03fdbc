import Rendering
import Runs

extension DashboardState {
    /// The buffer's entries in the order of the table: pinned ones first, then those that pass the
    /// filter.
    var sortedEntries: [BufferView.Row] {
        guard let rows = bufferView?.rows else { return [] }
        let isDescending = buffer.column.isDescending != buffer.isReversed
        func key(_ row: BufferView.Row) -> Double {
            switch buffer.column {
            case .score: row.score
            case .probability: row.probability
            case .depth: Double(row.depth)
            case .quality: row.quality ?? -1
            case .created: Double(row.created)
            case .sampled: Double(row.sampled)
            case .id: Double(row.id)
            case .task: Double(row.task.bits)
            }
        }
        // Ties in order of ids, so that rows do not jump about.
        let sorted = rows.map { (key($0), $0) }.sorted { left, right in
            if left.0 != right.0 { return (left.0 > right.0) == isDescending }
            return left.1.id < right.1.id
        }.map(\.1)
        let (pinned, filter) = (buffer.pinned, buffer.filter)
        return sorted.filter { pinned.contains($0.id) }
            + sorted.filter { !pinned.contains($0.id) && filter.accepts($0) }
    }

    /// How many rows of the table stay on top.
    var pinnedCount: Int {
        guard !buffer.pinned.isEmpty, let rows = bufferView?.rows else { return 0 }
        return rows.count { buffer.pinned.contains($0.id) }
    }

    /// The marked rows, or the selected one, as lines of tab-separated values under a heading.
    var copiedEntries: String? {
        let rows = sortedEntries.filter { buffer.marked.contains($0.id) }
        let chosen = rows.isEmpty ? selectedEntry.map { [$0] } ?? [] : rows
        guard !chosen.isEmpty else { return nil }
        let lines = chosen.map { row in
            [
                "\(row.id)", "\(row.task)", "\(row.depth)", "\(row.score)",
                row.quality.map { "\($0)" } ?? "", "\(row.probability)", "\(row.created)",
                "\(row.sampled)", DisplayText.sanitized(row.taskText),
                DisplayText.sanitized(row.latestText ?? ""),
            ].joined(separator: "\t")
        }
        return "id\ttask\tdepth\tscore\tquality\tprobability\tcreated\tsampled\ttext\tlatest\n"
            + lines.joined(separator: "\n") + "\n"
    }

    /// Sorts by the heading under a press of the mouse; once more, the other way.
    mutating func clickBufferHeading(_ click: PaneClick) {
        // What is drawn says where the headings are.
        var view = View(self)
        guard let placement = view.drawBufferTable(click.rect, isFocused: true),
            let index = placement.heading(atColumn: click.mouse.column, row: click.mouse.row),
            BufferPanel.shownColumns.indices.contains(index)
        else { return }
        let column = BufferPanel.shownColumns[index]
        buffer.isReversed = column == buffer.column && !buffer.isReversed
        buffer.column = column
        placeBufferSelection()
    }

    /// The entry the table's cursor is on.
    var selectedEntry: BufferView.Row? {
        let rows = sortedEntries
        guard rows.indices.contains(buffer.table.selected) else { return nil }
        return rows[buffer.table.selected]
    }

    /// Keeps the selection on its entry when the rows have changed.
    mutating func placeBufferSelection() {
        let rows = sortedEntries
        let visible = max(1, visibleRows(of: .bufferTable))
        let row = rows.firstIndex { $0.id == buffer.entry } ?? buffer.table.selected
        buffer.table.select(row, of: rows.count, visible: visible)
        if buffer.entry != nil, rows.indices.contains(buffer.table.selected) {
            buffer.entry = rows[buffer.table.selected].id
        }
    }
}
