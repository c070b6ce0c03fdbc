import Rendering
import Runs

/// Where the revisions of a chain stand in a strip.
struct ChainStrip {
    /// Columns of one revision.
    static let cell = 14
    /// Columns of one revision without its mode.
    static let narrowCell = 8

    /// The revisions shown: the one looked at, or the last, is among them.
    let shown: Range<Int>
    private let cell: Int

    init(count: Int, shown: Int?, width: Int, cell: Int = Self.cell) {
        self.cell = cell
        let room = max(1, width / cell)
        let focus = shown ?? count - 1
        let first = max(0, min(focus - room + 1, count - room))
        self.shown = first..<max(first, min(count, first + room))
    }

    /// The revision at a column of the strip.
    func revision(at column: Int) -> Int? {
        let index = shown.lowerBound + column / cell
        return column >= 0 && shown.contains(index) ? index : nil
    }
}

/// One revision of a strip.
struct StripCell: Hashable, Sendable {
    let depth: Int
    let mode: RevisionMode
    let quality: Double
    /// Against the answer that stood before; nil for the first.
    let change: Double?
    let isValid: Bool
    let isSolved: Bool
}

extension ChainView {
    var stripCells: [StripCell] {
        revisions.enumerated().map { index, revision in
            StripCell(
                depth: revision.depth, mode: revision.mode, quality: revision.quality,
                change: index > 0 ? revision.quality - revisions[index - 1].quality : nil,
                isValid: revision.isValid, isSolved: revision.isSolved)
        }
    }
}

extension ChainStrip {
    /// A chain as a strip: one column a revision, the one looked at in brackets.
    ///
    /// - Parameters:
    ///   - cells: the revisions.
    ///   - focus: index of the revision in brackets.
    ///   - marked: index of the revision others are compared with.
    ///   - width: cells.
    ///   - cell: columns of one revision; its mode is left out where it has no room.
    /// - Returns: three lines: depth and mode; quality; change.
    static func lines(
        _ cells: [StripCell], shown focus: Int?, marked: Int? = nil, width: Int,
        cell: Int = Self.cell
    ) -> [Line] {
        let strip = ChainStrip(count: cells.count, shown: focus, width: width, cell: cell)
        let first = strip.shown.lowerBound
        var lines = [Line(), Line(), Line()]
        for index in strip.shown {
            let revision = cells[index]
            let isShown = index == focus
            let name =
                "d\(revision.depth) "
                + (cell < Self.cell ? "" : revision.depth == 0 ? "draft" : revision.mode.rawValue)
            let tone: Style = isShown ? .info : .text
            let sign =
                index == marked ? "=" : index == first && first > 0 ? "<" : isShown ? ">" : " "
            lines[0].spans.append(Span((sign + name).left(cell), isShown ? .info : .dim))
            let mark = (revision.isSolved ? "*" : revision.isValid ? " " : "x")
            let quality = Format.fixed(revision.quality, 2)
            let text = (isShown ? "[\(quality)\(mark)]" : " \(quality)\(mark) ").left(
                min(cell - 1, 7))
            lines[1].spans += [
                Span(text, revision.isSolved ? .good : revision.isValid ? tone : .bad),
                Signs.level(revision.quality),
            ]
            let isLast = index == cells.count - 1
            lines[1].spans.append(
                Span((isLast ? "" : "  \(Signs.arrow)").left(cell - text.count - 1), .dim))
            if let change = revision.change {
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
}

extension DashboardState {
    /// How the revision looked at differs from the one it is compared with, and its feedback.
    ///
    /// - Parameter width: cells.
    /// - Returns: the lines, and the first of each place that changed.
    func differencePage(width: Int) -> (lines: [Line], changes: [Int]) {
        guard let revision = shownRevision else { return (waiting(.chain), []) }
        let text = Line(revision.text).wrapped(to: width)
        var page: (lines: [Line], changes: [Int]) = (text, [])
        if let before = comparedRevision {
            let difference = TextDiff(old: before.text, new: revision.text, unit: .fields)
            switch chain.mode {
            case .texts:
                page.lines = [Line("d\(before.depth)", .dim)] + Line(before.text).wrapped(to: width)
                page.changes = [0, page.lines.count]
                page.lines += [Line("d\(revision.depth)", .dim)] + text
            case _ where difference.isUnchanged:
                page.lines = [Line("no change", .warning)] + text
            case .inline: page = Self.parts(of: difference.inline(width: width))
            case .sideBySide: page = Self.parts(of: difference.sideBySide(width: width))
            case .flow: page = Self.parts(of: difference.flow(width: width))
            }
        }
        if let feedback = revision.feedback {
            page.lines.append(Line())
            page.lines += Line([Span("its feedback  ", .dim), Span(feedback)]).wrapped(to: width)
        }
        return page
    }

    private static func parts(of page: TextDiff.Page) -> (lines: [Line], changes: [Int]) {
        (page.lines, page.changes)
    }

    func differenceLines(width: Int) -> [Line] { differencePage(width: width).lines }

    /// Scrolls to the next or the previous changed place of the difference.
    mutating func turnChange(_ direction: Int) {
        guard let rect = layout.rect(of: .difference) else { return }
        let page = differencePage(width: max(1, rect.width - 2))
        let most = max(0, page.lines.count - visibleRows(of: .difference))
        let top = min(chain.differenceTop, most)
        let places = page.changes.map { min($0, most) }
        let next = direction > 0 ? places.first { $0 > top } : places.last { $0 < top }
        if let next { chain.differenceTop = next }
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

    /// The chain in one line, with why it is the one shown.
    func chainTitle(_ view: ChainView) -> String {
        (chain.reason.map { $0 + "  " } ?? "")
            + "episode \(view.episode)  task \(view.task)  step \(view.step)"
    }

    /// What the shown revision earned, beside the one it is compared with.
    func figureLines() -> [Line] {
        guard let revision = shownRevision else { return waiting(.chain) }
        let before = comparedRevision
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
            [
                Span("mode".left(13), .dim), Span(revision.mode.rawValue),
                Span(revision.turn > 0 ? ", turn \(revision.turn)" : ""),
            ],
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
            if let draft = view.teacherDraft {
                lines.append([
                    Span("started from".left(13), .dim),
                    Span("a teacher's draft, quality \(Format.fixed(draft.quality))"),
                ])
                lines.append([Span("".left(13)), Span(draft.text, .dim)])
            }
        }
        return lines
    }
}
