/// One line of text being typed.
struct TextField: Hashable, Sendable {
    /// What was typed.
    private(set) var text: [Character]
    /// Where the next character goes, in `0...text.count`.
    private(set) var cursor: Int

    /// More than anyone types, so that a paste cannot grow without bound.
    static let limit = 500

    init(_ text: String = "") {
        self.text = Array(text)
        self.cursor = self.text.count
    }

    var string: String { String(text) }

    /// Types printable characters at the cursor; line breaks and control characters are left out.
    mutating func insert(_ typed: String) {
        for character in typed where text.count < Self.limit {
            guard character.unicodeScalars.allSatisfy({ $0.properties.generalCategory != .control })
            else { continue }
            text.insert(character, at: cursor)
            cursor += 1
        }
    }

    /// Edits by a key; false if the key edits nothing.
    mutating func edit(_ key: DashboardKey) -> Bool {
        switch key {
        case .character(let character): insert(String(character))
        case .backspace:
            guard cursor > 0 else { return true }
            cursor -= 1
            text.remove(at: cursor)
        case .delete:
            guard cursor < text.count else { return true }
            text.remove(at: cursor)
        case .left: cursor = max(0, cursor - 1)
        case .right: cursor = min(text.count, cursor + 1)
        case .home, .control("a"): cursor = 0
        case .end, .control("e"): cursor = text.count
        case .control("u"):
            text.removeFirst(cursor)
            cursor = 0
        default: return false
        }
        return true
    }
}
