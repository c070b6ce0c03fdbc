import Rendering
import Runs

extension DashboardState {
    /// The table of the group, without its rows.
    func siblingTable(isFocused: Bool) -> Table {
        let order = chain.siblingOrder
        let places = siblingPlaces
        let tracks: [SiblingOrder.Column: Track] = [
            .number: .fixed(3), .quality: .fixed(8), .reward: .fixed(7),
            .advantage: .fixed(6, priority: 4), .diversity: .fixed(7, priority: 3),
            .valid: .fixed(6, priority: 1), .text: .share(1, minimum: 8, priority: 2),
        ]
        let columns = SiblingOrder.Column.allCases.map { column in
            TableColumn(
                column.title, tracks[column] ?? .fixed(6),
                alignment: column == .valid || column == .text ? .leading : .trailing,
                order: column == order.column
                    ? order.isDescending ? .descending : .ascending : nil)
        }
        return Table(
            columns, rowCount: places.count, selection: places.firstIndex { $0 == siblingPlace },
            offset: chain.siblings.top, isFocused: isFocused)
    }

    /// Sorts the siblings by the heading under a press of the mouse; once more, the other way.
    mutating func clickSiblingHeading(_ click: PaneClick) {
        var scratch = Grid(width: columns, height: rows)
        let placement = siblingTable(isFocused: true).draw(on: &scratch, in: click.rect.inset()) {
            _ in []
        }
        guard
            let index = placement.heading(
                atColumn: click.mouse.column, row: click.mouse.row)
        else { return }
        let column = SiblingOrder.Column.allCases[index]
        if column == chain.siblingOrder.column {
            chain.siblingOrder.isReversed.toggle()
        } else {
            sortSiblings(by: column)
        }
    }
}

extension View {
    /// The whole group of the revision looked at.
    mutating func drawSiblings(_ rect: Rect, isFocused: Bool) {
        guard let revision = state.shownRevision else {
            grid.write(
                state.waiting(.chain), in: frame(rect, "Siblings", isFocused: isFocused))
            return
        }
        let siblings = revision.siblings
        let inside = frame(
            rect, "Siblings of d\(revision.depth)",
            "group \(revision.id.step).\(revision.id.group), \(siblings.count) "
                + (siblings.count == 1 ? "completion" : "completions"),
            isFocused: isFocused)
        let best = siblings.map(\.quality).filter(\.isFinite).max()
        let places = state.siblingPlaces
        state.siblingTable(isFocused: isFocused).draw(on: &grid, in: inside) { row in
            let sibling = siblings[places[row]]
            let isOwn = sibling.id == revision.id
            let isBest = sibling.isValid && sibling.quality == best
            let mark = sibling.isValid ? isBest ? "*" : " " : "x"
            let style: Style = sibling.isValid ? isBest ? .good : .text : .bad
            return [
                Line((isOwn ? ">" : "") + "\(sibling.id.completion)", .dim),
                Line(Format.fixed(sibling.quality) + mark, style),
                Line(Format.fixed(sibling.reward, 2)),
                Line(
                    Format.signed(sibling.advantage, 2), sibling.advantage < 0 ? .bad : .good),
                Line(Format.fixed(sibling.diversity, 2), .dim),
                Line(sibling.isValid ? "valid" : "not", sibling.isValid ? .dim : .bad),
                Line(sibling.text),
            ]
        }
    }

    /// The episodes of the newest steps, or of those up to the step looked at.
    mutating func drawEpisodes(_ rect: Rect, isFocused: Bool) {
        let episodes = state.listedEpisodes
        let inside = frame(
            rect, "Episodes", note("j k choose", .episodes), isFocused: isFocused)
        guard !episodes.isEmpty else {
            grid.write(state.waiting(.episodes), in: inside)
            return
        }
        Table(
            [
                TableColumn("episode", .fixed(10)),
                TableColumn("d", .fixed(2), alignment: .trailing),
                TableColumn("mode", .fixed(7, priority: 3)),
                TableColumn("quality", .fixed(7), alignment: .trailing),
                TableColumn("gain", .fixed(6, priority: 2), alignment: .trailing),
                TableColumn("task", .share(1, minimum: 8, priority: 1)),
            ], rowCount: episodes.count, selection: state.shownEpisodeRow,
            offset: state.episodesTop(visible: inside.height - 1), isFocused: isFocused
        ).draw(on: &grid, in: inside) { index in
            let episode = episodes[index]
            let gain = episode.previous.map { episode.quality - $0 }
            let style: Style = (gain ?? 0) < 0 ? .bad : (gain ?? 0) > 0 ? .good : .dim
            return [
                Line("\(episode.id)"), Line("\(episode.depth)"), Line(episode.mode.rawValue, .dim),
                Line(Format.fixed(episode.quality), .strong), Line(Format.signed(gain, 2), style),
                Line(episode.taskText, .dim),
            ]
        }
    }
}
