import Runs

/// Recorded searches as lines.
enum SearchLines {
    /// The searches of an evaluation, or all answers of one.
    ///
    /// - Parameters:
    ///   - view: the searches.
    ///   - task: the number of one, from 1, as typed; nil for all.
    /// - Returns: the lines.
    /// - Throws: `Failure` for a number there is none of.
    static func lines(_ view: SearchView, task: String?) throws(Failure) -> [String] {
        guard let step = view.step, !view.trees.isEmpty else {
            return ["no searches are recorded"]
        }
        guard let task else {
            return ["searches after step \(step)"]
                + view.trees.enumerated().map { place, tree in "\(place + 1) \(summary(tree))" }
        }
        guard let number = Int(task), (1...view.trees.count).contains(number) else {
            throw .usage(
                "'\(task)' is not accepted; expected a whole number from 1 to \(view.trees.count)")
        }
        let search = view.trees[number - 1]
        let path = Set(search.tree.bestPath)
        return [summary(search)]
            + search.tree.nodes.enumerated().map { place, node in
                let text = search.texts.indices.contains(place) ? search.texts[place] : ""
                let parent = node.parent.map { " of \($0)" } ?? ""
                let quality =
                    node.answer.isValid
                    ? "quality \(ReportText.fixed(node.answer.quality))" : "failed"
                return [
                    "\(place) \(node.origin.rawValue)\(parent)", text, quality,
                    node.feedback ?? "",
                    search.tree.best == place
                        ? "the best" : path.contains(place) ? "leads to the best" : "",
                ].filter { !$0.isEmpty }.joined(separator: ", ")
            }
    }

    private static func summary(_ search: SearchView.Tree) -> String {
        let tree = search.tree
        let best = tree.best.map { place in
            let text = search.texts.indices.contains(place) ? search.texts[place] : ""
            return "best \(text), quality \(ReportText.fixed(tree.nodes[place].answer.quality))"
        }
        let score = tree.privateScore.map { score in
            "private \(ReportText.fixed(score.score)), \(score.medal?.rawValue ?? "no medal")"
        }
        return [
            search.taskText, "\(tree.nodes.count) tried", best ?? "none is valid", score ?? "",
        ].filter { !$0.isEmpty }.joined(separator: ", ")
    }
}
