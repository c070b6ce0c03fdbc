/// Everything that determines a run's trajectory, and how it is saved.
///
/// Keys follow TRL where TRL has one. `ConfigurationKey.all` names, documents, reads and writes
/// every key; files, `--set`, the resolved `config.yaml` and the form go through that table.
/// Threads are not here: they do not change a single bit.
public struct RunConfiguration: Hashable, Sendable {
    /// Sign-fill countdown's knobs.
    public struct Math: Hashable, Sendable {
        /// Numbers in a task.
        public var numbers = 8
        /// The largest number.
        public var largest = 12
        /// The largest target.
        public var target = 40
        /// Whether `*` (multiply into the term before) is allowed.
        public var multiply = false
        /// Whether prompts show what the draft's sum is and how far off.
        public var feedback = true
    }

    /// The policy's shape; the vocabulary is the domain's.
    public struct Model: Hashable, Sendable {
        /// Decoder layers.
        public var layers = 3
        /// Width of the residual stream.
        public var hidden = 64
        /// Query heads.
        public var heads = 4
        /// Key and value heads.
        public var keyValueHeads = 4
        /// Width inside SwiGLU.
        public var intermediate = 172
        /// Base of the rotary positions; small, since prompts are short.
        public var ropeTheta = 100.0
        /// Whether the head shares the embedding's weights.
        public var tied = true
        /// What keys and values are rounded to.
        public var cachePrecision = StoredPrecision.float32
        /// What matrices are rounded to where they are multiplied with.
        public var weightPrecision = StoredPrecision.float32
    }

    /// The supervised warm start.
    public struct WarmStart: Hashable, Sendable {
        /// Seed of initial weights and teacher rows; apart from the run's, so that runs with
        /// different seeds share one warm start.
        public var seed = 1
        /// Most optimiser steps.
        public var steps = 4000
        /// Rows a step.
        public var batch = 128
        /// Peak learning rate.
        public var learningRate = 3e-3
        /// Steps of linear warm-up.
        public var warmup = 100
        /// Share of the teacher's rows that are good.
        public var goodShare = 0.5
        /// Steps between probes on training tasks; each probe may stop the warm start.
        public var probeSteps = 500
        /// Stop when this share of probe tasks is solved by any of 17 drafts.
        public var stopPassAt = 0.8
        /// Stop too when this share is already solved by one draft.
        public var stopSolve = 0.15
    }

    /// The task buffer.
    public struct Curriculum: Hashable, Sendable {
        /// Entries it may hold (N).
        public var capacity = 256
        /// Entries below which nothing is drawn (B_min).
        public var minimum = 32
        /// Chance that a prompt comes from the buffer (p), at the first step.
        public var probability = 0.5
        /// Share of that chance left at the last step; linear between.
        public var probabilityFinal = 1.0
        /// Chance that a step from a revision asks for a divergent answer (p_div).
        public var divergeProbability = 0.2
        /// Chance that a step from a revision of the buffer starts from a fresh draft instead.
        public var freshDrafts = 0.0
        /// Softmax sharpness over scores (kappa).
        public var sharpness = 10.0
        /// Share of draws that go by the steps since an entry's score was set (rho).
        public var staleness = 0.0
        /// Which completions become histories.
        public var history = HistoryChoice.random
        /// Whether the turns that follow on a rewritten one enter too, each with its answer.
        public var prefixes = true
    }

    /// The strategy `chain`.
    public struct Chain: Hashable, Sendable {
        /// Revisions in a chain, the draft included (K).
        public var depth = 4
    }

    /// The diversity bonus.
    public struct Diversity: Hashable, Sendable {
        /// How it multiplies advantages.
        public var form = DiversityForm.positive
        /// The largest multiplier of `range`.
        public var cap = 4.0
    }

    /// Evaluation.
    public struct Evaluation: Hashable, Sendable {
        /// Steps between evaluations while training; 0 evaluates at the end only.
        public var steps = 100
        /// Tasks of an evaluation while training.
        public var count = 128
        /// Tasks of the final evaluation.
        public var finalCount = 512
        /// Improve steps after the draft.
        public var k = 16
        /// Sampling temperature.
        public var temperature = 1.0
    }

    /// Where the values started.
    public var preset = Preset.default
    /// Seed of every random draw.
    public var seed: UInt64 = 1
    /// The domain's name.
    public var domain = "math"
    /// The domain's named level, 1 to 3.
    public var level = 2
    /// Which parts of ExIt are used.
    public var strategy = Strategy.exit
    /// Training steps.
    public var steps = 600
    /// Training tasks that fresh prompts are drawn from; 0 draws from all.
    ///
    /// Which ones depends on the run's seed, and on no strategy. The warm start, which runs share,
    /// knows no such limit.
    public var trainTasks = 0
    /// A person's own tasks, as the domain writes tasks, that fresh prompts are drawn from; none draws
    /// the domain's.
    ///
    /// They are part of the configuration, so that a run needs no file but its own.
    public var tasks: [String] = []
    /// The math domain.
    public var math = Math()
    /// The tools domain.
    public var tools = ToolSettings()
    /// The mle domain.
    public var mle = PipelineDomainSettings()
    /// The policy's shape.
    public var model = Model()
    /// The warm start.
    public var warmStart = WarmStart()
    /// Groups a step (P).
    public var promptsPerStep = 32
    /// Completions a group (G).
    public var numGenerations = 8
    /// Learning rate at the first step.
    public var learningRate = 5e-4
    /// Share of the learning rate left at the last step; linear between.
    public var learningRateFinal = 0.1
    /// AdamW's first decay.
    public var adamBeta1 = 0.9
    /// AdamW's second decay.
    public var adamBeta2 = 0.98
    /// AdamW's epsilon.
    public var adamEpsilon = 1e-8
    /// AdamW's decoupled weight decay.
    public var weightDecay = 0.0
    /// Gradients are clipped to this global norm.
    public var maxGradNorm = 1.0
    /// Optimiser steps on each batch (mu).
    public var numIterations = 1
    /// Clip range of the ratio (epsilon).
    public var epsilon = 0.2
    /// Weight of the KL to the reference policy (beta).
    public var beta = 0.03
    /// Sampling temperature of rollouts.
    public var temperature = 1.0
    /// How token losses are averaged.
    public var lossType = LossAveraging.grpo
    /// Whether advantages are divided by the group's standard deviation.
    public var scaleRewards = true
    /// The smallest deviation that advantages are divided by.
    public var scaleRewardsFloor = 0.0
    /// What of a group's rewards is raised: their mean or the best.
    public var groupObjective = GroupObjective.mean
    /// Completions of which the best counts (k); 0 is the whole group.
    public var groupObjectiveSize = 0
    /// Steps between refreshes of the reference policy; 0 never refreshes.
    public var refModelSyncSteps = 0
    /// Weight of the policy in a refresh (alpha): reference = alpha policy + (1 - alpha) reference.
    public var refModelMixupAlpha = 1.0
    /// Reward of base and diverge steps.
    public var reward = RewardForm.quality
    /// Reward of improve steps.
    public var rewardImprove = RewardForm.gain
    /// The task buffer.
    public var curriculum = Curriculum()
    /// The strategy `chain`.
    public var chain = Chain()
    /// The diversity bonus.
    public var diversity = Diversity()
    /// Evaluation.
    public var evaluation = Evaluation()
    /// Partial sums a gradient is added from; fixes the order of additions whatever the threads.
    public var gradientShards = 8
    /// Steps between checkpoints.
    public var saveSteps = 50
    /// Checkpoints kept.
    public var saveTotalLimit = 3
    /// Whether the last checkpoint holds the model alone: small enough to share, and not to be
    /// trained on.
    public var saveOnlyModel = false

    /// The default configuration.
    public init() {}

    /// A preset's configuration.
    ///
    /// `paper` follows the paper where scale does not decide: exact rewards on every step, Eq. 6
    /// for the bonus, p = .5, p_div = .2, no staleness, k3, per-sequence loss. Learning rate,
    /// prompts, steps, the net, sharpness, beta, capacity and minimum stay at this scale's values.
    ///
    /// - Parameter preset: which.
    public init(preset: Preset) {
        self.preset = preset
        if preset == .paper {
            reward = .exact
            rewardImprove = .exact
            diversity.form = .range
        }
    }

    /// Sets the domain's knobs of a named level.
    ///
    /// - Parameter level: 1 to 3.
    public mutating func apply(level: Int) {
        self.level = level
        switch domain {
        case "tools": applyTools(level: level)
        case "mle": applyPipelines(level: level)
        default: applyMath(level: level)
        }
    }

    private mutating func applyMath(level: Int) {
        switch level {
        case 1:
            (math.numbers, math.largest, warmStart.steps) = (6, 9, 2500)
        case 3:
            (math.numbers, math.largest, warmStart.steps) = (10, 20, 6000)
        default:
            (math.numbers, math.largest, warmStart.steps) = (8, 12, 4000)
        }
    }
}

extension RunConfiguration: Codable {
    /// Reads an object of keys and values, both text, over the defaults.
    public init(from decoder: any Decoder) throws {
        let object = try decoder.singleValueContainer().decode([String: String].self)
        self.init()
        // In the table's order, since a level sets other keys.
        for key in ConfigurationKey.all {
            if let text = object[key.name] { try key.write(text, to: &self) }
        }
    }

    /// Writes an object of keys and values, both text.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(
            Dictionary(
                uniqueKeysWithValues: ConfigurationKey.all.map { ($0.name, $0.read(self)) }))
    }
}
