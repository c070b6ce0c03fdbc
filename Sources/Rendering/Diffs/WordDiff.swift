/// How a text is cut for comparison.
public enum DiffUnit: Sendable, Hashable {
    /// Words, single punctuation marks, and spaces: for prose and code.
    case words
    /// What stands between spaces: for answers made of tokens, such as `+3 -7 .9`.
    case fields
}

/// A piece of one side of a comparison.
struct DiffPiece: Equatable {
    var text: String
    var isChanged: Bool
}

/// The comparison of two lines, word by word.
struct WordDiff {
    /// The old line's pieces; joined they are the old line.
    var old: [DiffPiece] = []
    /// The new line's pieces.
    var new: [DiffPiece] = []
    /// Both lines' pieces in one flow: nil for a piece in both.
    var flow: [(text: String, isInsertion: Bool?)] = []
    /// Twice the common length over the length of both, in characters that are not spaces.
    var similarity = 1.0
    var deletedWords = 0
    var insertedWords = 0

    init(old: String, new: String, unit: DiffUnit) {
        var script = editScript(
            from: WordDiff.tokens(old, unit: unit), to: WordDiff.tokens(new, unit: unit))
        var common = 0
        var total = 0
        for edit in script {
            switch edit {
            case .same(let token): common += 2 * WordDiff.weight(token)
            case .delete(let token):
                total += WordDiff.weight(token)
                if WordDiff.weight(token) > 0 { deletedWords += 1 }
            case .insert(let token):
                total += WordDiff.weight(token)
                if WordDiff.weight(token) > 0 { insertedWords += 1 }
            }
        }
        total += common
        similarity = total > 0 ? Double(common) / Double(total) : 1
        script = WordDiff.mergingCloseRuns(script, unit: unit)
        for edit in script {
            switch edit {
            case .same(let token):
                WordDiff.append(token, false, to: &self.old)
                WordDiff.append(token, false, to: &self.new)
                appendToFlow(token, nil)
            case .delete(let token):
                WordDiff.append(token, true, to: &self.old)
                appendToFlow(token, false)
            case .insert(let token):
                WordDiff.append(token, true, to: &self.new)
                appendToFlow(token, true)
            }
        }
    }

    /// Cuts a line into tokens; joined they are the line.
    static func tokens(_ text: String, unit: DiffUnit) -> [String] {
        var tokens: [String] = []
        var lastKind: Int?
        for character in text {
            let isWord =
                unit == .fields ? true : character.isLetter || character.isNumber
            let kind = character.isWhitespace ? 0 : isWord ? 1 : 2
            if kind == lastKind, kind != 2 {
                tokens[tokens.count - 1].append(character)
            } else {
                tokens.append(String(character))
            }
            lastKind = kind
        }
        return tokens
    }

    private static func weight(_ token: String) -> Int {
        token.first?.isWhitespace == true ? 0 : token.count
    }

    private static func append(_ text: String, _ isChanged: Bool, to pieces: inout [DiffPiece]) {
        if pieces.last?.isChanged == isChanged {
            pieces[pieces.count - 1].text += text
        } else {
            pieces.append(DiffPiece(text: text, isChanged: isChanged))
        }
    }

    private mutating func appendToFlow(_ text: String, _ isInsertion: Bool?) {
        if let last = flow.last, last.isInsertion == isInsertion {
            flow[flow.count - 1].text += text
        } else {
            flow.append((text, isInsertion))
        }
    }

    /// Joins runs of changes that only a space, or in prose two characters at most, keeps apart.
    private static func mergingCloseRuns(
        _ script: [Edit<String>], unit: DiffUnit
    ) -> [Edit<String>] {
        var result: [Edit<String>] = []
        var deletes: [String] = []
        var inserts: [String] = []
        var bridge: [String] = []
        func flush() {
            result += deletes.map { .delete($0) } + inserts.map { .insert($0) }
            result += bridge.map { .same($0) }
            deletes = []
            inserts = []
            bridge = []
        }
        for edit in script {
            switch edit {
            case .same(let token):
                bridge.append(token)
                let length = bridge.reduce(0) { $0 + $1.count }
                let isSpace = bridge.allSatisfy { $0.allSatisfy(\.isWhitespace) }
                if deletes.isEmpty && inserts.isEmpty || !isSpace && unit == .fields || length > 2 {
                    flush()
                }
            case .delete(let token), .insert(let token):
                if !bridge.isEmpty {
                    // Crossed on both sides; a side without changes keeps its text plain.
                    deletes += bridge
                    inserts += bridge
                    bridge = []
                }
                if case .delete = edit { deletes.append(token) } else { inserts.append(token) }
            }
        }
        flush()
        return result
    }
}
