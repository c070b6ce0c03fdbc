import Rendering
import Runs

/// How the curriculum's tree is shown.
struct TreePanel: Panel {
    static let name = "tree"

    /// The order of the tasks.
    enum Order: String, Hashable, Sendable, CaseIterable {
        case score, newest, size, quality

        var title: String {
            switch self {
            case .score: "best score"
            case .newest: "newest entry"
            case .size: "entries"
            case .quality: "best quality"
            }
        }
    }

    /// What a row of the tree stands for.
    enum Item: Hashable, Sendable {
        case task(TaskID)
        case node(Int)
    }

    var order = Order.score
    var filter = RowFilter.all
    /// Rows whose children are hidden.
    var folded: Set<Item> = []
    /// The selected row, so that the selection stays on it when the tree changes.
    var selected: Item?
    var top = 0
    var shift = 0
    /// First line shown of the changes.
    var changesTop = 0
    var grown = Kept<GrownTree.Key, GrownTree>()
    var shown = Kept<ShownTree.Key, ShownTree>()

    mutating func lookedElsewhere() { changesTop = 0 }

    var saved: [String: String] { ["order": order.rawValue, "filter": filter.text] }

    mutating func restore(_ saved: [String: String]) {
        order = saved["order"].flatMap(Order.init(rawValue:)) ?? order
        if let text = saved["filter"], let kept = try? RowFilter(text, for: TreeNode.self) {
            filter = kept
        }
    }
}

/// A node with its task's words, as filters see it.
struct TreeNode: FilterRow {
    static let numbers = [
        "depth", "score", "quality", "probability", "created", "sampled", "turn", "id",
    ]
    static let texts = ["mode", "task", "state"]

    let node: CurriculumTree.Node
    let taskText: String

    func number(_ key: String) -> Double? {
        switch key {
        case "depth": return Double(node.depth)
        case "score": return node.score
        case "quality": return node.quality
        case "created": return Double(node.created)
        case "sampled": return Double(node.sampled)
        case "turn": return Double(node.turn)
        case "id": return Double(node.id)
        default:
            guard case .held(let probability) = node.standing else { return nil }
            return probability
        }
    }

    func text(_ key: String) -> String? {
        switch key {
        case "mode": return node.mode?.rawValue ?? "task"
        case "task": return "\(node.task) \(taskText)"
        default:
            if case .held = node.standing { return "held" }
            return "evicted"
        }
    }

    var words: String { "#\(node.id) \(taskText) \(node.text ?? "")" }
}
