/// Help and footer, made from the key table.
enum Help {
    /// One line of the help.
    enum Line: Hashable, Sendable {
        case title(String)
        /// `obstacle` says why the key does nothing now.
        case key(names: String, help: String, obstacle: String? = nil)
        case blank
    }

    /// The rows that can act now, by context, and what the signs mean.
    static func lines(for state: DashboardState) -> [Line] {
        var beneath = state
        beneath.overlays.removeAll()
        return lines(for: beneath.contexts) { beneath.obstacle(to: $0.action) } + signs
    }

    static func lines(
        for contexts: [KeyContext], obstacle: (KeyBinding) -> String? = { _ in nil }
    ) -> [Line] {
        var lines: [Line] = []
        for context in contexts {
            let rows = KeyTable.rows.filter { $0.context == context }
            guard !rows.isEmpty else { continue }
            if !lines.isEmpty { lines.append(.blank) }
            lines.append(.title(context.title))
            lines += rows.map { .key(names: names(of: $0), help: $0.help, obstacle: obstacle($0)) }
        }
        return lines
    }

    static func names(of row: KeyBinding) -> String {
        row.keys.map(\.name).joined(separator: " ")
    }

    private static let signs: [Line] = [
        .blank, .title("Signs"),
        .key(names: "~", help: "a smoothed value"),
        .key(names: "*", help: "solved, or the best of its group"),
        .key(names: "!", help: "an alarm, or a value that got worse"),
        .key(names: "x", help: "an invalid answer"),
        .key(names: "+ -", help: "added and removed words; gains and losses"),
    ]

    /// The footer's hints: the keys that act now, the innermost context first.
    static func hints(for state: DashboardState) -> [(key: String, text: String)] {
        let contexts = state.contexts
        var hints: [(key: String, text: String)] = []
        for context in contexts {
            for row in KeyTable.rows where row.context == context {
                guard let hint = row.hint, state.obstacle(to: row.action) == nil else { continue }
                let text = row.action == .pauseOrResume && state.isHeld ? "go on" : hint
                hints.append((row.hintKeys ?? row.keys.first?.name ?? "", text))
            }
        }
        return hints
    }

    /// The whole key table as Markdown, for the documentation.
    static var markdown: String {
        var text = ""
        for context in KeyContext.allCases {
            let rows = KeyTable.rows.filter { $0.context == context }
            guard !rows.isEmpty else { continue }
            text += "**\(context.title)**\n\n| keys | what they do |\n|---|---|\n"
            for row in rows {
                let names = row.keys.map { "`\($0.name)`" }.joined(separator: " ")
                text += "| \(names) | \(row.help) |\n"
            }
            text += "\n"
        }
        return text
    }
}

extension Dashboard {
    /// Every key and what it does, as Markdown tables, from the table that dispatches them.
    public static var keyDocumentation: String { Help.markdown }
}
