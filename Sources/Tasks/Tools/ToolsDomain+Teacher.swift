import Runs

/// The mixture teacher of tool use: always well formed, right only sometimes, and never knowing
/// more than its prompt shows.
///
/// 35 % base, 50 % improve and 15 % diverge rows, of any turn of a training task after the
/// reference's answers. It plans with what the view shows and the draft's results prove, and guesses
/// the rest. Now and then it spends a spare call on `find`. A bad row is a good one with one to three
/// calls dropped, swapped, changed or added.
extension ToolsDomain {
    /// One row of the mixture teacher.
    public func teacherRow(
        goodShare: Double, using generator: inout CounterGenerator
    ) -> TeacherRow {
        var draws = SmallDraws(generator)
        defer { generator = draws.generator }
        var teacher = ToolTeacher(settings: settings, tokens: tokens, draws: draws)
        defer { draws = teacher.draws }
        var task: ToolTask?
        while task == nil { task = draw(from: .train, attempts: 1 << 20, &teacher.draws) }
        guard let task else { return TeacherRow(prompt: [], answer: []) }
        var turn = ToolTurn(goals: [], world: task.world, view: task.view)
        let place = teacher.draws.below(task.turns.count)
        for goals in task.turns[..<place] {
            turn.goals = goals
            turn.pass(turn.reference)
        }
        turn.goals = task.turns[place]
        let kind = teacher.draws.below(20)
        let isGood = Double(teacher.draws.below(1 << 20)) < goodShare * Double(1 << 20)
        if kind < 7 {
            let plan = teacher.plan(turn, turn.view)
            return row(turn, [], .base, isGood ? plan : teacher.spoilt(plan, by: [1, 2, 2, 3]))
        }
        let draft = teacher.draft(turn)
        if kind < 17 {
            let answer =
                if !isGood {
                    teacher.spoilt(draft, by: [1])
                } else if turn.verdict(draft).isSolved {
                    draft
                } else {
                    teacher.plan(turn, turn.belief(after: draft))
                }
            return row(turn, draft, .improve, answer)
        }
        let other = teacher.other(turn, than: draft)
        return row(turn, draft, .diverge, isGood ? other : teacher.spoilt(other, by: [1, 2]))
    }

    /// A teacher's draft of the turn at which the task's episode begins: a plan on what is seen, in
    /// seven of ten spoilt.
    public func drawDraft(
        of task: DomainTask, using generator: inout CounterGenerator
    ) -> TaskInstance? {
        let start = drawStart(of: task, using: &generator)
        var teacher = ToolTeacher(
            settings: settings, tokens: tokens, draws: SmallDraws(generator))
        defer { generator = teacher.draws.generator }
        let draft = assess(
            tokens.tokens(teacher.draft(turn(of: start))), answering: start)
        return successors(of: draft, id: nil, answering: start).first
    }

    private func row(
        _ turn: ToolTurn, _ draft: [ToolCall], _ mode: RevisionMode, _ answer: [ToolCall]
    ) -> TeacherRow {
        TeacherRow(
            prompt: prompt(turn, draft: draft, mode), answer: tokens.tokens(answer))
    }
}

/// Makes and spoils lists of calls.
struct ToolTeacher {
    let settings: ToolSettings
    let tokens: ToolVocabulary
    var draws: SmallDraws

    /// The shortest list by what is known, guesses for the rest, perhaps with a probe.
    mutating func plan(_ turn: ToolTurn, _ known: ToolView) -> [ToolCall] {
        let planner = ToolPlanner(
            goals: turn.goals, places: known.guessed(&draws), directory: turn.world.directory)
        return probed(Array(planner.shortest(&draws).prefix(settings.calls)), turn.goals, known)
    }

    /// Adds a `find` for some goal files whose place is not known, while there is room.
    private mutating func probed(
        _ plan: [ToolCall], _ goals: [ToolGoal], _ known: ToolView
    ) -> [ToolCall] {
        var plan = plan
        var seen: UInt8 = 0
        for file in goals.compactMap(\.file) where seen >> UInt8(file) & 1 == 0 {
            seen |= 1 << UInt8(file)
            guard !known.knows(file), plan.count < settings.calls, draws.below(10) < 4 else {
                continue
            }
            plan.insert(ToolCall(.find, file), at: draws.below(2) == 0 ? 0 : plan.count)
        }
        // A plan on a wrong guess may have nothing to do.
        return plan.isEmpty ? [ToolCall(.ls)] : plan
    }

    /// A draft to improve: a plan, in seven of ten spoilt.
    mutating func draft(_ turn: ToolTurn) -> [ToolCall] {
        let plan = plan(turn, turn.view)
        return draws.below(10) < 7 ? spoilt(plan, by: [1, 1, 2, 3]) : plan
    }

    /// The best list that differs from the draft.
    mutating func other(_ turn: ToolTurn, than draft: [ToolCall]) -> [ToolCall] {
        let known = turn.belief(after: draft)
        let planner = ToolPlanner(
            goals: turn.goals, places: known.guessed(&draws), directory: turn.world.directory)
        if let other = planner.shortest(except: draft), !other.isEmpty {
            return Array(other.prefix(settings.calls))
        }
        // A single route: look around first, where there is room.
        return Array(([ToolCall(.ls)] + planner.shortest()).prefix(settings.calls))
    }

    /// Changes a list some times, as often as one of `counts` says.
    mutating func spoilt(_ calls: [ToolCall], by counts: [Int]) -> [ToolCall] {
        var calls = calls
        for _ in 0..<counts[draws.below(counts.count)] { spoil(&calls) }
        return calls
    }

    private mutating func spoil(_ calls: inout [ToolCall]) {
        let place = draws.below(calls.count)
        switch draws.below(20) {
        case 0..<5:
            if calls.count > 1 { calls.remove(at: place) }
        case 5..<8:
            if place + 1 < calls.count { calls.swapAt(place, place + 1) }
        case 8..<16:
            redraw(&calls[place])
        case 16..<18:
            if calls.count < settings.calls {
                calls.insert(random(), at: draws.below(calls.count + 1))
            }
        default:
            calls[place] = random()
        }
    }

    /// Draws one argument anew.
    private mutating func redraw(_ call: inout ToolCall) {
        guard let first = call.kind.first else { return }
        if let second = call.kind.second, draws.below(2) == 0 {
            call.second = draws.below(tokens.count(second))
        } else {
            call.first = draws.below(tokens.count(first))
        }
    }

    /// Any call.
    mutating func random() -> ToolCall {
        let kind = ToolCall.Kind(rawValue: draws.below(ToolCall.Kind.allCases.count)) ?? .ls
        return ToolCall(
            kind, kind.first.map { draws.below(tokens.count($0)) } ?? 0,
            kind.second.map { draws.below(tokens.count($0)) } ?? 0)
    }
}
