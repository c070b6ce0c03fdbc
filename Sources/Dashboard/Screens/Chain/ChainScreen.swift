import Rendering
import Runs

extension Pane {
    static let revisions = Pane("revisions")
    static let difference = Pane("difference")
    static let figures = Pane("figures")
    static let prompt = Pane("prompt")
    static let siblings = Pane("siblings", headings: 1)
    static let episodes = Pane("episodes", headings: 1)
}

extension QueryBoard.Slot {
    static let episodes = Self("episodes", refreshSeconds: 1)
    static let chain = Self("chain", refreshSeconds: 1)
}

/// One episode's chain of revisions, step by step.
enum ChainScreen: Screen {
    static let panels: [any Panel.Type] = [ChainPanel.self]
    static let title = "Chain"
    static let panes: [Pane] = [
        .revisions, .difference, .figures, .prompt, .siblings, .episodes,
    ]

    static let commands: [Command] = [
        Command(
            "chain.left", [.key("h"), .left], "previous revision of the chain", hint: "revision",
            for: "h l"
        ) { $0.turnRevision(-1) },
        Command("chain.right", [.key("l"), .right], "next revision of the chain") {
            $0.turnRevision(1)
        },
        Command(
            "chain.previous", [.key("[")], "previous episode", hint: "episode", for: "[ ]"
        ) { $0.turnEpisode(older: true) },
        Command("chain.next", [.key("]")], "next episode") { $0.turnEpisode(older: false) },
        Command(
            "chain.parent", [.key("p")], "the chain as it ended one revision before",
            obstacle: {
                guard let chain = $0.chainView else { return "no chain is shown" }
                return chain.revisions.count < 2 ? "a draft has no parent" : nil
            }
        ) { $0.openParent() },
        Command(
            "chain.child", [.key("n")], "the next chain made from this one",
            obstacle: {
                $0.chainView?.children.isEmpty == false
                    ? nil : "nothing was made from this revision yet"
            }
        ) { $0.openChild() },
        Command(
            "chain.view", [.key("v")], "inline, side by side, or the texts alone", hint: "view"
        ) { $0.chain.mode = $0.chain.mode.next },
        Command("chain.sibling", [.enter], "open the chain of the selected sibling") {
            if let sibling = $0.selectedSibling, sibling.id != $0.chainView?.episode {
                $0.chooseEpisode(sibling.id)
            }
        },
    ]

    /// Columns from which the list of episodes stands beside the chain.
    private static let episodesBeside = 160

    /// The strip of revisions lies over two rows of two panes each, the list of episodes at the
    /// left of them; in a narrow window it takes the prompt's place while it has the focus.
    static func arrange(_ body: Rect, focused: Pane, room: ScreenLayout.Room)
        -> [(pane: Pane, rect: Rect)]
    {
        let (strip, rest) = body.cutTop(6)
        let isBeside = body.width >= episodesBeside
        let (list, main) = rest.cutLeft(isBeside ? 48 : 0)
        let (upper, lower) = main.cutTop(main.height - main.height * 5 / 11)
        let prompt: Pane = focused == .episodes && !isBeside ? .episodes : .prompt
        if room == .column {
            let isRight = focused == .figures || focused == .siblings
            return [
                (.revisions, strip), (isRight ? .figures : .difference, upper),
                (isRight ? .siblings : prompt, lower),
            ]
        }
        let (difference, figures) = upper.cutLeft(upper.width - 36)
        let (below, siblings) = lower.cutLeft(lower.width - lower.width * 5 / 9)
        return [
            (.revisions, strip), (.difference, difference), (.figures, figures),
            (prompt, below), (.siblings, siblings),
        ] + (isBeside ? [(.episodes, list)] : [])
    }

    static func needs(_ state: DashboardState) -> [QueryBoard.Need] {
        let newest = state.newestVersion
        let anchor = state.chain.anchor ?? state.at
        let list = HistoryQuery.episodes(upTo: anchor, limit: DashboardState.episodePage)
        // A chosen episode is not disturbed by newer ones.
        let isFixed = anchor != nil || state.chain.episode != nil
        let known = state.board.held[.episodes].flatMap { $0.query == list ? $0.version : nil }
        var needs = [QueryBoard.Need(.episodes, list, isFixed ? known ?? newest : newest)]
        if let episode = state.chain.episode ?? state.episodes(of: list).first?.id {
            // Children may be added to a chain as long as the run lives.
            needs.append(QueryBoard.Need(.chain, .chain(episode), newest))
        }
        return needs
    }

    static func settle(_ slot: QueryBoard.Slot, _ state: inout DashboardState) {
        switch slot {
        case .episodes: state.settleEpisodes()
        case .chain:
            guard let view = state.chainView, let index = state.chain.revision else { return }
            state.chain.revision = min(index, view.revisions.count - 1)
        default: break
        }
    }

    static func move(_ movement: Movement, in pane: Pane, _ state: inout DashboardState) {
        let page = max(1, state.visibleRows(of: pane))
        let width = max(1, (state.layout.rect(of: pane)?.width ?? state.columns) - 2)
        switch pane {
        case .difference:
            state.chain.differenceTop = movement.scrolled(
                state.chain.differenceTop, lines: state.differenceLines(width: width).count,
                page: page)
        case .prompt:
            state.chain.promptTop = movement.scrolled(
                state.chain.promptTop, lines: state.promptLines(width: width).count, page: page)
        case .episodes: state.moveAlongEpisodes(movement, page: page)
        default: state.moveAlongSiblings(movement)
        }
    }

    static func click(_ click: PaneClick, _ state: inout DashboardState) -> [DashboardEffect] {
        guard click.row >= 0 else { return [] }
        switch click.pane {
        case .revisions:
            guard let view = state.chainView else { return [] }
            let shown = view.revisions.firstIndex { $0.id == state.shownRevision?.id }
            let strip = ChainStrip(
                count: view.revisions.count, shown: shown, width: click.rect.width - 2)
            if let index = strip.revision(at: click.column) {
                state.chain.revision = index
                state.resetRevision()
            }
        case .episodes:
            let episodes = state.listedEpisodes
            let index =
                state.episodesTop(visible: state.visibleRows(of: click.pane)) + click.row
            if episodes.indices.contains(index) { state.chooseEpisode(episodes[index].id) }
        case .siblings:
            guard let count = state.shownRevision?.siblings.count else { return [] }
            let index =
                state.chain.siblings.top(of: count, visible: state.visibleRows(of: click.pane))
                + click.row
            if index < count { state.chain.sibling = index }
        default: break
        }
        return []
    }

    static func draw(_ pane: Pane, in rect: Rect, isFocused: Bool, on view: inout View) {
        let state = view.state
        switch pane {
        case .revisions: view.drawStrip(rect, isFocused: isFocused)
        case .difference: view.drawDifference(rect, isFocused: isFocused)
        case .figures:
            view.text(rect, "Figures", state.loadingNote(.chain), isFocused: isFocused) { _ in
                state.figureLines()
            }
        case .prompt: view.drawPrompt(rect, isFocused: isFocused)
        case .siblings: view.drawSiblings(rect, isFocused: isFocused)
        default: view.drawEpisodes(rect, isFocused: isFocused)
        }
    }
}

extension DashboardState {
    var chain: ChainPanel {
        get { panels[ChainPanel.self] }
        set { panels[ChainPanel.self] = newValue }
    }

    var listedEpisodes: [EpisodeSummary] {
        guard case .episodes(let episodes) = answer(.episodes) else { return [] }
        return episodes
    }

    /// The episodes of a list; none while another list is still held.
    func episodes(of list: HistoryQuery) -> [EpisodeSummary] {
        board.held[.episodes]?.query == list ? listedEpisodes : []
    }

    var chainView: ChainView? {
        guard case .chain(let view) = answer(.chain) else { return nil }
        return view
    }
}
