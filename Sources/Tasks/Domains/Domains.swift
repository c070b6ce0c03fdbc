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
        return MathDomain(configuration.math)
    }
}
