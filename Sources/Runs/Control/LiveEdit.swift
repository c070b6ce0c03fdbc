/// A setting changed while the run lives.
///
/// Committed before it applies: it holds for every step after `step`, also when the run is taken
/// back to an earlier checkpoint and trains those steps again.
public struct LiveEdit: Hashable, Codable, Sendable {
    /// The last step trained with the old value.
    public let step: Int
    /// The configuration key.
    public let key: String
    /// The value before, as text.
    public let old: String
    /// The value after, as text.
    public let new: String
    /// Seconds since 1970 at which it was made.
    public let time: Double

    /// Makes the value of its parts.
    public init(step: Int, key: String, old: String, new: String, time: Double) {
        self.step = step
        self.key = key
        self.old = old
        self.new = new
        self.time = time
    }
}

extension LiveEdit {
    /// Checks a change of a setting of a living run.
    ///
    /// - Parameters:
    ///   - key: the setting.
    ///   - value: the value it is to have.
    ///   - configuration: the one in force.
    /// - Returns: the key, and the value as it will be written down.
    /// - Throws: `ConfigurationError` for a key that is unknown or holds for a whole run, or a value
    ///   that it does not accept.
    public static func check(
        key: String, value: String, in configuration: RunConfiguration = RunConfiguration()
    ) throws(ConfigurationError) -> (key: ConfigurationKey, value: String) {
        let row = try ConfigurationKey.named(key)
        guard row.isLive else {
            let live = ConfigurationKey.all.filter(\.isLive).map(\.name).joined(separator: ", ")
            throw ConfigurationError(
                key: key, value: value, accepted: "a setting that a living run can change: \(live)")
        }
        var changed = configuration
        try row.write(value, to: &changed)
        return (row, row.read(changed))
    }
}

extension RunConfiguration {
    /// The configuration in force after some edits.
    ///
    /// An edit that this program does not accept, from a file of another one, changes nothing.
    ///
    /// - Parameters:
    ///   - edits: oldest first.
    ///   - step: edits made after this step are left out.
    /// - Returns: the configuration that holds for the next step.
    public func applying(_ edits: [LiveEdit], upTo step: Int = .max) -> RunConfiguration {
        var configuration = self
        for edit in edits where edit.step <= step {
            try? ConfigurationKey.named(edit.key).write(edit.new, to: &configuration)
        }
        return configuration
    }
}
