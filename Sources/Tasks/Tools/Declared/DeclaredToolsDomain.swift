import Runs

/// Tool use in a world that was declared.
///
/// What is seen of the world is for each variable its value, or `?` where it is hidden. A goal is a
/// variable, its index and a value, or `read`, a variable and its index:
///
///     mode  goal × G  value × cells  (name arguments result) × C  <sep>
struct DeclaredToolsDomain: ToolsDomain {
    let settings: ToolSettings
    let world: DeclaredWorld
    let words: DeclaredVocabulary
    /// What is drawn to be asked for: a variable, and whether it is to be read; each as often as its
    /// weight.
    let asked: [(variable: Int, isRead: Bool)]

    /// The domain of a declaration.
    ///
    /// - Precondition: the declaration has variables and tools; 1 to 3 goals, 2 to 8 calls and 1 to 8
    ///   turns.
    init(_ declaration: ToolDeclaration, _ settings: ToolSettings) {
        precondition(declaration.isUsable, "a declaration without variables or tools")
        precondition((1...3).contains(settings.goals), "\(settings.goals) goals")
        precondition((2...8).contains(settings.calls), "\(settings.calls) calls")
        precondition(
            (1...ToolSettings.mostTurns).contains(settings.turns), "\(settings.turns) turns")
        self.settings = settings
        world = DeclaredWorld(declaration)
        words = DeclaredVocabulary(world)
        asked = world.variables.enumerated().flatMap { place, variable in
            Array(repeating: (place, false), count: variable.asked)
                + Array(repeating: (place, true), count: variable.read)
        }
    }

    /// The text of each token.
    var vocabulary: [String] { words.texts }

    // MARK: Encodings

    func decoded(_ task: DomainTask) -> DeclaredTask { DeclaredTask(task, world, settings) }

    func encoded(_ task: DeclaredTask) -> DomainTask { task.encoded }

    /// A call is a rule of the world, by its place.
    func calls(_ tokens: [Int32]) -> [Int]? {
        var calls: [Int] = []
        var place = 0
        while place < tokens.count, tokens[place] != ToolTokens.end {
            guard calls.count < settings.calls, let number = words.tool(tokens[place]) else {
                return nil
            }
            let tool = world.tools[number]
            var places: [Int] = []
            for argument in tool.arguments {
                place += 1
                guard place < tokens.count, let value = words.value(tokens[place]),
                    let choice = argument.firstIndex(of: value)
                else { return nil }
                places.append(choice)
            }
            place += 1
            calls.append(world.rule(number, places))
        }
        return !calls.isEmpty && place + 1 == tokens.count ? calls : nil
    }

    func append(_ call: Int, to tokens: inout [Int32]) {
        let rule = world.rules[call]
        tokens.append(words.tools[rule.tool])
        for argument in rule.arguments { tokens.append(words.values[Int(argument)]) }
    }

    func index(of call: Int) -> Int { call }

    var callCount: Int { world.rules.count }

    // MARK: Prompts

    static var goalLength: Int { 3 }
    var viewLength: Int { world.cells.count }
    var slotLength: Int { world.arity + 2 }

    func append(_ goal: DeclaredGoal, to prompt: inout [Int32]) {
        let cell = world.cells[goal.cell]
        let variable = words.variables[cell.variable]
        let index = cell.index.map { words.values[Int($0)] } ?? ToolTokens.blank
        if let value = goal.value {
            prompt += [variable, index, words.values[Int(value)]]
        } else {
            prompt += [words.read, variable, index]
        }
    }

    func append(viewOf turn: DeclaredTurn, to prompt: inout [Int32]) {
        for cell in world.cells.indices {
            prompt.append(
                turn.view.knows(cell) ? words.values[Int(turn.view.state[cell])] : words.hidden)
        }
    }

    func append(draft: [Int], of turn: DeclaredTurn, to prompt: inout [Int32]) {
        let results = settings.feedback ? turn.results(of: draft) : []
        for (place, call) in draft.prefix(settings.calls).enumerated() {
            let end = prompt.count + slotLength
            append(call, to: &prompt)
            while prompt.count < end - 1 { prompt.append(ToolTokens.blank) }
            prompt.append(place < results.count ? token(results[place]) : ToolTokens.blank)
        }
    }

    private func token(_ result: DeclaredResult) -> Int32 {
        switch result {
        case .done: words.done
        case .value(let value): words.values[Int(value)]
        case .error(let error): words.errors[error]
        }
    }
}
