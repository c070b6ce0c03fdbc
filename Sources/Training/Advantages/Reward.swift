import Runs

extension RewardForm {
    /// What GRPO is trained on for one answer.
    ///
    /// `gain` is the clipped relative improvement over the revision the step started from. From a
    /// solved revision the paper's quotient is 0/0; the reward is then 1 for an answer that still
    /// solves the turn and 0 for one that breaks it, which teaches to keep what is right. A draft
    /// has nothing to gain on and takes its quality.
    ///
    ///     gain = max(0, (q − q') / (1 − q'))
    ///
    /// `signed` tells harm from a copy, where `gain` gives 0 to a copy, to a harm and to an invalid
    /// answer alike and so leaves nothing to keep a good draft by. Near the top the quotient's
    /// denominator stops at a quarter, so that a small loss from a good draft is a small loss. No
    /// revision needs a case of its own: from a solved one, keeping it earns the copy's 1/2, the most
    /// that can be had, and breaking it less by how much is lost. That is half the range of an
    /// unsolved one, so such groups come up less in the buffer, where there is less to learn.
    ///
    ///     signed = 1/2 + 1/2 clip((q − q') / max(1 − q', 1/4), −1, 1)
    ///
    /// - Source: arXiv 2509.04575, section 4 and appendix A for all but `signed`, which is ours; see
    ///   `RewardForm`.
    /// - Parameters:
    ///   - answer: the new answer.
    ///   - previous: the revision it started from; nil for a draft.
    /// - Returns: a number in [0, 1].
    public func reward(of answer: Answer, after previous: Answer?) -> Double {
        switch self {
        case .exact: return answer.isSolved ? 1 : 0
        case .quality: return answer.quality
        case .gain:
            guard let previous else { return answer.quality }
            guard !previous.isSolved, previous.quality < 1 else { return answer.isSolved ? 1 : 0 }
            return max(0, (answer.quality - previous.quality) / (1 - previous.quality))
        case .signed:
            guard let previous else { return answer.quality }
            let quality = answer.isValid ? answer.quality : 0
            let gain = (quality - previous.quality) / max(1 - previous.quality, 0.25)
            return 0.5 + 0.5 * min(max(gain, -1), 1)
        }
    }
}

extension RunConfiguration {
    /// The reward form of a step: improve steps have their own, base and diverge steps share one.
    ///
    /// - Parameter mode: what the step asks for.
    /// - Returns: which form.
    public func rewardForm(for mode: RevisionMode) -> RewardForm {
        mode == .improve ? rewardImprove : reward
    }

    /// The advantages of a group's rewards, before any bonus.
    ///
    /// - Shape: `[G]` to `[G]`.
    /// - Parameter rewards: of the group; of chains, their returns.
    /// - Returns: one a reward.
    public func advantages(of rewards: [Double]) -> [Double] {
        switch groupObjective {
        case .mean:
            GroupAdvantages.advantages(rewards, scaled: scaleRewards, floor: scaleRewardsFloor)
        case .best:
            GroupAdvantages.advantages(
                rewards, bestOf: groupObjectiveSize > 0 ? groupObjectiveSize : rewards.count,
                scaled: scaleRewards, floor: scaleRewardsFloor)
        }
    }

    /// Learning rate of a step: linear from `learning_rate` at the first step to
    /// `learning_rate_final` of it at the last.
    ///
    /// - Parameter step: from 1.
    /// - Returns: the rate.
    public func learningRate(at step: Int) -> Double {
        scheduled(learningRate, final: learningRateFinal, at: step)
    }

    /// Chance of a step's prompt to come from the buffer: linear from `curriculum.probability` at
    /// the first step to `curriculum.probability_final` of it at the last.
    ///
    /// - Parameter step: from 1.
    /// - Returns: a probability.
    public func bufferProbability(at step: Int) -> Double {
        scheduled(curriculum.probability, final: curriculum.probabilityFinal, at: step)
    }

    /// What is left of a value at a step; a final share of 1 leaves it as it is, to the bit.
    private func scheduled(_ value: Double, final: Double, at step: Int) -> Double {
        guard steps > 1 else { return value }
        let part = Double(min(step, steps) - 1) / Double(steps - 1)
        return value * (1 - (1 - final) * part)
    }
}
