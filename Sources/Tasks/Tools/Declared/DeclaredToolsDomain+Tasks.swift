import Runs

/// How states and goals of a declared world are drawn, and what its teacher knows.
extension DeclaredToolsDomain {
    /// A pair is two bytes: the variable with whether it is read, then its index, or for a single
    /// variable the value that is asked for.
    func pairs(_ goals: [DeclaredGoal]) -> [UInt8] {
        goals.map { goal in
            let cell = world.cells[goal.cell]
            let kind = UInt16(cell.variable << 1 | (goal.value == nil ? 1 : 0))
            return kind << 8 | UInt16(cell.index ?? goal.value ?? 0)
        }.sorted().flatMap { [UInt8($0 >> 8), UInt8(truncatingIfNeeded: $0)] }
    }

    func drawWorld(_ draws: inout SmallDraws) -> DeclaredTask {
        var task = DeclaredTask(world, settings, state: DeclaredState())
        for variable in world.variables {
            for (place, cell) in variable.cells.enumerated() {
                // A check of the start looks at variables declared before, which are drawn already.
                if !variable.given.isEmpty, !task.state.holds(variable.given[place]) {
                    task.state[cell] = variable.values[0]
                    continue
                }
                task.state[cell] = variable.start[draws.below(variable.start.count)]
                if variable.isHidden,
                    Double(draws.below(1 << 20)) < settings.hidden * Double(1 << 20)
                {
                    task.hidden |= 1 << UInt32(cell)
                }
            }
        }
        return task
    }

    func drawGoals(of turn: DeclaredTurn, _ draws: inout SmallDraws) -> [DeclaredGoal] {
        (0..<drawGoalCount(&draws)).map { _ in
            let (place, isRead) = asked[draws.below(asked.count)]
            let variable = world.variables[place]
            let cell = variable.cells.lowerBound + draws.below(variable.cells.count)
            return DeclaredGoal(
                cell: cell,
                value: isRead ? nil : variable.values[draws.below(variable.values.count)])
        }
    }

    func fits(_ turn: DeclaredTurn) -> Bool {
        for (place, goal) in turn.goals.enumerated() {
            guard !goal.holds(in: turn.state, reads: 0),
                !turn.goals[..<place].contains(where: { $0.cell == goal.cell })
            else { return false }
        }
        let planner = turn.planner
        return planner.mayReach(from: turn.state) && planner.plan(from: turn.state).isExact
    }

    func hiddenFacts(of task: DeclaredTask) -> Int {
        var cells: UInt32 = 0
        for goals in task.turns {
            cells |= DeclaredPlanner(world, goals: goals, limit: settings.calls).cells
        }
        return (cells & task.hidden).nonzeroBitCount
    }

    // MARK: Teaching

    func plan(
        _ turn: DeclaredTurn, by known: DeclaredView, _ draws: inout SmallDraws
    ) -> [Int] {
        let guess = known.guessed(in: world, &draws)
        return turn.planner.plan(from: guess, &draws).calls
    }

    func plan(
        _ turn: DeclaredTurn, otherThan draft: [Int], _ draws: inout SmallDraws
    ) -> [Int] {
        let guess = turn.belief(after: draft).guessed(in: world, &draws)
        var plan: [Int] = []
        for _ in 0..<3 {
            plan = turn.planner.plan(from: guess, &draws).calls
            if plan != draft, !plan.isEmpty { return plan }
        }
        // A single route: look around first, where there is room.
        return Array(([idle] + plan).prefix(settings.calls))
    }

    func probes(_ turn: DeclaredTurn, by known: DeclaredView) -> [Int] {
        let cells = turn.planner.cells & ~known.known
        return world.cells.indices.compactMap { cell in
            cells >> UInt32(cell) & 1 == 1
                ? world.givers[cell].first { world.rules[$0].moves.isEmpty } : nil
        }
    }

    /// A call that only gives something back, or one that sets as little as any.
    var idle: Int {
        world.rules.indices.min {
            world.rules[$0].moves.count < world.rules[$1].moves.count
        } ?? 0
    }

    func redraw(_ call: inout Int, _ draws: inout SmallDraws) {
        let tool = world.tools[world.rules[call].tool]
        guard !tool.arguments.isEmpty else { return }
        var places = zip(world.rules[call].arguments, tool.arguments).map { value, choices in
            choices.firstIndex(of: value) ?? 0
        }
        let place = draws.below(places.count)
        places[place] = draws.below(tool.arguments[place].count)
        call = world.rule(world.rules[call].tool, places)
    }

    func drawCall(_ draws: inout SmallDraws) -> Int {
        let tool = draws.below(world.tools.count)
        return world.rule(tool, world.tools[tool].arguments.map { draws.below($0.count) })
    }
}
