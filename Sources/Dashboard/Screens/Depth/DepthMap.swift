import Rendering
import Runs

extension Pane {
    static let depthMap = Pane("depthMap", weight: 15)
    static let cellChains = Pane("cellChains", weight: 14, headings: 1)
}

extension QueryBoard.Slot {
    static let depthGrid = Self("depthGrid", refreshSeconds: 1)
    static let cellChains = Self("cellChains", refreshSeconds: 1)
}

/// The heat map of scores by depth and time, and the chains behind its cells.
extension DepthScreen {
    static let mapCommands: [Command] = [
        Command(
            "depth.left", [.key("h"), .left], "move the map's cursor to earlier steps",
            hint: "cell", for: "h j k l"
        ) { $0.moveMapCursor(columns: -1) },
        Command("depth.right", [.key("l"), .right], "move the map's cursor to later steps") {
            $0.moveMapCursor(columns: 1)
        },
        Command("depth.value", [.key("c")], "quality, share solved, gain, or count", hint: "colour")
        { $0.depth.value = $0.depth.value.next },
        Command(
            "depth.zoom-in", [.key("i")], "fewer steps on the map, about the cursor", hint: "zoom",
            for: "i u"
        ) { $0.zoomMap(by: 0.5) },
        Command("depth.zoom-out", [.key("u")], "more steps on the map") { $0.zoomMap(by: 2) },
        Command("depth.all-steps", [.key("0")], "all steps on the map") { $0.depth.mapSteps = nil },
        Command(
            "depth.order", [.key("o")], "order of the chains behind the cell", hint: "order"
        ) { $0.depth.order = $0.depth.order.next },
        Command(
            "depth.look", [.key("x")], "show the run as it was at the map's cursor",
            obstacle: { $0.mapCell == nil ? "no cell is under the cursor" : nil }
        ) { $0.look(at: $0.mapCell?.steps.upperBound) },
        Command(
            "depth.open", [.enter], "list the chains of the cell; then open the selected one",
            hint: "chains"
        ) { $0.openMapCell() },
    ]
}

extension DepthPanel {
    /// What the map's colours say.
    enum Value: String, Hashable, Sendable, CaseIterable {
        case quality, solved, gain, count

        var title: String {
            switch self {
            case .quality: "mean quality"
            case .solved: "share solved"
            case .gain: "gain over the revision before"
            case .count: "revisions"
            }
        }
    }

    /// The order of the chains behind a cell.
    enum Order: String, Hashable, Sendable, CaseIterable {
        case best, worst, newest, rightToWrong, wrongToRight, lost, gained

        var title: String {
            switch self {
            case .best: "best first"
            case .worst: "worst first"
            case .newest: "newest first"
            case .rightToWrong: "right to wrong"
            case .wrongToRight: "wrong to right"
            case .lost: "largest loss first"
            case .gained: "largest gain first"
            }
        }
    }
}

extension DashboardState {
    /// Columns asked for: no more than any window has.
    private static let mapColumns = 160
    /// Chains listed behind a cell.
    private static let cellChainLimit = 64

    var depthGrid: DepthGrid? {
        guard case .depthGrid(let grid) = answer(.depthGrid) else { return nil }
        return grid
    }

    var isMapFocused: Bool { focusedPane == .depthMap || focusedPane == .cellChains }

    /// The cell under the map's cursor; the newest column's while the cursor was not moved.
    var mapCell: (row: Int, column: Int, steps: ClosedRange<Int>, cell: DepthGrid.Cell)? {
        guard let grid = depthGrid, !grid.columns.isEmpty, !grid.depths.isEmpty else { return nil }
        let row = max(0, min(depth.mapDepth, grid.depths.count - 1))
        let column =
            depth.mapStep.flatMap { step in grid.columns.lastIndex { $0.lowerBound <= step } }
            ?? (depth.mapStep == nil ? grid.columns.count - 1 : 0)
        guard grid.depths[row].indices.contains(column) else { return nil }
        return (row, column, grid.columns[column], grid.depths[row][column])
    }

    var mapNeeds: [QueryBoard.Need] {
        var needs = [
            QueryBoard.Need(
                .depthGrid,
                .depthGrid(
                    steps: depth.mapSteps?.clamped(to: allSteps) ?? shownSteps,
                    columns: Self.mapColumns), dataVersion)
        ]
        if isMapFocused, let cell = mapCell {
            needs.append(
                QueryBoard.Need(
                    .cellChains,
                    .chains(
                        chainFilter(steps: cell.steps, depth: cell.row),
                        limit: Self.cellChainLimit), dataVersion))
        }
        return needs
    }

    private func chainFilter(steps: ClosedRange<Int>, depth row: Int) -> ChainFilter {
        var filter = ChainFilter(steps: steps, depth: row)
        switch depth.order {
        case .best: filter.order = .best
        case .worst: filter.order = .worst
        case .newest: filter.order = .newest
        case .lost: filter.order = .lost
        case .gained: filter.order = .gained
        case .rightToWrong: filter.change = .rightToWrong
        case .wrongToRight: filter.change = .wrongToRight
        }
        return filter
    }

    var cellChains: [EpisodeSummary] {
        guard case .chains(let chains) = answer(.cellChains) else { return [] }
        return chains
    }

    mutating func moveMapCursor(columns: Int = 0, rows: Int = 0) {
        guard let cell = mapCell, let grid = depthGrid else { return }
        focus[.depth] = .depthMap
        // One column of the screen at a time, where it shows several of the grid's.
        let width = max(1, (layout.rect(of: .depthMap)?.width ?? self.columns) - 8)
        let stride = max(1, grid.columns.count / width)
        let column = max(0, min(grid.columns.count - 1, cell.column + columns * stride))
        depth.mapStep = grid.columns[column].lowerBound
        depth.mapDepth = max(0, min(grid.depths.count - 1, cell.row + rows))
        depth.chains = ListCursor()
    }

    mutating func zoomMap(by factor: Double) {
        guard let cell = mapCell else { return }
        var window = StepWindow(depth.mapSteps)
        window.zoom(by: factor, about: cell.steps.lowerBound, in: allSteps)
        depth.mapSteps = window.steps
    }

    mutating func openMapCell() {
        if focusedPane == .cellChains {
            let chains = cellChains
            guard chains.indices.contains(depth.chains.selected) else { return }
            chooseEpisode(chains[depth.chains.selected].id)
            descend(to: .chain)
        } else {
            focus[.depth] = .cellChains
        }
    }

    private func value(of cell: DepthGrid.Cell) -> Double {
        guard cell.count > 0 else { return .nan }
        switch depth.value {
        case .quality: return cell.quality
        case .solved: return cell.solved
        case .gain: return cell.gain ?? .nan
        case .count: return Double(cell.count)
        }
    }

    /// The map with its cursor and its scale; nil while there is nothing to draw.
    var heatmap: Heatmap? {
        guard let grid = depthGrid, let first = grid.columns.first, let last = grid.columns.last
        else { return nil }
        let values = grid.depths.map { row in
            grid.columns.indices.map { row.indices.contains($0) ? value(of: row[$0]) : .nan }
        }
        let finite = values.joined().filter(\.isFinite)
        // Fitted, since what is to be seen are differences.
        let low = finite.min() ?? 0
        let range = low...max(low, finite.max() ?? 1)
        var map = Heatmap(
            values.enumerated().map { Heatmap.Row(Line("d\($0)", .strong), $1) }, range: range,
            x: Axis(low: Double(first.lowerBound), high: Double(last.upperBound)),
            cursor: mapCell.map { Heatmap.Place(row: $0.row, column: $0.column) })
        map.hasLegend = true
        return map
    }

    /// What the cell under the cursor holds.
    var mapReadout: Line {
        guard let cell = mapCell else { return Line("", .dim) }
        let steps =
            cell.steps.lowerBound == cell.steps.upperBound
            ? "step \(cell.steps.lowerBound)"
            : "steps \(cell.steps.lowerBound)\(Signs.dash)\(cell.steps.upperBound)"
        var line = Line("\(steps) d\(cell.row)  ", .cursor)
        guard cell.cell.count > 0 else {
            line.append("no revision", .dim)
            return line
        }
        line.append("quality \(Format.fixed(cell.cell.quality))  ", .strong)
        line.append("solved \(Format.percent(cell.cell.solved))  ")
        if let gain = cell.cell.gain {
            line.append("gain \(Format.signed(gain))  ", gain < 0 ? .bad : .good)
        }
        line.append("n \(cell.cell.count)", .dim)
        return line
    }
}

extension View {
    /// Draws the map.
    ///
    /// - Returns: what lies where, for the mouse; nil while there is no map.
    @discardableResult
    mutating func drawDepthMap(_ rect: Rect, isFocused: Bool) -> Heatmap.Placement? {
        let inside = frame(
            rect, "Depth by time", note("\(state.depth.value.title), c", .depthGrid),
            isFocused: isFocused)
        guard let map = state.heatmap else {
            grid.write(
                state.depthGrid == nil
                    ? state.waiting(.depthGrid) : [Line("no revision is scored yet", .dim)],
                in: inside)
            return nil
        }
        let (plot, foot) = inside.cutBottom(inside.height > 4 ? 1 : 0)
        grid.write(state.mapReadout, in: foot)
        return map.draw(on: &grid, in: plot)
    }

    /// The chains behind the cell under the cursor.
    mutating func drawCellChains(_ rect: Rect, isFocused: Bool) {
        let chains = state.cellChains
        let inside = frame(
            rect, "Chains of the cell", note("\(state.depth.order.title), o", .cellChains),
            isFocused: isFocused)
        guard !chains.isEmpty else {
            grid.write(
                state.answer(.cellChains) == nil
                    ? state.waiting(.cellChains) : [Line("no such chain in this cell", .dim)],
                in: inside)
            return
        }
        Table(
            [
                TableColumn("episode", .fixed(10)), TableColumn("mode", .fixed(7, priority: 3)),
                TableColumn("quality", .fixed(7), alignment: .trailing),
                TableColumn("gain", .fixed(6, priority: 4), alignment: .trailing),
                TableColumn("task", .share(1, minimum: 8, priority: 1)),
            ], rowCount: chains.count, selection: state.depth.chains.selected,
            offset: state.depth.chains.top, isFocused: isFocused
        ).draw(on: &grid, in: inside) { index in
            let chain = chains[index]
            let gain = chain.previous.map { chain.quality - $0 }
            let tone: Style = (gain ?? 0) < 0 ? .bad : (gain ?? 0) > 0 ? .good : .dim
            return [
                Line("\(chain.id)"), Line(chain.mode.rawValue, .dim),
                Line(Format.fixed(chain.quality), .strong), Line(Format.signed(gain, 2), tone),
                Line(chain.taskText, .dim),
            ]
        }
    }
}
