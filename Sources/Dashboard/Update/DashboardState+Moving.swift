import Rendering
import Runs

extension DashboardState {
    // MARK: Opening and moving in panels

    mutating func show(_ screen: DashboardScreen) {
        guard self.screen != screen else { return }
        self.screen = screen
        isMaximised = false
        cameFrom = nil
    }

    /// Shows what a pane of this screen leads to; Esc comes back here.
    mutating func descend(to screen: DashboardScreen) {
        let from = self.screen
        show(screen)
        cameFrom = from
    }

    /// Shows the run as it was after a step; nil, or the newest, for the newest.
    mutating func look(at step: Int?) {
        if let step, step < newestStep || session?.isLive == true && step == newestStep {
            at = max(1, step)
        } else {
            at = nil
        }
        panels.lookedElsewhere()
    }

    mutating func turnFocus(_ offset: Int) {
        if screen == .curves {
            select(metric: curves.selected + offset)
            return
        }
        let panes = screen.panes
        let index = panes.firstIndex(of: focusedPane) ?? 0
        focus[screen] = panes[(index + offset + panes.count) % panes.count]
    }

    mutating func openSelectedRun() -> [DashboardEffect] {
        guard let run = browser.selected, !browser.isOpening else { return [] }
        if let problem = run.problem {
            say(problem, .warning)
            return []
        }
        browser.isOpening = true
        return [.open(path: run.path)]
    }

    mutating func move(_ movement: Movement) -> [DashboardEffect] {
        switch overlays.last {
        case .help(let top):
            let lines = Help.lines(for: self).count
            overlays[overlays.count - 1] = .help(
                top: movement.scrolled(top, lines: lines, page: rows - 2))
            return []
        case .themes(var cursor, let before):
            cursor.select(
                movement.target(from: cursor.selected, count: themes.count, page: 10),
                of: themes.count, visible: max(1, rows - 6))
            overlays[overlays.count - 1] = .themes(cursor: cursor, before: before)
            guard themes.indices.contains(cursor.selected), themes[cursor.selected] != theme
            else { return [] }
            theme = themes[cursor.selected]
            return [.useTheme(theme)]
        default: break
        }
        guard place == .run else {
            let page = BrowserPanel.visible(rows: rows)
            browser.cursor.select(
                movement.target(
                    from: browser.cursor.selected, count: browser.shown.count, page: page),
                of: browser.shown.count, visible: page)
            return []
        }
        screen.definition.move(movement, in: focusedPane, &self)
        return []
    }
}
