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
    /// - Source: arXiv 2509.04575, Algorithm 1.
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
            if strategy.drawsFromBuffer, wantsBuffer, buffer.count >= curriculum.minimum,
                let entry = buffer.draw(at: place, step: step)
            {
                let mode: RevisionMode =
                    entry.instance.isBase
                    ? .base : strategy.diverges && wantsDivergence ? .diverge : .improve
                return GroupPlan(
                    index: index, instance: entry.instance, mode: mode,
                    origin: .buffer(entry: entry.id),
                    prompt: domain.prompt(for: entry.instance, mode: mode),
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
