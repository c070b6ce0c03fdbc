/// Tokens of a declared world: one for each word, whatever it names.
struct DeclaredVocabulary: Sendable {
    static let done = "OK"
    static let read = "read"
    static let hidden = "?"

    let texts: [String]
    let values: [Int32]
    let variables: [Int32]
    let tools: [Int32]
    let errors: [Int32]
    let done: Int32
    let read: Int32
    let hidden: Int32
    /// For each token what it names as a value and as a tool; nil where nothing.
    private let valueOf: [UInt8?]
    private let toolOf: [Int?]

    init(_ world: DeclaredWorld) {
        var texts = ToolTokens.texts
        func token(_ word: String) -> Int32 {
            if let known = texts.firstIndex(of: word) { return Int32(known) }
            texts.append(word)
            return Int32(texts.count - 1)
        }
        values = world.names.map(token)
        variables = world.variables.map { token($0.name) }
        tools = world.tools.map { token($0.name) }
        read = token(Self.read)
        done = token(Self.done)
        hidden = token(Self.hidden)
        errors = world.errors.map(token)
        self.texts = texts
        var valueOf = [UInt8?](repeating: nil, count: texts.count)
        for (value, token) in values.enumerated() { valueOf[Int(token)] = UInt8(value) }
        var toolOf = [Int?](repeating: nil, count: texts.count)
        for (tool, token) in tools.enumerated() { toolOf[Int(token)] = tool }
        self.valueOf = valueOf
        self.toolOf = toolOf
    }

    /// What a token names as a value; nil for any other number.
    func value(_ token: Int32) -> UInt8? {
        valueOf.indices.contains(Int(token)) ? valueOf[Int(token)] : nil
    }

    func tool(_ token: Int32) -> Int? {
        toolOf.indices.contains(Int(token)) ? toolOf[Int(token)] : nil
    }
}
