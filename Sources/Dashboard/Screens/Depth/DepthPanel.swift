import Runs

/// How the depth screen shows its scores.
struct DepthPanel: Panel, Hashable {
    static let name = "depth"

    /// The windows of training steps that can be chosen.
    static let windows = [1, 5, 10, 20, 50, 100, 200, 500]

    /// Index of the window.
    var window = 4
    /// What the map's colours say.
    var value = Value.quality
    /// The steps the map shows; nil for all.
    var mapSteps: ClosedRange<Int>?
    /// The depth and a step of the cell under the map's cursor; nil for the newest column.
    var mapDepth = 0
    var mapStep: Int?
    /// The order of the chains behind the cell, and the one selected.
    var order = Order.best
    var chains = ListCursor()
    /// How many evaluations before the latest is looked at.
    var evaluationsBack = 0

    var steps: Int { Self.windows[window] }

    mutating func lookedElsewhere() { evaluationsBack = 0 }

    var saved: [String: String] {
        ["window": "\(steps)", "value": value.rawValue, "order": order.rawValue]
    }

    mutating func restore(_ saved: [String: String]) {
        value = saved["value"].flatMap(Value.init(rawValue:)) ?? value
        order = saved["order"].flatMap(Order.init(rawValue:)) ?? order
        window = saved["window"].flatMap(Int.init).flatMap(Self.windows.firstIndex(of:)) ?? window
    }
}
