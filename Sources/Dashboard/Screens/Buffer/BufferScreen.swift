import Rendering
import Runs

extension Pane {
    static let bufferTable = Pane("bufferTable", headings: 1)
    static let histogram = Pane("histogram", weight: 11)
    static let changes = Pane("changes", weight: 11)
    static let entry = Pane("entry", weight: 10)
}

extension QueryBoard.Slot {
    static let buffer = Self("buffer", refreshSeconds: 1)
}

/// The task buffer as a table, with what enters and leaves it.
enum BufferScreen: Screen {
    static let panels: [any Panel.Type] = [BufferPanel.self]
    static let title = "Buffer"
    static let panes: [Pane] = [.bufferTable, .histogram, .changes, .entry]

    static let commands: [Command] = [
        Command(
            "buffer.chain", [.enter], "open the chain of the selected entry", hint: "chain"
        ) { $0.openEntry() },
        Command("buffer.sort", [.key("s")], "sort by the next column", hint: "sort") {
            $0.buffer.column = $0.buffer.column.next
            $0.buffer.isReversed = false
            $0.placeBufferSelection()
        },
        Command("buffer.reverse", [.key("S")], "reverse the order") {
            $0.buffer.isReversed.toggle()
        },
        Command(
            "buffer.filter", [.key("/")], "show what a filter lets through", hint: "filter",
            asks: RowFilter.question(for: BufferView.Row.self, at: \.buffer.filter)),
        Command(
            "buffer.mark", [.key("m")], "mark the selected row, or take its mark off", hint: "mark"
        ) { state in
            guard let row = state.selectedEntry else { return }
            state.buffer.marked.formSymmetricDifference([row.id])
        },
        Command(
            "buffer.pin", [.key("p")], "keep the selected row on top, or let it go", hint: "pin"
        ) { state in
            guard let row = state.selectedEntry else { return }
            state.buffer.pinned.formSymmetricDifference([row.id])
            state.buffer.entry = row.id
            state.placeBufferSelection()
        },
        Command.telling(
            "buffer.copy", [.key("y")], "copy the marked rows, or the selected one",
            obstacle: { $0.copiedEntries == nil ? "no row is selected" : nil },
            yields: { $0.copiedEntries.map { [.copy(text: $0)] } ?? [] }),
        Command(
            "buffer.histogram", [.key("b")], "next quantity of the histogram", hint: "histogram"
        ) { $0.buffer.quantity = $0.buffer.quantity.next },
    ]

    static func arrange(_ body: Rect, focused: Pane, room: ScreenLayout.Room)
        -> [(pane: Pane, rect: Rect)]
    {
        ScreenLayout.columns(
            [.bufferTable], [.histogram, .changes, .entry],
            right: { max(40, min(64, $0 * 2 / 5 - 2)) }, in: body, focused: focused, room: room)
    }

    static func needs(_ state: DashboardState) -> [QueryBoard.Need] {
        [QueryBoard.Need(.buffer, .buffer(step: state.at), state.dataVersion)]
    }

    static func settle(_ slot: QueryBoard.Slot, _ state: inout DashboardState) {
        if slot == .buffer { state.placeBufferSelection() }
    }

    static func follow(_ state: inout DashboardState) -> [DashboardEffect] {
        state.keepSortedEntries()
        return []
    }

    static func back(_ state: inout DashboardState) -> Bool {
        guard !state.buffer.filter.isEmpty else { return false }
        state.buffer.filter = .all
        return true
    }

    static func move(_ movement: Movement, in pane: Pane, _ state: inout DashboardState) {
        if pane == .changes {
            state.buffer.changesTop = movement.scrolled(
                state.buffer.changesTop, lines: state.bufferView?.changes.count ?? 0,
                page: max(1, state.visibleRows(of: pane)))
            return
        }
        let rows = state.sortedEntries
        let page = max(1, state.visibleRows(of: .bufferTable))
        state.buffer.table.select(
            movement.target(from: state.buffer.table.selected, count: rows.count, page: page),
            of: rows.count, visible: page)
        state.buffer.entry =
            rows.indices.contains(state.buffer.table.selected)
            ? rows[state.buffer.table.selected].id : nil
    }

    static func click(_ click: PaneClick, _ state: inout DashboardState) -> [DashboardEffect] {
        guard click.pane == .bufferTable else { return [] }
        guard click.row >= 0 else {
            state.clickBufferHeading(click)
            return []
        }
        let rows = state.sortedEntries
        let index =
            state.buffer.table.top(of: rows.count, visible: state.visibleRows(of: click.pane))
            + click.row
        guard rows.indices.contains(index) else { return [] }
        state.buffer.table.selected = index
        state.buffer.entry = rows[index].id
        return []
    }

    static func draw(_ pane: Pane, in rect: Rect, isFocused: Bool, on view: inout View) {
        let state = view.state
        switch pane {
        case .bufferTable: view.drawBufferTable(rect, isFocused: isFocused)
        case .histogram:
            view.text(
                rect, "Distribution",
                view.note("by \(state.buffer.quantity.title), b next", .buffer),
                isFocused: isFocused
            ) { state.histogramPaneLines(width: $0.width, height: $0.height) }
        case .changes:
            view.text(
                rect, "Admitted and evicted", view.note("newest first", .buffer),
                isFocused: isFocused
            ) { rect in
                state.lines(
                    of: state.bufferView?.changes, from: state.buffer.changesTop, rect.height,
                    .buffer)
            }
        default:
            let name = state.selectedEntry.map { "Entry #\($0.id)" } ?? "Entry"
            view.text(rect, name, isFocused: isFocused) { state.entryLines(width: $0.width) }
        }
    }
}

extension DashboardState {
    var buffer: BufferPanel {
        get { panels[BufferPanel.self] }
        set { panels[BufferPanel.self] = newValue }
    }

    var bufferView: BufferView? {
        guard case .buffer(let view) = answer(.buffer) else { return nil }
        return view
    }

    mutating func openEntry() {
        guard let row = selectedEntry else { return }
        guard let latest = row.latest else {
            say(
                "a \(selectedEntry?.isBare == false ? "teacher's draft" : "bare task") has no chain yet"
            )
            return
        }
        chooseEpisode(latest)
        descend(to: .chain)
    }
}
