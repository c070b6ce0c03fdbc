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

    /// The runs listed.
    var shown: [ListedRun] { showsArchived ? runs : runs.filter { !$0.isArchived } }

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
