import Rendering
import Runs

extension View {
    mutating func drawStrip(_ rect: Rect, isFocused: Bool) {
        guard let view = state.chainView else {
            grid.write(state.waiting(.chain), in: frame(rect, "Chain", isFocused: isFocused))
            return
        }
        let episodes = state.listedEpisodes
        let place = episodes.firstIndex { $0.id == view.episode }
            .map { "\($0 + 1) of \(episodes.count), [ ]" }
        let inside = frame(
            rect, "Chain  " + state.chainTitle(view), note(place ?? "[ ] episodes", .chain),
            isFocused: isFocused)
        let index = view.revisions.firstIndex { $0.id == state.shownRevision?.id }
        let marked = view.revisions.firstIndex { $0.id == state.chain.marked }
        var lines = ChainStrip.lines(
            view.stripCells, shown: index, marked: marked, width: inside.width)
        if inside.height > 3 {
            lines.insert([Span("task ", .dim), Span(view.taskText, .strong)], at: 0)
        }
        grid.write(lines, in: inside)
    }

    /// How the revision looked at differs from the one it is compared with.
    mutating func drawDifference(_ rect: Rect, isFocused: Bool) {
        guard let revision = state.shownRevision else {
            grid.write(state.waiting(.chain), in: frame(rect, "Difference", isFocused: isFocused))
            return
        }
        let mode = state.chain.mode
        guard let before = state.comparedRevision else {
            let inside = frame(rect, "Draft", "nothing before it", isFocused: isFocused)
            grid.write(state.differenceLines(width: inside.width), in: inside)
            return
        }
        let difference = TextDiff(old: before.text, new: revision.text, unit: .fields)
        let words = difference.changedWords
        let inside = frame(
            rect,
            "d\(before.depth)\(before.id == state.chain.marked ? " marked" : "") \(Signs.arrow) d\(revision.depth)  \(revision.mode.rawValue)",
            "\(mode.title), v   -\(words.deleted) +\(words.inserted) words", isFocused: isFocused)
        let lines = state.differenceLines(width: inside.width)
        grid.write(
            lines, in: inside,
            from: min(state.chain.differenceTop, max(0, lines.count - inside.height)))
    }

    /// What the policy saw when it wrote the revision.
    mutating func drawPrompt(_ rect: Rect, isFocused: Bool) {
        guard let revision = state.shownRevision else {
            grid.write(state.waiting(.chain), in: frame(rect, "Prompt", isFocused: isFocused))
            return
        }
        let inside = frame(
            rect, "What the policy saw", "prompt of d\(revision.depth)", isFocused: isFocused)
        let lines = state.promptLines(width: inside.width)
        grid.write(
            lines, in: inside, from: min(state.chain.promptTop, max(0, lines.count - inside.height))
        )
    }

    /// The newest episode on the overview.
    mutating func drawLatestChain(_ rect: Rect, isFocused: Bool) {
        guard let view = state.chainView, let last = view.revisions.last else {
            grid.write(
                state.waiting(.episodes), in: frame(rect, "Latest chain", isFocused: isFocused))
            return
        }
        let inside = frame(
            rect, "Latest chain", note("episode \(view.episode)  Enter inspects", .chain),
            isFocused: isFocused)
        var lines = ChainStrip.lines(view.stripCells, shown: nil, width: inside.width)
        lines.insert([Span("task ", .dim), Span(view.taskText, .strong)], at: 0)
        if view.revisions.count > 1 {
            let before = view.revisions[view.revisions.count - 2]
            lines.append([
                Span("feedback on d\(before.depth)  ", .dim), Span(before.feedback ?? "none"),
            ])
            lines +=
                TextDiff(old: before.text, new: last.text, unit: .fields)
                .inline(width: inside.width).lines
        } else {
            lines += Line(last.text).wrapped(to: inside.width)
        }
        if let feedback = last.feedback {
            lines.append([Span("feedback on d\(last.depth)  ", .dim), Span(feedback)])
        }
        lines.append([
            Span("reward ", .dim), Span(Format.fixed(last.reward)), Span("  advantage ", .dim),
            Span(Format.signed(last.advantage, 2)), Span("  learnability ", .dim),
            Span(Format.fixed(last.learnability)),
        ])
        grid.write(lines, in: inside)
    }
}
