import Runs

extension DashboardState {
    /// The buffer's entries in the order of the table.
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
        return rows.map { (key($0), $0) }.sorted { left, right in
            if left.0 != right.0 { return (left.0 > right.0) == isDescending }
            return left.1.id < right.1.id
        }.map(\.1)
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
