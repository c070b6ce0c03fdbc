/// What one run of a study came to.
public struct StudyResult: Hashable, Codable, Sendable {
    /// One evaluation: its figures, and the outcomes at the numbers of improve steps that are told.
    public struct Measured: Hashable, Codable, Sendable {
        /// The figures.
        public let record: EvaluationRecord
        /// The outcomes behind them, at the plan's k alone; nil where only a record was kept.
        public let chains: EvaluationChains?

        /// Makes the value of its parts.
        public init(record: EvaluationRecord, chains: EvaluationChains?) {
            self.record = record
            self.chains = chains
        }
    }

    /// The arm.
    public let arm: String
    /// The strategy.
    public let strategy: String
    /// The seed.
    public let seed: UInt64
    /// The run.
    public let run: String
    /// Mean depth of the groups trained on, fresh tasks counting as 0.
    public let meanDepth: Double
    /// The deepest group trained on.
    public let deepest: Double
    /// One for each temperature, in the plan's order.
    public let measured: [Measured]

    /// Makes the value of its parts.
    public init(
        arm: String, strategy: String, seed: UInt64, run: String, meanDepth: Double,
        deepest: Double, measured: [Measured]
    ) {
        self.arm = arm
        self.strategy = strategy
        self.seed = seed
        self.run = run
        self.meanDepth = meanDepth
        self.deepest = deepest
        self.measured = measured
    }

    private enum CodingKeys: String, CodingKey {
        case arm, strategy, seed, run, deepest, measured
        case meanDepth = "mean_depth"
    }
}

extension EvaluationChains {
    /// The outcomes at some numbers of improve steps alone: what statistics need, in less space.
    ///
    /// - Parameter steps: indices along k; those that were not run are left out.
    /// - Returns: rows with one value for each.
    public func at(_ steps: [Int]) -> EvaluationChains {
        func pick<Value>(_ rows: [[Value]]) -> [[Value]] {
            rows.map { row in
                steps.compactMap { row.indices.contains($0) ? row[$0] : nil }
            }
        }
        return EvaluationChains(
            keys: keys, samples: samples, solved: pick(solved), quality: pick(quality),
            passed: pick(passed), majority: pick(majority))
    }
}
