import Runs
import Tasks

extension TrainingSession {
    /// Searches that an evaluation records: enough to look at, and few beside its chains.
    private static let recordedSearches = 16

    /// Searches on the first of an evaluation's tasks, where the domain has a way of searching.
    func search(
        _ learner: Learner, _ evaluated: EvaluationOptions, _ scaffold: SearchScaffold
    ) throws {
        var options = evaluated
        options.count = min(evaluated.count, Self.recordedSearches)
        let usual = SearchBudget()
        let evaluation = SearchEvaluation(
            policy: learner.policy, domain: domain, pool: pool, options: options,
            budget: SearchBudget(
                executions: usual.executions,
                drafts: max(1, min(scaffold.drafts, usual.executions))),
            step: state.step)
        let desk = desk
        let trees = try evaluation.trees(
            shouldStop: { desk.isUrgent }, progress: roundByRound(of: evaluation.searchRounds))
        record(.searches(trees))
        let scores = trees.compactMap(\.privateScore?.score)
        let medals = trees.count { $0.privateScore?.medal != nil }
        log(
            .info,
            "held out, step \(state.step): \(trees.count) searches, "
                + (scores.isEmpty
                    ? "mean quality \(mean(trees.map(quality)))"
                    : "mean private score \(mean(scores)), \(medals) with a medal"))
        publish { $0.progress = nil }
    }

    private func quality(_ tree: SearchTree) -> Double {
        tree.best.map { tree.nodes[$0].answer.quality } ?? 0
    }

    private func mean(_ values: [Double]) -> Double {
        let mean = values.reduce(0, +) / Double(max(values.count, 1))
        return (mean * 1000).rounded() / 1000
    }
}
