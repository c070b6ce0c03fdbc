import Curriculum
import Runs
import Tasks

/// One group a step will sample: what is posed, how, and where it came from.
struct GroupPlan: Hashable, Sendable {
    let index: Int
    let instance: TaskInstance
    let mode: RevisionMode
    let origin: GroupOrigin
    let prompt: [Int32]
    let completions: Int
}

extension GroupPlan {
    /// The groups of a step, drawn from the buffer as it is before the step.
    ///
    /// Each prompt comes from the buffer with the curriculum's probability once the buffer holds
    /// its minimum, else from the domain's training tasks. A step from a revision asks for a
    /// divergent answer with its own probability. Fresh tasks have a stream of their own, so that
    /// probability 0 poses exactly the tasks of plain GRPO. Of chains these are the drafts.
    ///
    /// With `curriculum.fresh_drafts` some of the steps from a revision start from a teacher's draft of
    /// another task instead; the entry then counts as not drawn, and the mode is the same. It spends
    /// draws of its own, so that the other groups of the step stay what they were.
    ///
    /// - Source: arXiv 2509.04575, Algorithm 1; fresh drafts are ours.
    static func groups(
        step: Int, configuration: RunConfiguration, domain: any Domain, tasks: TrainingTasks,
        buffer: TaskBuffer
    ) -> [GroupPlan] {
        let strategy = configuration.strategy
        let curriculum = configuration.curriculum
        let probability = configuration.bufferProbability(at: step)
        return (0..<configuration.tasksPerStep).map { index in
            var choice = CounterGenerator(
                seed: configuration.seed, purpose: .selection, step: step, group: index)
            let wantsBuffer = Double(choice.uniform()) < probability
            let place = Double(choice.uniform())
            let wantsDivergence = Double(choice.uniform()) < curriculum.divergeProbability
            let wantsDraft = Double(choice.uniform()) < curriculum.freshDrafts
            if strategy.drawsFromBuffer, wantsBuffer, buffer.count >= curriculum.minimum,
                let entry = buffer.draw(at: place, step: step)
            {
                let mode: RevisionMode =
                    entry.instance.isBase
                    ? .base : strategy.diverges && wantsDivergence ? .diverge : .improve
                var (instance, origin) = (entry.instance, GroupOrigin.buffer(entry: entry.id))
                if mode != .base, wantsDraft {
                    var fresh = CounterGenerator(
                        seed: configuration.seed, purpose: .selection, step: step, group: index,
                        completion: 2)
                    if let draft = tasks.drawDraft(from: domain, using: &fresh) {
                        (instance, origin) = (draft, .draft)
                    }
                }
                return GroupPlan(
                    index: index, instance: instance, mode: mode, origin: origin,
                    prompt: domain.prompt(for: instance, mode: mode),
                    completions: configuration.numGenerations)
            }
            var fresh = CounterGenerator(
                seed: configuration.seed, purpose: .selection, step: step, group: index,
                completion: 1)
            let instance = tasks.drawStart(from: domain, using: &fresh)
            return GroupPlan(
                index: index, instance: instance, mode: .base, origin: .tasks,
                prompt: domain.prompt(for: instance, mode: .base),
                completions: configuration.numGenerations)
        }
    }
}
