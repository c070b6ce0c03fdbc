import Runs

/// How tasks are drawn, and which split they belong to.
extension ToolsDomain {
    /// Training tasks, held-out ones, and a tenth for choosing settings by.
    var splits: [TaskSplit] { TaskSplit.allCases }

    /// By the combinations of what is asked with what.
    ///
    /// A tenth of them is held out, a tenth is for development; every turn of a task is of one
    /// split. A task whose turns are of different splits, which no draw makes, is a training task.
    func split(of task: DomainTask) -> TaskSplit {
        let turns = decoded(task).turns
        guard let first = turns.first.map(split(of:)),
            turns.allSatisfy({ split(of: $0) == first })
        else { return .train }
        return first
    }

    /// What is asked with what, turn by turn: what the split is made by.
    func key(of task: DomainTask) -> UInt32 {
        CRC32.checksum(decoded(task).turns.flatMap { pairs($0) + [0xff] })
    }

    /// The CRC-32 of the sorted pairs of goal type and first argument, modulo ten.
    func split(of goals: [Goal]) -> TaskSplit {
        switch CRC32.checksum(pairs(goals)) % 10 {
        case 0: .heldOut
        case 1: .development
        default: .train
        }
    }

    /// Draws a world, then each turn's goals on the world that the reference left.
    ///
    /// - Precondition: the split has tasks at these settings, as `Domains.make` sees to.
    func drawTask(from split: TaskSplit, using generator: inout CounterGenerator) -> DomainTask {
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
        return draw(from: split, attempts: attempts, &draws).map { encoded($0) }
    }

    /// Attempts at one turn's goals before the world is drawn anew.
    private var goalAttempts: Int { 256 }

    func draw(from split: TaskSplit, attempts: Int, _ draws: inout SmallDraws) -> Task? {
        var attempt = 0
        worlds: while attempt < attempts {
            var task = drawWorld(&draws)
            var turn = task.start
            while task.turns.count < settings.turns {
                var tries = 0
                repeat {
                    attempt += 1
                    tries += 1
                    guard tries <= goalAttempts else { continue worlds }
                    turn.goals = drawGoals(of: turn, &draws)
                } while self.split(of: turn.goals) != split || !fits(turn)
                task.turns.append(turn.goals)
                turn.pass(turn.reference)
            }
            return task
        }
        return nil
    }

    /// How many goals a turn asks for: one, two or three, up to the limit.
    func drawGoalCount(_ draws: inout SmallDraws) -> Int {
        let place = draws.below(10)
        return min(place < 2 ? 1 : place < 7 ? 2 : 3, settings.goals)
    }

    /// Where an episode begins: any turn, after the reference's answers to those before, or the
    /// first, as `tools.start` says.
    func drawStart(
        of task: DomainTask, using generator: inout CounterGenerator
    ) -> TaskInstance {
        let decoded = decoded(task)
        guard settings.start == .any, decoded.turns.count > 1 else {
            return TaskInstance(task: task)
        }
        let start = generator.below(decoded.turns.count)
        var turn = decoded.start
        let earlier = decoded.turns[..<start].map { goals in
            turn.goals = goals
            let reference = turn.reference
            let verdict = turn.verdict(reference)
            turn.pass(reference)
            // A person's task may have a turn that nothing is to be done in.
            let calls = reference.isEmpty ? [idle] : reference
            return Answer(
                tokens: tokens(calls), quality: verdict.quality, isValid: true,
                isSolved: verdict.isSolved)
        }
        return TaskInstance(task: task, turn: start, depth: 0, earlier: earlier)
    }
}
