import Runs

/// The dashboard's two functions: what happens next, and how it looks.
public enum Dashboard {
    /// The next state, and what is to be done in the world.
    ///
    /// - Parameters:
    ///   - state: changed in place.
    ///   - event: what happened.
    /// - Returns: the effects, in order.
    public static func update(
        _ state: inout DashboardState, _ event: DashboardEvent
    ) -> [DashboardEffect] {
        var effects = state.take(event)
        if state.place == .run { effects += state.screen.definition.follow(&state) }
        effects += state.board.reconcile(state.needs, now: state.now)
        return effects
    }

    /// The effects with which a dashboard begins: the queries of its first screen.
    ///
    /// - Parameter state: a state just made.
    /// - Returns: the effects, in order.
    public static func begin(_ state: inout DashboardState) -> [DashboardEffect] {
        state.board.reconcile(state.needs, now: state.now)
    }
}

extension DashboardState {
    mutating func take(_ event: DashboardEvent) -> [DashboardEffect] {
        switch event {
        case .tick(let time):
            let before = (silence, notice == nil)
            now = max(now, time)
            if let notice, notice.until <= now { self.notice = nil }
            if before.0 != silence || before.1 != (notice == nil) { revision += 1 }
            return []
        case .snapshot(let snapshot, let committed):
            return take(snapshot, committed: committed)
        case .committed(let step):
            guard var session, session.committed != step else { return [] }
            session.committed = step
            self.session = session
            revision += 1
            return []
        case .reading(let seconds):
            board.spend(total: seconds, at: now)
            return []
        default:
            revision += 1
        }
        switch event {
        case .key(let key): return press(key)
        case .paste(let text): paste(text)
        case .mouse(let mouse): return use(mouse)
        case .resize(let columns, let rows):
            self.columns = max(1, columns)
            self.rows = max(1, rows)
        case .opened(let description, let ability, let role):
            return open(description, ability, role)
        case .ability(let ability):
            session?.ability = ability
            session?.heard = now
        case .answer(let ticket, let answer):
            if let slot = board.take(ticket: ticket, answer) {
                screen.definition.settle(slot, &self)
            }
        case .policyAnswer(let ticket, let answer):
            if board.isAwaited(answer, ticket: ticket) { panels.take(answer, ticket: ticket) }
        case .view(let text): panels.restore(text)
        case .keys(let text, let path): useKeys(text, path: path)
        case .runs(let runs):
            browser.isOpening = false
            browser.replace(runs)
        case .study(let progress): return take(progress)
        case .themes(let names, let current):
            themes = names
            theme = current
        case .capabilities(let capabilities): self.capabilities = capabilities
        case .notice(let notice):
            browser.isOpening = false
            say(notice.text, notice.level)
        case .tick, .snapshot, .committed, .reading: break
        }
        return []
    }

    /// Shows a line for a few seconds, longer if it is a warning.
    mutating func say(_ text: String, _ level: LogLevel = .info) {
        notice = (DashboardNotice(level: level, text: text), now + (level >= .warning ? 10 : 4))
    }

    private mutating func open(
        _ description: RunDescription, _ ability: SessionAbility, _ role: SessionRole
    ) -> [DashboardEffect] {
        let effects = board.clear()
        session = Session(description: description, ability: ability, role: role, heard: now)
        place = .run
        browser.form = nil
        browser.isOpening = false
        overlays = []
        at = nil
        screen = .overview
        cameFrom = nil
        isMaximised = false
        isLeavingAtEnd = false
        panels = PanelStore()
        return effects
    }

    private mutating func take(_ progress: StudyProgress) -> [DashboardEffect] {
        func begun(_ progress: StudyProgress?) -> [Bool] {
            progress?.cells.map { $0.stage != .waiting } ?? []
        }
        let before = study
        study = progress
        if before == nil {
            do throws(RowFilter.Problem) {
                browser.filter = try RowFilter(progress.name + "-", for: ListedRun.self)
            } catch {
                // A name that reads as a filter of another kind lists all runs.
                browser.filter = .all
            }
        }
        if progress.isOver, isLeavingAtEnd, place == .browser { return [.leave(.quit)] }
        guard place == .browser else { return [] }
        return begun(before) == begun(progress) && before?.doneCount == progress.doneCount
            ? [] : [.listRuns]
    }

    private mutating func take(_ snapshot: RunSnapshot, committed: Int) -> [DashboardEffect] {
        guard var session else { return [] }
        let before = session.snapshot
        if before != snapshot || session.committed != committed { revision += 1 }
        session.snapshot = snapshot
        session.committed = committed
        // By this program's clock: another machine's may be wrong.
        session.heard = now
        self.session = session
        let known = Set(before?.alarms.map(\.kind) ?? [])
        if before != nil, let alarm = snapshot.alarms.first(where: { !known.contains($0.kind) }) {
            say(alarm.message, .warning)
        }
        if snapshot.end != nil {
            if case .confirmation(let question) = overlays.last, question.endsWithRun {
                overlays.removeLast()
            }
            if isLeavingAtEnd { return leave() }
        }
        return []
    }

    /// Keeps how the open run is looked at.
    var savedView: [DashboardEffect] {
        guard place == .run, let session else { return [] }
        let text = panels.saved
        return text.isEmpty ? [] : [.saveView(run: session.description.path, text: text)]
    }

    /// Leaves the run: to the list of runs, or out of the dashboard.
    mutating func leave() -> [DashboardEffect] {
        isLeavingAtEnd = false
        let saved = savedView
        guard hasBrowser, place == .run else { return saved + [.leave(.quit)] }
        let effects = saved + board.clear()
        place = .browser
        session = nil
        overlays = []
        at = nil
        screen = .overview
        isMaximised = false
        return effects + [.close, .listRuns]
    }
}
