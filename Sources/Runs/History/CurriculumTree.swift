/// The buffer as the tree it grew into: tasks, and below each the revisions made from it.
public struct CurriculumTree: Hashable, Codable, Sendable {
    /// Whether a node can still be drawn.
    public enum Standing: Hashable, Codable, Sendable {
        /// In the buffer, with the chance that a buffer draw takes it.
        case held(probability: Double)
        /// Pushed out at a step, when its score was the lowest.
        case evicted(step: Int, by: Int)
    }

    /// One entry of the buffer, present or past.
    public struct Node: Hashable, Codable, Sendable, Identifiable {
        /// The entry's id.
        public let id: Int
        /// The entry it was made from: that its group was drawn from; nil for one whose group posed
        /// a fresh task, or whose origin is no longer in the tree.
        public let parent: Int?
        /// The task.
        public let task: TaskID
        /// The turn it asks for.
        public let turn: Int
        /// The number of responses before.
        public let depth: Int
        /// What the prompt of its latest revision asked for; nil for a bare task.
        public let mode: RevisionMode?
        /// Quality of the revision it starts from; nil for a bare task.
        public let quality: Double?
        /// The revision it starts from, in one line; nil for a bare task.
        public let text: String?
        /// The revision it starts from; its chain can be opened.
        public let revision: RevisionID?
        /// Its learnability, or the one it was evicted with.
        public let score: Double
        /// The step it was inserted at.
        public let created: Int
        /// How often it was drawn.
        public let sampled: Int
        /// Whether it can still be drawn.
        public let standing: Standing

        /// Makes the value of its parts.
        public init(
            id: Int, parent: Int?, task: TaskID, turn: Int, depth: Int, mode: RevisionMode?,
            quality: Double?, text: String?, revision: RevisionID?, score: Double, created: Int,
            sampled: Int, standing: Standing
        ) {
            self.id = id
            self.parent = parent
            self.task = task
            self.turn = turn
            self.depth = depth
            self.mode = mode
            self.quality = quality
            self.text = text
            self.revision = revision
            self.score = score
            self.created = created
            self.sampled = sampled
            self.standing = standing
        }
    }

    /// One task with all its nodes.
    public struct Branch: Hashable, Codable, Sendable {
        /// The task.
        public let task: TaskID
        /// The task in one line.
        public let text: String
        /// Its nodes in the order of their ids: a parent comes before its children.
        public let nodes: [Node]

        /// Makes the value of its parts.
        public init(task: TaskID, text: String, nodes: [Node]) {
            self.task = task
            self.text = text
            self.nodes = nodes
        }
    }

    /// The step.
    public let step: Int
    /// The tasks, that with the highest score in the buffer first.
    public let branches: [Branch]
    /// Changes of the last steps, newest first; draws left out.
    public let changes: [BufferView.Change]

    /// Makes the value of its parts.
    public init(step: Int, branches: [Branch], changes: [BufferView.Change]) {
        self.step = step
        self.branches = branches
        self.changes = changes
    }
}
