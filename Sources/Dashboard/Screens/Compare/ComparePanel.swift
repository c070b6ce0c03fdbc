import Runs

/// Which runs are compared, and by what.
struct ComparePanel: Panel, Hashable {
    static let name = "compare"

    /// Most runs laid over the open one: as many as shapes tell apart.
    static let most = 5

    /// Folders of the runs laid over the open one, in the order they were marked.
    var marked: [String] = []
    /// The folder of the run the differences are taken from; nil for the open one.
    var baseline: String?
    var cursor = ListCursor()
    /// Whether only keys that differ are listed.
    var isOnlyDifferent = true
    /// First line shown of the differences.
    var differencesTop = 0

    var saved: [String: String] {
        ["runs": marked.joined(separator: "\t"), "changed": "\(isOnlyDifferent)"]
    }

    mutating func restore(_ saved: [String: String]) {
        if let runs = saved["runs"] {
            marked = Array(runs.split(separator: "\t").map(String.init).prefix(Self.most))
        }
        isOnlyDifferent = saved["changed"].flatMap(Bool.init) ?? isOnlyDifferent
    }
}
