import Runs

/// How the chain screen walks along revision chains.
struct ChainPanel: Panel, Hashable {
    static let name = "chain"

    /// How two revisions are compared.
    enum Mode: String, Hashable, Sendable, CaseIterable {
        case inline, sideBySide, texts

        var title: String {
            switch self {
            case .inline: "inline"
            case .sideBySide: "side by side"
            case .texts: "texts"
            }
        }
    }

    /// The episode; nil until one was chosen, when the newest is shown.
    var episode: RevisionID?
    /// The step whose episodes are listed; nil for the newest, or the step looked at.
    var anchor: Int?
    /// Whether to go on to an older (true) or newer episode when the list arrives.
    var pendingTurn: Bool?
    /// Index of the revision in the chain; nil for the last.
    var revision: Int?
    /// Which child the last jump took, to walk them in turn.
    var child = 0
    /// The selected completion of the group; nil for the revision itself.
    var sibling: Int?
    var siblings = ListCursor()
    var mode = Mode.inline
    /// First line shown of the difference and of the prompt.
    var differenceTop = 0
    var promptTop = 0

    /// Shows another episode's chain; nil for the newest one.
    mutating func choose(_ episode: RevisionID?) {
        self.episode = episode
        revision = nil
        child = 0
        resetRevision()
    }

    /// Forgets what was scrolled and selected in the revision looked at before.
    mutating func resetRevision() {
        sibling = nil
        siblings = ListCursor()
        differenceTop = 0
        promptTop = 0
    }

    mutating func lookedElsewhere() {
        anchor = nil
        pendingTurn = nil
        choose(nil)
    }

    var saved: [String: String] { ["view": mode.rawValue] }

    mutating func restore(_ saved: [String: String]) {
        mode = saved["view"].flatMap(Mode.init(rawValue:)) ?? mode
    }
}
