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
        return view(state)
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
