/// Which parts of ExIt a run uses: the paper's method, its four ablations, and the naive approach
/// that it is to be measured against.
///
/// Every strategy is the same loop with switches.
///
/// - Source: arXiv 2509.04575, section 5 (GRPO, Curriculum, Improve, Diverge, ExIt). `chain` is what
///   the paper argues against where it trains single steps.
public enum Strategy: String, Codable, Sendable, CaseIterable {
    /// Plain GRPO on base prompts.
    case grpo
    /// GRPO with the buffer over bare tasks: prioritised, never revised.
    case curriculum
    /// The buffer holds revisions, and steps from it improve them.
    case improve
    /// As `improve`, and some steps ask for a divergent answer.
    case diverge
    /// As `diverge`, with the diversity bonus on advantages: the full method.
    case exit
    /// GRPO on whole chains: a draft and improve steps, each from the one before, all rewarded by
    /// what stands at the end. As many completions a step as the others, of fewer tasks.
    case chain

    /// Whether prompts are drawn from the buffer.
    public var drawsFromBuffer: Bool { self != .grpo && self != .chain }
    /// Whether new revisions enter the buffer as starting points.
    public var expandsHistories: Bool { drawsFromBuffer && self != .curriculum }
    /// Whether some steps ask for a divergent answer.
    public var diverges: Bool { self == .diverge || self == .exit }
    /// Whether advantages carry the diversity bonus.
    public var usesDiversityBonus: Bool { self == .exit }
    /// Whether a step rolls out whole chains of revisions.
    public var unrollsChains: Bool { self == .chain }
}

/// What GRPO is trained on.
public enum RewardForm: String, Codable, Sendable, CaseIterable {
    /// 1 if the answer solves its turn, else 0 (appendix A.2).
    case exact
    /// The answer's quality.
    case quality
    /// The clipped relative gain over the revision it started from (section 4, appendix A.4):
    /// max(0, (q - q') / (1 - q')); from a solved revision, 1 if it stays solved, else 0.
    case gain
    /// The relative gain with its sign, so that harm is told from a copy:
    /// 1/2 + 1/2 clip((q - q') / max(1 - q', 1/4), -1, 1), a copy being 1/2. An invalid answer has
    /// q = 0, which is the lowest there is; a solved revision kept is a copy like any other.
    case signed
}

/// What of a group's rewards GRPO raises.
public enum GroupObjective: String, Codable, Sendable, CaseIterable {
    /// Their mean: each completion is compared with the group's.
    case mean
    /// The best of `group_objective_k` completions: each is credited with what it adds to that.
    case best
}

/// How the diversity bonus multiplies advantages.
public enum DiversityForm: String, Codable, Sendable, CaseIterable {
    /// Distance over the range of distances, all advantages (Eq. 6), guarded and capped.
    case range
    /// Min-max distance, all advantages: the group's most central answer teaches nothing. What the
    /// paper's pseudo-code has in place of Eq. 6.
    case minmax
    /// One plus the min-max distance, positive advantages only.
    case positive
}

/// Which completions of a group become histories in the buffer.
public enum HistoryChoice: String, Codable, Sendable, CaseIterable {
    /// One valid completion, uniformly.
    case random
    /// Every valid completion.
    case all
    /// The best, the first among equals.
    case best
}

/// How token losses are averaged.
public enum LossAveraging: String, Codable, Sendable, CaseIterable {
    /// Mean over each completion, then over completions (Eq. 4).
    case grpo
    /// One mean over all tokens of the batch.
    case token
    /// Sum over tokens divided by a constant, the longest completion allowed (Dr. GRPO).
    case drGRPO = "dr_grpo"
}

/// A starting set of values, before a file and `--set` change it.
public enum Preset: String, Codable, Sendable, CaseIterable {
    /// What works at this scale.
    case `default`
    /// The paper's choices wherever they do not depend on scale.
    case paper
}
