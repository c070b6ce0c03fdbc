import Rendering
import Runs

extension Pane {
    static let searchTasks = Pane("searchTasks", weight: 10, headings: 1)
    static let searchTree = Pane("searchTree", weight: 20, headings: 1)
    static let searchNode = Pane("searchNode")
}

extension QueryBoard.Slot {
    static let searches = Self("searches", refreshSeconds: 1)
}

/// Searches on held-out tasks: what was tried, what came of it, what is kept.
enum SearchScreen: Screen {
    static let title = "Search"
    static let panes: [Pane] = [.searchTasks, .searchTree, .searchNode]
    static let panels: [any Panel.Type] = [SearchPanel.self]
    static let needsNoSteps = true

    static let commands: [Command] = [
        Command(
            "search.fold", [.key("h"), .left], "fold, or go to what it revises", hint: "fold",
            for: "h l"
        ) {
            $0.foldSearch()
        },
        Command("search.unfold", [.key("l"), .right], "unfold, or go to its first revision") {
            $0.unfoldSearch()
        },
        Command("search.best", [.key("b")], "select the answer that is kept", hint: "best") {
            $0.search.place = nil
            $0.search.folded = []
            $0.placeSearchRow()
        },
        Command("search.next", [.key("n")], "the next task", hint: "task", for: "n N") {
            $0.selectSearch($0.search.tasks.selected + 1)
        },
        Command("search.previous", [.key("N")], "the task before") {
            $0.selectSearch($0.search.tasks.selected - 1)
        },
        Command.telling(
            "search.copy", [.key("y")], "copy the selected answer",
            obstacle: { $0.shownSearch?.selected == nil ? "no answer is selected" : nil },
            yields: { state in
                guard let shown = state.shownSearch, let place = shown.selected else { return [] }
                return [.copy(text: shown.text(place))]
            }),
    ]

    static func arrange(_ body: Rect, focused: Pane, room: ScreenLayout.Room)
        -> [(pane: Pane, rect: Rect)]
    {
        ScreenLayout.columns(
            [.searchTasks, .searchTree], [.searchNode],
            right: { max(38, min(60, $0 * 2 / 5 - 6)) }, in: body, focused: focused, room: room)
    }

    static func needs(_ state: DashboardState) -> [QueryBoard.Need] {
        [QueryBoard.Need(.searches, .searches(upTo: state.at), state.dataVersion)]
    }

    static func settle(_ slot: QueryBoard.Slot, _ state: inout DashboardState) {
        guard slot == .searches, let count = state.searchView?.trees.count else { return }
        state.search.tasks.select(
            state.search.tasks.selected, of: count,
            visible: max(1, state.visibleRows(of: .searchTasks)))
    }

    static func move(_ movement: Movement, in pane: Pane, _ state: inout DashboardState) {
        let page = max(1, state.visibleRows(of: pane))
        switch pane {
        case .searchTasks:
            state.selectSearch(
                movement.target(
                    from: state.search.tasks.selected, count: state.searchView?.trees.count ?? 0,
                    page: page))
        case .searchTree:
            guard let shown = state.shownSearch, !shown.rows.isEmpty else { return }
            let row = movement.target(
                from: shown.row(folded: state.search.folded) ?? 0, count: shown.rows.count,
                page: page)
            state.select(searchRow: row, of: shown)
        default:
            let width = max(1, (state.layout.rect(of: pane)?.width ?? 3) - 2)
            state.search.textTop = movement.scrolled(
                state.search.textTop, lines: state.searchNodeLines(width: width).count, page: page)
        }
    }

    static func click(_ click: PaneClick, _ state: inout DashboardState) -> [DashboardEffect] {
        guard click.row >= 0 else { return [] }
        switch click.pane {
        case .searchTasks:
            let count = state.searchView?.trees.count ?? 0
            let row =
                state.search.tasks.top(of: count, visible: state.visibleRows(of: click.pane))
                + click.row
            if (0..<count).contains(row) { state.selectSearch(row) }
        case .searchTree:
            guard let shown = state.shownSearch else { return [] }
            var view = View(state)
            guard
                let placement = view.drawSearchTree(click.rect, isFocused: true),
                let row = placement.row(atColumn: click.mouse.column, row: click.mouse.row),
                shown.rows.indices.contains(row)
            else { return [] }
            state.select(searchRow: row, of: shown)
            if placement.folding(atColumn: click.mouse.column, row: click.mouse.row) != nil {
                state.search.folded.formSymmetricDifference([shown.rows[row].id])
            }
        default: break
        }
        return []
    }

    static func draw(_ pane: Pane, in rect: Rect, isFocused: Bool, on view: inout View) {
        switch pane {
        case .searchTasks: view.drawSearchTasks(rect, isFocused: isFocused)
        case .searchTree: view.drawSearchTree(rect, isFocused: isFocused)
        default:
            let state = view.state
            let title = state.shownSearch?.selected.map { "Answer #\($0)" } ?? "Answer"
            view.text(
                rect, title, view.note("", .searches), isFocused: isFocused,
                from: state.search.textTop
            ) { state.searchNodeLines(width: $0.width) }
        }
    }
}

extension DashboardState {
    var search: SearchPanel {
        get { panels[SearchPanel.self] }
        set { panels[SearchPanel.self] = newValue }
    }

    /// The searches to be shown; nil while they have not come.
    var searchView: SearchView? {
        guard case .searches(let view) = answer(.searches) else { return nil }
        return view
    }

    /// The selected task's search.
    var shownSearch: ShownSearch? {
        guard let trees = searchView?.trees, trees.indices.contains(search.tasks.selected) else {
            return nil
        }
        return ShownSearch(trees[search.tasks.selected], search)
    }

    mutating func selectSearch(_ row: Int) {
        let before = search.tasks.selected
        search.tasks.select(
            row, of: searchView?.trees.count ?? 0,
            visible: max(1, visibleRows(of: .searchTasks)))
        if search.tasks.selected != before { search.lookedElsewhere() }
        placeSearchRow()
    }

    mutating func select(searchRow row: Int, of shown: ShownSearch) {
        guard !shown.rows.isEmpty else { return }
        search.place = shown.rows[max(0, min(row, shown.rows.count - 1))].id
        search.textTop = 0
        placeSearchRow()
    }

    /// Scrolls the tree as little as needed to show the selected answer.
    mutating func placeSearchRow() {
        guard let shown = shownSearch, let row = shown.row(folded: search.folded) else { return }
        search.top = Table.offset(
            search.top, showing: row, rowCount: shown.rows.count,
            height: max(1, visibleRows(of: .searchTree)))
    }

    mutating func foldSearch() {
        guard let shown = shownSearch, let row = shown.row(folded: search.folded) else { return }
        let current = shown.rows[row]
        if current.children > 0, !current.isFolded {
            search.place = current.id
            search.folded.insert(current.id)
        } else if let parent = shown.outline.parent(of: current.id) {
            search.place = parent
        }
        search.textTop = 0
        placeSearchRow()
    }

    mutating func unfoldSearch() {
        guard let shown = shownSearch, let row = shown.row(folded: search.folded) else { return }
        let current = shown.rows[row]
        if search.folded.remove(current.id) == nil,
            let child = shown.outline.firstChild(of: current.id)
        {
            search.place = child
            search.textTop = 0
        }
        placeSearchRow()
    }
}
