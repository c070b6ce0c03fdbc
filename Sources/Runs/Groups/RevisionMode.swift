/// What a step asks of the policy.
public enum RevisionMode: String, Codable, Sendable, CaseIterable {
    /// The plain prompt: answer the task.
    case base
    /// Improve the latest revision.
    case improve
    /// Answer in a way that differs from the latest revision.
    case diverge
}

/// Where a group's prompt came from.
public enum GroupOrigin: Hashable, Codable, Sendable {
    /// A fresh draw from the domain's tasks.
    case tasks
    /// A draw from the task buffer.
    case buffer(entry: Int)
    /// A fresh draft of a task, made as the domain's teacher makes drafts.
    ///
    /// Its revision is none of the run's, and so has no id.
    case draft
}
