/// A question to a run's store.
///
/// Every screen of every recorded step is made of the answers.
public enum HistoryQuery: Hashable, Codable, Sendable {
    /// Curves, reduced to at most `points` buckets each; steps nil means all up to the newest.
    case series(metrics: [Metric], steps: ClosedRange<Int>?, points: Int)
    /// The warm start's records, all of them.
    case warmStart
    /// The buffer as it was after a step; nil means the newest.
    case buffer(step: Int?)
    /// Scores by depth over the `window` steps that end at a step; nil means the newest.
    case depths(step: Int?, window: Int)
    /// Evaluations up to a step; nil means all.
    case evaluations(upTo: Int?)
    /// The groups of one step, in order.
    case groups(step: Int)
    /// The newest episodes up to a step, deepest first within a step.
    case episodes(upTo: Int?, limit: Int)
    /// One revision chain.
    case chain(RevisionID)
    /// Log lines at or above a level, the newest `limit` whose id is below `before`.
    case log(level: LogLevel, before: Int?, limit: Int)
}

/// The answer to a `HistoryQuery`.
public enum HistoryAnswer: Hashable, Codable, Sendable {
    case series([Series])
    case warmStart([WarmStartRecord])
    case buffer(BufferView)
    case depths(DepthView)
    case evaluations([EvaluationRecord])
    case groups([GroupSummary])
    case episodes([EpisodeSummary])
    case chain(ChainView)
    case log([LogLine])
    /// The question could not be answered: one line that says why.
    case failed(String)
}

/// One metric over a range of steps, reduced.
public struct Series: Hashable, Codable, Sendable {
    /// Some consecutive steps of a series.
    public struct Bucket: Hashable, Codable, Sendable {
        /// The first step.
        public let step: Int
        /// Recorded values in the bucket.
        public let count: Int
        /// The lowest value.
        public let minimum: Double
        /// The highest value.
        public let maximum: Double
        /// The mean.
        public let mean: Double
        /// The last value.
        public let last: Double

        /// Makes the value of its parts.
        public init(
            step: Int, count: Int, minimum: Double, maximum: Double, mean: Double, last: Double
        ) {
            self.step = step
            self.count = count
            self.minimum = minimum
            self.maximum = maximum
            self.mean = mean
            self.last = last
        }
    }

    /// The metric.
    public let metric: Metric
    /// Its buckets, in order of steps; those without values are absent.
    public let buckets: [Bucket]

    /// Makes the value of its parts.
    public init(metric: Metric, buckets: [Bucket]) {
        self.metric = metric
        self.buckets = buckets
    }
}

/// The buffer after a step.
public struct BufferView: Hashable, Codable, Sendable {
    /// One entry, in words.
    public struct Row: Hashable, Codable, Sendable, Identifiable {
        /// The entry's id.
        public let id: Int
        /// The task.
        public let task: TaskID
        /// The task in one line.
        public let taskText: String
        /// The turn it asks for.
        public let turn: Int
        /// The number of responses before.
        public let depth: Int
        /// Its learnability.
        public let score: Double
        /// The step it was inserted at.
        public let created: Int
        /// How often it was drawn.
        public let sampled: Int
        /// The chance that a buffer draw takes it.
        public let probability: Double
        /// Quality of the revision it starts from; nil for a bare task.
        public let quality: Double?
        /// The revision it starts from, in one line.
        public let latestText: String?
        /// The revision it starts from; its chain can be opened.
        public let latest: RevisionID?

        /// Makes the value of its parts.
        public init(
            id: Int, task: TaskID, taskText: String, turn: Int, depth: Int, score: Double,
            created: Int, sampled: Int, probability: Double, quality: Double? = nil,
            latestText: String? = nil, latest: RevisionID? = nil
        ) {
            self.id = id
            self.task = task
            self.taskText = taskText
            self.turn = turn
            self.depth = depth
            self.score = score
            self.created = created
            self.sampled = sampled
            self.probability = probability
            self.quality = quality
            self.latestText = latestText
            self.latest = latest
        }
    }

    /// One change, with the step it happened at.
    public struct Change: Hashable, Codable, Sendable {
        /// The step.
        public let step: Int
        /// What happened.
        public let change: BufferChange

        /// Makes the value of its parts.
        public init(step: Int, change: BufferChange) {
            self.step = step
            self.change = change
        }
    }

    /// The step.
    public let step: Int
    /// Entries it may hold.
    public let capacity: Int
    /// The draw's sharpness.
    public let sharpness: Double
    /// The entries, highest score first.
    public let rows: [Row]
    /// Changes of the last steps, newest first; draws left out.
    public let changes: [Change]

    /// Makes the value of its parts.
    public init(step: Int, capacity: Int, sharpness: Double, rows: [Row], changes: [Change]) {
        self.step = step
        self.capacity = capacity
        self.sharpness = sharpness
        self.rows = rows
        self.changes = changes
    }
}

/// Scores by depth, in training and in the latest evaluation.
public struct DepthView: Hashable, Codable, Sendable {
    /// The last step of the window.
    public let step: Int
    /// Steps in the window.
    public let window: Int
    /// Training revisions by depth.
    public let scores: [DepthScore]
    /// Evaluations up to the step, oldest first.
    public let evaluations: [EvaluationRecord]

    /// Makes the value of its parts.
    public init(step: Int, window: Int, scores: [DepthScore], evaluations: [EvaluationRecord]) {
        self.step = step
        self.window = window
        self.scores = scores
        self.evaluations = evaluations
    }
}

/// One group in a list.
public struct GroupSummary: Hashable, Codable, Sendable {
    /// The step.
    public let step: Int
    /// Its index within the step.
    public let index: Int
    /// The task.
    public let task: TaskID
    /// The task in one line.
    public let taskText: String
    /// Depth of its completions.
    public let depth: Int
    /// What the prompt asked for.
    public let mode: RevisionMode
    /// Mean reward.
    public let reward: Double
    /// Variance of the rewards.
    public let learnability: Double
    /// The completion with the best quality.
    public let best: RevisionID
    /// The best quality.
    public let quality: Double

    /// Makes the value of its parts.
    public init(
        step: Int, index: Int, task: TaskID, taskText: String, depth: Int, mode: RevisionMode,
        reward: Double, learnability: Double, best: RevisionID, quality: Double
    ) {
        self.step = step
        self.index = index
        self.task = task
        self.taskText = taskText
        self.depth = depth
        self.mode = mode
        self.reward = reward
        self.learnability = learnability
        self.best = best
        self.quality = quality
    }
}

/// One episode in a list: the chain that ends in a revision.
public struct EpisodeSummary: Hashable, Codable, Sendable {
    /// The last revision.
    public let id: RevisionID
    /// The task.
    public let task: TaskID
    /// The task in one line.
    public let taskText: String
    /// Depth of the last revision.
    public let depth: Int
    /// How the last revision was asked for.
    public let mode: RevisionMode
    /// Quality of the last revision.
    public let quality: Double
    /// Quality of the revision before; nil for a draft.
    public let previous: Double?

    /// Makes the value of its parts.
    public init(
        id: RevisionID, task: TaskID, taskText: String, depth: Int, mode: RevisionMode,
        quality: Double, previous: Double? = nil
    ) {
        self.id = id
        self.task = task
        self.taskText = taskText
        self.depth = depth
        self.mode = mode
        self.quality = quality
        self.previous = previous
    }
}

/// A revision chain, in words.
public struct ChainView: Hashable, Codable, Sendable {
    /// One completion of a revision's group.
    public struct Sibling: Hashable, Codable, Sendable {
        /// Its id.
        public let id: RevisionID
        /// Its text.
        public let text: String
        /// Its quality.
        public let quality: Double
        /// Its reward.
        public let reward: Double
        /// Its advantage.
        public let advantage: Double
        /// Its scaled distance to the group's centroid.
        public let diversity: Double
        /// Whether it has the domain's form.
        public let isValid: Bool

        /// Makes the value of its parts.
        public init(
            id: RevisionID, text: String, quality: Double, reward: Double, advantage: Double,
            diversity: Double, isValid: Bool
        ) {
            self.id = id
            self.text = text
            self.quality = quality
            self.reward = reward
            self.advantage = advantage
            self.diversity = diversity
            self.isValid = isValid
        }
    }

    /// One revision of the chain.
    public struct Revision: Hashable, Codable, Sendable {
        /// Its id.
        public let id: RevisionID
        /// Number of responses before it.
        public let depth: Int
        /// Its turn.
        public let turn: Int
        /// What its prompt asked for.
        public let mode: RevisionMode
        /// The revision it was made from; nil for a draft.
        public let parent: RevisionID?
        /// The prompt.
        public let prompt: String
        /// The answer.
        public let text: String
        /// What a next step's prompt would show about it.
        public let feedback: String?
        /// Its quality.
        public let quality: Double
        /// Its reward.
        public let reward: Double
        /// Its advantage.
        public let advantage: Double
        /// Whether it has the domain's form.
        public let isValid: Bool
        /// Whether it solves its turn.
        public let isSolved: Bool
        /// Variance of its group's rewards.
        public let learnability: Double
        /// Its whole group, itself included, in order.
        public let siblings: [Sibling]

        /// Makes the value of its parts.
        public init(
            id: RevisionID, depth: Int, turn: Int, mode: RevisionMode, parent: RevisionID? = nil,
            prompt: String, text: String, feedback: String? = nil, quality: Double,
            reward: Double, advantage: Double, isValid: Bool, isSolved: Bool,
            learnability: Double, siblings: [Sibling]
        ) {
            self.id = id
            self.depth = depth
            self.turn = turn
            self.mode = mode
            self.parent = parent
            self.prompt = prompt
            self.text = text
            self.feedback = feedback
            self.quality = quality
            self.reward = reward
            self.advantage = advantage
            self.isValid = isValid
            self.isSolved = isSolved
            self.learnability = learnability
            self.siblings = siblings
        }
    }

    /// The last revision: the episode's name.
    public let episode: RevisionID
    /// The task.
    public let task: TaskID
    /// The task in one line.
    public let taskText: String
    /// The step of the last revision.
    public let step: Int
    /// The run's strategy.
    public let strategy: String
    /// The revisions, the draft first.
    public let revisions: [Revision]
    /// Revisions that were made from the last one.
    public let children: [RevisionID]
    /// Whether the chain's beginning is no longer in the store.
    public let isTruncated: Bool

    /// Makes the value of its parts.
    public init(
        episode: RevisionID, task: TaskID, taskText: String, step: Int, strategy: String,
        revisions: [Revision], children: [RevisionID], isTruncated: Bool
    ) {
        self.episode = episode
        self.task = task
        self.taskText = taskText
        self.step = step
        self.strategy = strategy
        self.revisions = revisions
        self.children = children
        self.isTruncated = isTruncated
    }
}

/// A log line with its place.
public struct LogLine: Hashable, Codable, Sendable, Identifiable {
    /// Its place in the log.
    public let id: Int
    /// The line.
    public let entry: LogEntry

    /// Makes the value of its parts.
    public init(id: Int, entry: LogEntry) {
        self.id = id
        self.entry = entry
    }
}
