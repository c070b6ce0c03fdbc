import Modeling
import Runs
import Tasks

/// Tasks of several turns: what follows on a rewritten turn.
extension Learner {
    /// The later turns of each new history.
    ///
    /// The rewritten turn is followed by ordinary turns, one answer each, to the end of the episode;
    /// an answer that is invalid ends it. Each of these turns with its answer is a starting point of
    /// its own. The turns before the rewritten one were those of the history it grew from, and were
    /// offered with that. Reads the policy only; a domain of single turns samples nothing.
    ///
    /// - Source: arXiv 2509.04575, section 4 and figure 2: a history is complete, and each of its
    ///   prefixes enters the buffer with the same score.
    /// - Parameters:
    ///   - groups: the step's.
    ///   - step: the step.
    /// - Returns: for each new history the later turns' instances, in order.
    func laterTurns(of groups: [Group], step: Int) -> [RevisionID: [TaskInstance]] {
        guard configuration.strategy.expandsHistories, configuration.curriculum.prefixes else {
            return [:]
        }
        var open: [(id: RevisionID, instance: TaskInstance)] = []
        for group in groups {
            for completion in group.histories(
                configuration.curriculum.history, seed: configuration.seed)
            {
                let id = group.revisionID(completion)
                let successors = domain.successors(
                    of: group.completions[completion].answer, id: id, answering: group.instance)
                if successors.count > 1 { open.append((id, successors[1])) }
            }
        }
        var later: [RevisionID: [TaskInstance]] = [:]
        while !open.isEmpty {
            let sampled = policy.sample(
                open.map { place in
                    SamplingRequest(
                        prompt: domain.prompt(for: place.instance, mode: .base), completions: 1,
                        stream: SamplingStream(
                            seed: configuration.seed, purpose: .laterTurns, step: step,
                            group: place.id.group,
                            firstCompletion: place.id.completion << 8 | place.instance.turn & 0xff))
                },
                temperature: Float(configuration.temperature),
                maximumTokens: domain.longestAnswer, endToken: domain.endToken, pool: pool)
            var next: [(id: RevisionID, instance: TaskInstance)] = []
            for (place, drafts) in zip(open, sampled) {
                guard let tokens = drafts?.first?.tokens else { continue }
                let answer = domain.assess(tokens, answering: place.instance)
                guard answer.isValid else { continue }
                let successors = domain.successors(
                    of: answer, id: place.id, answering: place.instance)
                later[place.id, default: []] += successors.prefix(1)
                if successors.count > 1 { next.append((place.id, successors[1])) }
            }
            open = next
        }
        return later
    }

    /// The mean turn of the groups drawn from the buffer; nil where tasks have one turn only.
    func turnMean(of groups: [Group]) -> Double? {
        guard let first = groups.first, domain.turns(of: first.instance.task) > 1 else {
            return nil
        }
        return StepMetrics.mean(
            groups.compactMap { group in
                if case .buffer = group.origin { Double(group.instance.turn) } else { nil }
            })
    }
}
