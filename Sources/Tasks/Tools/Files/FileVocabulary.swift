/// Tokens of the file system; ids are fixed by the number of files.
struct FileVocabulary: Hashable, Sendable {
    /// Files with a token of their own.
    let files: Int

    private static let answers = ["OK", "ENOENT", "EEXIST", "nil", "?", "-"]

    private var firstDirectory: Int { ToolTokens.texts.count }
    private var firstFile: Int { firstDirectory + FileWorld.directories }
    private var firstWord: Int { firstFile + files }
    private var firstCall: Int { firstWord + FileWorld.words }
    private var firstGoal: Int { firstCall + FileCall.Kind.allCases.count }
    private var firstResult: Int { firstGoal + FileGoal.Kind.allCases.count }

    var done: Int32 { Int32(firstResult) }
    var missing: Int32 { Int32(firstResult + 1) }
    var exists: Int32 { Int32(firstResult + 2) }
    var empty: Int32 { Int32(firstResult + 3) }
    var hidden: Int32 { Int32(firstResult + 4) }
    var absent: Int32 { Int32(firstResult + 5) }

    /// The text of each token.
    var texts: [String] {
        ToolTokens.texts + (0..<FileWorld.directories).map { "d\($0)" }
            + (0..<files).map { "f\($0)" }
            + (0..<FileWorld.words).map { "w\($0)" } + FileCall.Kind.allCases.map(\.text)
            + FileGoal.Kind.allCases.map(\.text) + Self.answers
    }

    func directory(_ directory: Int) -> Int32 { Int32(firstDirectory + directory) }

    func file(_ file: Int) -> Int32 { Int32(firstFile + file) }

    func word(_ word: Int) -> Int32 { Int32(firstWord + word) }

    func call(_ kind: FileCall.Kind) -> Int32 { Int32(firstCall + kind.rawValue) }

    func goal(_ kind: FileGoal.Kind) -> Int32 { Int32(firstGoal + kind.rawValue) }

    /// How many things an argument may name.
    func count(_ argument: FileCall.Argument) -> Int {
        switch argument {
        case .directory: FileWorld.directories
        case .file: files
        case .word: FileWorld.words
        }
    }

    func token(_ argument: FileCall.Argument, _ value: Int) -> Int32 {
        switch argument {
        case .directory: directory(value)
        case .file: file(value)
        case .word: word(value)
        }
    }

    func call(_ token: Int32) -> FileCall.Kind? {
        // Model output may be any number: widen before subtracting.
        FileCall.Kind(rawValue: Int(token) - firstCall)
    }

    /// What a token names as an argument; nil if it is none of that kind.
    func value(_ argument: FileCall.Argument, _ token: Int32) -> Int? {
        let value = Int(token) - Int(self.token(argument, 0))
        return (0..<count(argument)).contains(value) ? value : nil
    }

    /// The tokens of a place as a view shows it.
    func place(_ place: Int8) -> Int32 {
        switch place {
        case FileView.hidden: hidden
        case FileWorld.absent: absent
        default: directory(Int(place))
        }
    }

    func append(_ call: FileCall, to tokens: inout [Int32]) {
        tokens.append(self.call(call.kind))
        if let first = call.kind.first { tokens.append(token(first, call.first)) }
        if let second = call.kind.second { tokens.append(token(second, call.second)) }
    }

    /// Reads an answer: at least one call and at most `limit`, each with its arguments, then the
    /// end token and nothing more.
    ///
    /// - Complexity: O(limit), whatever the tokens are.
    /// - Returns: nil if it has another form.
    func calls(_ tokens: [Int32], limit: Int) -> [FileCall]? {
        var calls: [FileCall] = []
        var place = 0
        func next() -> Int32? { tokens.indices.contains(place) ? tokens[place] : nil }
        while let token = next(), token != ToolTokens.end {
            guard calls.count < limit, let kind = call(token) else { return nil }
            place += 1
            var call = FileCall(kind)
            if let argument = kind.first {
                guard let value = next().flatMap({ value(argument, $0) }) else { return nil }
                call.first = value
                place += 1
            }
            if let argument = kind.second {
                guard let value = next().flatMap({ value(argument, $0) }) else { return nil }
                call.second = value
                place += 1
            }
            calls.append(call)
        }
        return !calls.isEmpty && place + 1 == tokens.count ? calls : nil
    }
}
