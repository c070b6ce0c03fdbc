import Runs

/// How tasks are drawn, and which split they belong to.
extension ToolsDomain {
    /// Training tasks, held-out ones, and a tenth for choosing settings by.
    public var splits: [TaskSplit] { TaskSplit.allCases }

    /// By the combinations of what is asked with which file.
    ///
    /// A tenth of them is held out, a tenth is for development; every turn of a task is of one
    /// split. A task whose turns are of different splits, which no draw makes, is a training task.
    public func split(of task: DomainTask) -> TaskSplit {
        let turns = ToolTask(task, settings: settings).turns
        guard let first = turns.first.map(Self.split(of:)),
            turns.allSatisfy({ Self.split(of: $0) == first })
        else { return .train }
        return first
    }

    /// What is asked with which file, turn by turn: what the split is made by.
    public func key(of task: DomainTask) -> UInt32 {
        CRC32.checksum(
            ToolTask(task, settings: settings).turns.flatMap { Self.pairs($0) + [0xff] })
    }

    private static func pairs(_ goals: [ToolGoal]) -> [UInt8] {
        goals.map { UInt8($0.kind.rawValue << 4 | $0.first) }.sorted()
    }

    /// The CRC-32 of the sorted pairs of goal type and first argument, modulo ten.
    static func split(of goals: [ToolGoal]) -> TaskSplit {
        switch CRC32.checksum(pairs(goals)) % 10 {
        case 0: .heldOut
        case 1: .development
        default: .train
        }
    }

    /// Draws a world, then each turn's goals on the world that the reference left.
    ///
    /// - Precondition: the split has tasks at these settings, as `Domains.make` sees to.
    public func drawTask(
        from split: TaskSplit, using generator: inout CounterGenerator
    ) -> DomainTask {
        while true {
            if let task = drawTask(from: split, attempts: 1 << 20, using: &generator) {
                return task
            }
        }
    }

    /// Draws a task; nil if no attempt fits.
    func drawTask(
        from split: TaskSplit, attempts: Int, using generator: inout CounterGenerator
    ) -> DomainTask? {
        var draws = SmallDraws(generator)
        defer { generator = draws.generator }
        return draw(from: split, attempts: attempts, &draws)?.task(settings)
    }

    /// Attempts at one turn's goals before the world is drawn anew.
    private static let goalAttempts = 256

    func draw(from split: TaskSplit, attempts: Int, _ draws: inout SmallDraws) -> ToolTask? {
        var attempt = 0
        worlds: while attempt < attempts {
            var task = drawWorld(&draws)
            var turn = ToolTurn(goals: [], world: task.world, view: task.view)
            while task.turns.count < settings.turns {
                var tries = 0
                repeat {
                    attempt += 1
                    tries += 1
                    guard tries <= Self.goalAttempts else { continue worlds }
                    turn.goals = drawGoals(&draws)
                } while !fits(turn, split)
                task.turns.append(turn.goals)
                turn.pass(turn.reference)
            }
            return task
        }
        return nil
    }

    private func drawWorld(_ draws: inout SmallDraws) -> ToolTask {
        var world = ToolWorld()
        var hidden: UInt8 = 0
        for file in 0..<settings.files where draws.below(100) < 85 {
            world.places[file] = Int8(draws.below(ToolWorld.directories))
            world.contents[file] = Int8(draws.below(ToolWorld.words))
            if Double(draws.below(1 << 20)) < settings.hidden * Double(1 << 20) {
                hidden |= 1 << UInt8(file)
            }
        }
        world.directory = draws.below(ToolWorld.directories)
        return ToolTask(world: world, hidden: hidden, turns: [])
    }

    private func drawGoals(_ draws: inout SmallDraws) -> [ToolGoal] {
        let place = draws.below(10)
        let count = min(place < 2 ? 1 : place < 7 ? 2 : 3, settings.goals)
        return (0..<count).map { _ in
            let place = draws.below(16)
            let kind: ToolGoal.Kind =
                switch place {
                case 0..<5: .inside
                case 5..<9: .has
                case 9..<11: .gone
                case 11..<13: .new
                case 13: .at
                default: .read
                }
            let first = draws.below(tokens.count(kind.first))
            guard kind != .has else {
                // Word 0 is what a new file holds.
                return ToolGoal(kind, first, 1 + draws.below(ToolWorld.words - 1))
            }
            return ToolGoal(kind, first, kind.second.map { draws.below(tokens.count($0)) } ?? 0)
        }
    }

    /// Whether goals can be asked for: of the split, none met already, none against another, and
    /// the reference within the limit of calls.
    private func fits(_ turn: ToolTurn, _ split: TaskSplit) -> Bool {
        let goals = turn.goals
        guard Self.split(of: goals) == split else { return false }
        for (place, goal) in goals.enumerated() {
            guard !goal.holds(in: turn.world, reads: 0) else { return false }
            if let file = goal.file, turn.world.exists(file) == (goal.kind == .new) {
                return false
            }
            for other in goals[..<place] where !Self.agree(goal, other) { return false }
        }
        return turn.reference.count <= settings.calls
    }

    private static func agree(_ goal: ToolGoal, _ other: ToolGoal) -> Bool {
        if goal.kind == .at || other.kind == .at { return goal.kind != other.kind }
        guard goal.first == other.first else { return true }
        if goal.kind == other.kind || goal.kind.isPlace && other.kind.isPlace { return false }
        // What is to be made or removed has no content to ask for.
        return ![goal.kind, other.kind].contains { $0 == .gone || $0 == .new }
    }

    /// Where an episode begins: any turn, after the reference's answers to those before, or the
    /// first, as `tools.start` says.
    public func drawStart(
        of task: DomainTask, using generator: inout CounterGenerator
    ) -> TaskInstance {
        let decoded = ToolTask(task, settings: settings)
        guard settings.start == .any, decoded.turns.count > 1 else {
            return TaskInstance(task: task)
        }
        let start = generator.below(decoded.turns.count)
        var turn = ToolTurn(goals: [], world: decoded.world, view: decoded.view)
        let earlier = decoded.turns[..<start].map { goals in
            turn.goals = goals
            let reference = turn.reference
            let isSolved = turn.verdict(reference).isSolved
            let quality = turn.verdict(reference).quality
            turn.pass(reference)
            return Answer(
                tokens: tokens.tokens(reference), quality: quality, isValid: true,
                isSolved: isSolved)
        }
        return TaskInstance(task: task, turn: start, depth: 0, earlier: earlier)
    }
}
