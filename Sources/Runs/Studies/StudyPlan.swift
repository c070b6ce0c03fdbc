/// What a study compares: arms, each trained with the same seeds from the same warm start.
public struct StudyPlan: Hashable, Sendable {
    /// Settings with a name of their own.
    public struct Arm: Hashable, Sendable {
        /// Its name in tables and in the names of its runs.
        public let name: String
        /// Its configuration, all but the seed; every value checked.
        public let configuration: RunConfiguration

        /// Makes the value of its parts.
        public init(name: String, configuration: RunConfiguration) {
            self.name = name
            self.configuration = configuration
        }
    }

    /// How the policy at the end of every run is measured.
    public struct Measurement: Hashable, Codable, Sendable {
        /// What is measured.
        public enum Kind: Hashable, Sendable {
            /// Chains of revisions of the first turn.
            case chains
            /// Whole episodes, with k improve steps in every turn.
            case episodes
            /// Searches, and what they are held against.
            case search
        }

        /// The numbers of improve steps to tell figures at, ascending; chains go on to the last.
        public var k: [Int]
        /// Sampling temperatures.
        public var temperatures: [Double]
        /// Held-out tasks.
        public var count: Int
        /// Whether whole episodes are measured, with k improve steps in every turn, instead of chains
        /// of the first turn.
        public var episodes: Bool
        /// What a search may spend, where searches are measured instead of chains.
        public var search: SearchBudget?

        /// Makes the value of its parts.
        public init(
            k: [Int] = [0, 1, 2, 4, 8, 16, 32, 64], temperatures: [Double] = [1, 0.5],
            count: Int = 512, episodes: Bool = false, search: SearchBudget? = nil
        ) {
            self.k = k
            self.temperatures = temperatures
            self.count = count
            self.episodes = episodes
            self.search = search
        }

        /// Reads a measurement; without a word on episodes or searches it is one of chains.
        ///
        /// - Parameter decoder: where from.
        /// - Throws: `DecodingError` for anything else.
        public init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: CodingKeys.self)
            self.init(
                k: try container.decode([Int].self, forKey: .k),
                temperatures: try container.decode([Double].self, forKey: .temperatures),
                count: try container.decode(Int.self, forKey: .count),
                episodes: try container.decodeIfPresent(Bool.self, forKey: .episodes) ?? false,
                search: try container.decodeIfPresent(SearchBudget.self, forKey: .search))
        }

        /// What is measured.
        public var kind: Kind { search != nil ? .search : episodes ? .episodes : .chains }

        /// Improve steps of a chain.
        public var longest: Int { k.last ?? 0 }
    }

    /// One run of a study.
    public struct Run: Hashable, Sendable {
        /// Its arm.
        public let arm: String
        /// Its seed.
        public let seed: UInt64
        /// Its name: study, arm and seed.
        public let id: RunID
        /// Its configuration.
        public let configuration: RunConfiguration
    }

    /// The study's name, that of its folder and first in the names of its runs.
    public let name: String
    /// What it asks, for a person.
    public let about: String
    /// The seeds that every arm is trained with.
    public let seeds: [UInt64]
    /// The arms, in the order of the tables.
    public let arms: [Arm]
    /// The arm that differences are taken to.
    public let baseline: String
    /// How policies are measured.
    public let measurement: Measurement
    /// The runs, seed by seed, so that what is there early says something about every arm.
    public let runs: [Run]

    /// A plan.
    ///
    /// - Parameters:
    ///   - name: a run's name is made of it.
    ///   - about: what it asks.
    ///   - seeds: at least one, none twice.
    ///   - arms: at least one, none twice.
    ///   - baseline: one of the arms.
    ///   - measurement: how policies are measured.
    /// - Throws: `ConfigurationError` for a part that is missing, given twice, or names no run.
    public init(
        name: String, about: String, seeds: [UInt64], arms: [Arm], baseline: String,
        measurement: Measurement
    ) throws(ConfigurationError) {
        self.name = name
        self.about = about
        self.seeds = seeds
        self.arms = arms
        self.baseline = baseline
        self.measurement = measurement
        guard !seeds.isEmpty, Set(seeds).count == seeds.count else {
            throw ConfigurationError(
                key: "seeds", value: "\(seeds)", accepted: "at least one seed, none twice")
        }
        guard !arms.isEmpty, Set(arms.map(\.name)).count == arms.count else {
            throw ConfigurationError(
                key: "arms", value: arms.map(\.name).joined(separator: ", "),
                accepted: "at least one arm, none twice")
        }
        guard arms.contains(where: { $0.name == baseline }) else {
            throw ConfigurationError(
                key: "baseline", value: baseline,
                accepted: "one of the arms, " + arms.map(\.name).joined(separator: ", "))
        }
        let k = measurement.k
        guard !k.isEmpty, zip(k, k.dropFirst()).allSatisfy({ $0 < $1 }),
            k.allSatisfy({ (0...1024).contains($0) })
        else {
            throw ConfigurationError(
                key: "evaluation.k", value: "\(k)",
                accepted: "ascending whole numbers from 0 to 1024")
        }
        guard !measurement.temperatures.isEmpty,
            measurement.temperatures.allSatisfy({ (0...100).contains($0) }),
            Set(measurement.temperatures).count == measurement.temperatures.count
        else {
            throw ConfigurationError(
                key: "evaluation.temperatures", value: "\(measurement.temperatures)",
                accepted: "numbers from 0 to 100, none twice")
        }
        guard (1...100_000).contains(measurement.count) else {
            throw ConfigurationError(
                key: "evaluation.count", value: "\(measurement.count)",
                accepted: "a whole number from 1 to 100000")
        }
        if let search = measurement.search {
            guard !measurement.episodes else {
                throw ConfigurationError(
                    key: "evaluation.search", value: "true",
                    accepted: "either search or episodes")
            }
            if let problem = search.problem {
                throw ConfigurationError(
                    key: "evaluation.\(problem.key)", value: "\(problem.value)",
                    accepted: problem.accepted)
            }
        }
        var runs: [Run] = []
        for seed in seeds {
            for arm in arms {
                let text = "\(name)-\(arm.name)-s\(seed)"
                guard let id = RunID(text) else {
                    throw ConfigurationError(
                        key: "arms", value: arm.name,
                        accepted: "names that make a run's, \(RunID.accepted), not '\(text)'")
                }
                var configuration = arm.configuration
                configuration.seed = seed
                runs.append(Run(arm: arm.name, seed: seed, id: id, configuration: configuration))
            }
        }
        self.runs = runs
    }
}
