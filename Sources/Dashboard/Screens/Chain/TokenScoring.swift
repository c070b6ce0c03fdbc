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
    /// The text it is shown as: its own, or the word of the answer that it stands for.
    let text: String

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

}

extension RescoredRevision {
    /// Its tokens with their changes, in order.
    ///
    /// A domain whose tokens are the beginnings of an answer's words, as signs before given numbers
    /// are, is read more easily by the words.
    ///
    /// - Parameter answer: the answer they make up.
    /// - Returns: one change a token.
    func changes(in answer: String) -> [TokenChange] {
        let words = answer.split(separator: " ")
        let areWords =
            words.count == tokens.count - 1
            && zip(words, tokens).allSatisfy { !$1.text.isEmpty && $0.hasPrefix($1.text) }
        return tokens.enumerated().map { place, token in
            let isWord = areWords && place < words.count
            let text = isWord ? (place > 0 ? " " : "") + words[place] : token.text
            let isEnd = place == tokens.count - 1 && (text.isEmpty || text.hasPrefix("<"))
            return TokenChange(place: place, token: token, text: isEnd ? " (end)" : text)
        }
    }

    /// The whole answer's log-probability, at sampling and now, in nats.
    var sums: (sampled: Double, now: Double) {
        tokens.reduce((0, 0)) { ($0.0 + $1.sampled, $0.1 + $1.now) }
    }
}

extension [TokenChange] {
    /// Those that changed most first; those without a number last.
    var ranked: [TokenChange] {
        func size(_ token: TokenChange) -> Double { token.change.map { abs($0) } ?? -1 }
        return sorted { left, right in
            let (a, b) = (size(left), size(right))
            return a == b ? left.place < right.place : a > b
        }
    }
}

extension PolicySource {
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
    /// Whose weights, in words; a recorded run's live policy is its newest checkpoint.
    func title(of source: PolicySource) -> String {
        switch source {
        case .live: session?.isLive == true ? "live" : "newest checkpoint"
        case .checkpoint(let step): "checkpoint \(step)"
        }
    }

    /// The line that chooses them.
    func typed(_ source: PolicySource) -> String {
        if case .checkpoint(let step) = source { return "\(step)" }
        return "live"
    }

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
