import Runs

/// The list of runs, and the form that starts one.
struct BrowserPanel: Sendable {
    var runs: [ListedRun] = []
    var cursor = ListCursor()
    /// The form, while it is open.
    var form: RunForm?
    /// Whether a run was asked for and has not come yet.
    var isOpening = false

    var selected: ListedRun? {
        runs.indices.contains(cursor.selected) ? runs[cursor.selected] : nil
    }

    /// Takes a new list; the selection stays on its run.
    mutating func replace(_ runs: [ListedRun]) {
        let path = selected?.path
        self.runs = runs
        if let path, let row = runs.firstIndex(where: { $0.path == path }) {
            cursor.selected = row
        }
        cursor.selected = max(0, min(cursor.selected, runs.count - 1))
    }
}
