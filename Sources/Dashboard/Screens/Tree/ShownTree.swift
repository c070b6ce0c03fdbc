import Rendering
import Runs

/// The tree as it is shown: ordered, filtered, folded.
struct ShownTree: Sendable {
    /// What it depends on.
    struct Key: Hashable, Sendable {
        let grown: GrownTree.Key
        let filter: RowFilter
        let folded: Set<TreePanel.Item>
    }

    let grown: GrownTree
    let rows: [TreeOutline<TreePanel.Item>.Row]
    /// Nodes that the filter lets through, of all.
    let matches: Int

    init(_ grown: GrownTree, filter: RowFilter, folded: Set<TreePanel.Item>) {
        self.grown = grown
        if filter.isEmpty {
            rows = grown.outline.rows(folded: folded)
            matches = grown.count
        } else {
            let wanted = grown.ids(filter)
            matches = wanted.count
            rows = grown.outline.rows { item in
                if case .node(let id) = item { wanted.contains(id) } else { false }
            }
        }
    }

    /// The row of an item, or of the nearest one above it that is shown.
    func row(of item: TreePanel.Item?) -> Int? {
        guard let item else { return rows.isEmpty ? nil : 0 }
        var wanted: TreePanel.Item? = item
        // A chain of parents is no longer than there are items.
        for _ in 0...max(1, grown.outline.count) {
            guard let one = wanted else { break }
            if let row = grown.outline.index(of: one, in: rows) { return row }
            wanted = grown.outline.parent(of: one)
        }
        return rows.isEmpty ? nil : 0
    }
}

extension DashboardState {
    private var grownKey: GrownTree.Key? {
        guard let held = board.held[.tree], case .tree = held.answer else { return nil }
        return GrownTree.Key(answer: held.number, order: tree.order)
    }

    /// What the tree to be shown depends on; nil while there is none.
    var shownKey: ShownTree.Key? {
        grownKey.map { ShownTree.Key(grown: $0, filter: tree.filter, folded: tree.folded) }
    }

    /// The tree ordered, filtered and folded.
    var shownTree: ShownTree? {
        guard let key = shownKey else { return nil }
        return tree.shown.value(for: key) ?? tree.show(key, of: curriculumTree)
    }

    /// Keeps the tree as it is now to be shown, so that drawing and moving need not make it.
    mutating func keepTree() {
        var panel = tree
        let tree = curriculumTree
        panel.grown.renew(for: grownKey) { key in tree.map { GrownTree($0, key.order) } }
        let grown = panel
        panel.shown.renew(for: shownKey) { grown.show($0, of: tree) }
        self.tree = panel
    }
}

extension TreePanel {
    /// Makes what a key asks for, of what is kept as far as it is.
    fileprivate func show(_ key: ShownTree.Key, of tree: CurriculumTree?) -> ShownTree? {
        (grown.value(for: key.grown) ?? tree.map { GrownTree($0, key.grown.order) }).map {
            ShownTree($0, filter: key.filter, folded: key.folded)
        }
    }
}
