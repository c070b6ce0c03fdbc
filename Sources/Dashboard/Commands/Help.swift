import Rendering

/// Help and footer, made from the key table.
enum Help {
    /// One line of the help.
    enum Line: Hashable, Sendable {
        case title(String)
        /// `obstacle` says why the key does nothing now.
        case key(names: String, help: String, obstacle: String? = nil)
        case blank
    }

    /// The commands that can act now, by context, and what the signs mean.
    static func lines(for state: DashboardState) -> [Line] {
        var beneath = state
        beneath.overlays.removeAll()
        return lines(for: beneath.contexts, keymap: state.keymap) { $0.obstacle(beneath) } + signs
    }

    static func lines(
        for contexts: [KeyContext], keymap: Keymap = .standard,
        obstacle: (Command) -> String? = { _ in nil }
    ) -> [Line] {
        var lines: [Line] = []
        for context in contexts {
            let commands = CommandTable.commands(of: context)
            guard !commands.isEmpty else { continue }
            if !lines.isEmpty { lines.append(.blank) }
            lines.append(.title(context.title))
            lines += commands.map {
                .key(names: names(of: $0, keymap), help: $0.help, obstacle: obstacle($0))
            }
        }
        return lines
    }

    /// The keys of a command; its palette line where it has none.
    static func names(of command: Command, _ keymap: Keymap = .standard) -> String {
        let keys = keymap.keys(of: command)
        if keys.isEmpty, case .ask(let question) = command.deed { return ":\(question.verb)" }
        return keys.map(\.name).joined(separator: " ")
    }

    private static let signs: [Line] = [
        .blank, .title("Signs"),
        .key(names: "~", help: "a smoothed value"),
        .key(names: "*", help: "solved, or the best of its group"),
        .key(names: "!", help: "an alarm, or a value that got worse"),
        .key(names: "x", help: "an invalid answer"),
        .key(names: "+ -", help: "added and removed words; gains and losses"),
        .key(names: "=", help: "the marked revision, that others are compared with"),
        .key(names: "▲ ▼", help: "a token now e times as likely, or as unlikely, or more so"),
    ]

    /// The footer's hints: the keys that act now, the innermost context first.
    static func hints(for state: DashboardState) -> [(key: String, text: String)] {
        var hints: [(key: String, text: String)] = []
        for context in state.contexts {
            for command in CommandTable.commands(of: context) {
                guard let hint = command.hint(state), command.obstacle(state) == nil,
                    let key = state.keymap.keys(of: command).first
                else { continue }
                let isStandard = state.keymap.keys(of: command) == command.keys
                hints.append((isStandard ? command.hintKeys ?? key.name : key.name, hint))
            }
        }
        return hints
    }

    /// All commands with their names and keys, in columns.
    static var table: [String] {
        var lines: [String] = []
        for group in CommandTable.groups where !group.commands.isEmpty {
            if !lines.isEmpty { lines.append("") }
            lines.append("# \(group.context.title)")
            for command in group.commands {
                let keys = command.keys.map(\.name).joined(separator: " ")
                lines.append(
                    DisplayText.padded(command.name, to: 26) + DisplayText.padded(keys, to: 20)
                        + command.help)
            }
        }
        return lines
    }
}

extension Dashboard {
    /// Every command with its name, its keys and what it does, from the list that dispatches them.
    public static var keyLines: [String] { Help.table }
}
