import Runs
import Tasks

/// What an evaluation looks at.
public struct EvaluationOptions: Hashable, Sendable {
    /// Improve steps after the draft.
    public var k: Int
    /// Tasks.
    public var count: Int
    /// Chains a task.
    public var samples: Int
    /// Sampling temperature; 0 is greedy.
    public var temperature: Double
    /// Which tasks.
    public var split: TaskSplit
    /// Tasks given by a person instead of drawn ones; nil draws.
    public var tasks: [DomainTask]?
    /// Keys of tasks that are not drawn, since they were trained on.
    public var excluded: Set<UInt32> = []
    /// Whether to sample independent drafts too, for what they are compared with: `pass_at`, the
    /// majority, the best of them.
    public var measuresPassAt: Bool
    /// Seed of the sampled tokens; the list of tasks does not depend on it.
    public var seed: UInt64

    /// Options.
    public init(
        k: Int = 16, count: Int = 512, samples: Int = 1, temperature: Double = 1,
        split: TaskSplit = .heldOut, tasks: [DomainTask]? = nil, measuresPassAt: Bool = true,
        seed: UInt64 = 1
    ) {
        self.k = k
        self.count = count
        self.samples = samples
        self.temperature = temperature
        self.split = split
        self.tasks = tasks
        self.measuresPassAt = measuresPassAt
        self.seed = seed
    }
}
