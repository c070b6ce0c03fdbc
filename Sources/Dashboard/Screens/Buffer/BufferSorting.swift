import Rendering
import Runs

/// What the order of the buffer's table depends on.
struct BufferOrder: Hashable, Sendable {
    /// The answer's number.
    let answer: Int
    let column: BufferPanel.Column
    let isReversed: Bool
    let filter: RowFilter
    let pinned: Set<Int>

    /// The rows in this order: pinned ones first, then those that pass the filter.
    func sorted(_ rows: [BufferView.Row]) -> [BufferView.Row] {
        let isDescending = column.isDescending != isReversed
        // Ties in order of ids, so that rows do not jump about.
        let order = rows.enumerated().map { (key: key($1), id: $1.id, index: $0) }
            .sorted { left, right in
                if left.key != right.key { return (left.key > right.key) == isDescending }
                return left.id < right.id
            }
        var above: [BufferView.Row] = []
        var below: [BufferView.Row] = []
        for one in order {
            let row = rows[one.index]
            if pinned.contains(one.id) {
                above.append(row)
            } else if filter.isEmpty || filter.accepts(row) {
                below.append(row)
            }
        }
        return above + below
    }

    private func key(_ row: BufferView.Row) -> Double {
        switch column {
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
}

extension DashboardState {
    /// What the table's order depends on; nil while there is no buffer.
    var bufferOrder: BufferOrder? {
        guard let held = board.held[.buffer], case .buffer = held.answer else { return nil }
        let panel = buffer
        return BufferOrder(
            answer: held.number, column: panel.column, isReversed: panel.isReversed,
            filter: panel.filter, pinned: panel.pinned)
    }

    /// The buffer's entries in the order of the table: pinned ones first, then those that pass the
    /// filter.
    var sortedEntries: [BufferView.Row] {
        guard let order = bufferOrder, let rows = bufferView?.rows else { return [] }
        return buffer.sorted.value(for: order) ?? order.sorted(rows)
    }

    /// Keeps the rows in the order they are now to be shown in.
    mutating func keepSortedEntries() {
        let rows = bufferView?.rows
        buffer.sorted.renew(for: bufferOrder) { order in rows.map { order.sorted($0) } }
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
        keepSortedEntries()
        let rows = sortedEntries
        let visible = max(1, visibleRows(of: .bufferTable))
        let row = rows.firstIndex { $0.id == buffer.entry } ?? buffer.table.selected
        buffer.table.select(row, of: rows.count, visible: visible)
        if buffer.entry != nil, rows.indices.contains(buffer.table.selected) {
            buffer.entry = rows[buffer.table.selected].id
        }
    }
}
