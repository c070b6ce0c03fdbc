/// How far a study is.
public struct StudyProgress: Hashable, Sendable {
    /// How far one run of it is.
    public enum Stage: Hashable, Sendable {
        /// Not begun, or given up to be gone on with another time.
        case waiting
        /// In its warm start, which others wait for: what is done of how much.
        case warmStart(done: Int, total: Int)
        /// In training.
        case training(step: Int, steps: Int)
        /// Being measured: rounds done, of how many.
        case measuring(done: Int, total: Int)
        /// Done: the share solved at each of the study's k, at its first temperature; where whole
        /// episodes are measured, the share of first turns.
        case done(solve: [Double])
        /// Failed, and why.
        case failed(String)
    }

    /// One run.
    public struct Cell: Hashable, Sendable {
        /// The run.
        public let run: RunID
        /// Its arm.
        public let arm: String
        /// Its seed.
        public let seed: UInt64
        /// How far it is.
        public let stage: Stage

        /// Makes the value of its parts.
        public init(run: RunID, arm: String, seed: UInt64, stage: Stage) {
            self.run = run
            self.arm = arm
            self.seed = seed
            self.stage = stage
        }
    }

    /// The study.
    public let name: String
    /// Its arms, in the order of the tables.
    public let arms: [String]
    /// Its seeds.
    public let seeds: [UInt64]
    /// The numbers of improve steps that are told.
    public let k: [Int]
    /// What is measured.
    public let kind: StudyPlan.Measurement.Kind
    /// The temperature of what runs solve.
    public let temperature: Double
    /// Its runs, seed by seed.
    public let cells: [Cell]
    /// What is left to train, in seconds, as far as it can be told.
    public let remainingSeconds: Double?
    /// Whether it writes its checkpoints to end.
    public let isStopping: Bool
    /// Whether nothing of it is under way any more, nor will be.
    public let isOver: Bool

    /// Makes the value of its parts.
    public init(
        name: String, arms: [String], seeds: [UInt64], k: [Int],
        kind: StudyPlan.Measurement.Kind = .chains, temperature: Double,
        cells: [Cell], remainingSeconds: Double?, isStopping: Bool, isOver: Bool
    ) {
        self.name = name
        self.arms = arms
        self.seeds = seeds
        self.k = k
        self.kind = kind
        self.temperature = temperature
        self.cells = cells
        self.remainingSeconds = remainingSeconds
        self.isStopping = isStopping
        self.isOver = isOver
    }

    /// Runs that are done.
    public var doneCount: Int {
        cells.count { if case .done = $0.stage { true } else { false } }
    }

    /// An arm's mean share solved, or what else is told first, at each k over the runs of it that are done.
    ///
    /// - Parameter arm: its name.
    /// - Returns: as many as the study has k; empty while none is done.
    public func solve(of arm: String) -> [Double] {
        let all = cells.compactMap { cell -> [Double]? in
            guard cell.arm == arm, case .done(let solve) = cell.stage, solve.count == k.count
            else { return nil }
            return solve
        }
        guard !all.isEmpty else { return [] }
        return k.indices.map { index in
            all.map { $0[index] }.reduce(0, +) / Double(all.count)
        }
    }
}
