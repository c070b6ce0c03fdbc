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

    init(
        screen: DashboardScreen, focused: Pane, isMaximised: Bool, columns: Int, rows: Int,
        hasScrubber: Bool = false
    ) {
        room = Self.room(columns: columns, rows: rows)
        // The top line, the footer and the scrubber take a row each.
        let bars = hasScrubber ? 3 : 2
        let body = Rect(x: 0, y: 1, width: columns, height: max(0, rows - bars))
        switch room {
        case .notice: panes = []
        case .pane: panes = [(focused, body)]
        case .column, .full:
            panes =
                isMaximised
                ? [(focused, body)]
                : screen.definition.arrange(body, focused: focused, room: room)
        }
    }

    /// The frame of a pane; nil while it is not shown.
    func rect(of pane: Pane) -> Rect? { panes.first { $0.pane == pane }?.rect }

    /// Two columns of panes side by side; in a window with room for one, that of the focused pane.
    ///
    /// - Parameters:
    ///   - left: the panes on the left.
    ///   - right: the panes on the right.
    ///   - width: the right column's width in a window of a width.
    ///   - body: where they lie.
    ///   - focused: the pane with the focus.
    ///   - room: how much fits.
    /// - Returns: the panes shown with their frames.
    static func columns(
        _ left: [Pane], _ right: [Pane], right width: (Int) -> Int, in body: Rect, focused: Pane,
        room: Room
    ) -> [(pane: Pane, rect: Rect)] {
        if room == .column {
            return stacked(right.contains(focused) ? right : left, in: body)
        }
        let (first, second) = body.cutLeft(body.width - width(body.width))
        return stacked(left, in: first) + stacked(right, in: second)
    }

    /// Panes one above the other, each with its share of the height.
    static func stacked(_ panes: [Pane], in rect: Rect) -> [(pane: Pane, rect: Rect)] {
        let total = panes.reduce(0) { $0 + $1.weight }
        var above = 0
        var frames: [(pane: Pane, rect: Rect)] = []
        for pane in panes {
            let top = rect.height * above / total
            above += pane.weight
            let bottom = rect.height * above / total
            frames.append(
                (pane, Rect(x: rect.x, y: rect.y + top, width: rect.width, height: bottom - top)))
        }
        return frames
    }
}

extension DashboardState {
    var layout: ScreenLayout {
        ScreenLayout(
            screen: screen, focused: focusedPane, isMaximised: isMaximised, columns: columns,
            rows: rows, hasScrubber: hasScrubber)
    }

    /// Rows of content a pane shows; 0 while it is not shown.
    func visibleRows(of pane: Pane) -> Int {
        guard let rect = layout.rect(of: pane) else { return 0 }
        return max(0, rect.height - 2 - pane.headings)
    }
}
