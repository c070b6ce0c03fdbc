/// The command palette: a line that finds commands by name, and its choices.
struct Palette: Hashable, Sendable {
    /// One choice.
    struct Choice: Sendable {
        let command: Command
        /// Why it can't be done now.
        let obstacle: String?
        /// What was typed behind the command's verb, if it was named by that.
        let argument: String?
        /// How well it fits; larger is better.
        let fit: Int
    }

    var field = TextField()
    var cursor = ListCursor()
    /// Why the last try was refused.
    var problem: String?

    /// Most choices shown at once.
    static let rows = 12

    static let commands: [Command] = [
        Command.telling(
            "palette.run", [.enter], "do the chosen command", hint: "do",
            yields: { $0.acceptPalette() }),
        Command("palette.down", [.down, .control("n"), .tab], "next choice", hint: "choose") {
            $0.movePalette(1)
        },
        Command("palette.up", [.up, .backTab], "previous choice") { $0.movePalette(-1) },
        Command.telling(
            "palette.close", [.escape, .control("c")], "close the palette", hint: "close",
            yields: { $0.cancel() }),
    ]

    /// The choices for what was typed, the best first; in the table's order before anything was.
    ///
    /// A line such as `step 120` names the command whose verb it begins with; a number alone is a
    /// step. All else is sought in names and help, letter by letter.
    func choices(in state: DashboardState) -> [Choice] {
        var beneath = state
        beneath.overlays.removeAll()
        let typed = field.string.trimmed
        let commands = beneath.contexts.flatMap { CommandTable.commands(of: $0) }
            .filter { !Self.isTooPlain($0) }
        return commands.enumerated().compactMap { place, command -> (Int, Choice)? in
            let (fit, argument) = Self.fit(of: command, typed)
            guard let fit else { return nil }
            return (
                place,
                Choice(
                    command: command, obstacle: command.obstacle(beneath), argument: argument,
                    fit: fit)
            )
        }.sorted { ($0.1.fit, $1.0) > ($1.1.fit, $0.0) }.map(\.1)
    }

    /// Moving by rows by name would help no one.
    private static func isTooPlain(_ command: Command) -> Bool {
        command.name.hasPrefix("move.") || command.name == "program.palette"
    }

    /// How well a command fits what was typed; nil if it does not.
    private static func fit(of command: Command, _ typed: String) -> (Int?, argument: String?) {
        guard !typed.isEmpty else { return (0, nil) }
        if case .ask(let question) = command.deed {
            let words = typed.split(separator: " ", maxSplits: 1)
            if words.count == 2, words[0] == question.verb {
                return (10_000, String(words[1]).trimmed)
            }
            if typed == question.verb { return (9_000, nil) }
            if question.verb == "step", typed.allSatisfy(\.isASCIIDigit) { return (10_000, typed) }
        }
        if typed == "live", command.name == "time.live" { return (10_000, nil) }
        let byName = FuzzyMatch(typed, in: command.name)?.score
        let byHelp = FuzzyMatch(typed, in: command.help).map { $0.score / 2 }
        return ([byName, byHelp].compactMap { $0 }.max(), nil)
    }
}

/// How well the letters of a pattern are found, in order, in a text.
struct FuzzyMatch: Hashable, Sendable {
    /// Larger for letters in a row and at the beginnings of words.
    let score: Int
    /// Where the letters were found.
    let places: [Int]

    /// Looks for letters in order, without regard to case; nil if any is missing.
    init?(_ pattern: String, in text: String) {
        let text = Array(text.lowercased())
        var places: [Int] = []
        var score = 0
        var at = 0
        for letter in pattern.lowercased() where letter != " " {
            // A letter that goes on with a run, or begins a word, is preferred to the next one.
            let candidates = (at..<max(at, text.count)).filter { text[$0] == letter }
            guard let first = candidates.first else { return nil }
            let isStart: (Int) -> Bool = { $0 == 0 || !(text[$0 - 1].isLetter) }
            let isNext = places.last.map { first == $0 + 1 } ?? false
            let place = isNext ? first : candidates.first(where: isStart) ?? first
            score += isNext || places.last.map { place == $0 + 1 } ?? false ? 8 : 0
            score += isStart(place) ? 6 : 1
            score -= min(3, place - at)
            places.append(place)
            at = place + 1
        }
        guard !places.isEmpty else { return nil }
        self.places = places
        self.score = score * 16 - min(text.count, 15)
    }
}

extension Character {
    /// Whether it is one of `0` to `9`.
    var isASCIIDigit: Bool { isASCII && isNumber }
}

extension String {
    /// The text without blanks at its ends.
    var trimmed: String {
        var text = Substring(self)
        while text.first == " " { text.removeFirst() }
        while text.last == " " { text.removeLast() }
        return String(text)
    }
}

extension DashboardState {
    mutating func movePalette(_ offset: Int) {
        guard case .palette(var palette) = overlays.last else { return }
        let count = palette.choices(in: self).count
        guard count > 0 else { return }
        palette.cursor.select(
            (palette.cursor.selected + offset + count) % count, of: count, visible: Palette.rows)
        overlays[overlays.count - 1] = .palette(palette)
    }

    /// Does the chosen command, or asks for what it needs.
    mutating func acceptPalette() -> [DashboardEffect] {
        guard case .palette(var palette) = overlays.last else { return [] }
        let choices = palette.choices(in: self)
        guard choices.indices.contains(palette.cursor.selected) else {
            palette.problem = "no command fits"
            overlays[overlays.count - 1] = .palette(palette)
            return []
        }
        let choice = choices[palette.cursor.selected]
        var problem = choice.obstacle
        if problem == nil, let argument = choice.argument,
            case .ask(let question) = choice.command.deed
        {
            var tried = self
            tried.overlays.removeLast()
            switch question.accept(&tried, argument) {
            case .accepted(let effects):
                self = tried
                return effects
            case .refused(let reason): problem = reason
            }
        }
        if let problem {
            palette.problem = problem
            overlays[overlays.count - 1] = .palette(palette)
            return []
        }
        overlays.removeLast()
        return perform(choice.command)
    }
}
