import Modeling
import Runs

/// The groups of a step that carry a gradient, as the policy trains on them.
///
/// Groups without learnability are left out: their advantages are all zero, and so is what they
/// teach. A revision of a chain, alone in its group, has that of its task's chains. Where only the
/// best of a group counts, one with learnability may have no advantage either, as with two equal best
/// answers: it still holds the policy to the reference.
enum PolicyBatch {
    /// Indices of the groups that have a gradient.
    static func informative(_ groups: [Group]) -> [Int] {
        groups.indices.filter { groups[$0].learnability > 0 }
    }

    /// Training groups with the weight of each completion's tokens in the batch mean.
    ///
    ///     grpo:    1 / (|oᵢ| · P · G)        token: 1 / Σ|oᵢ|        dr_grpo: 1 / (L · P · G)
    ///
    /// P · G counts the completions of the whole step, those left out too: Eq. 4 is a mean over all.
    ///
    /// - Source: arXiv 2509.04575, Eq. 4; arXiv 2503.20783 for `dr_grpo`.
    static func groups(
        _ groups: [Group], prompts: [[Int32]], informative: [Int],
        reference: [[[Float]]]?, averaging: LossAveraging, longestAnswer: Int
    ) -> [TrainingGroup] {
        let completionCount = Float(groups.reduce(0) { $0 + $1.completions.count })
        let tokenCount = Float(
            groups.reduce(0) { $0 + $1.completions.reduce(0) { $0 + $1.answer.tokens.count } })
        return informative.enumerated().map { place, index in
            let group = groups[index]
            return TrainingGroup(
                prompt: prompts[index],
                completions: group.completions.indices.map { number in
                    let completion = group.completions[number]
                    let weight: Float =
                        switch averaging {
                        case .grpo: 1 / (Float(completion.answer.tokens.count) * completionCount)
                        case .token: 1 / tokenCount
                        case .drGRPO: 1 / (Float(longestAnswer) * completionCount)
                        }
                    return TrainingCompletion(
                        tokens: completion.answer.tokens,
                        advantage: Float(completion.advantage), weight: weight,
                        oldLogProbabilities: completion.logProbabilities,
                        referenceLogProbabilities: reference?[place][number])
                })
        }
    }
}
