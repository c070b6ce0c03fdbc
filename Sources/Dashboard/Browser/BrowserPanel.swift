import Runs

/// The list of runs, and the form that starts one.
struct BrowserPanel: Sendable {
    var runs: [ListedRun] = []
    var cursor = ListCursor()
    /// The form, while it is open.
    var form: RunForm?
    /// Whether a run was asked for and has not come yet.
    var isOpening = false

    /// Whether archived runs are listed.
    var showsArchived = false

    /// Only runs it lets through are listed.
    var filter = RowFilter.all
    var order = Order.changed

    /// The orders of the list.
    enum Order: String, Hashable, Sendable, CaseIterable {
        case changed, name, solved, step, size

        /// The heading of the column that shows it.
        var title: String { self == .name ? "run" : rawValue }
    }

    /// The runs listed, in their order; as they came for the last change.
    var shown: [ListedRun] {
        let listed = runs.filter { (showsArchived || !$0.isArchived) && filter.accepts($0) }
        func key(_ run: ListedRun) -> Double {
            switch order {
            case .solved: run.solve?.share ?? -1
            case .step: Double(run.step)
            default: Double(run.bytes)
            }
        }
        switch order {
        case .changed: return listed
        case .name: return listed.sorted { $0.run.name < $1.run.name }
        default:
            return listed.enumerated().sorted { left, right in
                (key(right.element), left.offset) < (key(left.element), right.offset)
            }.map(\.element)
        }
    }

    var selected: ListedRun? {
        let shown = shown
        return shown.indices.contains(cursor.selected) ? shown[cursor.selected] : nil
    }

    /// Takes a new list; the selection stays on its run.
    mutating func replace(_ runs: [ListedRun]) {
        let path = selected?.path
        self.runs = runs
        let shown = shown
        if let path, let row = shown.firstIndex(where: { $0.path == path }) {
            cursor.selected = row
        }
        cursor.selected = max(0, min(cursor.selected, shown.count - 1))
    }
}
