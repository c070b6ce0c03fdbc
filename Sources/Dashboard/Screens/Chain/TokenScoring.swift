import Runs

/// What other weights think of the tokens of recorded revisions.
///
/// Asking costs the trainer time, so nothing is asked unless a person says so.
struct TokenScoring: Hashable, Sendable {
    /// What became of a question.
    enum Outcome: Hashable, Sendable {
        case scored(RescoredRevision)
        case failed(String)
    }

    /// A question under way.
    struct Asked: Hashable, Sendable {
        let ticket: Int
        let request: RescoreRequest
    }

    /// Whose weights are asked.
    var source = PolicySource.live
    /// Whether each revision looked at is asked about.
    var isAuto = false
    /// The question under way.
    var asked: Asked?
    /// Where the table of tokens is scrolled to.
    var cursor = ListCursor()
    private var outcomes: [RescoreRequest: Outcome] = [:]
    private var order: [RescoreRequest] = []

    /// Most answers kept.
    static let most = 64

    /// What is known of a revision from the chosen weights.
    func outcome(of revision: RevisionID) -> Outcome? {
        outcomes[RescoreRequest(source: source, revision: revision)]
    }

    mutating func take(_ answer: PolicyAnswer, ticket: Int) {
        guard let asked, asked.ticket == ticket else { return }
        self.asked = nil
        let outcome: Outcome =
            switch answer {
            case .rescored(let scored) where scored.revision == asked.request.revision:
                .scored(scored)
            case .failed(let reason): .failed(reason)
            case .rescored, .played: .failed("the answer is to another question")
            }
        if outcomes.updateValue(outcome, forKey: asked.request) == nil {
            order.append(asked.request)
            if order.count > Self.most { outcomes[order.removeFirst()] = nil }
        }
    }
}

/// A token and how much more or less likely other weights find it.
struct TokenChange: Hashable, Sendable {
    /// Its place in the answer.
    let place: Int
    let token: ScoredToken

    /// In nats; nil if either is no number.
    var change: Double? {
        let change = token.now - token.sampled
        return change.isFinite ? change : nil
    }

    /// Changes below this are not worth a sign.
    static let least = 0.1
    /// From here on a token is at least e times as likely, or as unlikely.
    static let large = 1.0

    /// A sign that says the direction without colour.
    var sign: String {
        guard let change, abs(change) >= Self.least else { return " " }
        if abs(change) >= Self.large { return change > 0 ? "▲" : "▼" }
        return change > 0 ? "+" : "-"
    }

    /// The token's text; the end token has none.
    var text: String { token.text.isEmpty ? "end" : token.text }

    /// The token's text in the flow of the answer.
    var shown: String { token.text.isEmpty ? " (end)" : token.text }
}

extension RescoredRevision {
    /// Its tokens with their changes, in order.
    var changes: [TokenChange] {
        tokens.enumerated().map { TokenChange(place: $0, token: $1) }
    }

    /// The tokens that changed most first; those without a number last.
    var byChange: [TokenChange] {
        changes.sorted { left, right in
            let sizes = (abs(left.change ?? -1), abs(right.change ?? -1))
            let (a, b) = (left.change == nil ? -1 : sizes.0, right.change == nil ? -1 : sizes.1)
            return a == b ? left.place < right.place : a > b
        }
    }

    /// The whole answer's log-probability, at sampling and now, in nats.
    var sums: (sampled: Double, now: Double) {
        tokens.reduce((0, 0)) { ($0.0 + $1.sampled, $0.1 + $1.now) }
    }
}

extension PolicySource {
    /// In words.
    var title: String {
        switch self {
        case .live: "live"
        case .checkpoint(let step): "checkpoint \(step)"
        }
    }

    /// Reads `live` or a checkpoint's step; nil if it is neither.
    init?(typed text: String) {
        if text.lowercased() == "live" {
            self = .live
        } else if let step = Int(text), step >= 0 {
            self = .checkpoint(step: step)
        } else {
            return nil
        }
    }

    /// What `init(typed:)` accepts.
    static let accepted = "live, or the step of a checkpoint"
}

extension DashboardState {
    /// What would be asked about the revision looked at.
    var wantedScoring: RescoreRequest? {
        shownRevision.map { RescoreRequest(source: chain.scoring.source, revision: $0.id) }
    }

    /// Asks about the revision looked at, also if it was asked about before.
    mutating func askTokens() -> [DashboardEffect] {
        guard let wanted = wantedScoring else { return [] }
        let effects = board.withdraw(chain.scoring.asked?.ticket)
        let (ticket, effect) = board.ask(.rescore(wanted))
        chain.scoring.asked = TokenScoring.Asked(ticket: ticket, request: wanted)
        return effects + [effect]
    }

    /// Gives up on what is no longer looked at, and asks about what is if that was wished for.
    mutating func followTokens() -> [DashboardEffect] {
        var effects: [DashboardEffect] = []
        let wanted = wantedScoring
        if let asked = chain.scoring.asked, asked.request != wanted {
            effects += board.withdraw(asked.ticket)
            chain.scoring.asked = nil
        }
        if chain.scoring.isAuto, chain.scoring.asked == nil, let wanted,
            chain.scoring.outcome(of: wanted.revision) == nil
        {
            effects += askTokens()
        }
        return effects
    }
}
