import Rendering

/// Where the panes of a screen lie in a window.
///
/// From 100 columns on there are two columns of panes. Below that the column that holds the
/// focused pane takes the whole width; below 80x24 the focused pane is alone; below 40x10 there
/// is only a notice.
struct ScreenLayout: Sendable {
    /// How much fits.
    enum Room: Hashable, Sendable {
        case notice, pane, column, full
    }

    static let least = (columns: 40, rows: 10)

    static func room(columns: Int, rows: Int) -> Room {
        if columns < least.columns || rows < least.rows { return .notice }
        if columns < 80 || rows < 24 { return .pane }
        return columns < 100 ? .column : .full
    }

    let room: Room
    /// The panes shown, with their frames included.
    let panes: [(pane: Pane, rect: Rect)]

    init(screen: DashboardScreen, focused: Pane, isMaximised: Bool, columns: Int, rows: Int) {
        room = Self.room(columns: columns, rows: rows)
        // The top line and the footer take a row each.
        let body = Rect(x: 0, y: 1, width: columns, height: max(0, rows - 2))
        guard room != .notice else {
            panes = []
            return
        }
        if room == .pane || isMaximised {
            panes = [(focused, body)]
            return
        }
        if screen == .chain {
            panes = Self.chain(body, focused: focused, room: room)
            return
        }
        let columns = room == .column ? Self.narrowColumns(of: screen) : Self.columns(of: screen)
        if room == .column || columns.count == 1 {
            let shown = columns.first { $0.panes.contains(focused) } ?? columns[0]
            panes = Self.stacked(shown.panes, in: body)
            return
        }
        let right = columns[1].width(body.width)
        let left = body.width - right
        panes =
            Self.stacked(
                columns[0].panes, in: Rect(x: 0, y: body.y, width: left, height: body.height))
            + Self.stacked(
                columns[1].panes,
                in: Rect(x: left, y: body.y, width: right, height: body.height))
    }

    /// The frame of a pane; nil while it is not shown.
    func rect(of pane: Pane) -> Rect? { panes.first { $0.pane == pane }?.rect }

    private struct Column {
        let panes: [Pane]
        /// Width of this column in a window of a width.
        let width: @Sendable (Int) -> Int
    }

    /// The columns of a window with room for one: what is looked at most stands together.
    private static func narrowColumns(of screen: DashboardScreen) -> [Column] {
        guard screen == .overview else { return columns(of: screen) }
        return [
            Column(panes: [.run, .rewardCurve, .depthSummary]) { $0 },
            Column(panes: [.bufferSummary, .latestChain]) { $0 },
        ]
    }

    private static func columns(of screen: DashboardScreen) -> [Column] {
        switch screen {
        case .overview:
            [
                Column(panes: [.run, .bufferSummary, .depthSummary]) { $0 },
                Column(panes: [.rewardCurve, .latestChain]) { $0 - max(40, min(56, $0 / 3)) },
            ]
        case .buffer:
            [
                Column(panes: [.bufferTable]) { $0 },
                Column(panes: [.histogram, .changes, .entry]) { max(40, min(64, $0 * 2 / 5 - 2)) },
            ]
        case .depth:
            [
                Column(panes: [.trainingDepths, .corrections]) { $0 },
                Column(panes: [.evaluationCurve]) { $0 / 2 },
            ]
        case .curves: [Column(panes: [.charts]) { $0 }]
        case .logs: [Column(panes: [.log]) { $0 }]
        case .chain: []
        }
    }

    /// What a pane takes of a column's height, relative to the others.
    private static func weight(_ pane: Pane) -> Int {
        switch pane {
        case .run: 11
        case .bufferSummary: 11
        case .depthSummary: 10
        case .rewardCurve: 19
        case .latestChain: 13
        case .histogram: 11
        case .changes: 11
        case .entry: 10
        case .trainingDepths: 18
        case .corrections: 14
        default: 1
        }
    }

    private static func stacked(_ panes: [Pane], in rect: Rect) -> [(pane: Pane, rect: Rect)] {
        let total = panes.reduce(0) { $0 + weight($1) }
        var above = 0
        var frames: [(pane: Pane, rect: Rect)] = []
        for pane in panes {
            let top = rect.height * above / total
            above += weight(pane)
            let bottom = rect.height * above / total
            frames.append(
                (pane, Rect(x: rect.x, y: rect.y + top, width: rect.width, height: bottom - top)))
        }
        return frames
    }

    /// Columns from which the list of episodes stands beside the chain.
    private static let episodesBeside = 160

    /// The strip of revisions lies over two rows of two panes each, the list of episodes at the
    /// left of them; in a narrow window it takes the prompt's place while it has the focus.
    private static func chain(
        _ body: Rect, focused: Pane, room: Room
    ) -> [(pane: Pane, rect: Rect)] {
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
}

extension DashboardState {
    var layout: ScreenLayout {
        ScreenLayout(
            screen: screen, focused: focusedPane, isMaximised: isMaximised, columns: columns,
            rows: rows)
    }

    /// Rows of content a pane shows; 0 while it is not shown.
    func visibleRows(of pane: Pane) -> Int {
        guard let rect = layout.rect(of: pane) else { return 0 }
        return max(0, rect.height - 2 - Self.headings(of: pane))
    }

    /// Rows of a pane that do not scroll.
    static func headings(of pane: Pane) -> Int {
        switch pane {
        case .bufferTable, .siblings, .episodes: 1
        default: 0
        }
    }
}
