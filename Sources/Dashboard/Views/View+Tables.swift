import Rendering
import Runs

extension View {
    mutating func drawBufferTable(_ rect: Rect, isFocused: Bool) {
        let panel = state.buffer
        let isDescending = panel.column.isDescending != panel.isReversed
        let rows = state.sortedEntries
        let count = state.bufferView.map { "\(rows.count)/\($0.capacity)" } ?? ""
        let inside = frame(
            rect, "Task buffer",
            note("\(count)  by \(panel.column.title), s next", .buffer), isFocused: isFocused)
        guard !rows.isEmpty else {
            grid.write(
                state.bufferView == nil
                    ? state.waiting(.buffer) : [Line(state.emptyBufferText, .dim)], in: inside)
            return
        }
        func column(
            _ column: BufferPanel.Column, _ width: Int, _ priority: Int,
            _ alignment: Alignment = .trailing
        ) -> TableColumn {
            TableColumn(
                column.title, .fixed(width, priority: priority), alignment: alignment,
                order: column == panel.column ? isDescending ? .descending : .ascending : nil)
        }
        let columns = [
            column(.id, 6, 9), column(.score, 6, 10), column(.depth, 6, 8),
            column(.quality, 8, 7), column(.probability, 6, 6), column(.created, 8, 4),
            column(.sampled, 8, 3), column(.task, 8, 2, .leading),
            TableColumn("text", .share(1, minimum: 20, priority: 5)),
        ]
        Table(
            columns, rowCount: rows.count, selection: panel.table.selected,
            offset: panel.table.top, isFocused: isFocused
        ).draw(on: &grid, in: inside) { index in
            let row = rows[index]
            var text = Line(row.taskText)
            if let latest = row.latestText { text.append("  " + latest, .dim) }
            return [
                Line("\(row.id)", .dim), Line(Format.fixed(row.score), .strong),
                Line(row.turn > 0 ? "\(row.depth)/t\(row.turn)" : "\(row.depth)"),
                Line(Format.fixed(row.quality)), Line(Format.fixed(row.probability, 4)),
                Line("\(row.created)"), Line("\(row.sampled)"), Line("\(row.task)", .dim), text,
            ]
        }
    }

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

    /// The newest lines at the bottom.
    mutating func drawLog(_ rect: Rect, isFocused: Bool) {
        let panel = state.log
        let lines = state.logLines
        let shift = panel.shift > 0 && !panel.isWrapping ? "  from column \(panel.shift)" : ""
        let follow = panel.isFollowing ? "following" : "\(panel.back) lines back, f follows"
        let inside = frame(
            rect, "Log", "\(follow)  level \(panel.level.rawValue) and up\(shift)",
            isFocused: isFocused)
        guard !lines.isEmpty else {
            let isAnswered = state.answer(.log) != nil
            if case .failed = state.answer(.log) {
                grid.write(state.waiting(.log), in: inside)
            } else {
                grid.write(
                    isAnswered
                        ? [Line("no line of this level", .dim)] : state.waiting(.log), in: inside)
            }
            return
        }
        let end = max(0, lines.count - min(panel.back, max(0, lines.count - inside.height)))
        if panel.isWrapping {
            var shown: [Line] = []
            for line in lines[..<end].reversed() where shown.count < inside.height {
                shown.insert(contentsOf: state.line(of: line).wrapped(to: inside.width), at: 0)
            }
            grid.write(shown, in: inside, from: max(0, shown.count - inside.height))
            return
        }
        for (row, line) in lines[max(0, end - inside.height)..<end].enumerated() {
            grid.write(
                state.line(of: line), x: inside.x - panel.shift, y: inside.y + row, clip: inside)
        }
    }
}
