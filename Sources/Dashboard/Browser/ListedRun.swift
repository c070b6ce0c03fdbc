import Runs

/// One run in the list of runs.
public struct ListedRun: Hashable, Sendable {
    /// The run.
    public let run: RunID
    /// Its folder.
    public let path: String
    /// The folder it was found under, such as `sample-runs`.
    public let place: String
    /// Its strategy; nil if it can't be read.
    public let strategy: Strategy?
    /// One word: `training`, `paused`, `finished`, `interrupted`, `failed`, `unreadable`.
    public let state: String
    /// The newest step.
    public let step: Int
    /// The steps asked for.
    public let steps: Int
    /// What the folder holds.
    public let bytes: Int
    /// Seconds since 1970 of its last change.
    public let changed: Double
    /// Why it can't be opened, if it can't.
    public let problem: String?
    /// Its configuration; nil if it can't be read.
    public let configuration: RunConfiguration?
    /// Its reward from the first step to the newest, reduced to a few values.
    public let rewards: [Double]
    /// The share of held-out tasks its newest evaluation solved after the last improve step, with
    /// that step's number.
    public let solve: Solve?
    /// The run and step it was forked from, in words; nil if it was not.
    public let origin: String?
    /// Whether it was put aside in the archive.
    public let isArchived: Bool

    /// What an evaluation solved.
    public struct Solve: Hashable, Sendable {
        /// Improve steps.
        public let k: Int
        /// The share solved.
        public let share: Double

        /// Makes the value of its parts.
        public init(k: Int, share: Double) {
            self.k = k
            self.share = share
        }
    }

    /// Makes the value of its parts.
    public init(
        run: RunID, path: String, place: String, strategy: Strategy?, state: String, step: Int,
        steps: Int, bytes: Int, changed: Double, problem: String? = nil,
        configuration: RunConfiguration? = nil, rewards: [Double] = [], solve: Solve? = nil,
        origin: String? = nil, isArchived: Bool = false
    ) {
        self.run = run
        self.path = path
        self.place = place
        self.strategy = strategy
        self.state = state
        self.step = step
        self.steps = steps
        self.bytes = bytes
        self.changed = changed
        self.problem = problem
        self.configuration = configuration
        self.rewards = rewards
        self.solve = solve
        self.origin = origin
        self.isArchived = isArchived
    }
}

extension ListedRun: FilterRow {
    static let numbers = ["step", "solved", "seed", "level"]
    static let texts = ["run", "state", "strategy", "folder"]

    func number(_ key: String) -> Double? {
        switch key {
        case "step": Double(step)
        case "solved": solve?.share
        case "seed": configuration.map { Double($0.seed) }
        default: configuration.map { Double($0.level) }
        }
    }

    func text(_ key: String) -> String? {
        switch key {
        case "run": run.name
        case "state": isArchived ? "archived" : state
        case "strategy": strategy?.rawValue
        default: place
        }
    }

    var words: String { "\(run.name) \(origin ?? "")" }
}
