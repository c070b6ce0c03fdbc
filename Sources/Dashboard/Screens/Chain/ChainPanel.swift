import Runs

/// How the chain screen walks along revision chains.
struct ChainPanel: Panel, Hashable {
    static let name = "chain"

    /// How two revisions are compared.
    enum Mode: String, Hashable, Sendable, CaseIterable {
        case inline, sideBySide, flow, texts

        var title: String {
            switch self {
            case .inline: "inline"
            case .sideBySide: "side by side"
            case .flow: "words"
            case .texts: "texts"
            }
        }

        /// The narrowest window it is offered in.
        var leastColumns: Int { self == .sideBySide ? 100 : 0 }
    }

    /// The episode; nil until one was chosen, when the newest is shown.
    private(set) var episode: RevisionID?
    /// Why this episode is shown, for the title; nil if it is simply the newest or the next.
    private(set) var reason: String?
    /// The chains that were left by a jump, the latest last.
    private(set) var visited: [Visit] = []
    /// The jump whose answer is awaited.
    var jump: ChainJump?
    /// Counts jumps, so that each is asked for anew.
    var jumps = 0
    /// The step whose episodes are listed; nil for the newest, or the step looked at.
    var anchor: Int?
    /// Whether to go on to an older (true) or newer episode when the list arrives.
    var pendingTurn: Bool?
    /// Index of the revision in the chain; nil for the last.
    var revision: Int?
    /// The revision that others are compared with; nil for the one before.
    var marked: RevisionID?
    /// Which child the last jump took, to walk them in turn.
    var child = 0
    /// The selected completion of the group, by its place in the group; nil for the revision itself.
    var sibling: Int?
    var siblings = ListCursor()
    var siblingOrder = SiblingOrder()
    var mode = Mode.inline
    /// First line shown of the difference and of the prompt.
    var differenceTop = 0
    var promptTop = 0
    var scoring = TokenScoring()

    /// A chain that was left, to be gone back to.
    struct Visit: Hashable, Sendable {
        let episode: RevisionID
        let revision: Int?
        /// The next child to be walked to.
        let child: Int
        let reason: String?
    }

    /// Most chains that can be gone back to.
    static let mostVisited = 100

    /// Shows another episode's chain; nil for the newest one.
    mutating func choose(_ episode: RevisionID?, because reason: String? = nil) {
        if self.episode != episode { marked = nil }
        self.episode = episode
        self.reason = reason
        revision = nil
        child = 0
        resetRevision()
    }

    /// Shows another episode's chain, so that the one before can be gone back to.
    mutating func jump(to episode: RevisionID, because reason: String) {
        if let from = self.episode, from != episode {
            visited.append(
                Visit(episode: from, revision: revision, child: child, reason: self.reason))
            visited.removeFirst(max(0, visited.count - Self.mostVisited))
        }
        choose(episode, because: reason)
    }

    /// Shows the chain that the last jump left.
    mutating func goBack() {
        guard let visit = visited.popLast() else { return }
        choose(visit.episode, because: visit.reason)
        revision = visit.revision
        child = visit.child
    }

    /// Forgets what was scrolled and selected in the revision looked at before.
    mutating func resetRevision() {
        sibling = nil
        siblings = ListCursor()
        differenceTop = 0
        promptTop = 0
        scoring.cursor = ListCursor()
    }

    mutating func lookedElsewhere() {
        anchor = nil
        pendingTurn = nil
        jump = nil
        visited = []
        choose(nil)
    }

    mutating func take(_ answer: PolicyAnswer, ticket: Int) { scoring.take(answer, ticket: ticket) }

    var saved: [String: String] {
        [
            "view": mode.rawValue, "siblings": siblingOrder.column.rawValue,
            "reversed": "\(siblingOrder.isReversed)",
        ]
    }

    mutating func restore(_ saved: [String: String]) {
        mode = saved["view"].flatMap(Mode.init(rawValue:)) ?? mode
        siblingOrder.column =
            saved["siblings"].flatMap(SiblingOrder.Column.init(rawValue:)) ?? siblingOrder.column
        siblingOrder.isReversed =
            saved["reversed"].flatMap(Bool.init) ?? siblingOrder.isReversed
    }
}
