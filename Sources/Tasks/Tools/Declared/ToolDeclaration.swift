/// A world of tools that was declared, not programmed: what there is, what is so, and what calls do.
///
/// Everything in it is finite and small, within `Bounds`, so that a state is a value of a few bytes and a
/// call takes bounded time. A declaration is read from lines of JSON by `DeclarationReader`, which
/// refuses whatever does not fit together; the page <doc:OwnTools> documents them.
public struct ToolDeclaration: Hashable, Sendable {
    /// The most of each thing.
    enum Bounds {
        static let sorts = 8
        static let namesOfSort = 16
        static let names = 64
        static let variables = 16
        static let cells = 32
        static let tools = 16
        static let arguments = 3
        static let needs = 12
        static let sets = 4
        /// Calls that a tool's arguments make, all tools together.
        static let calls = 512
        static let start = 16
        static let weight = 100
        static let letters = 16
        /// Bytes of a line.
        static let line = 4096
    }

    /// A list of names.
    struct Sort: Hashable, Sendable {
        var name: String
        var names: [String]
    }

    /// A name, an argument, or a variable with or without an index: `ann`, `t`, `session`, `owner[t]`.
    struct Term: Hashable, Sendable {
        var name: String
        var index: String?
    }

    /// That two terms are equal, or differ.
    struct Condition: Hashable, Sendable {
        var left: Term
        var isEqual: Bool
        var right: Term
    }

    /// A variable, or one for each name of a sort.
    struct Variable: Hashable, Sendable {
        var name: String
        /// The sort it has an index of; nil for a single variable.
        var index: String?
        /// The sort of its values.
        var values: String
        /// Whether a change of it never counts as unasked.
        var isFree = false
        /// Whether the first prompt may hide it.
        var isHidden = false
        /// What it starts with, drawn evenly.
        var start: [String]
        /// Where this does not hold it starts with its sort's first name, and is shown.
        var given: Condition?
        /// How often drawn tasks ask for a value of it, relative to others.
        var asked: Int
        /// How often drawn tasks ask to read it.
        var read: Int
    }

    /// A tool's argument.
    struct Argument: Hashable, Sendable {
        var name: String
        var sort: String
    }

    /// What must hold for a call to succeed, and what it gives back where it does not.
    struct Need: Hashable, Sendable {
        var condition: Condition
        var error: String
    }

    /// What a call sets.
    struct Assignment: Hashable, Sendable {
        var target: Term
        var value: Term
    }

    /// What calls of one name do.
    struct Tool: Hashable, Sendable {
        var name: String
        var arguments: [Argument]
        /// Checked in order; the first that fails ends the call.
        var needs: [Need]
        /// All values are taken before any is set.
        var sets: [Assignment]
        /// The variable whose value, before anything is set, the call gives back; nil gives back OK.
        var gives: Term?
    }

    /// The sort that is always there.
    static let flag = Sort(name: "flag", names: ["no", "yes"])

    var sorts: [Sort] = [flag]
    var variables: [Variable] = []
    var tools: [Tool] = []

    /// Whether there is something to do, and something to ask for.
    public var isUsable: Bool { !variables.isEmpty && !tools.isEmpty }

    func sort(_ name: String) -> Sort? { sorts.first { $0.name == name } }

    func variable(_ name: String) -> Variable? { variables.first { $0.name == name } }
}

extension ToolDeclaration.Term: CustomStringConvertible {
    var description: String { index.map { "\(name)[\($0)]" } ?? name }
}

extension ToolDeclaration.Condition: CustomStringConvertible {
    var description: String { "\(left) \(isEqual ? "=" : "!=") \(right)" }
}

extension ToolDeclaration {
    /// The declaration as one line of JSON objects with `&` between, which reads back to an equal one.
    ///
    /// Names hold letters, digits, `-` and `_` alone, so that nothing needs escaping.
    public var text: String {
        var lines: [String] = []
        for sort in sorts where sort != Self.flag {
            lines.append(#"{"sort":"\#(sort.name)","names":\#(Self.list(sort.names))}"#)
        }
        for variable in variables {
            var line = #"{"state":"\#(variable.name)""#
            if let index = variable.index { line += #","of":"\#(index)""# }
            line += #","values":"\#(variable.values)""#
            if variable.isFree { line += #","free":true"# }
            if variable.isHidden { line += #","hidden":true"# }
            line += #","start":\#(Self.list(variable.start))"#
            if let given = variable.given { line += #","given":"\#(given)""# }
            lines.append(line + #","asked":\#(variable.asked),"read":\#(variable.read)}"#)
        }
        for tool in tools {
            var line = #"{"tool":"\#(tool.name)""#
            let takes = tool.arguments.map { "\($0.name): \($0.sort)" }
            let needs = tool.needs.map { "\($0.condition) else \($0.error)" }
            let sets = tool.sets.map { "\($0.target) = \($0.value)" }
            for (key, list) in [("takes", takes), ("needs", needs), ("sets", sets)]
            where !list.isEmpty {
                line += #","\#(key)":\#(Self.list(list))"#
            }
            if let gives = tool.gives { line += #","gives":"\#(gives)""# }
            lines.append(line + "}")
        }
        return lines.joined(separator: " & ")
    }

    private static func list(_ texts: [String]) -> String {
        "[" + texts.map { #""\#($0)""# }.joined(separator: ",") + "]"
    }
}
