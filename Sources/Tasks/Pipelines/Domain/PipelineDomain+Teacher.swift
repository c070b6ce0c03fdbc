import Runs

/// The mixture teacher: programs that have been run on training tables, the best of several or any.
///
/// 40 % base, 40 % improve and 20 % diverge rows. A draft is the best of 1 to 32 members of the
/// table's set, so that drafts of every quality occur, refused ones too. A good improvement is the
/// best of eight members near the draft, or of sixteen of all: that is what teaches which programs
/// tend to be good where a draft and the diagnostics came to what they came to.
extension PipelineDomain {
    private typealias Example = PipelineTeaching.Example

    /// One row of the mixture teacher.
    public func teacherRow(
        goodShare: Double, using generator: inout CounterGenerator
    ) -> TeacherRow {
        let task = posed(drawTask(from: .train, using: &generator))
        let examples = teaching.examples(of: task.table)
        let kind = generator.below(5)
        let isGood = Double(generator.uniform()) < goodShare
        guard kind >= 2 else {
            return row(task, nil, .base, Self.best(of: isGood ? 8 : 1, examples, &generator))
        }
        let draft = draft(from: examples, &generator)
        guard kind < 4 else {
            let others = examples.filter { $0.program.learner != draft.program.learner }
            return row(
                task, draft, .diverge, Self.best(of: isGood ? 8 : 1, others, &generator))
        }
        let near = examples.filter { (1...2).contains($0.program.distance(to: draft.program)) }
        let neighbours = near.isEmpty ? examples : near
        let answer =
            if !isGood {
                Self.best(of: 1, neighbours, &generator)
            } else if generator.below(2) == 0 {
                Self.best(of: 8, neighbours, &generator)
            } else {
                Self.best(of: 16, examples, &generator)
            }
        return row(task, draft, .improve, answer)
    }

    /// A draft to improve, as its rows have them; a valid one.
    public func drawDraft(
        of task: DomainTask, using generator: inout CounterGenerator
    ) -> TaskInstance? {
        let examples = teaching.examples(of: posed(task).table).filter { $0.quality > 0 }
        guard !examples.isEmpty else { return nil }
        let draft = draft(from: examples, &generator)
        let base = TaskInstance(task: task)
        let answer = assess(tokens.tokens(draft.program) + [tokens.end], answering: base)
        return successors(of: answer, id: nil, answering: base).first
    }

    private func draft(from examples: [Example], _ generator: inout CounterGenerator) -> Example {
        let sizes = [1, 1, 2, 4, 8, 16, 32]
        return Self.best(of: sizes[generator.below(sizes.count)], examples, &generator)
    }

    /// The best of some that are drawn; the first among equals.
    private static func best(
        of count: Int, _ examples: [Example], _ generator: inout CounterGenerator
    ) -> Example {
        var best = examples[generator.below(examples.count)]
        for _ in 1..<count {
            let other = examples[generator.below(examples.count)]
            if other.quality > best.quality { best = other }
        }
        return best
    }

    private func row(
        _ task: PipelineTask, _ draft: Example?, _ mode: RevisionMode, _ answer: Example
    ) -> TeacherRow {
        TeacherRow(
            prompt: prompt(task, draft: draft?.program, mode),
            answer: tokens.tokens(answer.program) + [tokens.end])
    }
}
