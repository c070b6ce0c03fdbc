import Rendering
import Runs

extension View {
    /// Why there are no searches to show.
    private var noSearches: [Line] {
        guard state.searchView != nil else { return state.waiting(.searches) }
        return [
            Line("no searches are recorded", .dim),
            Line("they come with evaluations, where a domain has a search", .dim),
        ]
    }

    /// The tasks that were searched for.
    mutating func drawSearchTasks(_ rect: Rect, isFocused: Bool) {
        let view = state.searchView
        let about = view.flatMap { view in
            view.step.map { "\(view.trees.count) held-out tasks, after step \($0)" }
        }
        let inside = frame(
            rect, "Searches", note(about ?? "", .searches), isFocused: isFocused)
        guard let trees = view?.trees, !trees.isEmpty else {
            grid.write(noSearches, in: inside)
            return
        }
        Table(
            [
                TableColumn("task", .share(1, minimum: 12)),
                TableColumn("tried", .fixed(5, priority: 2), alignment: .trailing),
                TableColumn("failed", .fixed(6, priority: 3), alignment: .trailing),
                TableColumn("quality", .fixed(7, priority: 6), alignment: .trailing),
                TableColumn("private", .fixed(7, priority: 9), alignment: .trailing),
                TableColumn("medal", .fixed(6, priority: 5)),
            ], rowCount: trees.count, selection: state.search.tasks.selected,
            offset: state.search.tasks.top, isFocused: isFocused
        ).draw(on: &grid, in: inside) { row in
            let tree = trees[row].tree
            let score = tree.privateScore
            return [
                Line(trees[row].taskText), Line("\(tree.nodes.count)", .dim),
                Line("\(tree.nodes.count { !$0.answer.isValid })", .dim),
                Line(Format.fixed(tree.best.map { tree.nodes[$0].answer.quality })),
                Line(Format.fixed(score?.score), .strong), Self.medal(score?.medal),
            ]
        }
    }

    private static func medal(_ medal: Medal?) -> Line {
        switch medal {
        case nil: Line("-", .dim)
        case .gold: Line("gold", .good)
        case .silver: Line("silver", .info)
        case .bronze: Line("bronze", .warning)
        }
    }

    /// The selected task's search as a tree of drafts and what was made of them.
    ///
    /// - Returns: what lies where, for the mouse; nil while there is no tree.
    @discardableResult
    mutating func drawSearchTree(_ rect: Rect, isFocused: Bool) -> Tree<Int>.Placement? {
        let shown = state.shownSearch
        let about = shown.map { shown in
            "* leads to the best" + (shown.best == nil ? ": none is valid" : "")
        }
        let inside = frame(
            rect, "Tree", note(about ?? "", .searches), isFocused: isFocused)
        guard let shown else {
            grid.write(noSearches, in: inside)
            return nil
        }
        guard !shown.rows.isEmpty else {
            grid.write([Line("nothing was tried", .dim)], in: inside)
            return nil
        }
        let columns: [(width: Int, column: TableColumn)] = [
            (0, TableColumn("quality", .fixed(7), alignment: .trailing)),
            (44, TableColumn("by", .fixed(8))),
            (76, TableColumn("feedback", .share(1, minimum: 16))),
        ]
        let wide = columns.filter { inside.width >= $0.width }
        return Tree(
            shown.outline, rows: shown.rows, title: "answers",
            columns: wide.map(\.column), selection: shown.row(folded: state.search.folded),
            offset: state.search.top, isFocused: isFocused
        ).draw(
            on: &grid, in: inside,
            text: { Self.text(of: $0.id, in: shown) },
            cells: { row in
                let node = shown.node(row.id)
                let quality = node.answer.quality
                let level = quality.isFinite ? max(0, min(1, quality)) : 0
                return Array(
                    [
                        node.answer.isValid
                            ? Line(Format.fixed(quality), .heat(level)) : Line("failed", .bad),
                        Line(node.origin.rawValue, .dim), Line(node.feedback ?? "", .dim),
                    ].prefix(wide.count))
            })
    }

    /// Whether it leads to the best, its place in the order of execution, and its text.
    private static func text(of place: Int, in shown: ShownSearch) -> Line {
        let isOnPath = shown.bestPath.contains(place)
        let isBest = shown.best == place
        return [
            Span(isOnPath ? "* " : "  ", .good), Span("\(place) ", .dim),
            Span(
                shown.text(place),
                shown.node(place).answer.isValid
                    ? isBest ? .strong : .text : .disabled),
        ]
    }
}

extension DashboardState {
    /// The selected answer in words: what it is, what came of it, what is kept.
    func searchNodeLines(width: Int) -> [Line] {
        guard let view = searchView else { return waiting(.searches) }
        guard let shown = shownSearch, let place = shown.selected else {
            return [Line(view.trees.isEmpty ? "nothing to select" : "nothing was tried", .dim)]
        }
        func lines(_ name: String, _ value: String, _ style: Style = .text) -> [Line] {
            Line([Span(name.left(10), .dim), Span(value, style)]).wrapped(to: max(1, width))
        }
        let node = shown.node(place)
        let tree = shown.search.tree
        var text = Line(shown.search.taskText, .strong).wrapped(to: max(1, width))
        text += lines("order", "answer \(place) of 0 to \(tree.nodes.count - 1)")
        let parent = shown.outline.parent(of: place)
        text += lines("operator", node.origin.rawValue + (parent.map { " of #\($0)" } ?? ""))
        text += lines("answer", shown.text(place), .strong)
        if let parent { text += lines("was", shown.text(parent), .dim) }
        text +=
            node.answer.isValid
            ? lines("quality", Format.fixed(node.answer.quality), .strong)
            : lines("quality", "failed: it has none", .bad)
        if let feedback = node.feedback { text += lines("feedback", feedback) }
        if shown.best == place {
            text += lines("kept", "the best by quality", .good)
            if let score = tree.privateScore { text += lines("private", Self.words(of: score)) }
        } else if shown.bestPath.contains(place) {
            text += lines("kept", "leads to the best, #\(shown.best ?? place)", .good)
        }
        if let best = shown.best, best != place {
            text.append(Line())
            text += lines("best", shown.text(best), .strong)
            text += lines("quality", Format.fixed(shown.node(best).answer.quality))
            if let feedback = shown.node(best).feedback { text += lines("feedback", feedback) }
            if let score = tree.privateScore { text += lines("private", Self.words(of: score)) }
        }
        return text
    }

    private static func words(of score: PrivateScore) -> String {
        [
            Format.fixed(score.score), score.medal.map { $0.rawValue } ?? "no medal",
            score.isAboveMedian ? "above the median" : "not above the median",
        ].joined(separator: ", ")
    }
}
