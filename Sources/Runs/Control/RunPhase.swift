/// What the trainer is doing.
public enum RunPhase: String, Codable, Sendable, CaseIterable {
    /// Reading configuration, checkpoint and caches.
    case starting
    /// Supervised training on the teacher's rows.
    case warmStart = "warm_start"
    /// Sampling groups.
    case rollout
    /// The optimiser step.
    case update
    /// Chains on held-out tasks.
    case evaluation
    /// Writing a checkpoint.
    case saving
}
