import Runs

/// A turn in a declared world.
struct DeclaredTurn: ToolTurn {
    let world: DeclaredWorld
    /// The longest list of calls.
    let limit: Int
    var goals: [DeclaredGoal]
    private(set) var state: DeclaredState
    private(set) var view: DeclaredView

    init(
        _ world: DeclaredWorld, limit: Int, goals: [DeclaredGoal] = [], state: DeclaredState,
        view: DeclaredView
    ) {
        self.world = world
        self.limit = limit
        self.goals = goals
        self.state = state
        self.view = view
    }

    /// Reaches the goals without setting anything unasked on the way.
    var planner: DeclaredPlanner { DeclaredPlanner(world, goals: goals, limit: limit) }

    var reference: [Int] {
        let plan = planner.plan(from: state)
        guard !plan.isExact else { return plan.calls }
        // What a person asks for may need a detour; no draw does.
        let bold = DeclaredPlanner(world, goals: goals, limit: limit, isBold: true)
            .plan(from: state)
        return bold.isExact ? bold.calls : plan.calls
    }

    private func run(_ calls: [Int]) -> DeclaredRun { DeclaredRun(calls, from: state, in: world) }

    func verdict(_ calls: [Int]) -> ToolVerdict {
        ToolVerdict(goals, before: state, after: run(calls), in: world)
    }

    func results(of calls: [Int]) -> [DeclaredResult] { run(calls).results }

    func words(of calls: [Int]) -> [String] {
        results(of: calls).map { result in
            switch result {
            case .done: DeclaredVocabulary.done
            case .value(let value): world.names[Int(value)]
            case .error(let error): world.errors[error]
            }
        }
    }

    mutating func pass(_ calls: [Int]) {
        let run = run(calls)
        view = view.after(calls, run.results, in: world).after
        state = run.state
    }

    func belief(after draft: [Int]) -> DeclaredView {
        view.after(draft, results(of: draft), in: world).before
    }
}

/// A task in a declared world.
///
/// As values: for each cell its value, and 1 where the first prompt hides it; then for each turn as many
/// triples as a turn may have goals: 0 for none, 1 for a value, 2 for reading, then cell and value.
struct DeclaredTask: ToolTask {
    let world: DeclaredWorld
    let settings: ToolSettings
    var state: DeclaredState
    /// Cells that the first prompt hides, a bit each.
    var hidden: UInt32
    var turns: [[DeclaredGoal]]

    var start: DeclaredTurn {
        DeclaredTurn(
            world, limit: settings.calls, state: state,
            view: DeclaredView(known: ~hidden, of: state))
    }

    init(
        _ world: DeclaredWorld, _ settings: ToolSettings, state: DeclaredState, hidden: UInt32 = 0,
        turns: [[DeclaredGoal]] = []
    ) {
        self.world = world
        self.settings = settings
        self.state = state
        self.hidden = hidden
        self.turns = turns
    }

    /// Reads a task's values; they may come from a file, and what is out of bounds is taken as the first
    /// of its kind.
    init(_ task: DomainTask, _ world: DeclaredWorld, _ settings: ToolSettings) {
        let values = task.values
        func value(_ place: Int) -> Int { place < values.count ? Int(values[place]) : 0 }
        let count = world.cells.count
        var state = DeclaredState()
        var hidden: UInt32 = 0
        for cell in 0..<count {
            state[cell] = world.clamped(value(2 * cell), of: cell)
            if value(2 * cell + 1) == 1 { hidden |= 1 << UInt32(cell) }
        }
        let (first, length) = (2 * count, 3 * settings.goals)
        let number = min((values.count - first) / length, ToolSettings.mostTurns)
        let turns = (0..<max(number, 0)).map { turn in
            (0..<settings.goals).compactMap { place -> DeclaredGoal? in
                let triple = first + turn * length + 3 * place
                let cell = value(triple + 1)
                guard (1...2).contains(value(triple)), (0..<count).contains(cell) else {
                    return nil
                }
                return DeclaredGoal(
                    cell: cell,
                    value: value(triple) == 1
                        ? world.clamped(value(triple + 2), of: cell) : nil)
            }
        }
        self.init(world, settings, state: state, hidden: hidden, turns: turns)
    }

    /// The canonical encoding.
    var encoded: DomainTask {
        var values: [Int32] = []
        for cell in world.cells.indices {
            values += [Int32(state[cell]), Int32(hidden >> UInt32(cell) & 1)]
        }
        for goals in turns {
            for place in 0..<settings.goals {
                guard place < goals.count else {
                    values += [0, 0, 0]
                    continue
                }
                let goal = goals[place]
                values += [goal.value == nil ? 2 : 1, Int32(goal.cell), Int32(goal.value ?? 0)]
            }
        }
        return DomainTask(values: values)
    }
}
