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
    private mutating func descend(to screen: DashboardScreen) {
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
        buffer.changesTop = 0
        depth.evaluationsBack = 0
        chain.anchor = nil
        chain.pendingTurn = nil
        chooseEpisode(nil)
        if log.isFollowing { log.back = 0 }
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

    mutating func select(metric: Int) {
        let count = CurvesPanel.metrics.count
        curves.selected = (metric % count + count) % count
    }

    mutating func sort() {
        buffer.column = buffer.column.next
        buffer.isReversed = false
        placeBufferSelection()
    }

    mutating func open() -> [DashboardEffect] {
        guard place == .run else {
            guard let run = browser.selected, !browser.isOpening else { return [] }
            if let problem = run.problem {
                say(problem, .warning)
                return []
            }
            browser.isOpening = true
            return [.open(path: run.path)]
        }
        switch screen {
        case .overview:
            switch focusedPane {
            case .bufferSummary: descend(to: .buffer)
            case .depthSummary: descend(to: .depth)
            case .rewardCurve: descend(to: .curves)
            case .latestChain:
                if let latest = listedEpisodes.first { chooseEpisode(latest.id) }
                descend(to: .chain)
            default: say("choose a pane with Tab first")
            }
        case .buffer:
            guard let row = selectedEntry else { return [] }
            guard let latest = row.latest else {
                say("a bare task has no chain yet")
                return []
            }
            chooseEpisode(latest)
            descend(to: .chain)
        case .curves: curves.isMaximised.toggle()
        case .chain:
            if let sibling = selectedSibling, sibling.id != chainView?.episode {
                chooseEpisode(sibling.id)
            }
        case .depth, .logs: break
        }
        return []
    }

    mutating func sideways(_ direction: Int) {
        switch screen {
        case .curves: moveCursor(direction)
        case .chain:
            guard let chain = chainView else { return }
            let last = chain.revisions.count - 1
            let index = (self.chain.revision ?? last) + direction
            self.chain.revision = max(0, min(last, index))
            resetRevision()
        case .logs: log.shift = max(0, log.shift + direction * max(1, columns / 2))
        case .overview, .buffer, .depth: break
        }
    }

    private mutating func moveCursor(_ direction: Int) {
        let last = shownStep
        guard last > 0 else { return }
        guard let cursor = curves.cursor else {
            curves.cursor = last
            return
        }
        let stride = max(1, last / 120)
        curves.cursor = max(1, min(last, cursor + direction * stride))
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
                    from: browser.cursor.selected, count: browser.runs.count, page: page),
                of: browser.runs.count, visible: page)
            return []
        }
        movePanel(movement, in: focusedPane)
        return []
    }

    private mutating func movePanel(_ movement: Movement, in pane: Pane) {
        let page = max(1, visibleRows(of: pane))
        let width = max(1, (layout.rect(of: pane)?.width ?? columns) - 2)
        switch screen {
        case .overview, .depth: break
        case .buffer:
            if pane == .changes {
                buffer.changesTop = movement.scrolled(
                    buffer.changesTop, lines: changeLines().count, page: page)
            } else {
                let rows = sortedEntries
                let page = max(1, visibleRows(of: .bufferTable))
                buffer.table.select(
                    movement.target(from: buffer.table.selected, count: rows.count, page: page),
                    of: rows.count, visible: page)
                buffer.entry =
                    rows.indices.contains(buffer.table.selected)
                    ? rows[buffer.table.selected].id : nil
            }
        case .curves:
            select(
                metric: max(
                    0,
                    min(
                        CurvesPanel.metrics.count - 1,
                        movement.target(
                            from: curves.selected, count: CurvesPanel.metrics.count,
                            page: CurvesLayout.capacity(columns: columns, rows: rows) + 1))))
        case .chain:
            switch pane {
            case .difference:
                chain.differenceTop = movement.scrolled(
                    chain.differenceTop, lines: differenceLines(width: width).count, page: page)
            case .prompt:
                chain.promptTop = movement.scrolled(
                    chain.promptTop, lines: promptLines(width: width).count, page: page)
            case .episodes: moveAlongEpisodes(movement, page: page)
            default:
                guard let revision = shownRevision else { return }
                let count = revision.siblings.count
                let current =
                    chain.sibling ?? revision.siblings.firstIndex { $0.id == revision.id } ?? 0
                let page = max(1, visibleRows(of: .siblings))
                chain.siblings.select(
                    movement.target(from: current, count: count, page: page),
                    of: count, visible: page)
                chain.sibling = chain.siblings.selected
            }
        case .logs: scrollLog(movement, page: page)
        }
    }

    private mutating func scrollLog(_ movement: Movement, page: Int) {
        let count = logLines.count
        let most = max(0, count - page)
        let target = movement.scrolled(most - min(most, log.back), lines: count, page: page)
        log.back = most - target
        log.isFollowing = log.back == 0
        if target == 0, logLines.count >= log.limit, log.limit < LogPanel.most {
            log.limit = min(LogPanel.most, log.limit * 2)
        }
    }
}
