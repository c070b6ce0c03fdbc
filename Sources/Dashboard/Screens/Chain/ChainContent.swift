import Rendering
import Runs

/// Where the revisions of a chain stand in a strip.
struct ChainStrip {
    /// Columns of one revision.
    static let cell = 14

    /// The revisions shown: the one looked at, or the last, is among them.
    let shown: Range<Int>

    init(count: Int, shown: Int?, width: Int) {
        let room = max(1, width / Self.cell)
        let focus = shown ?? count - 1
        let first = max(0, min(focus - room + 1, count - room))
        self.shown = first..<max(first, min(count, first + room))
    }

    /// The revision at a column of the strip.
    func revision(at column: Int) -> Int? {
        let index = shown.lowerBound + column / Self.cell
        return column >= 0 && shown.contains(index) ? index : nil
    }
}

extension DashboardState {
    /// The chain as a strip: one column a revision, the one looked at in brackets.
    ///
    /// - Parameters:
    ///   - view: the chain.
    ///   - shown: index of the revision in brackets.
    ///   - width: cells.
    /// - Returns: three lines: depth and mode; quality; change.
    func strip(_ view: ChainView, shown: Int?, width: Int) -> [Line] {
        let strip = ChainStrip(count: view.revisions.count, shown: shown, width: width)
        let cell = ChainStrip.cell
        let first = strip.shown.lowerBound
        var lines = [Line(), Line(), Line()]
        for index in strip.shown {
            let revision = view.revisions[index]
            let isShown = index == shown
            let name =
                "d\(revision.depth) " + (revision.depth == 0 ? "draft" : revision.mode.rawValue)
            let tone: Style = isShown ? .info : .text
            let more = index == first && first > 0
            lines[0].spans.append(
                Span(((more ? "<" : isShown ? ">" : " ") + name).left(cell), isShown ? .info : .dim)
            )
            let mark =
                (revision.isSolved ? "*" : revision.isValid ? " " : "x")
            let quality = Format.fixed(revision.quality, 2)
            let text = isShown ? "[\(quality)\(mark)]" : " \(quality)\(mark) "
            lines[1].spans += [
                Span(text, revision.isSolved ? .good : revision.isValid ? tone : .bad),
                Signs.level(revision.quality),
            ]
            let isLast = index == view.revisions.count - 1
            lines[1].spans.append(
                Span((isLast ? "" : "  \(Signs.arrow)").left(cell - text.count - 1), .dim))
            if index > 0 {
                let change = revision.quality - view.revisions[index - 1].quality
                lines[2].spans.append(
                    Span(
                        (" " + Format.signed(change, 2)).left(cell),
                        change < 0 ? .bad : change > 0 ? .good : .dim))
            } else {
                lines[2].spans.append(Span("".left(cell)))
            }
        }
        return lines
    }

    /// How the revision looked at differs from the one before, and its feedback.
    func differenceLines(width: Int) -> [Line] {
        guard let revision = shownRevision else { return waiting(.chain) }
        let text = Line(revision.text).wrapped(to: width)
        var lines: [Line]
        if let before = revisionBefore {
            let difference = TextDiff(old: before.text, new: revision.text, unit: .fields)
            switch chain.mode {
            case .texts:
                lines = [Line("d\(before.depth)", .dim)] + Line(before.text).wrapped(to: width)
                lines += [Line("d\(revision.depth)", .dim)] + text
            case _ where difference.isUnchanged: lines = [Line("no change", .warning)] + text
            case .inline: lines = difference.inline(width: width).lines
            case .sideBySide: lines = difference.sideBySide(width: width).lines
            }
        } else {
            lines = text
        }
        if let feedback = revision.feedback {
            lines.append(Line())
            lines += Line([Span("its feedback  ", .dim), Span(feedback)]).wrapped(to: width)
        }
        return lines
    }

    /// What the policy saw when it wrote the revision looked at.
    func promptLines(width: Int) -> [Line] {
        guard let revision = shownRevision else { return waiting(.chain) }
        var lines = Line(revision.prompt).wrapped(to: width)
        if let before = revisionBefore {
            lines += [Line(), Line("feedback on d\(before.depth)", .dim)]
            lines += Line(before.feedback ?? "none").wrapped(to: width)
        }
        return lines
    }

    /// The row of the chain shown in the list of episodes.
    var shownEpisodeRow: Int? {
        listedEpisodes.firstIndex { $0.id == chainView?.episode }
    }

    /// The first episode shown in their list: the chain shown is in the middle where it can be.
    func episodesTop(visible: Int) -> Int {
        let most = max(0, listedEpisodes.count - max(1, visible))
        return max(0, min(most, (shownEpisodeRow ?? 0) - visible / 2))
    }

    func chainTitle(_ view: ChainView) -> String {
        "episode \(view.episode)  task \(view.task)  step \(view.step)"
    }

    /// What the shown revision earned, beside the revision before.
    func figureLines() -> [Line] {
        guard let revision = shownRevision else { return waiting(.chain) }
        let before = revisionBefore
        func line(_ name: String, _ old: String, _ new: String, _ change: Double? = nil) -> Line {
            var line: Line = [
                Span(name.left(13), .dim), Span(old.right(6), .dim), Span(new.right(8), .strong),
            ]
            if let change {
                let tone: Style = change < 0 ? .bad : change > 0 ? .good : .dim
                line.spans.append(Span(Format.signed(change, 2).right(7), tone))
            }
            return line
        }
        var lines = [
            Line(
                [
                    Span("".left(13)),
                    Span((before.map { "d\($0.depth)" } ?? "").right(6), .dim),
                    Span("d\(revision.depth)".right(8), .info),
                ]),
            line(
                "quality", before.map { Format.fixed($0.quality) } ?? "",
                Format.fixed(revision.quality), before.map { revision.quality - $0.quality }),
            line(
                "reward", before.map { Format.fixed($0.reward) } ?? "",
                Format.fixed(revision.reward)),
            line(
                "advantage", before.map { Format.signed($0.advantage, 2) } ?? "",
                Format.signed(revision.advantage, 2)),
            line(
                "learnability", before.map { Format.fixed($0.learnability) } ?? "",
                Format.fixed(revision.learnability)),
            [
                Span("verdict".left(13), .dim),
                Span(
                    revision.isSolved ? "* solved" : revision.isValid ? "not solved" : "x invalid",
                    revision.isSolved ? .good : revision.isValid ? .text : .bad),
            ],
            [Span("mode".left(13), .dim), Span(revision.mode.rawValue)],
            [Span("revision".left(13), .dim), Span("\(revision.id)")],
        ]
        if let parent = revision.parent {
            lines.append([Span("parent".left(13), .dim), Span("\(parent)")])
        }
        if let view = chainView {
            lines.append([
                Span("children".left(13), .dim),
                Span(
                    view.children.isEmpty
                        ? "none yet" : "\(view.children.count), n opens them"),
            ])
            if view.isTruncated {
                lines.append(Line("the chain's beginning is no longer stored", .warning))
            }
        }
        return lines
    }
}
