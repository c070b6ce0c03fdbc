import Rendering
import Runs

extension Dashboard {
    /// One screen of a run, without a terminal: what `redraft render` prints.
    ///
    /// - Parameters:
    ///   - screen: which.
    ///   - description: the run.
    ///   - ability: what its session can do.
    ///   - snapshot: its newest snapshot, if there is one.
    ///   - committed: the newest step that queries can see.
    ///   - step: the step to show; nil for the newest.
    ///   - columns: the width.
    ///   - rows: the height.
    ///   - capabilities: what may be drawn.
    ///   - now: seconds since 1970.
    ///   - runs: the runs listed beside it.
    ///   - answer: answers a query at once.
    /// - Returns: the screen's cells.
    public static func render(
        screen: DashboardScreen, of description: RunDescription, ability: SessionAbility,
        snapshot: RunSnapshot?, committed: Int, at step: Int? = nil, columns: Int, rows: Int,
        capabilities: DashboardCapabilities = DashboardCapabilities(), now: Double,
        runs: [ListedRun] = [], answer: (HistoryQuery) -> HistoryAnswer
    ) -> Grid {
        view(
            settled(
                screen: screen, of: description, ability: ability, snapshot: snapshot,
                committed: committed, at: step, columns: columns, rows: rows,
                capabilities: capabilities, now: now, runs: runs, answer: answer))
    }

    /// One screen of a run in words: what `redraft render --linear` prints.
    ///
    /// Each pane is read as if it had the window to itself.
    ///
    /// - Parameters:
    ///   - screen: which.
    ///   - description: the run.
    ///   - ability: what its session can do.
    ///   - snapshot: its newest snapshot, if there is one.
    ///   - committed: the newest step that queries can see.
    ///   - step: the step to show; nil for the newest.
    ///   - columns: the width.
    ///   - rows: the height.
    ///   - capabilities: what may be drawn.
    ///   - now: seconds since 1970.
    ///   - runs: the runs listed beside it.
    ///   - answer: answers a query at once.
    /// - Returns: the top line, then the panes in the order Tab visits them.
    public static func read(
        screen: DashboardScreen, of description: RunDescription, ability: SessionAbility,
        snapshot: RunSnapshot?, committed: Int, at step: Int? = nil, columns: Int, rows: Int,
        capabilities: DashboardCapabilities = DashboardCapabilities(), now: Double,
        runs: [ListedRun] = [], answer: (HistoryQuery) -> HistoryAnswer
    ) -> [ReadingPane] {
        var state = settled(
            screen: screen, of: description, ability: ability, snapshot: snapshot,
            committed: committed, at: step, columns: columns, rows: rows,
            capabilities: capabilities, now: now, runs: runs, answer: answer)
        state.isMaximised = true
        var read = [ReadingPane(title: Line(), lines: [state.topLine(width: columns)])]
        for pane in screen.panes {
            state.focus[screen] = pane
            settle(&state, .tick(now), answer)
            guard let rect = state.layout.rect(of: pane) else { continue }
            let grid = view(state)
            read.append(
                ReadingPane(title: Line(grid.rowText(rect.y)), grid, in: rect.inset()))
        }
        return read
    }

    /// The state of a dashboard on a screen, all its queries answered.
    private static func settled(
        screen: DashboardScreen, of description: RunDescription, ability: SessionAbility,
        snapshot: RunSnapshot?, committed: Int, at step: Int?, columns: Int, rows: Int,
        capabilities: DashboardCapabilities, now: Double, runs: [ListedRun],
        answer: (HistoryQuery) -> HistoryAnswer
    ) -> DashboardState {
        var state = DashboardState(run: description, ability: ability, role: .watches, now: now)
        state.screen = screen
        var events: [DashboardEvent] = [
            .capabilities(capabilities), .resize(columns: columns, rows: rows),
            .committed(committed),
        ]
        if let snapshot { events.append(.snapshot(snapshot, committed: committed)) }
        if !runs.isEmpty { events.append(.runs(runs)) }
        for event in events { settle(&state, event, answer) }
        if let step { state.look(at: step) }
        settle(&state, .tick(now), answer)
        return state
    }

    /// Applies an event and answers the queries it leads to, until none is left.
    private static func settle(
        _ state: inout DashboardState, _ event: DashboardEvent,
        _ answer: (HistoryQuery) -> HistoryAnswer
    ) {
        var events = [event]
        while !events.isEmpty {
            for effect in update(&state, events.removeFirst()) {
                if case .submit(let ticket, let query) = effect {
                    events.append(.answer(ticket: ticket, answer(query)))
                }
            }
        }
    }
}
