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

    /// A teacher's draft that a chain started from: no revision of the run, and so without an id.
    public struct TeacherDraft: Hashable, Codable, Sendable {
        /// Its text.
        public let text: String
        /// Its quality.
        public let quality: Double
        /// Whether it solves its turn.
        public let isSolved: Bool

        /// Makes the value of its parts.
        public init(text: String, quality: Double, isSolved: Bool) {
            self.text = text
            self.quality = quality
            self.isSolved = isSolved
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
    /// What the first revision was made from where that is a teacher's draft; nil where the draft is
    /// the first revision itself.
    public let teacherDraft: TeacherDraft?

    /// Makes the value of its parts.
    public init(
        episode: RevisionID, task: TaskID, taskText: String, step: Int, strategy: String,
        revisions: [Revision], children: [RevisionID], isTruncated: Bool,
        teacherDraft: TeacherDraft? = nil
    ) {
        self.episode = episode
        self.task = task
        self.taskText = taskText
        self.step = step
        self.strategy = strategy
        self.revisions = revisions
        self.children = children
        self.isTruncated = isTruncated
        self.teacherDraft = teacherDraft
    }
}
