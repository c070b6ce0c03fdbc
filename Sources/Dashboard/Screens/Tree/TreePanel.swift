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

/// The tree as it is shown: ordered, filtered, folded.
struct ShownTree: Sendable {
    let outline: TreeOutline<TreePanel.Item>
    let rows: [TreeOutline<TreePanel.Item>.Row]
    let nodes: [Int: TreeNode]
    let branches: [TaskID: CurriculumTree.Branch]
    /// Nodes that the filter lets through, of all.
    let matches: Int
    let count: Int

    init(_ tree: CurriculumTree, _ panel: TreePanel) {
        let ordered = tree.branches.enumerated().map { (Self.key($1, panel.order), $0, $1) }
            .sorted { left, right in
                left.0 != right.0 ? left.0 > right.0 : left.1 < right.1
            }
        var items: [(id: TreePanel.Item, parent: TreePanel.Item?)] = []
        var nodes: [Int: TreeNode] = [:]
        var branches: [TaskID: CurriculumTree.Branch] = [:]
        for (_, _, branch) in ordered {
            branches[branch.task] = branch
            items.append((.task(branch.task), nil))
            let known = Set(branch.nodes.map(\.id))
            for node in branch.nodes {
                let parent = node.parent.flatMap {
                    known.contains($0) && $0 != node.id ? TreePanel.Item.node($0) : nil
                }
                items.append((.node(node.id), parent ?? .task(branch.task)))
                nodes[node.id] = TreeNode(node: node, taskText: branch.text)
            }
        }
        outline = TreeOutline(items)
        self.nodes = nodes
        self.branches = branches
        count = nodes.count
        if panel.filter.isEmpty {
            rows = outline.rows(folded: panel.folded)
            matches = nodes.count
        } else {
            let filter = panel.filter
            let wanted = Set(nodes.values.filter { filter.accepts($0) }.map(\.node.id))
            matches = wanted.count
            rows = outline.rows { item in
                if case .node(let id) = item { wanted.contains(id) } else { false }
            }
        }
    }

    private static func key(_ branch: CurriculumTree.Branch, _ order: TreePanel.Order) -> Double {
        let held = branch.nodes.filter { if case .held = $0.standing { true } else { false } }
        let value: Double? =
            switch order {
            case .score: held.map(\.score).filter(\.isFinite).max()
            case .newest: branch.nodes.map { Double($0.created) }.max()
            case .size: Double(held.count)
            case .quality: held.compactMap(\.quality).filter(\.isFinite).max()
            }
        return value ?? -.infinity
    }

    /// The row of an item, or of the nearest one above it that is shown.
    func row(of item: TreePanel.Item?) -> Int? {
        guard let item else { return rows.isEmpty ? nil : 0 }
        var wanted: TreePanel.Item? = item
        // A chain of parents is no longer than there are items.
        for _ in 0...max(1, outline.count) {
            guard let one = wanted else { break }
            if let row = rows.firstIndex(where: { $0.id == one }) { return row }
            wanted = outline.parent(of: one)
        }
        return rows.isEmpty ? nil : 0
    }
}
