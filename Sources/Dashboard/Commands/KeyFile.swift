import Runs

/// A person's file of keys: one line a command, its keys behind it.
///
///     # the command's name, then its keys; none takes its keys away
///     buffer.sort = o
///     trainer.pause = Space p
///     time.back = { Ctrl-b
///
/// Keys are written as the help names them. A line that is not understood is reported with its
/// number and changes nothing.
struct KeyFile: Sendable {
    /// The keys of the commands it names.
    private(set) var keys: [String: [DashboardKey]] = [:]
    /// What was not accepted, one line each, in order.
    private(set) var problems: [String] = []

    /// Reads a file.
    ///
    /// - Parameter text: what it holds.
    init(_ text: String) {
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false)
            .enumerated()
        {
            // A comment has its own line, for # may be a key.
            let line = String(line).trimmed
            guard !line.isEmpty, !line.hasPrefix("#") else { continue }
            guard let equals = line.firstIndex(of: "=") else {
                problems.append("line \(index + 1): expected 'command = keys'")
                continue
            }
            let name = String(line[..<equals]).trimmed
            guard CommandTable.command(named: name) != nil else {
                problems.append("line \(index + 1): '\(name)' is no command; ? shows them all")
                continue
            }
            let words = line[line.index(after: equals)...].split(separator: " ")
            var found: [DashboardKey] = []
            for word in words {
                if let key = DashboardKey(named: String(word)) {
                    found.append(key)
                } else {
                    problems.append(
                        "line \(index + 1): '\(word)' is no key; expected one such as x, Ctrl-x, "
                            + "Space, Enter, PgDn")
                }
            }
            if found.count == words.count { keys[name] = found }
        }
    }
}

extension DashboardKey {
    /// The key of a name, as help writes it; nil if there is none.
    init?(named name: String) {
        let named: [DashboardKey] = [
            .character(" "), .up, .down, .left, .right, .pageUp, .pageDown, .home, .end, .enter,
            .escape, .tab, .backTab, .backspace, .delete,
        ]
        if let key = named.first(where: { $0.name.lowercased() == name.lowercased() }) {
            self = key
        } else if name.count == 1, let character = name.first {
            self = .character(character)
        } else if name.lowercased().hasPrefix("ctrl-"), name.count == 6, let last = name.last,
            last.isLetter, last.isASCII
        {
            self = .control(Character(last.lowercased()))
        } else {
            return nil
        }
    }
}

extension DashboardState {
    /// Uses a person's keys; what is wrong with them is told, and nothing is changed by half.
    mutating func useKeys(_ text: String, path: String) {
        let file = KeyFile(text)
        let map = Keymap(changed: file.keys)
        let problems = file.problems + map.conflicts()
        guard let problem = problems.first else {
            keymap = map
            return
        }
        let more = problems.count > 1 ? " (and \(problems.count - 1) more)" : ""
        say("\(path): \(problem)\(more); the standard keys hold", .warning)
    }
}
