import Runs

/// What lies over the screen and takes all keys.
enum Overlay: Hashable, Sendable {
    case help(top: Int)
    case themes(cursor: ListCursor, before: String)
    case prompt(Prompt)
    case palette(Palette)
    case confirmation(Confirmation)
    case leaving

    /// The context whose keys it takes.
    var context: KeyContext {
        switch self {
        case .help: .help
        case .themes: .themes
        case .prompt: .prompt
        case .palette: .palette
        case .confirmation: .confirmation
        case .leaving: .leaving
        }
    }
}

/// A command's question with the line that is being typed.
struct Prompt: Hashable, Sendable {
    /// The command that asks.
    let command: Command
    /// The line as it began.
    let initial: String
    var field: TextField
    /// Why the last try was refused.
    var problem: String?

    /// A prompt; nil if the command asks nothing.
    init?(_ command: Command, _ state: DashboardState) {
        guard case .ask(let question) = command.deed else { return nil }
        self.command = command
        initial = question.initial(state)
        field = TextField(initial)
    }

    var question: Question? {
        guard case .ask(let question) = command.deed else { return nil }
        return question
    }

    /// Two prompts are equal if they look alike.
    static func == (left: Prompt, right: Prompt) -> Bool {
        left.command == right.command && left.field == right.field && left.problem == right.problem
    }

    func hash(into hasher: inout Hasher) { hasher.combine(command) }
}

/// A question that is answered by yes or no.
struct Confirmation: Hashable, Sendable {
    /// Which question it is.
    let name: String
    /// What is asked.
    let title: String
    /// What yes would mean, the first line most important.
    let lines: [String]
    /// Whether it is void once the run has ended.
    let endsWithRun: Bool
    /// What yes does.
    let accept: Command.Change

    init(
        name: String, title: String, lines: [String], endsWithRun: Bool = false,
        accept: @escaping Command.Change
    ) {
        self.name = name
        self.title = title
        self.lines = lines
        self.endsWithRun = endsWithRun
        self.accept = accept
    }

    static func == (left: Confirmation, right: Confirmation) -> Bool {
        left.name == right.name && left.lines == right.lines
    }

    func hash(into hasher: inout Hasher) { hasher.combine(name) }
}
