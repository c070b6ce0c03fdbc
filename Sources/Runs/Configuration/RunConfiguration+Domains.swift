extension RunConfiguration {
    /// The domains' names, the default first.
    public static let domains = ["math", "tools", "mle"]

    /// Chooses a domain, and with it the values that were measured for it.
    ///
    /// Naming the domain that is chosen already changes nothing.
    ///
    /// - Parameter domain: one of `domains`.
    public mutating func apply(domain: String) {
        guard domain != self.domain else { return }
        let initial = RunConfiguration(preset: preset)
        self.domain = domain
        model = initial.model
        warmStart = initial.warmStart
        steps = initial.steps
        learningRate = initial.learningRate
        beta = initial.beta
        curriculum = initial.curriculum
        evaluation = initial.evaluation
        (rewardImprove, scaleRewardsFloor) = (initial.rewardImprove, initial.scaleRewardsFloor)
        groupObjective = initial.groupObjective
        groupObjectiveSize = initial.groupObjectiveSize
        switch domain {
        case "tools":
            steps = 800
            learningRate = 8e-4
            beta = 0.02
            curriculum.probability = 0.6
            apply(level: 1)
        case "mle":
            steps = 250
            beta = 0.05
            curriculum.probability = 0.6
            warmStart.learningRate = 2e-3
            warmStart.stopSolve = 1
            warmStart.stopPassAt = 1
            if preset == .default {
                // What README's study of them shows: a search keeps the best, so breadth is worth more
                // than a good mean, and a policy's own drafts narrow as it does.
                (groupObjective, groupObjectiveSize) = (.best, 2)
                (rewardImprove, scaleRewardsFloor) = (.signed, 0.1)
                curriculum.freshDrafts = 0.5
            }
            // There are 48 tables to report on; more tasks than twice that repeat them.
            (evaluation.count, evaluation.finalCount) = (48, 96)
            apply(level: 1)
        default: apply(level: initial.level)
        }
    }

    /// Sets the knobs of a named level of machine-learning engineering: how much feedback shows.
    ///
    /// - Parameter level: 1 to 3.
    mutating func applyPipelines(level: Int) {
        warmStart.steps = 1200
        mle.diagnostics = level == 1 ? 7 : level == 2 ? 2 : 0
    }

    /// Chooses what tools act on, and with it the knobs of the level in that world.
    ///
    /// Naming the world that is chosen already changes nothing.
    ///
    /// - Parameter world: which.
    public mutating func apply(world: ToolWorldName) {
        guard world != tools.world else { return }
        tools.world = world
        guard domain == "tools" else { return }
        apply(level: level)
    }

    /// Sets the knobs of a named level of tool use.
    ///
    /// - Parameter level: 1 to 3.
    mutating func applyTools(level: Int) {
        switch level {
        case 1:
            (tools.files, tools.goals, tools.calls, tools.hidden) = (5, 2, 5, 0.5)
            warmStart.steps = 2000
        case 2:
            (tools.files, tools.goals, tools.calls, tools.hidden) = (6, 3, 6, 0.4)
            warmStart.steps = 4000
        default:
            (tools.files, tools.goals, tools.calls, tools.hidden) = (8, 3, 8, 0.6)
            warmStart.steps = 6000
        }
        guard tools.world == .vehicle else { return }
        // Starting it takes calls; and with fewer goals a split may hold no combination that starts it.
        // Of a door, one in two guesses is right.
        (tools.goals, tools.calls, tools.hidden) = (3, max(6, tools.calls), 0.8)
    }
}
