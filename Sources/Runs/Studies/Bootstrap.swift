/// Bootstrap intervals of differences between two arms trained with the same seeds.
///
/// Seeds are resampled with replacement, then number multisets, of which all tasks go together: both
/// are what another study would draw anew. The two arms stay paired by seed and by task.
///
/// - Source: Efron and Tibshirani, *An Introduction to the Bootstrap*, 1993: the percentile interval
///   and resampling in two stages.
public struct Bootstrap: Hashable, Sendable {
    /// An interval that holds 95 % of the resampled differences.
    public struct Interval: Hashable, Codable, Sendable {
        /// Its lower end.
        public let low: Double
        /// Its upper end.
        public let high: Double

        /// Makes the value of its parts.
        public init(low: Double, high: Double) {
            self.low = low
            self.high = high
        }
    }

    /// How often to resample.
    public let resamples: Int
    private let seed: UInt64

    /// A bootstrap.
    ///
    /// - Precondition: at least one resample.
    /// - Parameters:
    ///   - resamples: how often.
    ///   - seed: of its draws.
    public init(resamples: Int = 2_000, seed: UInt64 = 0x2509_0457) {
        precondition(resamples > 0, "a bootstrap of no resamples")
        self.resamples = resamples
        self.seed = seed
    }

    /// How often each seed and each multiset is drawn, resample by resample: the same for every figure
    /// and every arm, so that their intervals belong together.
    ///
    /// - Parameters:
    ///   - seeds: the number of seeds.
    ///   - clusters: the number of multisets.
    /// - Returns: one pair of counts a resample.
    public func weights(seeds: Int, clusters: Int) -> [(seeds: [Int], clusters: [Int])] {
        (0..<resamples).map { resample in
            func counts(_ number: Int, _ group: Int) -> [Int] {
                var generator = CounterGenerator(
                    seed: seed, purpose: .bootstrap, step: resample, group: group)
                var counts = [Int](repeating: 0, count: number)
                for _ in 0..<number { counts[generator.below(number)] += 1 }
                return counts
            }
            return (seeds > 0 ? counts(seeds, 0) : [], clusters > 0 ? counts(clusters, 1) : [])
        }
    }

    /// The interval of a mean difference.
    ///
    /// - Parameters:
    ///   - differences: for each seed and each multiset, the sum over its chains of one arm's value
    ///     less the other's.
    ///   - sizes: for each multiset, its chains.
    ///   - weights: as `weights(seeds:clusters:)` gives them.
    /// - Returns: the interval of the difference a chain; nil where there is nothing to resample.
    public func interval(
        of differences: [[Double]], sizes: [Int], weights: [(seeds: [Int], clusters: [Int])]
    ) -> Interval? {
        guard !differences.isEmpty, !sizes.isEmpty else { return nil }
        let means = weights.map { weight in
            var sum = 0.0
            for (seed, count) in weight.seeds.enumerated() where count > 0 {
                var part = 0.0
                for (cluster, times) in weight.clusters.enumerated() where times > 0 {
                    part += Double(times) * differences[seed][cluster]
                }
                sum += Double(count) * part
            }
            let chains = zip(weight.clusters, sizes).reduce(0) { $0 + $1.0 * $1.1 }
            return sum / Double(max(1, chains * differences.count))
        }
        return Self.percentiles(means)
    }

    /// The interval of the mean of differences, one a seed, by resampling seeds alone.
    ///
    /// - Parameters:
    ///   - differences: one a seed.
    ///   - weights: as `weights(seeds:clusters:)` gives them.
    /// - Returns: nil where there is nothing to resample.
    public func interval(
        of differences: [Double], weights: [(seeds: [Int], clusters: [Int])]
    ) -> Interval? {
        guard !differences.isEmpty else { return nil }
        return Self.percentiles(
            weights.map { weight in
                zip(weight.seeds, differences).reduce(0) { $0 + Double($1.0) * $1.1 }
                    / Double(differences.count)
            })
    }

    /// The 2.5th and the 97.5th percentile, interpolated between neighbours.
    static func percentiles(_ values: [Double]) -> Interval? {
        guard !values.isEmpty else { return nil }
        let sorted = values.sorted()
        func quantile(_ share: Double) -> Double {
            let place = share * Double(sorted.count - 1)
            let below = Int(place)
            let above = min(below + 1, sorted.count - 1)
            return sorted[below] + (place - Double(below)) * (sorted[above] - sorted[below])
        }
        return Interval(low: quantile(0.025), high: quantile(0.975))
    }
}
