import Foundation

/// Reads a world of tools, and tasks in it, from lines of JSON.
///
/// A line declares a sort, a state variable or a tool, or holds a task. Lines may stand in any order;
/// only `given` looks back. A line that is wrong is told with its number, as is each line that
/// depends on it; the others stand.
public struct DeclarationReader {
    /// A line that was passed over, and why.
    public struct Problem: Hashable, Sendable {
        /// The number of the line, from 1.
        public let line: Int
        /// One line that names the value and what is accepted.
        public let text: String
    }

    /// A task as it was written, with its line.
    public struct TaskLine: Hashable, Sendable {
        /// The number of the line, from 1.
        public let line: Int
        /// As the domain writes it, or anything else.
        public let text: String
    }

    /// What the lines that are sound declare.
    public private(set) var declaration = ToolDeclaration()
    /// Tasks, in the order of the file; whether they are tasks is the domain's to say.
    public private(set) var tasks: [TaskLine] = []
    /// What was passed over, by line.
    public private(set) var problems: [Problem] = []

    /// Names of lines that were passed over, by what they would have declared, with their line.
    private var lost: [String: Int] = [:]

    private static let kinds = ["sort", "state", "tool", "task"]
    /// More lines than any declaration and its tasks need.
    private static let mostLines = 20_000
    /// More than anyone reads.
    private static let mostProblems = 100

    /// Reads the lines of a file, or a declaration's own text.
    ///
    /// - Complexity: O(length of the text); its size is bounded by whoever read it.
    /// - Parameter text: lines of JSON, with line ends or `&` between; empty ones and those that begin
    ///   with `#` say nothing.
    public init(_ text: String) {
        let lines = text.split(omittingEmptySubsequences: false) { $0.isNewline || $0 == "&" }
        var sound: [(number: Int, line: DeclaredLine, kind: String)] = []
        for (index, line) in lines.prefix(Self.mostLines).enumerated() {
            let content = line.drop { $0.isWhitespace }
            guard let first = content.first, first != "#" else { continue }
            do throws(DeclaredLine.Problem) {
                let line = try DeclaredLine(String(content))
                guard let kind = line.kind(among: Self.kinds) else {
                    throw DeclaredLine.Problem(
                        String(content), accepted: "one of 'sort', 'state', 'tool' or 'task' in it")
                }
                sound.append((index + 1, line, kind))
            } catch {
                tell(index + 1, error)
            }
        }
        if lines.count > Self.mostLines {
            tell(
                Self.mostLines + 1,
                DeclaredLine.Problem("\(lines.count) lines", accepted: "\(Self.mostLines) at most"))
        }
        // In this order, whatever the file's: a sort needs nothing, a tool needs all.
        for kind in Self.kinds {
            for (number, line, own) in sound where own == kind {
                do throws(DeclaredLine.Problem) {
                    try take(line, kind, number)
                } catch {
                    if let name = try? line.text(kind) { lost[name] = lost[name] ?? number }
                    tell(number, error)
                }
            }
        }
        problems.sort { ($0.line, $0.text) < ($1.line, $1.text) }
    }

    private mutating func tell(_ line: Int, _ problem: DeclaredLine.Problem) {
        guard problems.count < Self.mostProblems else { return }
        problems.append(Problem(line: line, text: problem.description))
    }

    private mutating func take(
        _ line: DeclaredLine, _ kind: String, _ number: Int
    ) throws(DeclaredLine.Problem) {
        switch kind {
        case "sort": try takeSort(line)
        case "state": try takeVariable(line)
        case "tool": try takeTool(line)
        default:
            try line.check(keys: ["task"])
            tasks.append(TaskLine(line: number, text: try line.needed("task")))
        }
    }

    // MARK: Lines

    private mutating func takeSort(_ line: DeclaredLine) throws(DeclaredLine.Problem) {
        try line.check(keys: ["sort", "names"])
        let name = try word(try line.needed("sort"))
        guard declaration.sort(name) == nil else { throw .init(name, accepted: "a new name") }
        guard declaration.sorts.count < ToolDeclaration.Bounds.sorts else {
            throw .init(name, accepted: "\(ToolDeclaration.Bounds.sorts - 1) sorts at most")
        }
        let names = try line.list("names") ?? []
        guard (1...ToolDeclaration.Bounds.namesOfSort).contains(names.count) else {
            throw .init(
                "\(names.count) names",
                accepted: "'names' with 1 to \(ToolDeclaration.Bounds.namesOfSort) of them")
        }
        for (place, name) in names.enumerated() {
            _ = try word(name)
            guard !names[..<place].contains(name) else {
                throw .init(name, accepted: "each name once")
            }
        }
        let all = Set(declaration.sorts.flatMap(\.names) + names)
        guard all.count <= ToolDeclaration.Bounds.names else {
            throw .init(
                "\(all.count) names",
                accepted: "\(ToolDeclaration.Bounds.names) at most in all sorts together")
        }
        declaration.sorts.append(ToolDeclaration.Sort(name: name, names: names))
    }

    private mutating func takeVariable(_ line: DeclaredLine) throws(DeclaredLine.Problem) {
        try line.check(keys: [
            "state", "of", "values", "free", "hidden", "start", "given", "asked", "read",
        ])
        let name = try newName(try line.needed("state"))
        guard declaration.variables.count < ToolDeclaration.Bounds.variables else {
            throw .init(name, accepted: "\(ToolDeclaration.Bounds.variables) variables at most")
        }
        let index: ToolDeclaration.Sort? =
            if let of = try line.text("of") { try sort(of) } else { nil }
        let values = try sort(try line.text("values") ?? ToolDeclaration.flag.name)
        let count = declaration.variables.reduce(index?.names.count ?? 1) {
            $0 + cells(of: $1.index)
        }
        guard count <= ToolDeclaration.Bounds.cells else {
            throw .init(
                name,
                accepted: "\(ToolDeclaration.Bounds.cells) variables at most, those with an index "
                    + "counted for each of its names")
        }
        let start = try line.list("start") ?? values.names
        guard (1...ToolDeclaration.Bounds.start).contains(start.count) else {
            throw .init(
                "\(start.count) names",
                accepted: "'start' with 1 to \(ToolDeclaration.Bounds.start) of them")
        }
        for name in start where !values.names.contains(name) {
            throw .init(name, accepted: Self.oneOf(values.names))
        }
        var given: ToolDeclaration.Condition?
        if let text = try line.text("given") {
            var scope: [String: ToolDeclaration.Sort] = [:]
            if let index { scope[index.name] = index }
            given = try condition(text, scope)
        }
        let weights = 0...ToolDeclaration.Bounds.weight
        declaration.variables.append(
            ToolDeclaration.Variable(
                name: name, index: index?.name, values: values.name, isFree: try line.flag("free"),
                isHidden: try line.flag("hidden"), start: start, given: given,
                asked: try line.number("asked", in: weights) ?? 1,
                read: try line.number("read", in: weights) ?? 1))
    }

    private mutating func takeTool(_ line: DeclaredLine) throws(DeclaredLine.Problem) {
        try line.check(keys: ["tool", "takes", "needs", "sets", "gives"])
        let name = try word(try line.needed("tool"))
        guard !declaration.tools.contains(where: { $0.name == name }) else {
            throw .init(name, accepted: "a new name")
        }
        guard declaration.tools.count < ToolDeclaration.Bounds.tools else {
            throw .init(name, accepted: "\(ToolDeclaration.Bounds.tools) tools at most")
        }
        var scope: [String: ToolDeclaration.Sort] = [:]
        var arguments: [ToolDeclaration.Argument] = []
        for text in try line.list("takes") ?? [] {
            let parts = text.split(separator: ":", omittingEmptySubsequences: false).map(
                Self.trimmed)
            guard parts.count == 2 else { throw .init(text, accepted: "such as 't: ticket'") }
            let argument = try newName(parts[0])
            guard scope[argument] == nil else { throw .init(argument, accepted: "a new name") }
            scope[argument] = try sort(parts[1])
            arguments.append(ToolDeclaration.Argument(name: argument, sort: parts[1]))
        }
        guard arguments.count <= ToolDeclaration.Bounds.arguments else {
            throw .init(name, accepted: "\(ToolDeclaration.Bounds.arguments) arguments at most")
        }
        let calls = declaration.tools.reduce(count(arguments)) { $0 + count($1.arguments) }
        guard calls <= ToolDeclaration.Bounds.calls else {
            throw .init(
                name, accepted: "tools with \(ToolDeclaration.Bounds.calls) different calls at most"
            )
        }
        var tool = ToolDeclaration.Tool(name: name, arguments: arguments, needs: [], sets: [])
        for text in try line.list("needs") ?? [] {
            tool.needs.append(try need(text, scope))
        }
        for text in try line.list("sets") ?? [] {
            tool.sets.append(try assignment(text, scope))
        }
        guard tool.needs.count <= ToolDeclaration.Bounds.needs else {
            throw .init(name, accepted: "\(ToolDeclaration.Bounds.needs) needs at most")
        }
        let targets = tool.sets.map(\.target)
        guard targets.count <= ToolDeclaration.Bounds.sets, Set(targets).count == targets.count
        else {
            throw .init(
                name, accepted: "\(ToolDeclaration.Bounds.sets) different variables set at most")
        }
        if let gives = try line.text("gives") { tool.gives = try variable(gives, scope) }
        declaration.tools.append(tool)
    }

    // MARK: Phrases

    private func need(
        _ text: String, _ scope: [String: ToolDeclaration.Sort]
    ) throws(DeclaredLine.Problem) -> ToolDeclaration.Need {
        let parts = text.components(separatedBy: " else ")
        guard parts.count == 2 else {
            throw .init(text, accepted: "such as 'owner[t] != none else EOPEN'")
        }
        let error = try word(Self.trimmed(parts[1]))
        return ToolDeclaration.Need(condition: try condition(parts[0], scope), error: error)
    }

    private func condition(
        _ text: String, _ scope: [String: ToolDeclaration.Sort]
    ) throws(DeclaredLine.Problem) -> ToolDeclaration.Condition {
        let isEqual = !text.contains("!=")
        let parts = text.components(separatedBy: isEqual ? "=" : "!=")
        guard parts.count == 2 else {
            throw .init(text, accepted: "such as 'status[t] = open' or 'session != none'")
        }
        return ToolDeclaration.Condition(
            left: try variable(parts[0], scope), isEqual: isEqual, right: try term(parts[1], scope))
    }

    private func assignment(
        _ text: String, _ scope: [String: ToolDeclaration.Sort]
    ) throws(DeclaredLine.Problem) -> ToolDeclaration.Assignment {
        let parts = text.components(separatedBy: "=")
        guard parts.count == 2 else { throw .init(text, accepted: "such as 'owner[t] = u'") }
        let target = try variable(parts[0], scope)
        let value = try term(parts[1], scope)
        let accepted = declaration.variable(target.name).flatMap { declaration.sort($0.values) }
        for name in possible(value, scope) where accepted?.names.contains(name) != true {
            throw .init(
                "\(target) = \(value)",
                accepted: "a value of '\(accepted?.name ?? "")', which '\(name)' is not")
        }
        return ToolDeclaration.Assignment(target: target, value: value)
    }

    /// A term that is a variable, its index one that the variable has.
    private func variable(
        _ text: String, _ scope: [String: ToolDeclaration.Sort]
    ) throws(DeclaredLine.Problem) -> ToolDeclaration.Term {
        let term = try term(text, scope)
        guard declaration.variable(term.name) != nil else {
            throw .init(Self.trimmed(text), accepted: "a state variable")
        }
        return term
    }

    private func term(
        _ text: String, _ scope: [String: ToolDeclaration.Sort]
    ) throws(DeclaredLine.Problem) -> ToolDeclaration.Term {
        let text = Self.trimmed(text)
        var term = ToolDeclaration.Term(name: text)
        if text.last == "]", let bracket = text.firstIndex(of: "[") {
            term.name = Self.trimmed(text[..<bracket])
            term.index = Self.trimmed(text[text.index(after: bracket)...].dropLast())
        }
        if let variable = declaration.variable(term.name) {
            guard (variable.index == nil) == (term.index == nil) else {
                throw .init(
                    text,
                    accepted: variable.index.map { "'\(term.name)' with a \($0) in brackets" }
                        ?? "'\(term.name)' without brackets")
            }
            guard let index = term.index, let sort = variable.index.flatMap(declaration.sort) else {
                return term
            }
            for name in scope[index]?.names ?? [index] where !sort.names.contains(name) {
                throw .init(text, accepted: "in brackets an argument or name of '\(sort.name)'")
            }
            return term
        }
        let isKnown =
            scope[term.name] != nil || declaration.sorts.contains { $0.names.contains(term.name) }
        guard term.index == nil, isKnown else { throw .init(text, accepted: unknown(term.name)) }
        return term
    }

    /// The names a term may stand for.
    private func possible(
        _ term: ToolDeclaration.Term, _ scope: [String: ToolDeclaration.Sort]
    ) -> [String] {
        if let variable = declaration.variable(term.name) {
            return declaration.sort(variable.values)?.names ?? []
        }
        return scope[term.name]?.names ?? [term.name]
    }

    // MARK: Words

    private func sort(_ name: String) throws(DeclaredLine.Problem) -> ToolDeclaration.Sort {
        guard let sort = declaration.sort(name) else {
            throw .init(
                name,
                accepted: lost[name].map { "a sort; line \($0), which declares it, is passed over" }
                    ?? Self.oneOf(declaration.sorts.map(\.name)))
        }
        return sort
    }

    private func unknown(_ name: String) -> String {
        lost[name].map {
            "a variable, argument or name; line \($0), which declares it, is passed over"
        }
            ?? "a variable, argument or name that is declared"
    }

    /// A name for a variable or an argument: none that a value has, for phrases may hold both.
    private func newName(_ name: String) throws(DeclaredLine.Problem) -> String {
        let name = try word(name)
        guard declaration.variable(name) == nil,
            !declaration.sorts.contains(where: { $0.names.contains(name) })
        else { throw .init(name, accepted: "a name that no variable and no sort's name has") }
        return name
    }

    private func word(_ text: String) throws(DeclaredLine.Problem) -> String {
        let isWord = text.utf8.allSatisfy { byte in
            byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
                || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
                || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
        }
        guard isWord, (1...ToolDeclaration.Bounds.letters).contains(text.utf8.count),
            text.first != "-", text.first != "_", !Self.reserved.contains(text)
        else {
            throw .init(
                text,
                accepted:
                    "a name of 1 to \(ToolDeclaration.Bounds.letters) letters, digits, - and _, "
                    + "not one of \(Self.reserved.joined(separator: ", "))")
        }
        return text
    }

    private static let reserved = ["read", "OK", "else"]

    private static func oneOf(_ names: [String]) -> String {
        "one of \(names.joined(separator: ", "))"
    }

    private func cells(of index: String?) -> Int {
        index.flatMap { declaration.sort($0)?.names.count } ?? 1
    }

    /// The calls that arguments make.
    private func count(_ arguments: [ToolDeclaration.Argument]) -> Int {
        arguments.reduce(1) { $0 * (declaration.sort($1.sort)?.names.count ?? 1) }
    }

    private static func trimmed(_ text: some StringProtocol) -> String {
        text.trimmingCharacters(in: .whitespaces)
    }
}
