import Runs

/// Names for runs that were given none.
enum RunNames {
    /// The name of a configuration: strategy, domain, level and seed.
    ///
    /// - Parameters:
    ///   - configuration: the run's.
    ///   - count: 1 for the first of its kind; later ones carry the number.
    /// - Returns: the name.
    static func made(for configuration: RunConfiguration, count: Int) -> RunID {
        let name =
            "\(configuration.strategy.rawValue)-\(configuration.domain)-\(configuration.level)"
            + "-\(configuration.seed)" + (count > 1 ? "-\(count)" : "")
        guard let run = RunID(name) else {
            preconditionFailure("a made-up name is acceptable, not '\(name)'")
        }
        return run
    }

    /// The name of a fork: its parent's, and the step.
    ///
    /// - Parameters:
    ///   - parent: the run it is forked from.
    ///   - step: the last step the two have in common.
    ///   - count: 1 for the first of its kind; later ones carry the number.
    /// - Returns: the name.
    static func made(forkOf parent: RunID, at step: Int, count: Int) -> RunID {
        let end = "-at-\(step)" + (count > 1 ? "-\(count)" : "")
        // A run's name holds 64 characters.
        guard let run = RunID(parent.name.prefix(64 - end.utf8.count) + end) else {
            preconditionFailure("a fork's made-up name is acceptable")
        }
        return run
    }

    /// The name a person gave.
    ///
    /// - Parameter name: what a person typed.
    /// - Returns: the name.
    /// - Throws: `Failure` saying what a name may be.
    static func given(_ name: String) throws(Failure) -> RunID {
        guard let run = RunID(name) else {
            throw .usage("--name: '\(name)' is not accepted; expected \(RunID.accepted)")
        }
        return run
    }
}
