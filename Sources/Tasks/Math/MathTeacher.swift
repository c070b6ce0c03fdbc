import Runs

/// The mixture teacher of sign-fill countdown: always well formed, right only sometimes.
///
/// 40 % base, 40 % improve and 20 % diverge rows. A good base answer is the best of 64 random ones,
/// a bad one the best of 2. A draft to improve is the best of 1 to 32; a good step takes the best of
/// 24 random edits, a bad one a single edit, which is mostly a harm. A divergent answer differs in
/// half its signs at least, and is the best of 64 or of 4.
extension MathDomain {
    /// One row of the mixture teacher.
    public func teacherRow(
        goodShare: Double, using generator: inout CounterGenerator
    ) -> TeacherRow {
        let task = drawTask(from: .train, using: &generator)
        var search = MathSearch(domain: self, task: task, draws: SmallDraws(generator))
        defer { generator = search.draws.generator }
        let kind = search.draws.below(10)
        let isGood = Double(search.draws.below(1 << 20)) < goodShare * Double(1 << 20)
        if kind < 4 {
            return row(task, nil, .base, search.best(of: isGood ? 64 : 2))
        }
        let draft = search.best(of: 1 + search.draws.below(32))
        if kind < 8 {
            let answer =
                isGood ? search.bestEdit(of: draft, among: 24) : search.edit(draft, count: 1)
            return row(task, draft, .improve, answer)
        }
        return row(task, draft, .diverge, search.bestFar(from: draft, among: isGood ? 64 : 4))
    }

    private func row(
        _ task: DomainTask, _ draft: MathSearch.Trial?, _ mode: RevisionMode,
        _ answer: MathSearch.Trial
    ) -> TeacherRow {
        let draft = draft.map { tokens($0)[...] } ?? []
        var answer = tokens(answer)
        answer.append(tokens.end)
        return TeacherRow(prompt: prompt(task, draft, mode), answer: answer)
    }

    private func tokens(_ trial: MathSearch.Trial) -> [Int32] {
        (0..<settings.numbers).map { tokens.token(trial.signs[$0]) }
    }
}
