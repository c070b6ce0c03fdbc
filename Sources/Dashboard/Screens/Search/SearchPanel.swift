import Rendering
import Runs

/// How the searches of an evaluation are shown.
struct SearchPanel: Panel, Hashable {
    static let name = "search"

    /// The selected task.
    var tasks = ListCursor()
    /// The place of the selected answer among the search's; nil for the best.
    var place: Int?
    /// Answers whose revisions are hidden.
    var folded: Set<Int> = []
    /// First row shown of the tree.
    var top = 0
    /// First line shown of the answer.
    var textTop = 0

    mutating func lookedElsewhere() { (place, folded, top, textTop) = (nil, [], 0, 0) }
}

/// One search as it is shown: its answers by their places, whatever a file says their names are.
struct ShownSearch {
    let search: SearchView.Tree
    let outline: TreeOutline<Int>
    let rows: [TreeOutline<Int>.Row]
    /// The place of the answer that is kept.
    let best: Int?
    /// The places of the best answer and of those it came from.
    let bestPath: Set<Int>
    /// The selected answer's place; nil where there is none.
    let selected: Int?

    init(_ search: SearchView.Tree, _ panel: SearchPanel) {
        self.search = search
        let nodes = search.tree.nodes
        outline = TreeOutline(
            nodes.enumerated().map { place, node in
                // Revisions come after what they revise.
                (id: place, parent: node.parent.flatMap { (0..<place).contains($0) ? $0 : nil })
            })
        rows = outline.rows(folded: panel.folded)
        best = search.tree.best
        bestPath = Set(search.tree.bestPath)
        let wanted = panel.place.flatMap { nodes.indices.contains($0) ? $0 : nil } ?? best
        selected = wanted ?? nodes.indices.first
    }

    /// The row of the selected answer, or of the folded one above it.
    func row(folded: Set<Int>) -> Int? {
        selected.flatMap { outline.shown(for: $0, folded: folded) }
            .flatMap { outline.index(of: $0, in: rows) }
    }

    func node(_ place: Int) -> SearchNode { search.tree.nodes[place] }

    /// An answer in words.
    func text(_ place: Int) -> String {
        search.texts.indices.contains(place) ? search.texts[place] : ""
    }
}
