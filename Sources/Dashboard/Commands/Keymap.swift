/// Which key does what: the commands' own keys, but for those a person's file changes.
struct Keymap: Sendable {
    /// The keys of each command that has others than its own.
    private let changed: [String: [DashboardKey]]
    private let index: [KeyContext: [DashboardKey: Command]]

    /// The commands' own keys.
    static let standard = Keymap(changed: [:])

    /// The commands' own keys, but for some.
    ///
    /// - Parameter changed: the keys of commands by their names.
    init(changed: [String: [DashboardKey]]) {
        self.changed = changed
        var index: [KeyContext: [DashboardKey: Command]] = [:]
        for group in CommandTable.groups {
            for command in group.commands {
                for key in changed[command.name] ?? command.keys {
                    index[group.context, default: [:]][key] = command
                }
            }
        }
        self.index = index
    }

    /// The keys of a command.
    func keys(of command: Command) -> [DashboardKey] { changed[command.name] ?? command.keys }

    /// What a key does in a stack of contexts, the innermost first; nil if nothing.
    func command(for key: DashboardKey, in contexts: [KeyContext]) -> Command? {
        for context in contexts {
            if let command = index[context]?[key] { return command }
        }
        return nil
    }

    /// Pairs of commands that claim one key where both could be active.
    ///
    /// - Parameter groups: all commands.
    /// - Returns: one line a pair.
    func conflicts(in groups: [CommandGroup] = CommandTable.groups) -> [String] {
        var found: [String] = []
        for stack in KeyContext.stacks {
            var owners: [DashboardKey: Command] = [:]
            for group in groups where stack.contains(group.context) {
                for command in group.commands {
                    for key in keys(of: command) {
                        if let owner = owners[key] {
                            let line = "\(key.name) means both \(owner.name) and \(command.name)"
                            if !found.contains(line) { found.append(line) }
                        }
                        owners[key] = command
                    }
                }
            }
        }
        return found
    }
}
