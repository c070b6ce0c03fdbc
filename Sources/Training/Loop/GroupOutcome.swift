import Modeling
import Runs
import Tasks

extension Group {
    /// The group a plan's completions make: rewards, advantages, learnability.
    ///
    /// - Parameters:
    ///   - plan: what was posed.
    ///   - step: the step.
    ///   - answers: the completions, judged.
    ///   - sampled: the completions, as sampled.
    ///   - configuration: the run's.
    ///   - domain: embeds answers.
    init(
        plan: GroupPlan, step: Int, answers: [Answer], sampled: [SampledCompletion],
        configuration: RunConfiguration, domain: any Domain
    ) {
        let form = configuration.rewardForm(for: plan.mode)
        let rewards = answers.map { form.reward(of: $0, after: plan.instance.latest) }
        var advantages = configuration.advantages(of: rewards)
        var diversity = rewards.map { _ in 0.0 }
        if configuration.strategy.usesDiversityBonus {
            let distances = DiversityBonus.distances(
                answers.map { domain.embedding(of: $0, answering: plan.instance) })
            diversity = DiversityBonus.scaled(
                distances, form: configuration.diversity.form, cap: configuration.diversity.cap)
            advantages = DiversityBonus.applied(
                to: advantages, diversity: diversity, form: configuration.diversity.form)
        }
        self.init(
            step: step, index: plan.index, instance: plan.instance, mode: plan.mode,
            origin: plan.origin,
            completions: sampled.indices.map { index in
                Completion(
                    answer: answers[index],
                    logProbabilities: sampled[index].logProbabilities,
                    reward: rewards[index], advantage: advantages[index],
                    diversity: diversity[index])
            },
            learnability: GroupAdvantages.learnability(rewards))
    }

    /// Which completions become new histories; only valid ones can.
    ///
    /// - Parameters:
    ///   - choice: the rule.
    ///   - seed: the run's seed.
    /// - Returns: their indices, in order.
    func histories(_ choice: HistoryChoice, seed: UInt64) -> [Int] {
        let valid = completions.indices.filter { completions[$0].answer.isValid }
        guard !valid.isEmpty else { return [] }
        switch choice {
        case .all: return valid
        case .best:
            let best = valid.max { left, right in
                let (a, b) = (completions[left].answer, completions[right].answer)
                return (a.quality, right) < (b.quality, left)
            }
            return best.map { [$0] } ?? []
        case .random:
            var generator = CounterGenerator(
                seed: seed, purpose: .history, step: step, group: index)
            return [valid[generator.below(valid.count)]]
        }
    }
}
