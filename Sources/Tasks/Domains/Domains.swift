import Runs

/// The domains there are.
public enum Domains {
    /// The domain a configuration names.
    ///
    /// - Parameter configuration: the run's.
    /// - Returns: the domain.
    /// - Throws: `ConfigurationError` if there is no such domain, or its settings do not fit
    ///   together.
    public static func make(
        for configuration: RunConfiguration
    ) throws(ConfigurationError) -> any Domain {
        guard configuration.domain == "math" else {
            throw ConfigurationError(
                key: "domain", value: configuration.domain, accepted: "one of math")
        }
        let domain = MathDomain(configuration.math)
        for split in TaskSplit.allCases {
            // Very few numbers may leave a split without a single task, and a draw without end.
            var generator = CounterGenerator(seed: 0, purpose: .evaluationTasks)
            guard domain.drawTask(from: split, attempts: 100_000, using: &generator) != nil else {
                throw ConfigurationError(
                    key: "math.numbers", value: String(configuration.math.numbers),
                    accepted: "settings that leave \(split.rawValue) tasks to draw: more numbers, "
                        + "or a larger math.largest or math.target")
            }
        }
        return domain
    }
}
