import Rendering
import Runs

/// The curriculum's tree in an order: what does not depend on folds and filters.
struct GrownTree: Sendable {
    /// What it depends on.
    struct Key: Hashable, Sendable {
        /// The answer's number.
        let answer: Int
        let order: TreePanel.Order
    }

    /// Where a node is in the answer.
    private struct Place {
        let branch: Int
        let node: Int
    }

    let tree: CurriculumTree
    let outline: TreeOutline<TreePanel.Item>
    /// The best score, or next to nothing.
    let most: Double
    /// Entries admitted and evicted by the newest step with changes.
    let fresh: Set<Int>
    private let nodes: [Int: Place]
    private let branches: [TaskID: Int]

    init(_ tree: CurriculumTree, _ order: TreePanel.Order) {
        let ordered = tree.branches.enumerated().map { (Self.key($1, order), $0) }
            .sorted { left, right in
                left.0 != right.0 ? left.0 > right.0 : left.1 < right.1
            }
        let count = tree.branches.reduce(0) { $0 + $1.nodes.count }
        var items: [(id: TreePanel.Item, parent: TreePanel.Item?)] = []
        items.reserveCapacity(count + ordered.count)
        var nodes = [Int: Place](minimumCapacity: count)
        var branches = [TaskID: Int](minimumCapacity: ordered.count)
        var most = 1e-9
        for (_, number) in ordered {
            let branch = tree.branches[number]
            branches[branch.task] = number
            items.append((.task(branch.task), nil))
            let known = Set(branch.nodes.lazy.map(\.id))
            for (index, node) in branch.nodes.enumerated() {
                let parent = node.parent.flatMap {
                    known.contains($0) && $0 != node.id ? TreePanel.Item.node($0) : nil
                }
                items.append((.node(node.id), parent ?? .task(branch.task)))
                nodes[node.id] = Place(branch: number, node: index)
                if node.score.isFinite, node.score > most { most = node.score }
            }
        }
        outline = TreeOutline(items)
        self.tree = tree
        self.nodes = nodes
        self.branches = branches
        self.most = most
        fresh = Self.fresh(tree)
    }

    /// How many nodes it has.
    var count: Int { nodes.count }

    /// The tasks.
    var tasks: some Collection<TaskID> { branches.keys }

    func branch(_ task: TaskID) -> CurriculumTree.Branch? {
        branches[task].map { tree.branches[$0] }
    }

    func node(_ id: Int) -> TreeNode? {
        guard let place = nodes[id] else { return nil }
        let branch = tree.branches[place.branch]
        return TreeNode(node: branch.nodes[place.node], taskText: branch.text)
    }

    /// The ids of the nodes that a filter lets through.
    func ids(_ filter: RowFilter) -> Set<Int> {
        Set(nodes.keys.lazy.filter { id in node(id).map { filter.accepts($0) } ?? false })
    }

    private static func key(_ branch: CurriculumTree.Branch, _ order: TreePanel.Order) -> Double {
        var value = -Double.infinity
        var held = 0
        for node in branch.nodes {
            if order == .newest {
                value = max(value, Double(node.created))
                continue
            }
            guard case .held = node.standing else { continue }
            held += 1
            let own = order == .score ? node.score : node.quality ?? .nan
            if own.isFinite { value = max(value, own) }
        }
        return order == .size ? Double(held) : value
    }

    private static func fresh(_ tree: CurriculumTree) -> Set<Int> {
        guard let newest = tree.changes.first?.step else { return [] }
        return Set(
            tree.changes.prefix { $0.step == newest }.compactMap { change in
                switch change.change {
                case .inserted(let entry, _): entry.id
                case .evicted(let entry, _, _): entry
                default: nil
                }
            })
    }
}
