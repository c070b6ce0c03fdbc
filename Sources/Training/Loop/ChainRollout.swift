import Modeling
import Runs
import Tasks

/// Whole chains of revisions, each step from the answer before: what strategy `chain` trains on.
///
/// T tasks have G chains of K revisions each. The drafts of a task share a prompt and are a group; a
/// later revision's prompt holds its own chain's answer, so it is a group of one. In a step's record
/// the groups stand revision by revision, so that a parent comes before what was made from it:
///
///     group t                            the G drafts of task t
///     group T + (r − 1) T G + t G + c    revision r of chain c of task t
///
/// As in evaluation, an invalid revision leaves the earlier answer standing, and the next one starts
/// from that; where there is none yet the task is posed anew.
struct ChainRollout {
    let tasks: Int
    let chains: Int
    let revisions: Int

    init(_ configuration: RunConfiguration) {
        tasks = configuration.tasksPerStep
        chains = configuration.numGenerations
        revisions = configuration.chain.depth
    }

    /// Where a revision stands: its group, and its place there.
    func place(ofRevision revision: Int, task: Int, chain: Int) -> (group: Int, completion: Int) {
        revision == 0
            ? (task, chain) : (tasks + ((revision - 1) * tasks + task) * chains + chain, 0)
    }

    /// The groups of the revisions that follow those sampled.
    ///
    /// - Parameters:
    ///   - plans: all groups of the step so far, in order.
    ///   - sampled: their completions.
    ///   - step: the step.
    ///   - domain: verifies the answers, and makes the next prompts of them.
    /// - Returns: one a chain; none after the last revision.
    func groups(
        after plans: [GroupPlan], sampled: [[SampledCompletion]], step: Int, domain: any Domain
    ) -> [GroupPlan] {
        let revision = 1 + (plans.count - tasks) / max(tasks * chains, 1)
        guard revision < revisions else { return [] }
        return (0..<tasks).flatMap { task in
            (0..<chains).map { chain in
                let (group, completion) = place(
                    ofRevision: revision - 1, task: task, chain: chain)
                let plan = plans[group]
                let answer = domain.assess(
                    sampled[group][completion].tokens, answering: plan.instance)
                let next =
                    answer.isValid
                    ? domain.successors(
                        of: answer,
                        id: RevisionID(step: step, group: group, completion: completion),
                        answering: plan.instance
                    ).first : nil
                let instance = next ?? plan.instance
                let mode: RevisionMode = instance.isBase ? .base : .improve
                return GroupPlan(
                    index: place(ofRevision: revision, task: task, chain: chain).group,
                    instance: instance, mode: mode, origin: plan.origin,
                    prompt: domain.prompt(for: instance, mode: mode), completions: 1)
            }
        }
    }

    /// The groups of a step whose chains are whole.
    ///
    /// A chain's return is the reward of what stands at its end, its advantage that return relative
    /// to the task's other chains, and both are those of each of its revisions. The learnability of
    /// a revision's group is that of the task's returns: what the group itself could show, being
    /// one completion, is nothing.
    ///
    /// - Parameters:
    ///   - plans: all groups of the step, in order.
    ///   - answers: their completions, judged.
    ///   - sampled: their completions, as sampled.
    ///   - step: the step.
    ///   - configuration: the run's.
    /// - Returns: one a plan.
    func outcomes(
        _ plans: [GroupPlan], answers: [[Answer]], sampled: [[SampledCompletion]], step: Int,
        configuration: RunConfiguration
    ) -> [Group] {
        var outcomes = [(returns: [Double], advantages: [Double], learnability: Double)]()
        for task in 0..<tasks {
            let returns = (0..<chains).map { chain in
                let chain = (0..<revisions).map { revision in
                    let (group, completion) = place(
                        ofRevision: revision, task: task, chain: chain)
                    return answers[group][completion]
                }
                return Self.standing(chain).map { configuration.reward.reward(of: $0, after: nil) }
                    ?? 0
            }
            outcomes.append(
                (
                    returns, configuration.advantages(of: returns),
                    GroupAdvantages.learnability(returns)
                ))
        }
        return plans.indices.map { group in
            let isDraft = group < tasks
            let task = isDraft ? group : (group - tasks) / chains % tasks
            let outcome = outcomes[task]
            return Group(
                step: step, index: group, instance: plans[group].instance,
                mode: plans[group].mode, origin: plans[group].origin,
                completions: answers[group].indices.map { completion in
                    let chain = isDraft ? completion : (group - tasks) % chains
                    return Completion(
                        answer: answers[group][completion],
                        logProbabilities: sampled[group][completion].logProbabilities,
                        reward: outcome.returns[chain], advantage: outcome.advantages[chain],
                        diversity: 0)
                },
                learnability: outcome.learnability)
        }
    }

    /// The answer that stands at the end of a chain: the last valid one; of none, the last.
    static func standing(_ chain: [Answer]) -> Answer? {
        chain.last(where: \.isValid) ?? chain.last
    }
}
