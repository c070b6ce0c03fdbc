/// One thing a person can do: a key and the palette dispatch it, help and footer name it.
///
/// Two commands are equal if they have one name.
struct Command: Sendable {
    /// What a command does to the state, and what it asks of the world.
    typealias Change = @Sendable (inout DashboardState) -> [DashboardEffect]
    /// Something in words about the state; nil if there is nothing to say.
    typealias Words = @Sendable (DashboardState) -> String?

    /// How it is carried out.
    enum Deed: Sendable {
        /// At once.
        case act(Change)
        /// Once a line was typed.
        case ask(Question)
    }

    /// Its name in the palette and in a file of keys, such as `buffer.sort`.
    let name: String
    /// Its keys; the first is the one a footer names.
    let keys: [DashboardKey]
    /// One or two words for the footer; nil to stay out of it.
    let hint: Words
    /// The keys as the footer names them, where one hint stands for several commands.
    let hintKeys: String?
    /// One line for help.
    let help: String
    /// Why it can't be done now, in one line; nil if it can.
    let obstacle: Words
    /// How it is carried out.
    let deed: Deed

    /// A command that is done at once.
    init(
        _ name: String, _ keys: [DashboardKey], _ help: String, hint: String? = nil,
        for hintKeys: String? = nil, obstacle: @escaping Words = { _ in nil },
        does change: @escaping @Sendable (inout DashboardState) -> Void
    ) {
        self.init(
            name, keys, help, hintNow: { _ in hint }, for: hintKeys, obstacle: obstacle,
            deed: .act {
                change(&$0)
                return []
            })
    }

    /// A command that is done at once and asks something of the world.
    static func telling(
        _ name: String, _ keys: [DashboardKey], _ help: String, hint: String? = nil,
        for hintKeys: String? = nil, obstacle: @escaping Words = { _ in nil },
        yields change: @escaping Change
    ) -> Command {
        Command(
            name, keys, help, hintNow: { _ in hint }, for: hintKeys, obstacle: obstacle,
            deed: .act(change))
    }

    /// A command that needs a line of text.
    init(
        _ name: String, _ keys: [DashboardKey], _ help: String, hint: String? = nil,
        for hintKeys: String? = nil, obstacle: @escaping Words = { _ in nil },
        asks question: Question
    ) {
        self.init(
            name, keys, help, hintNow: { _ in hint }, for: hintKeys, obstacle: obstacle,
            deed: .ask(question))
    }

    init(
        _ name: String, _ keys: [DashboardKey], _ help: String, hintNow: @escaping Words,
        for hintKeys: String? = nil, obstacle: @escaping Words, deed: Deed
    ) {
        self.name = name
        self.keys = keys
        self.help = help
        self.hint = hintNow
        self.hintKeys = hintKeys
        self.obstacle = obstacle
        self.deed = deed
    }
}

extension Command: Hashable {
    static func == (left: Command, right: Command) -> Bool { left.name == right.name }

    func hash(into hasher: inout Hasher) { hasher.combine(name) }
}

/// A line of text that a command needs.
struct Question: Sendable {
    /// What becomes of the line.
    enum Outcome: Sendable {
        /// It was accepted.
        case accepted([DashboardEffect])
        /// It was not: one line that says what is.
        case refused(String)
    }

    /// The word that stands before the line in the palette, such as `step` in `step 120`.
    let verb: String
    /// What is asked, as the title of the prompt.
    let title: String
    /// The pane that draws the line itself where it is shown; nil for a pop-up everywhere.
    let pane: Pane?
    /// What is accepted, in a few words.
    let hint: @Sendable (DashboardState) -> String
    /// What the line begins as.
    let initial: @Sendable (DashboardState) -> String
    /// Shows at once what the line would do, at each change of it; nil if it waits for Enter.
    ///
    /// A cancelled prompt calls it with the line as it began.
    let preview: (@Sendable (inout DashboardState, String) -> Void)?
    /// Takes the line.
    let accept: @Sendable (inout DashboardState, String) -> Outcome

    init(
        verb: String, title: String, in pane: Pane? = nil,
        hint: @escaping @Sendable (DashboardState) -> String,
        initial: @escaping @Sendable (DashboardState) -> String = { _ in "" },
        preview: (@Sendable (inout DashboardState, String) -> Void)? = nil,
        accept: @escaping @Sendable (inout DashboardState, String) -> Outcome
    ) {
        self.verb = verb
        self.title = title
        self.pane = pane
        self.hint = hint
        self.initial = initial
        self.preview = preview
        self.accept = accept
    }
}

/// The commands that share a context, in the order help shows them.
struct CommandGroup: Sendable {
    /// Where their keys act.
    let context: KeyContext
    /// The commands.
    let commands: [Command]
}
