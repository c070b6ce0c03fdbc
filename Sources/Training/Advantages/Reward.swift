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
    /// - Source: arXiv 2509.04575, section 4 and appendix A; see `RewardForm`.
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
