/// A declaration made ready to execute: every variable a cell, every call of every tool a rule over
/// cells.
final class DeclaredWorld: Sendable {
    /// A variable for one name of its index.
    struct Cell: Hashable, Sendable {
        let variable: Int
        /// The name of its index; nil for a single variable.
        let index: UInt8?
    }

    /// A cell's value, or a value.
    enum Operand: Hashable, Sendable {
        case cell(Int)
        case value(UInt8)
    }

    struct Check: Hashable, Sendable {
        let left: Int
        let isEqual: Bool
        let right: Operand
        /// Which error a call gives back where it does not hold.
        let error: Int
    }

    struct Move: Hashable, Sendable {
        let cell: Int
        let value: Operand
    }

    /// What one call does: a tool with its arguments.
    struct Rule: Hashable, Sendable {
        let tool: Int
        let arguments: [UInt8]
        let checks: [Check]
        let moves: [Move]
        let gives: Int?
    }

    struct Variable: Hashable, Sendable {
        let name: String
        let isFree: Bool
        let isHidden: Bool
        /// Values it may have, in the order of its sort.
        let values: [UInt8]
        let start: [UInt8]
        /// A check a cell, where its start depends on another's.
        let given: [Check]
        let cells: Range<Int>
        let asked: Int
        let read: Int
    }

    struct Tool: Hashable, Sendable {
        let name: String
        /// For each argument the names it may be.
        let arguments: [[UInt8]]
        /// Its rules, in the order of its arguments, the last one fastest.
        let rules: Range<Int>
    }

    /// All names; a value is a place here.
    let names: [String]
    let errors: [String]
    let variables: [Variable]
    let cells: [Cell]
    let tools: [Tool]
    let rules: [Rule]
    /// For each cell the rules that set it, and those that give it back.
    let setters: [[Int]]
    let givers: [[Int]]
    /// For each cell the values it may have, a bit each.
    let domains: [UInt64]
    /// Cells whose change never counts as unasked, a bit each.
    let free: UInt32
    /// The most arguments of a tool.
    let arity: Int

    /// The world of a declaration.
    ///
    /// - Precondition: the declaration was read by `DeclarationReader`, which sees to its bounds and to
    ///   all names being known.
    init(_ declaration: ToolDeclaration) {
        var names: [String] = []
        for name in declaration.sorts.flatMap(\.names) where !names.contains(name) {
            names.append(name)
        }
        func value(_ name: String) -> UInt8 { UInt8(names.firstIndex(of: name) ?? 0) }
        func values(_ sort: String) -> [UInt8] {
            (declaration.sort(sort)?.names ?? []).map(value)
        }
        var cells: [Cell] = []
        var ranges: [Range<Int>] = []
        for (place, variable) in declaration.variables.enumerated() {
            let first = cells.count
            cells += (variable.index.map { values($0).map(Optional.some) } ?? [nil])
                .map { Cell(variable: place, index: $0) }
            ranges.append(first..<cells.count)
        }
        func cell(_ term: ToolDeclaration.Term, _ scope: [String: UInt8]) -> Int? {
            guard let place = declaration.variables.firstIndex(where: { $0.name == term.name })
            else {
                return nil
            }
            guard let index = term.index else { return ranges[place].lowerBound }
            let name = scope[index] ?? value(index)
            return ranges[place].first { cells[$0].index == name }
        }
        func operand(_ term: ToolDeclaration.Term, _ scope: [String: UInt8]) -> Operand {
            cell(term, scope).map { .cell($0) } ?? .value(scope[term.name] ?? value(term.name))
        }
        func check(
            _ condition: ToolDeclaration.Condition, error: Int, _ scope: [String: UInt8]
        ) -> Check {
            Check(
                left: cell(condition.left, scope) ?? 0, isEqual: condition.isEqual,
                right: operand(condition.right, scope), error: error)
        }
        var errors: [String] = []
        for error in declaration.tools.flatMap(\.needs).map(\.error)
        where !errors.contains(error) {
            errors.append(error)
        }
        var rules: [Rule] = []
        var tools: [Tool] = []
        for (place, tool) in declaration.tools.enumerated() {
            let first = rules.count
            let choices = tool.arguments.map { values($0.sort) }
            let lists = choices.reduce([[UInt8]]([[]])) { lists, choice in
                lists.flatMap { list in choice.map { list + [$0] } }
            }
            for list in lists {
                let scope = Dictionary(
                    zip(tool.arguments.map(\.name), list), uniquingKeysWith: { first, _ in first })
                rules.append(
                    Rule(
                        tool: place, arguments: list,
                        checks: tool.needs.map {
                            check(
                                $0.condition, error: errors.firstIndex(of: $0.error) ?? 0, scope)
                        },
                        moves: tool.sets.map {
                            Move(cell: cell($0.target, scope) ?? 0, value: operand($0.value, scope))
                        }, gives: tool.gives.flatMap { cell($0, scope) }))
            }
            tools.append(Tool(name: tool.name, arguments: choices, rules: first..<rules.count))
        }
        let setters = cells.indices.map { cell in
            rules.indices.filter { rules[$0].moves.contains { $0.cell == cell } }
        }
        let givers = cells.indices.map { cell in rules.indices.filter { rules[$0].gives == cell } }
        variables = declaration.variables.enumerated().map { place, variable in
            let own = ranges[place]
            return Variable(
                name: variable.name, isFree: variable.isFree, isHidden: variable.isHidden,
                values: values(variable.values), start: variable.start.map(value),
                given: variable.given.map { given in
                    own.map { cell in
                        let scope = variable.index.flatMap { sort in
                            cells[cell].index.map { [sort: $0] }
                        }
                        // No call has it, so that no error is given back.
                        return check(given, error: 0, scope ?? [:])
                    }
                } ?? [], cells: own,
                // What no tool can do is not asked for.
                asked: own.contains { !setters[$0].isEmpty } ? variable.asked : 0,
                read: own.contains { !givers[$0].isEmpty } ? variable.read : 0)
        }
        self.names = names
        self.errors = errors
        self.cells = cells
        self.tools = tools
        self.rules = rules
        self.setters = setters
        self.givers = givers
        domains = cells.map { cell in
            values(declaration.variables[cell.variable].values).reduce(0) { $0 | 1 << UInt64($1) }
        }
        free = cells.indices.reduce(0) { mask, cell in
            declaration.variables[cells[cell].variable].isFree ? mask | 1 << UInt32(cell) : mask
        }
        arity = tools.map(\.arguments.count).max() ?? 0
    }

    /// The rule of a tool with arguments, each a place among those it may be.
    func rule(_ tool: Int, _ places: [Int]) -> Int {
        zip(places, tools[tool].arguments).reduce(0) { $0 * $1.1.count + $1.0 }
            + tools[tool].rules.lowerBound
    }

    /// A value of a cell that is one whatever a file says.
    func clamped(_ value: Int, of cell: Int) -> UInt8 {
        let values = variables[cells[cell].variable].values
        return values.contains { Int($0) == value } ? UInt8(value) : values[0]
    }
}

/// What a call gave back.
enum DeclaredResult: Hashable, Sendable {
    case done
    case value(UInt8)
    /// Which need did not hold.
    case error(Int)
}

/// What is so: a byte a cell.
struct DeclaredState: Hashable, Sendable {
    var values = SIMD32<UInt8>()

    subscript(cell: Int) -> UInt8 {
        get { values[cell] }
        set { values[cell] = newValue }
    }

    func value(of operand: DeclaredWorld.Operand) -> UInt8 {
        switch operand {
        case .cell(let cell): values[cell]
        case .value(let value): value
        }
    }

    func holds(_ check: DeclaredWorld.Check) -> Bool {
        (values[check.left] == value(of: check.right)) == check.isEqual
    }

    /// Executes a call; one that fails changes nothing.
    ///
    /// - Complexity: O(checks and moves of the rule), both bounded by the declaration's bounds.
    mutating func execute(_ rule: DeclaredWorld.Rule) -> DeclaredResult {
        for check in rule.checks where !holds(check) { return .error(check.error) }
        let given = rule.gives.map { values[$0] }
        // All values are taken before any is set.
        var next = values
        for move in rule.moves { next[move.cell] = value(of: move.value) }
        values = next
        return given.map { .value($0) } ?? .done
    }
}

/// A list of calls, executed: each call's result, the state after them, and what was read.
struct DeclaredRun: Hashable, Sendable {
    private(set) var results: [DeclaredResult] = []
    private(set) var state: DeclaredState
    /// Cells whose value was given back, a bit each.
    private(set) var reads: UInt32 = 0

    /// Executes calls on a copy of a state; a call that fails does not end the list.
    init(_ calls: [Int], from state: DeclaredState, in world: DeclaredWorld) {
        self.state = state
        results.reserveCapacity(calls.count)
        for call in calls {
            let rule = world.rules[call]
            let result = self.state.execute(rule)
            if case .value = result, let cell = rule.gives { reads |= 1 << UInt32(cell) }
            results.append(result)
        }
    }
}
