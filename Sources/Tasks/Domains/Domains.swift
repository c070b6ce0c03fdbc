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
        switch configuration.domain {
        case "math":
            let domain = MathDomain(configuration.math)
            // Very few numbers may leave a split without a single task, and a draw without end.
            try check(
                domain, key: "math.numbers", value: configuration.math.numbers,
                remedy: "more numbers, or a larger math.largest or math.target"
            ) { domain.drawTask(from: $0, attempts: 100_000, using: &$1) }
            return domain
        case "tools":
            return try tools(configuration.tools)
        case "mle": return PipelineDomain(configuration.mle)
        default:
            throw ConfigurationError(
                key: "domain", value: configuration.domain,
                accepted: "one of \(RunConfiguration.domains.joined(separator: ", "))")
        }
    }

    /// Keeps what domains compute for longer than this process.
    ///
    /// It changes no verdict, only how often programs are run. Without it each process runs them
    /// anew.
    ///
    /// - Parameter cache: read when a domain first needs it.
    public static func keepResults(in cache: any ResultCache) {
        PipelineMemo.shared.keep(in: cache)
    }

    /// Refuses settings under which a split has no task to draw.
    static func check(
        _ domain: some Domain, key: String, value: Int, remedy: String,
        draw: (TaskSplit, inout CounterGenerator) -> DomainTask?
    ) throws(ConfigurationError) {
        for split in domain.splits {
            var generator = CounterGenerator(seed: 0, purpose: .evaluationTasks)
            guard draw(split, &generator) != nil else {
                throw ConfigurationError(
                    key: key, value: String(value),
                    accepted: "settings that leave \(split.rawValue) tasks to draw: \(remedy)")
            }
        }
    }
}
