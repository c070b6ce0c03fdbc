/// One metric over a range of steps, reduced.
public struct Series: Hashable, Codable, Sendable {
    /// Some consecutive steps of a series.
    public struct Bucket: Hashable, Codable, Sendable {
        /// The first step.
        public let step: Int
        /// Recorded values in the bucket.
        public let count: Int
        /// The lowest value.
        public let minimum: Double
        /// The highest value.
        public let maximum: Double
        /// The mean.
        public let mean: Double
        /// The last value.
        public let last: Double
        /// The moving average after the bucket's last step, if one was asked for.
        public let smoothed: Double?

        /// Makes the value of its parts.
        public init(
            step: Int, count: Int, minimum: Double, maximum: Double, mean: Double, last: Double,
            smoothed: Double? = nil
        ) {
            self.step = step
            self.count = count
            self.minimum = minimum
            self.maximum = maximum
            self.mean = mean
            self.last = last
            self.smoothed = smoothed
        }
    }

    /// The metric.
    public let metric: Metric
    /// Its buckets, in order of steps; those without values are absent.
    public let buckets: [Bucket]

    /// Makes the value of its parts.
    public init(metric: Metric, buckets: [Bucket]) {
        self.metric = metric
        self.buckets = buckets
    }
}
