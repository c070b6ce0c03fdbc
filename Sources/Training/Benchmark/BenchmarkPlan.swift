import Modeling
import Runs

/// What a benchmark is to measure.
public struct BenchmarkPlan: Hashable, Sendable {
    /// The policy's shape.
    public var shape: BenchmarkShape
    /// One step's work.
    public var workload: Workload
    /// Kernel threads.
    public var threads: Int
    /// Timed repetitions, after those that warm up.
    public var reps: Int
    /// Repetitions that warm up.
    public var warmUps: Int
    /// The instructions to use.
    public var path: KernelPath
    /// What keys and values are rounded to.
    public var cachePrecision: StoredPrecision
    /// A shape whose memory is measured besides; nil measures that of `shape` alone.
    public var memoryShape: BenchmarkShape?

    /// A plan.
    ///
    /// - Precondition: at least one thread and one repetition.
    /// - Parameters:
    ///   - shape: the policy's.
    ///   - workload: one step's work.
    ///   - threads: kernel threads.
    ///   - reps: timed repetitions.
    ///   - warmUps: repetitions before them.
    ///   - path: the instructions to use.
    ///   - cachePrecision: of keys and values.
    ///   - memoryShape: a shape whose memory is measured besides.
    public init(
        shape: BenchmarkShape = .small, workload: Workload = .standard, threads: Int = 1,
        reps: Int = 5, warmUps: Int = 2, path: KernelPath = .best,
        cachePrecision: StoredPrecision = .float16, memoryShape: BenchmarkShape? = .medium
    ) {
        precondition(threads > 0 && reps > 0 && warmUps >= 0, "nothing to measure")
        self.shape = shape
        self.workload = workload
        self.threads = threads
        self.reps = reps
        self.warmUps = warmUps
        self.path = path
        self.cachePrecision = cachePrecision
        self.memoryShape = memoryShape
    }
}
