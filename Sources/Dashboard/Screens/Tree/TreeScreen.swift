import Rendering
import Runs

extension Pane {
    static let curriculum = Pane("curriculum", headings: 1)
    static let node = Pane("node", weight: 10)
    static let treeChanges = Pane("treeChanges", weight: 14)
}

extension QueryBoard.Slot {
    static let tree = Self("tree", refreshSeconds: 1)
}

/// The curriculum as a tree: tasks, and below each the revisions that grew from it.
enum TreeScreen: Screen {
    static let panels: [any Panel.Type] = [TreePanel.self]
    static let title = "Tree"
    static let panes: [Pane] = [.curriculum, .node, .treeChanges]

    static let commands: [Command] = [
        Command(
            "tree.chain", [.enter, .key("o")], "open the chain of the selected revision",
            hint: "chain"
        ) { $0.openNode() },
        Command(
            "tree.fold", [.key("h"), .left], "fold, or go to what it grew from", hint: "fold",
            for: "h l"
        ) { $0.foldNode() },
        Command("tree.unfold", [.key("l"), .right], "unfold, or go to what grew from it") {
            $0.unfoldNode()
        },
        Command("tree.fold-all", [.key("-")], "fold all tasks", hint: "all", for: "- +") {
            guard let shown = $0.shownTree else { return }
            $0.tree.folded = Set(shown.grown.tasks.map { .task($0) })
        },
        Command("tree.unfold-all", [.key("+"), .key("=")], "unfold everything") {
            $0.tree.folded = []
        },
        Command("tree.sort", [.key("s")], "next order of the tasks", hint: "sort") {
            $0.tree.order = $0.tree.order.next
        },
        Command(
            "tree.filter", [.key("/")], "show what a filter lets through", hint: "filter",
            asks: RowFilter.question(for: TreeNode.self, at: \.tree.filter)),
    ]

    static func arrange(_ body: Rect, focused: Pane, room: ScreenLayout.Room)
        -> [(pane: Pane, rect: Rect)]
    {
        ScreenLayout.columns(
            [.curriculum], [.node, .treeChanges], right: { max(40, min(60, $0 * 2 / 5 - 4)) },
            in: body, focused: focused, room: room)
    }

    static func needs(_ state: DashboardState) -> [QueryBoard.Need] {
        [QueryBoard.Need(.tree, .tree(step: state.at), state.dataVersion)]
    }

    static func follow(_ state: inout DashboardState) -> [DashboardEffect] {
        state.keepTree()
        return []
    }

    static func back(_ state: inout DashboardState) -> Bool {
        guard !state.tree.filter.isEmpty else { return false }
        state.tree.filter = .all
        return true
    }

    static func move(_ movement: Movement, in pane: Pane, _ state: inout DashboardState) {
        let page = max(1, state.visibleRows(of: pane))
        if pane == .treeChanges {
            state.tree.changesTop = movement.scrolled(
                state.tree.changesTop, lines: state.curriculumTree?.changes.count ?? 0, page: page)
            return
        }
        guard let shown = state.shownTree, !shown.rows.isEmpty else { return }
        let target = movement.target(
            from: shown.row(of: state.tree.selected) ?? 0, count: shown.rows.count,
            page: max(1, state.visibleRows(of: .curriculum)))
        state.select(row: target, of: shown)
    }

    static func click(_ click: PaneClick, _ state: inout DashboardState) -> [DashboardEffect] {
        guard click.pane == .curriculum, click.row >= 0, let shown = state.shownTree else {
            return []
        }
        // What is drawn says which rows and fold marks lie where.
        var view = View(state)
        guard
            let placement = view.drawTree(click.rect, isFocused: true),
            let row = placement.row(atColumn: click.mouse.column, row: click.mouse.row),
            shown.rows.indices.contains(row)
        else { return [] }
        state.select(row: row, of: shown)
        if placement.folding(atColumn: click.mouse.column, row: click.mouse.row) != nil {
            state.tree.folded.formSymmetricDifference([shown.rows[row].id])
        }
        return []
    }

    static func draw(_ pane: Pane, in rect: Rect, isFocused: Bool, on view: inout View) {
        let state = view.state
        switch pane {
        case .curriculum: view.drawTree(rect, isFocused: isFocused)
        case .node:
            let shown = state.shownTree
            view.text(rect, state.nodeTitle(in: shown), isFocused: isFocused) {
                state.nodeLines(in: shown, width: $0.width)
            }
        default:
            view.text(
                rect, "Admitted and evicted", view.note("newest first", .tree),
                isFocused: isFocused
            ) { rect in
                state.lines(
                    of: state.curriculumTree?.changes, from: state.tree.changesTop, rect.height,
                    .tree)
            }
        }
    }
}

extension DashboardState {
    var tree: TreePanel {
        get { panels[TreePanel.self] }
        set { panels[TreePanel.self] = newValue }
    }

    var curriculumTree: CurriculumTree? {
        guard case .tree(let tree) = answer(.tree) else { return nil }
        return tree
    }

    mutating func select(row: Int, of shown: ShownTree) {
        guard !shown.rows.isEmpty else { return }
        let row = max(0, min(row, shown.rows.count - 1))
        tree.selected = shown.rows[row].id
        tree.top = Table.offset(
            tree.top, showing: row, rowCount: shown.rows.count,
            height: max(1, visibleRows(of: .curriculum)))
    }

    /// The selected node, or the selected task's branch.
    var selectedNode: TreeNode? { selectedNode(in: shownTree) }

    private func selectedNode(in shown: ShownTree?) -> TreeNode? {
        guard let shown, let row = shown.row(of: tree.selected),
            case .node(let id) = shown.rows[row].id
        else { return nil }
        return shown.grown.node(id)
    }

    mutating func openNode() {
        guard let node = selectedNode?.node else {
            say("select an entry: a task alone has no chain")
            return
        }
        guard let revision = node.revision else {
            say("a \(node.text == nil ? "bare task" : "teacher's draft") has no chain yet")
            return
        }
        chooseEpisode(revision)
        descend(to: .chain)
    }

    mutating func foldNode() {
        guard let shown = shownTree, let row = shown.row(of: tree.selected) else { return }
        let current = shown.rows[row]
        if current.children > 0, !current.isFolded, tree.filter.isEmpty {
            tree.folded.insert(current.id)
            tree.selected = current.id
        } else if let parent = shown.grown.outline.parent(of: current.id),
            let row = shown.grown.outline.index(of: parent, in: shown.rows)
        {
            select(row: row, of: shown)
        }
    }

    mutating func unfoldNode() {
        guard let shown = shownTree, let row = shown.row(of: tree.selected) else { return }
        let current = shown.rows[row]
        if tree.folded.remove(current.id) == nil,
            let child = shown.grown.outline.firstChild(of: current.id),
            let row = shown.grown.outline.index(of: child, in: shown.rows)
        {
            select(row: row, of: shown)
        }
    }

    func nodeTitle(in shown: ShownTree?) -> String {
        selectedNode(in: shown).map { "Entry #\($0.node.id)" } ?? "Task"
    }

    /// The selected row in words.
    func nodeLines(in shown: ShownTree?, width: Int) -> [Line] {
        guard let shown else { return waiting(.tree) }
        guard let row = shown.row(of: tree.selected) else {
            return [Line("nothing is selected", .dim)]
        }
        func line(_ name: String, _ value: String, _ style: Style = .text) -> Line {
            [Span(name.left(9), .dim), Span(value, style)]
        }
        switch shown.rows[row].id {
        case .task(let id):
            guard let branch = shown.grown.branch(id) else { return [] }
            let held = branch.nodes.filter { if case .held = $0.standing { true } else { false } }
            return Line(branch.text, .strong).wrapped(to: width) + [
                line("task", "\(id)"),
                line("held", "\(held.count) entries, \(branch.nodes.count - held.count) evicted"),
                line("deepest", "\(held.map(\.depth).max() ?? 0)"),
                line(
                    "drawn", "\(branch.nodes.reduce(0) { $0.saturatingAdding($1.sampled) }) times"),
                line("score", Format.fixed(held.map(\.score).max()) + " at best"),
                line("quality", Format.fixed(held.compactMap(\.quality).max()) + " at best"),
            ]
        case .node(let id):
            guard let tree = shown.grown.node(id) else { return [] }
            let node = tree.node
            var lines = Line(tree.taskText, .strong).wrapped(to: width)
            lines.append(
                line(
                    "asks",
                    node.depth == 0 ? "a draft" : "a revision of depth \(node.depth)"))
            if let text = node.text {
                lines += Line([Span("latest".left(9), .dim), Span(text)]).wrapped(to: width)
            }
            if let mode = node.mode { lines.append(line("made by", mode.rawValue)) }
            if let quality = node.quality { lines.append(line("quality", Format.fixed(quality))) }
            lines.append(line("score", Format.fixed(node.score, 4), .strong))
            switch node.standing {
            case .held(let probability):
                lines.append(line("chance", Format.fixed(probability, 4)))
            case .evicted(let step, let by):
                lines.append(line("evicted", "after step \(step), by #\(by)", .bad))
            }
            lines.append(line("since", "step \(node.created), drawn \(node.sampled) times"))
            lines.append(
                Line(
                    node.revision != nil
                        ? "Enter opens its chain"
                        : node.text == nil
                            ? "a bare task: no chain yet" : "a teacher's draft: no chain yet",
                    .dim))
            return lines
        }
    }
}

extension View {
    /// Draws the tree.
    ///
    /// - Returns: what lies where, for the mouse; nil while there is no tree.
    @discardableResult
    mutating func drawTree(_ rect: Rect, isFocused: Bool) -> Tree<TreePanel.Item>.Placement? {
        let panel = state.tree
        guard let shown = state.shownTree else {
            grid.write(
                state.waiting(.tree), in: frame(rect, "Curriculum", isFocused: isFocused))
            return nil
        }
        let grown = shown.grown
        let count =
            panel.filter.isEmpty
            ? "\(grown.count) entries of \(grown.tasks.count) tasks"
            : "\(shown.matches) of \(grown.count)  /\(panel.filter.text)"
        let inside = frame(
            rect, "Curriculum", note("\(count)  by \(panel.order.title), s", .tree),
            isFocused: isFocused)
        guard !shown.rows.isEmpty else {
            grid.write(
                [
                    Line(
                        panel.filter.isEmpty ? state.emptyBufferText : "nothing passes the filter",
                        .dim)
                ],
                in: inside)
            return nil
        }
        // Relative to the best, since scores are a variance and small.
        let most = grown.most
        let row = shown.row(of: panel.selected) ?? 0
        // The text comes before figures that the other pane tells too.
        let columns: [(width: Int, column: TableColumn)] = [
            (0, TableColumn("score", .fixed(7), alignment: .trailing)),
            (0, TableColumn("d", .fixed(3), alignment: .trailing)),
            (52, TableColumn("quality", .fixed(7), alignment: .trailing)),
            (64, TableColumn("mode", .fixed(8))),
            (84, TableColumn("chance", .fixed(6), alignment: .trailing)),
            (92, TableColumn("drawn", .fixed(5), alignment: .trailing)),
        ]
        let wide = columns.filter { inside.width >= $0.width }
        return Tree(
            shown.grown.outline, rows: shown.rows, title: "task, revisions",
            columns: wide.map(\.column), selection: row, offset: panel.top, shift: panel.shift,
            isFocused: isFocused
        ).draw(
            on: &grid, in: inside,
            text: { row in
                switch row.id {
                case .task(let id): return Line(grown.branch(id)?.text ?? "", .strong)
                case .node(let id):
                    guard let node = grown.node(id)?.node else { return Line() }
                    return Self.text(of: node, most: most, fresh: grown.fresh)
                        .highlighting(panel.filter.words.first ?? "")
                }
            },
            cells: { row in
                guard case .node(let id) = row.id, let node = grown.node(id)?.node else {
                    return [Line(), Line(), Line("\(row.descendants)", .dim)]
                }
                var chance = "-"
                if case .held(let probability) = node.standing {
                    chance = Format.fixed(probability, 4)
                }
                let level = node.score.isFinite ? max(0, min(1, node.score / most)) : 0
                return Array(
                    [
                        Line(Format.fixed(node.score), .heat(level)), Line("\(node.depth)"),
                        Line(Format.fixed(node.quality)),
                        Line(node.mode?.rawValue ?? "task", .dim), Line(chance, .dim),
                        Line("\(node.sampled)", .dim),
                    ].prefix(wide.count))
            })
    }

    /// Learnability as a bar of one cell, what just happened to it, and its text.
    private static func text(
        of node: CurriculumTree.Node, most: Double, fresh: Set<Int>
    ) -> Line {
        let level = node.score.isFinite ? max(0, min(1, node.score / most)) : 0
        var isEvicted = false
        if case .evicted = node.standing { isEvicted = true }
        let sign =
            isEvicted
            ? (fresh.contains(node.id) ? "- " : "x ") : fresh.contains(node.id) ? "+ " : "  "
        let mode: Span =
            switch node.mode {
            case .diverge: Span("~", .info)
            case .improve: Span("^", .dim)
            default: Span(" ", .dim)
            }
        return [
            Span(Signs.level(level).text, .heat(level)), Span(sign, isEvicted ? .bad : .good), mode,
            Span(" " + (node.text ?? "the task itself"), isEvicted ? .disabled : .text),
        ]
    }
}

extension Int {
    /// The sum, or the largest number where it is beyond that: counts from a file may be anything.
    func saturatingAdding(_ other: Int) -> Int {
        let (sum, isOver) = addingReportingOverflow(other)
        return isOver ? (other < 0 ? .min : .max) : sum
    }
}
