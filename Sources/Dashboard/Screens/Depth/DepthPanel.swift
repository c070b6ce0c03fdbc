import Runs

/// How the depth screen shows its scores.
struct DepthPanel: Panel, Hashable {
    static let name = "depth"

    /// The windows of training steps that can be chosen.
    static let windows = [1, 5, 10, 20, 50, 100, 200, 500]

    /// Index of the window.
    var window = 4
    /// How many evaluations before the latest is looked at.
    var evaluationsBack = 0

    var steps: Int { Self.windows[window] }

    mutating func lookedElsewhere() { evaluationsBack = 0 }

    var saved: [String: String] { ["window": "\(steps)"] }

    mutating func restore(_ saved: [String: String]) {
        window = saved["window"].flatMap(Int.init).flatMap(Self.windows.firstIndex(of:)) ?? window
    }
}
