import Rendering
import Runs

extension Pane {
    static let revisions = Pane("revisions")
    static let difference = Pane("difference")
    static let tokens = Pane("tokens")
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
        .revisions, .difference, .tokens, .figures, .prompt, .siblings, .episodes,
    ]

    static let commands = ChainCommands.all

    /// Columns from which the list of episodes stands beside the chain.
    private static let episodesBeside = 160

    /// The strip of revisions lies over two rows of two panes each.
    ///
    /// In a wide window the list of episodes is at the left of them, and the tokens are beside the
    /// difference. In a narrow window these two take another's place while they have the focus: the list the prompt's, the tokens
    /// the figures', or the prompt's where there is only one column.
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
                (isRight ? .siblings : focused == .tokens ? .tokens : prompt, lower),
            ]
        }
        let (below, siblings) = lower.cutLeft(lower.width - lower.width * 5 / 9)
        var panes: [(pane: Pane, rect: Rect)] = [(.revisions, strip)]
        let (beside, figures) = upper.cutLeft(upper.width - 36)
        if isBeside {
            let (difference, tokens) = beside.cutLeft(beside.width / 2)
            panes += [(.difference, difference), (.tokens, tokens), (.figures, figures)]
        } else if focused == .tokens {
            let (difference, tokens) = upper.cutLeft(upper.width / 2)
            panes += [(.difference, difference), (.tokens, tokens)]
        } else {
            panes += [(.difference, beside), (.figures, figures)]
        }
        panes += [(prompt, below), (.siblings, siblings)]
        return panes + (isBeside ? [(.episodes, list)] : [])
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
        if let jump = state.chain.jump {
            needs.insert(QueryBoard.Need(.jump, jump.query, Double(jump.number)), at: 0)
        }
        return needs
    }

    static func settle(_ slot: QueryBoard.Slot, _ state: inout DashboardState) {
        switch slot {
        case .episodes: state.settleEpisodes()
        case .jump: state.settleJump()
        case .chain:
            guard let view = state.chainView, let index = state.chain.revision else { return }
            state.chain.revision = min(index, view.revisions.count - 1)
        default: break
        }
    }

    static func follow(_ state: inout DashboardState) -> [DashboardEffect] { state.followTokens() }

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
        case .tokens: state.moveAlongTokens(movement)
        case .episodes: state.moveAlongEpisodes(movement, page: page)
        default: state.moveAlongSiblings(movement)
        }
    }

    static func click(_ click: PaneClick, _ state: inout DashboardState) -> [DashboardEffect] {
        guard click.row >= 0 else {
            if click.pane == .siblings { state.clickSiblingHeading(click) }
            return []
        }
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
            if episodes.indices.contains(index) { state.chain.choose(episodes[index].id) }
        case .siblings:
            let places = state.siblingPlaces
            let index =
                state.chain.siblings.top(
                    of: places.count, visible: state.visibleRows(of: click.pane)) + click.row
            if places.indices.contains(index) { state.chain.sibling = places[index] }
        case .tokens: state.clickToken(click)
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
        case .tokens: view.drawTokens(rect, isFocused: isFocused)
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
