import Runs

/// What was played in this session, and what is asked next.
struct PlayPanel: Panel, Hashable {
    static let name = "play"

    /// What is shown of each answer.
    enum Mode: String, Hashable, Sendable, CaseIterable {
        case changes, texts, prompts

        var title: String {
            switch self {
            case .changes: "what changed"
            case .texts: "texts"
            case .prompts: "with prompts"
            }
        }
    }

    var form = PlayForm()
    /// The plays, oldest first.
    private(set) var plays: [Play] = []
    private var count = 0
    /// The number of the play looked at; nil for the newest.
    var chosen: Int?
    /// The answer looked at; nil for the newest.
    var answer: Int?
    var table = ListCursor()
    var mode = Mode.changes

    /// Most plays kept.
    static let most = 50

    /// The index of the play looked at.
    var shownIndex: Int? {
        plays.firstIndex { $0.number == chosen } ?? plays.indices.last
    }

    /// The play looked at.
    var shown: Play? { shownIndex.map { plays[$0] } }

    /// The play whose answers are awaited.
    var running: Play? { plays.last { $0.ticket != nil } }

    /// The index of the answer looked at.
    var shownAnswer: Int? {
        guard let shown, !shown.answers.isEmpty else { return nil }
        return max(0, min(answer ?? shown.answers.count - 1, shown.answers.count - 1))
    }

    /// Begins a play, which is looked at from now on.
    mutating func begin(_ request: PlayRequest, ticket: Int) {
        count += 1
        plays.append(
            Play(number: count, request: request, asked: form.taskText, ticket: ticket))
        plays.removeFirst(max(0, plays.count - Self.most))
        chosen = nil
        answer = nil
    }

    /// Marks the play under way as stopped.
    ///
    /// - Returns: its ticket.
    mutating func stop() -> Int? {
        guard let index = plays.lastIndex(where: { $0.ticket != nil }) else { return nil }
        defer { plays[index].ticket = nil }
        plays[index].isStopped = true
        return plays[index].ticket
    }

    /// Takes a play out of the list.
    mutating func remove(_ number: Int) { plays.removeAll { $0.number == number } }

    mutating func choose(_ index: Int, visible: Int) {
        guard !plays.isEmpty else { return }
        table.select(index, of: plays.count, visible: visible)
        chosen = plays[table.selected].number
        answer = nil
    }

    mutating func take(_ answer: PolicyAnswer, ticket: Int) {
        guard let index = plays.firstIndex(where: { $0.ticket == ticket }) else { return }
        plays[index].take(answer)
    }

    var saved: [String: String] {
        [
            "view": mode.rawValue, "mode": form.mode.rawValue, "count": "\(form.count)",
            "temperature": "\(form.temperature)",
        ]
    }

    mutating func restore(_ saved: [String: String]) {
        mode = saved["view"].flatMap(Mode.init(rawValue:)) ?? mode
        if let value = saved["mode"].flatMap(RevisionMode.init(rawValue:)),
            PlayForm.modes.contains(value)
        {
            form.mode = value
        }
        if let value = saved["count"].flatMap({ Int($0) }), PlayForm.counts.contains(value) {
            form.count = value
        }
        if let value = saved["temperature"].flatMap({ Double($0) }),
            PlayForm.temperatures.contains(value)
        {
            form.temperature = value
        }
    }
}
