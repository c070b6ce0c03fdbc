import Rendering
import Runs

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
            "group \(revision.id.step).\(revision.id.group), \(siblings.count) completions",
            isFocused: isFocused)
        let best = siblings.map(\.quality).max() ?? 0
        let own = siblings.firstIndex { $0.id == revision.id }
        Table(
            [
                TableColumn("#", .fixed(3), alignment: .trailing),
                TableColumn("quality", .fixed(8), alignment: .trailing),
                TableColumn("reward", .fixed(6), alignment: .trailing),
                TableColumn("adv", .fixed(6, priority: 3), alignment: .trailing),
                TableColumn("divers", .fixed(6, priority: 2), alignment: .trailing),
                TableColumn("text", .share(1, minimum: 8, priority: 1)),
            ], rowCount: siblings.count, selection: state.chain.sibling ?? own,
            offset: state.chain.siblings.top, isFocused: isFocused
        ).draw(on: &grid, in: inside) { index in
            let sibling = siblings[index]
            let mark = sibling.isValid ? sibling.quality == best ? "*" : " " : "x"
            let style: Style = sibling.isValid ? sibling.quality == best ? .good : .text : .bad
            return [
                Line((index == own ? ">" : "") + "\(sibling.id.completion)", .dim),
                Line(Format.fixed(sibling.quality) + mark, style),
                Line(Format.fixed(sibling.reward, 2)),
                Line(
                    Format.signed(sibling.advantage, 2), sibling.advantage < 0 ? .bad : .good),
                Line(Format.fixed(sibling.diversity, 2), .dim), Line(sibling.text),
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
