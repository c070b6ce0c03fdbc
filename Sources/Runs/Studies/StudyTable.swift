/// What a study found: each arm's figures, and how they differ from the baseline's.
public struct StudyTable: Hashable, Sendable {
    /// One figure of one arm.
    public struct Cell: Hashable, Sendable {
        /// The figure.
        public let figure: StudyFigure
        /// One value a seed, in the order of the seeds.
        public let values: [Double]
        /// Their mean.
        public let mean: Double
        /// Their sample standard deviation; nil for a single seed.
        public let sd: Double?
        /// The mean difference to the baseline over the seeds that both have; nil for the baseline.
        public let difference: Double?
        /// Its 95 % bootstrap interval; nil where there are fewer than two seeds.
        public let interval: Bootstrap.Interval?
        /// Whether the interval resampled tasks besides seeds.
        public let resamplesTasks: Bool
    }

    /// One arm at one temperature.
    public struct Row: Hashable, Sendable {
        /// The arm.
        public let arm: String
        /// Its strategy.
        public let strategy: String
        /// The seeds that are there.
        public let seeds: [UInt64]
        /// Mean over seeds of the mean depth trained on.
        public let meanDepth: Double
        /// The deepest that any seed trained on.
        public let deepest: Double
        /// Its figures; those without a value are left out.
        public let cells: [Cell]
    }

    /// All arms at one temperature.
    public struct Block: Hashable, Sendable {
        /// The sampling temperature.
        public let temperature: Double
        /// One an arm, in the plan's order; arms without results are left out.
        public let rows: [Row]
    }

    /// The arm that differences are taken to.
    public let baseline: String
    /// The numbers of improve steps.
    public let k: [Int]
    /// Held-out tasks.
    public let count: Int
    /// One a temperature.
    public let blocks: [Block]

    /// The table of some results.
    ///
    /// - Parameters:
    ///   - results: one a run; any order.
    ///   - arms: the arms in the order of the table.
    ///   - baseline: the arm that differences are taken to.
    ///   - measurement: how the runs were measured.
    ///   - bootstrap: for the intervals.
    public init(
        of results: [StudyResult], arms: [String], baseline: String,
        measurement: StudyPlan.Measurement, bootstrap: Bootstrap = Bootstrap()
    ) {
        self.baseline = baseline
        k = measurement.k
        count = measurement.count
        let figures = StudyFigure.all(for: measurement, baselines: Self.baselines(in: results))
        let byArm = Dictionary(grouping: results, by: \.arm)
            .mapValues { $0.sorted { $0.seed < $1.seed } }
        blocks = measurement.temperatures.indices.map { place in
            var comparison = Comparison(
                baseline: byArm[baseline] ?? [], place: place, k: measurement.k,
                bootstrap: bootstrap)
            return Block(
                temperature: measurement.temperatures[place],
                rows: arms.compactMap { arm in
                    guard let results = byArm[arm], let first = results.first else { return nil }
                    return Row(
                        arm: arm, strategy: first.strategy, seeds: results.map(\.seed),
                        meanDepth: results.map(\.meanDepth).mean,
                        deepest: results.map(\.deepest).max() ?? 0,
                        cells: figures.compactMap {
                            comparison.cell($0, of: results, isBaseline: arm == baseline)
                        })
                })
        }
    }
}

extension StudyTable {
    /// The names of what searches without a policy, in the order they come.
    private static func baselines(in results: [StudyResult]) -> [String] {
        var names: [String] = []
        for measured in results.flatMap(\.measured) {
            guard case .search(let record, _) = measured else { continue }
            for method in record.methods where method.isBaseline && !names.contains(method.name) {
                names.append(method.name)
            }
        }
        return names
    }
}

/// Compares arms with one baseline at one temperature.
private struct Comparison {
    let baseline: [StudyResult]
    let place: Int
    let k: [Int]
    let bootstrap: Bootstrap
    /// Draws by the number of seeds and of multisets, since every arm has the same.
    private var drawn: [[Int]: [(seeds: [Int], clusters: [Int])]] = [:]

    init(baseline: [StudyResult], place: Int, k: [Int], bootstrap: Bootstrap) {
        self.baseline = baseline
        self.place = place
        self.k = k
        self.bootstrap = bootstrap
    }

    mutating func cell(
        _ figure: StudyFigure, of results: [StudyResult], isBaseline: Bool
    ) -> StudyTable.Cell? {
        let values = results.compactMap { self.value(figure, $0) }
        guard !values.isEmpty, values.count == results.count else { return nil }
        var difference: Double?
        var interval: Bootstrap.Interval?
        var resamplesTasks = false
        if !isBaseline {
            let pairs = results.compactMap { result in
                baseline.first { $0.seed == result.seed }.map { (result, $0) }
            }
            let differences = pairs.compactMap { one, other -> Double? in
                guard let a = value(figure, one), let b = value(figure, other) else { return nil }
                return a - b
            }
            if !differences.isEmpty, differences.count == pairs.count {
                difference = differences.mean
                if pairs.count > 1 {
                    if let found = taskInterval(figure, pairs) {
                        (interval, resamplesTasks) = (found, true)
                    } else {
                        interval = bootstrap.interval(
                            of: differences, weights: weights(differences.count, 0))
                    }
                }
            }
        }
        return StudyTable.Cell(
            figure: figure, values: values, mean: values.mean, sd: values.deviation,
            difference: difference, interval: interval, resamplesTasks: resamplesTasks)
    }

    private func value(_ figure: StudyFigure, _ result: StudyResult) -> Double? {
        result.measured.indices.contains(place)
            ? figure.value(of: result.measured[place]) : nil
    }

    private mutating func weights(
        _ seeds: Int, _ clusters: Int
    ) -> [(seeds: [Int], clusters: [Int])] {
        if let weights = drawn[[seeds, clusters]] { return weights }
        let weights = bootstrap.weights(seeds: seeds, clusters: clusters)
        drawn[[seeds, clusters]] = weights
        return weights
    }

    /// Resamples seeds and multisets; nil where a figure is no sum over chains, or the two arms were
    /// not measured on the same tasks.
    private mutating func taskInterval(
        _ figure: StudyFigure, _ pairs: [(StudyResult, StudyResult)]
    ) -> Bootstrap.Interval? {
        var places: [UInt32: Int] = [:]
        var sizes: [Int] = []
        var differences: [[Double]] = []
        var keys: [UInt32]?
        for (one, other) in pairs {
            let (a, b) = (one.measured[place], other.measured[place])
            guard let own = a.keys, own == b.keys, own == keys ?? own,
                let left = figure.parts(of: a, k: k), let right = figure.parts(of: b, k: k),
                left.count == own.count, right.count == own.count
            else { return nil }
            if keys == nil {
                keys = own
                for key in own {
                    let cluster = places[key] ?? places.count
                    places[key] = cluster
                    if cluster == sizes.count { sizes.append(0) }
                    sizes[cluster] += 1
                }
            }
            var sums = [Double](repeating: 0, count: sizes.count)
            for (index, key) in own.enumerated() {
                if let cluster = places[key] { sums[cluster] += left[index] - right[index] }
            }
            differences.append(sums)
        }
        guard
            let interval = bootstrap.interval(
                of: differences, sizes: sizes, weights: weights(pairs.count, sizes.count))
        else { return nil }
        guard figure.isCount else { return interval }
        let chains = Double(sizes.reduce(0, +))
        return Bootstrap.Interval(low: interval.low * chains, high: interval.high * chains)
    }
}

extension [Double] {
    /// The mean of at least one value.
    fileprivate var mean: Double { reduce(0, +) / Double(count) }

    /// The sample standard deviation; nil for fewer than two values.
    fileprivate var deviation: Double? {
        guard count > 1 else { return nil }
        let mean = mean
        return (reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(count - 1)).squareRoot()
    }
}
