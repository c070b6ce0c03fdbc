import Runs

/// Where a configuration's values come from, weakest first.
///
/// The preset comes first, the domain, the level and the world of tools next, wherever they were given,
/// since they set other keys; then the file, the options, and `--set`. Among equals the last one stands.
struct ConfigurationSources: Hashable, Sendable {
    /// What the configuration file says.
    var file: [Setting] = []
    /// Options such as `--steps`.
    var options: [Setting] = []
    /// `--set`, in the order given.
    var sets: [Setting] = []

    /// The configuration that follows.
    ///
    /// - Returns: a value for every key.
    /// - Throws: `Failure` for a key that does not exist or a value that is not accepted.
    func resolve() throws(Failure) -> RunConfiguration {
        let all = file + options + sets
        var configuration = RunConfiguration()
        // Every value is checked, also one that a later one replaces.
        for setting in all { try setting.apply(to: &configuration) }
        configuration = RunConfiguration()
        if let preset = all.last(where: { $0.key == "preset" }) {
            try preset.apply(to: &configuration)
            configuration = RunConfiguration(preset: configuration.preset)
        }
        let leading = ["domain", "level", "tools.world"]
        for key in leading {
            if let last = all.last(where: { $0.key == key }) {
                try last.apply(to: &configuration)
            }
        }
        for setting in all where !(["preset"] + leading).contains(setting.key) {
            try setting.apply(to: &configuration)
        }
        return configuration
    }
}
