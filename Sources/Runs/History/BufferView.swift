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
        /// The chance that a draw of the next step takes it.
        public let probability: Double
        /// Quality of the revision it starts from; nil for a bare task.
        public let quality: Double?
        /// The revision it starts from, in one line.
        public let latestText: String?
        /// The revision it starts from; its chain can be opened.
        public let latest: RevisionID?

        /// Whether it is a task without any answer to it yet.
        public var isBare: Bool { latest == nil && latestText == nil }

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
