import Runs

/// Which settings a fork may change, and why not the others.
enum ForkSettings {
    /// One sentence for the command's help.
    static let summary =
        "Accepted are all keys but those that shaped the steps already taken: preset, domain, level, "
        + "math.*, tools.*, mle.*, model.*, warm_start.*, tasks, train_tasks, with it seed, and gradient_shards; "
        + "steps may not be fewer than the fork has, and curriculum.capacity may only grow."

    /// Why a key can't be changed; nil if it can.
    private static func refusal(of key: String, in configuration: RunConfiguration) -> String? {
        switch key {
        case "train_tasks", "tasks": "the tasks of the steps taken were drawn by it"
        case "seed" where configuration.trainTasks > 0: "it says which tasks train_tasks draws from"
        case "preset": "it names where the values started"
        case "domain", "level": "the warm start was trained on its tasks"
        case "gradient_shards": "the warm start's sums were formed with it"
        case _ where key.hasPrefix("math.") || key.hasPrefix("tools.") || key.hasPrefix("mle."):
            "the warm start was trained on its tasks"
        case _ where key.hasPrefix("model."): "the checkpoint's weights have this shape"
        case _ where key.hasPrefix("warm_start."): "the warm start is done"
        default: nil
        }
    }

    /// Changes a configuration from a step on.
    ///
    /// - Parameters:
    ///   - settings: in the order given; the last of a key stands.
    ///   - configuration: what is in force at the step.
    ///   - step: the last step trained with it.
    /// - Returns: what is in force after it.
    /// - Throws: `Failure` for a key that does not exist, a value that is not accepted, or a change
    ///   that would make the steps taken impossible.
    static func apply(
        _ settings: [Setting], to configuration: RunConfiguration, after step: Int
    ) throws(Failure) -> RunConfiguration {
        var changed = configuration
        for setting in settings {
            // On a copy, since a level sets other keys too.
            var alone = changed
            try setting.apply(to: &alone)
            if let reason = refusal(of: setting.key, in: configuration) {
                // The value it has already changes nothing.
                if isSame(setting.key, alone, changed) { continue }
                throw .usage(
                    "\(setting.place): \(setting.key) can't be changed by a fork: \(reason); "
                        + "make a new run with 'redraft train'")
            }
            changed = alone
        }
        func place(of key: String) -> String {
            settings.last { $0.key == key }?.place ?? "fork"
        }
        guard changed.steps >= step else {
            throw .usage(
                "\(place(of: "steps")): steps: '\(changed.steps)' is not accepted: the fork has \(step) steps already; "
                    + "expected at least \(step)")
        }
        let capacity = configuration.curriculum.capacity
        guard changed.curriculum.capacity >= capacity else {
            throw .usage(
                "\(place(of: "curriculum.capacity")): curriculum.capacity: "
                    + "'\(changed.curriculum.capacity)' is not accepted: "
                    + "the buffer may be full; expected at least \(capacity)")
        }
        return changed
    }

    private static func isSame(
        _ name: String, _ left: RunConfiguration, _ right: RunConfiguration
    ) -> Bool {
        ConfigurationKey.all.first { $0.name == name }.map { $0.read(left) == $0.read(right) }
            ?? false
    }
}
