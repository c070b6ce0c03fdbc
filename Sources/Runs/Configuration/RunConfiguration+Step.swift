/// How much a step samples, and whether the settings allow it.
extension RunConfiguration {
    /// Tasks posed in a step: as many as groups, but for strategy `chain`, whose chains of K
    /// revisions spend a step's completions on a K-th of the tasks.
    public var tasksPerStep: Int {
        strategy.unrollsChains ? promptsPerStep / chain.depth : promptsPerStep
    }

    /// Groups recorded in a step.
    ///
    /// In a chain every revision but the draft has a prompt of its own,
    /// and so is a group of one.
    public var groupsPerStep: Int {
        guard strategy.unrollsChains else { return promptsPerStep }
        return tasksPerStep * (1 + numGenerations * (chain.depth - 1))
    }

    /// Checks what no key can check by itself.
    ///
    /// - Throws: `ConfigurationError` for the first setting that does not fit the others.
    public func checkFit() throws(ConfigurationError) {
        guard groupObjective == .mean || groupObjectiveSize <= numGenerations else {
            throw ConfigurationError(
                key: "group_objective_k", value: String(groupObjectiveSize),
                accepted: "no more than num_generations, \(numGenerations), with group_objective "
                    + "best: a group has so many completions to take the best of")
        }
        guard strategy.unrollsChains else { return }
        guard promptsPerStep.isMultiple(of: chain.depth) else {
            throw ConfigurationError(
                key: "prompts_per_step", value: String(promptsPerStep),
                accepted: "a multiple of chain.depth, \(chain.depth), with strategy chain: a step "
                    + "spends the completions of so many prompts on one task's chains")
        }
        guard groupsPerStep <= Self.mostGroups else {
            throw ConfigurationError(
                key: "prompts_per_step", value: String(promptsPerStep),
                accepted:
                    "with strategy chain, fewer prompts or num_generations: a step would have "
                    + "\(groupsPerStep) groups, and at most \(Self.mostGroups) can be recorded")
        }
    }

    /// A group's place in a step has sixteen bits in a run's store.
    private static let mostGroups = 1 << 16
}
