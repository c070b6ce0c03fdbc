/// A number recorded at every step.
///
/// The raw value is the metric's name in files and on screens, TRL's where TRL has one. This table
/// names, documents and classifies; nothing else lists metrics.
public enum Metric: String, Codable, Sendable, CaseIterable {
    case reward
    case rewardStd = "reward_std"
    case zeroStdFraction = "frac_reward_zero_std"
    case quality
    case solved
    case loss
    case kl
    case entropy
    case clipRatio = "clip_ratio/region_mean"
    case gradNorm = "grad_norm"
    case learningRate = "learning_rate"
    case completionLength = "completions/mean_length"
    case invalid = "completions/invalid"
    case copied = "completions/copied"
    case logProbDifference = "sampling/logp_difference_max"
    case rewardBase = "reward/base"
    case rewardImprove = "reward/improve"
    case rewardDiverge = "reward/diverge"
    case wrongToRight = "corrections/wrong_to_right"
    case rightToWrong = "corrections/right_to_wrong"
    case diversity = "diversity/mean"
    case shareBase = "share/base"
    case shareImprove = "share/improve"
    case shareDiverge = "share/diverge"
    case depthMean = "curriculum/depth_mean"
    case depthMax = "curriculum/depth_max"
    case recency = "curriculum/created_mean"
    case bufferShare = "curriculum/drawn_share"
    case bufferSize = "buffer/size"
    case scoreMean = "buffer/score_mean"
    case scoreMin = "buffer/score_min"
    case scoreMax = "buffer/score_max"
    case effectiveSize = "buffer/effective_size"
    case admitted = "buffer/admitted"
    case evicted = "buffer/evicted"
    case refused = "buffer/refused"
    case skipped = "skipped"
    case stepTime = "step_time"
    case rolloutTime = "rollout_time"
    case updateTime = "update_time"
    case scoringTime = "scoring_time"
    case referenceTime = "reference_time"
    case forwardBackwardTime = "forward_backward_time"
    case optimizerTime = "optimizer_time"
    case storeTime = "store_time"
    case publishingTime = "publishing_time"
    case recorderWait = "recorder_wait"
    case tokensPerSecond = "tokens_per_second"
    case residentBytes = "resident_bytes"
    case turnMean = "curriculum/turn_mean"
    case difficultyBase = "curriculum/difficulty_base"
    case difficultyDrawn = "curriculum/difficulty_drawn"
    case pairwiseDistance = "diversity/pairwise"
    case draftShare = "curriculum/draft_share"

    /// Whether the value depends on the machine and the moment, and so has no part in digests.
    public var isVolatile: Bool {
        switch self {
        case .stepTime, .rolloutTime, .updateTime, .scoringTime, .referenceTime,
            .forwardBackwardTime, .optimizerTime, .storeTime, .publishingTime, .recorderWait,
            .tokensPerSecond, .residentBytes:
            true
        default: false
        }
    }

    /// Whether the value follows from the step's revisions, and so adds nothing to a digest that
    /// they are part of.
    ///
    /// Runs recorded before such a metric was known have the digest of those that record it.
    public var isDerived: Bool {
        switch self {
        case .difficultyBase, .difficultyDrawn, .pairwiseDistance, .draftShare: true
        default: false
        }
    }

    /// What it is, in one line, with its unit.
    public var summary: String {
        switch self {
        case .reward: "mean reward of the step's completions"
        case .rewardStd: "mean over groups of the rewards' standard deviation"
        case .zeroStdFraction: "share of groups whose rewards are all equal"
        case .quality: "mean quality of the step's completions"
        case .solved: "share of completions that solve their turn"
        case .loss: "the GRPO objective's loss, KL term included"
        case .kl: "mean KL to the reference policy, k3 estimator, nats a token"
        case .entropy: "mean entropy of the sampling distribution, nats a token"
        case .clipRatio: "share of tokens whose ratio was clipped"
        case .gradNorm: "global norm of the gradient before clipping"
        case .learningRate: "learning rate of the step"
        case .completionLength: "mean tokens a completion, end token included"
        case .invalid: "share of completions that are invalid"
        case .copied: "share of unsolved drafts copied by an improve step"
        case .logProbDifference:
            "largest difference between log-probabilities at sampling and recomputed, nats"
        case .rewardBase: "mean reward of base groups"
        case .rewardImprove: "mean reward of improve groups"
        case .rewardDiverge: "mean reward of diverge groups"
        case .wrongToRight: "improve completions that solve an unsolved draft"
        case .rightToWrong: "improve completions that break a solved draft"
        case .diversity: "mean scaled distance to the group's centroid"
        case .shareBase: "share of base groups"
        case .shareImprove: "share of improve groups"
        case .shareDiverge: "share of diverge groups"
        case .depthMean: "mean depth of the groups drawn from the buffer"
        case .depthMax: "largest depth of the step's groups"
        case .turnMean: "mean turn of the groups drawn from the buffer, the first being 0"
        case .difficultyBase: "mean static difficulty of the tasks drawn anew, the domain's unit"
        case .difficultyDrawn: "mean static difficulty of the tasks drawn from the buffer"
        case .pairwiseDistance: "mean distance between the embeddings of two answers of a group"
        case .draftShare: "share of groups that start from a teacher's fresh draft"
        case .recency: "mean creation step of the groups drawn from the buffer"
        case .bufferShare: "share of groups drawn from the buffer"
        case .bufferSize: "entries in the buffer"
        case .scoreMean: "mean score of the buffer"
        case .scoreMin: "lowest score of the buffer"
        case .scoreMax: "highest score of the buffer"
        case .effectiveSize: "effective sample size of the buffer's draw, entries"
        case .admitted: "entries admitted in the step"
        case .evicted: "entries evicted in the step"
        case .refused: "offers refused in the step"
        case .skipped: "1 where the optimiser step was skipped as not finite"
        case .stepTime: "wall time of the step, seconds"
        case .rolloutTime: "wall time of sampling, seconds"
        case .updateTime: "wall time of learning from the completions, seconds"
        case .scoringTime: "wall time of judging the completions, seconds"
        case .referenceTime: "wall time of the reference policy's forward pass, seconds"
        case .forwardBackwardTime: "wall time of the policy's forward and backward pass, seconds"
        case .optimizerTime: "wall time of clipping, AdamW and packing weights, seconds"
        case .storeTime: "time the trainer gave to the store since the step before, seconds"
        case .publishingTime: "time the trainer gave to snapshots since the step before, seconds"
        case .recorderWait: "time the trainer waited for the recorder, seconds"
        case .tokensPerSecond: "sampled tokens a second of rollout"
        case .residentBytes: "resident memory of the process, bytes"
        }
    }
}
