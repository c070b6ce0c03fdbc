/// One task's answers as points of a plane: near ones are alike.
public struct AnswerMap: Hashable, Codable, Sendable {
    /// Equal answers.
    public struct Point: Hashable, Codable, Sendable {
        /// The place along the first principal axis of the answers' embeddings.
        public let x: Double
        /// The place along the second.
        public let y: Double
        /// How often it was given.
        public let count: Int
        /// The step that gave it first.
        public let first: Int
        /// The step that gave it last.
        public let last: Int
        /// Whether it solves its turn.
        public let isSolved: Bool

        /// Makes the value of its parts.
        public init(x: Double, y: Double, count: Int, first: Int, last: Int, isSolved: Bool) {
            self.x = x
            self.y = y
            self.count = count
            self.first = first
            self.last = last
            self.isSolved = isSolved
        }
    }

    /// The task; nil if the run has no answers.
    public let task: TaskID?
    /// The task in words.
    public let text: String
    /// Groups that were spent on it.
    public let groups: Int
    /// Its answers, those last given latest.
    public let points: [Point]
    /// The shares of the answers' variance that the two axes show.
    public let shares: [Double]

    /// Makes the value of its parts.
    public init(task: TaskID?, text: String, groups: Int, points: [Point], shares: [Double]) {
        self.task = task
        self.text = text
        self.groups = groups
        self.points = points
        self.shares = shares
    }
}
