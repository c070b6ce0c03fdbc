import Runs

/// The mixture teacher of tool use: always well formed, right only sometimes, and never knowing
/// more than its prompt shows.
///
/// 35 % base, 50 % improve and 15 % diverge rows, of any turn of a training task after the
/// reference's answers. It plans with what the view shows and the draft's results prove, and guesses
/// the rest. Now and then it spends a spare call on asking. A bad row is a good one with one to three
/// calls dropped, swapped, changed or added.
extension ToolsDomain {
    /// One row of the mixture teacher.
    func teacherRow(
        goodShare: Double, using generator: inout CounterGenerator
    ) -> TeacherRow {
        var teacher = ToolTeacher(domain: self, draws: SmallDraws(generator))
        defer { generator = teacher.draws.generator }
        var task: Task?
        while task == nil { task = draw(from: .train, attempts: 1 << 20, &teacher.draws) }
        guard let task else { return TeacherRow(prompt: [], answer: []) }
        var turn = task.start
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
        let other = plan(turn, otherThan: draft, &teacher.draws)
        return row(turn, draft, .diverge, isGood ? other : teacher.spoilt(other, by: [1, 2]))
    }

    /// A teacher's draft of the turn at which the task's episode begins: a plan on what is seen, in
    /// seven of ten spoilt.
    func drawDraft(
        of task: DomainTask, using generator: inout CounterGenerator
    ) -> TaskInstance? {
        let start = drawStart(of: task, using: &generator)
        var teacher = ToolTeacher(domain: self, draws: SmallDraws(generator))
        defer { generator = teacher.draws.generator }
        let draft = assess(tokens(teacher.draft(turn(of: start))), answering: start)
        return successors(of: draft, id: nil, answering: start).first
    }

    private func row(
        _ turn: Turn, _ draft: [Call], _ mode: RevisionMode, _ answer: [Call]
    ) -> TeacherRow {
        TeacherRow(prompt: prompt(turn, draft: draft, mode), answer: tokens(answer))
    }
}

/// Makes and spoils lists of calls.
struct ToolTeacher<Tools: ToolsDomain> {
    let domain: Tools
    var draws: SmallDraws

    /// The shortest list by what is known, guesses for the rest, perhaps with a probe.
    mutating func plan(_ turn: Tools.Turn, _ known: Tools.Turn.View) -> [Tools.Call] {
        let limit = domain.settings.calls
        var plan = Array(domain.plan(turn, by: known, &draws).prefix(limit))
        for probe in domain.probes(turn, by: known) {
            guard plan.count < limit, draws.below(10) < 4 else { continue }
            plan.insert(probe, at: draws.below(2) == 0 ? 0 : plan.count)
        }
        // A plan on a wrong guess may have nothing to do.
        return plan.isEmpty ? [domain.idle] : plan
    }

    /// A draft to improve: a plan, in seven of ten spoilt.
    mutating func draft(_ turn: Tools.Turn) -> [Tools.Call] {
        let plan = plan(turn, turn.view)
        return draws.below(10) < 7 ? spoilt(plan, by: [1, 1, 2, 3]) : plan
    }

    /// Changes a list some times, as often as one of `counts` says.
    mutating func spoilt(_ calls: [Tools.Call], by counts: [Int]) -> [Tools.Call] {
        var calls = calls
        for _ in 0..<counts[draws.below(counts.count)] { spoil(&calls) }
        return calls
    }

    private mutating func spoil(_ calls: inout [Tools.Call]) {
        let place = draws.below(calls.count)
        switch draws.below(20) {
        case 0..<5:
            if calls.count > 1 { calls.remove(at: place) }
        case 5..<8:
            if place + 1 < calls.count { calls.swapAt(place, place + 1) }
        case 8..<16:
            domain.redraw(&calls[place], &draws)
        case 16..<18:
            if calls.count < domain.settings.calls {
                let call = domain.drawCall(&draws)
                calls.insert(call, at: draws.below(calls.count + 1))
            }
        default:
            calls[place] = domain.drawCall(&draws)
        }
    }
}
