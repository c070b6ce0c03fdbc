/// What one run of a study came to.
public struct StudyResult: Hashable, Codable, Sendable {
    /// One evaluation: its figures, and the outcomes behind them at the numbers of improve steps that
    /// are told; nil where only a record was kept.
    public enum Measured: Hashable, Sendable {
        /// Chains of revisions of a single turn.
        case chains(EvaluationRecord, EvaluationChains?)
        /// Whole episodes of several turns.
        case episodes(EpisodeRecord, EpisodeOutcomes?)
        /// Searches, and what they are held against.
        case search(SearchRecord, SearchOutcomes?)

        /// What a task's outcome is called first of all, at each of some k.
        ///
        /// - Parameter k: numbers of improve steps.
        /// - Returns: the share solved, of episodes that of first turns, of searches the private score
        ///   of the plain chain's last answer, or its quality; empty unless all are there.
        public func solve(at k: [Int]) -> [Double] {
            let (steps, shares) =
                switch self {
                case .chains(let record, _): (record.k, record.solve)
                case .episodes(let record, _): (record.k, record.firstTurn)
                case .search(let record, _): record.lastAnswers(at: k)
                }
            let values = Dictionary(zip(steps, shares)) { first, _ in first }
            let told = k.compactMap { values[$0] }
            return told.count == k.count ? told : []
        }

        /// Which tasks have outcomes, where each has one: what makes each the same problem as another.
        public var keys: [UInt32]? {
            switch self {
            case .chains(_, let chains): chains.flatMap { $0.samples == 1 ? $0.keys : nil }
            case .episodes(_, let outcomes): outcomes?.keys
            case .search(_, let outcomes): outcomes?.keys
            }
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

extension StudyResult.Measured: Codable {
    private enum CodingKeys: String, CodingKey {
        case record, chains, episodes, outcomes, search
    }

    /// Reads what `encode(to:)` wrote.
    ///
    /// - Parameter decoder: where from.
    /// - Throws: `DecodingError` for anything else.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        if let record = try container.decodeIfPresent(EpisodeRecord.self, forKey: .episodes) {
            self = .episodes(
                record, try container.decodeIfPresent(EpisodeOutcomes.self, forKey: .outcomes))
        } else if let record = try container.decodeIfPresent(SearchRecord.self, forKey: .search) {
            self = .search(
                record, try container.decodeIfPresent(SearchOutcomes.self, forKey: .outcomes))
        } else {
            self = .chains(
                try container.decode(EvaluationRecord.self, forKey: .record),
                try container.decodeIfPresent(EvaluationChains.self, forKey: .chains))
        }
    }

    /// Writes the figures and the outcomes.
    ///
    /// - Parameter encoder: where to.
    /// - Throws: what the encoder throws.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        switch self {
        case .chains(let record, let chains):
            try container.encode(record, forKey: .record)
            try container.encodeIfPresent(chains, forKey: .chains)
        case .episodes(let record, let outcomes):
            try container.encode(record, forKey: .episodes)
            try container.encodeIfPresent(outcomes, forKey: .outcomes)
        case .search(let record, let outcomes):
            try container.encode(record, forKey: .search)
            try container.encodeIfPresent(outcomes, forKey: .outcomes)
        }
    }
}

extension SearchRecord {
    /// What the plain chain's last answers are worth: steps, and a value for each.
    fileprivate func lastAnswers(at k: [Int]) -> ([Int], [Double]) {
        let found = k.compactMap { step in
            methods.first { $0.name == SearchMethod.lastAnswer(k: step).name }.map {
                (step, ($0.privateScore ?? $0.quality).mean)
            }
        }
        return (found.map(\.0), found.map(\.1))
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
