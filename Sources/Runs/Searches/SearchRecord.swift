/// Searches on a fixed list of tasks, and what they are held against: what `redraft eval --search`
/// reports.
public struct SearchRecord: Hashable, Codable, Sendable {
    /// A mean over tasks.
    public struct Estimate: Hashable, Codable, Sendable {
        /// The mean.
        public let mean: Double
        /// Its 95 % bootstrap interval over tasks.
        public let interval: Bootstrap.Interval?

        /// Makes the value of its parts.
        public init(mean: Double, interval: Bootstrap.Interval?) {
            self.mean = mean
            self.interval = interval
        }
    }

    /// What one method came to.
    public struct Method: Hashable, Codable, Sendable {
        /// Its name.
        public let name: String
        /// Whether no policy takes part.
        public let isBaseline: Bool
        /// Answers it may execute for a task.
        public let executions: Int
        /// Mean private score of the answer it ends with; nil where nothing is kept private.
        public let privateScore: Estimate?
        /// Mean quality of that answer.
        public let quality: Estimate
        /// Share of tasks with a medal; nil where nothing is kept private.
        public let anyMedal: Estimate?
        /// Tasks with each medal, by its name; nil where nothing is kept private.
        public let medals: [String: Int]?
        /// Share of tasks better than half of the reference answers; nil where nothing is kept
        /// private.
        public let aboveMedian: Estimate?
        /// Mean number of different answers executed for a task.
        public let distinct: Double
        /// Share of executed answers that were invalid.
        public let invalid: Double

        /// Makes the value of its parts.
        public init(
            name: String, isBaseline: Bool, executions: Int, privateScore: Estimate?,
            quality: Estimate, anyMedal: Estimate?, medals: [String: Int]?, aboveMedian: Estimate?,
            distinct: Double, invalid: Double
        ) {
            self.name = name
            self.isBaseline = isBaseline
            self.executions = executions
            self.privateScore = privateScore
            self.quality = quality
            self.anyMedal = anyMedal
            self.medals = medals
            self.aboveMedian = aboveMedian
            self.distinct = distinct
            self.invalid = invalid
        }

        private enum CodingKeys: String, CodingKey {
            case name, executions, quality, medals, distinct, invalid
            case isBaseline = "baseline"
            case privateScore = "private"
            case anyMedal = "any_medal"
            case aboveMedian = "above_median"
        }
    }

    /// The training step of the policy; 0 is the warm start.
    public let step: Int
    /// The domain.
    public let domain: String
    /// `held-out`, `train` or `development`.
    public let split: String
    /// Tasks.
    public let count: Int
    /// Sampling temperature.
    public let temperature: Double
    /// What a search may spend on a task.
    public let budget: SearchBudget
    /// The policy's methods, then those without a policy.
    public let methods: [Method]

    /// The figures of some outcomes.
    ///
    /// - Parameters:
    ///   - step: the training step of the policy.
    ///   - domain: the domain.
    ///   - split: of the tasks.
    ///   - temperature: of the sampling.
    ///   - budget: what a search may spend on a task.
    ///   - outcomes: of each method on each task.
    ///   - bootstrap: for the intervals.
    public init(
        step: Int, domain: String, split: String, temperature: Double, budget: SearchBudget,
        outcomes: SearchOutcomes, bootstrap: Bootstrap = Bootstrap()
    ) {
        self.step = step
        self.domain = domain
        self.split = split
        self.count = outcomes.keys.count
        self.temperature = temperature
        self.budget = budget
        let clusters = TaskClusters(outcomes.keys, bootstrap)
        methods = outcomes.methods.map { Self.figures(of: $0, clusters) }
    }

    private enum CodingKeys: String, CodingKey {
        case step, domain, split, count, temperature, budget, methods
    }

    private static func figures(
        of method: SearchOutcomes.Method, _ clusters: TaskClusters
    ) -> Method {
        let isPrivate = !method.privateScore.isEmpty
        let count = Double(max(method.quality.count, 1))
        return Method(
            name: method.name, isBaseline: method.isBaseline, executions: method.executions,
            privateScore: isPrivate ? clusters.estimate(method.privateScore) : nil,
            quality: clusters.estimate(method.quality),
            anyMedal: isPrivate ? clusters.estimate(method.medal.map { $0 == nil ? 0 : 1 }) : nil,
            medals: isPrivate
                ? Dictionary(
                    uniqueKeysWithValues: Medal.allCases.map { medal in
                        (medal.rawValue, method.medal.count { $0 == medal })
                    }) : nil,
            aboveMedian: isPrivate
                ? clusters.estimate(method.isAboveMedian.map { $0 ? 1 : 0 }) : nil,
            distinct: Double(method.distinct.reduce(0, +)) / count,
            invalid: Double(method.invalid.reduce(0, +))
                / (count * Double(max(method.executions, 1))))
    }
}

/// Tasks by what makes them the same problem, and how often each problem is drawn anew.
private struct TaskClusters {
    private let places: [Int]
    private let sizes: [Int]
    private let bootstrap: Bootstrap
    private let weights: [(seeds: [Int], clusters: [Int])]

    init(_ keys: [UInt32], _ bootstrap: Bootstrap) {
        var known: [UInt32: Int] = [:]
        var sizes: [Int] = []
        places = keys.map { key in
            let place = known[key] ?? sizes.count
            if place == sizes.count {
                known[key] = place
                sizes.append(0)
            }
            sizes[place] += 1
            return place
        }
        self.sizes = sizes
        self.bootstrap = bootstrap
        weights = bootstrap.weights(seeds: 1, clusters: sizes.count)
    }

    func estimate(_ values: [Double]) -> SearchRecord.Estimate {
        var sums = [Double](repeating: 0, count: sizes.count)
        for (place, value) in zip(places, values) { sums[place] += value }
        return SearchRecord.Estimate(
            mean: values.reduce(0, +) / Double(max(values.count, 1)),
            interval: sizes.count > 1
                ? bootstrap.interval(of: [sums], sizes: sizes, weights: weights) : nil)
    }
}
