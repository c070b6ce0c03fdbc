import Modeling
import Runs

/// How fast one kind of work goes: medians over the repetitions.
public struct BenchmarkFigure: Hashable, Codable, Sendable {
    /// Tokens the work is counted in.
    public let tokens: Int
    /// Seconds that passed.
    public let seconds: Double
    /// Seconds that the process's threads worked.
    public let cpuSeconds: Double
    /// Billions of floating-point operations that the work needs at least.
    public let gflop: Double
    /// Tokens in a second of wall time.
    public let tokensPerSecond: Double
    /// Tokens in a second of one thread's processor time.
    public let tokensPerCPUSecond: Double
    /// Operations in a second of processor time, as a share of the peak in a second of processor
    /// time: what other processes take of the machine is not in it.
    public let shareOfPeak: Double
    /// Operations in a second of wall time, as a share of all threads' peak together.
    public let wallShareOfPeak: Double

    enum CodingKeys: String, CodingKey {
        case tokens, seconds, gflop
        case cpuSeconds = "cpu_seconds"
        case tokensPerSecond = "tokens_per_second"
        case tokensPerCPUSecond = "tokens_per_cpu_second"
        case shareOfPeak = "share_of_peak"
        case wallShareOfPeak = "wall_share_of_peak"
    }

    init(
        tokens: Int, operations: Double, times: [WorkTime], peakPerThread: Double, threads: Int
    ) {
        self.tokens = tokens
        gflop = operations / 1e9
        seconds = times.map(\.wall).median
        cpuSeconds = times.map(\.processor).median
        tokensPerSecond = Double(tokens) / seconds
        tokensPerCPUSecond = Double(tokens) / cpuSeconds
        shareOfPeak = operations / cpuSeconds / peakPerThread
        wallShareOfPeak = operations / seconds / (peakPerThread * Double(threads))
    }
}

/// What a benchmark measured.
public struct BenchmarkReport: Hashable, Codable, Sendable {
    /// The policy that was measured.
    public struct Model: Hashable, Codable, Sendable {
        /// Decoder layers.
        public let layers: Int
        /// Width of the residual stream.
        public let hidden: Int
        /// Heads.
        public let heads: Int
        /// Width inside SwiGLU.
        public let intermediate: Int
        /// Tokens.
        public let vocabulary: Int
        /// Weights.
        public let parameters: Int
        /// What keys and values are rounded to.
        public let cachePrecision: StoredPrecision

        enum CodingKeys: String, CodingKey {
            case layers, hidden, heads, intermediate, vocabulary, parameters
            case cachePrecision = "kv_dtype"
        }
    }

    /// One training step's work.
    public struct Work: Hashable, Codable, Sendable {
        /// Groups.
        public let prompts: Int
        /// Completions of each.
        public let completions: Int
        /// Tokens of a prompt.
        public let promptLength: Int
        /// Tokens of a completion.
        public let newTokens: Int
        /// Partial sums of the gradient.
        public let gradientShards: Int

        enum CodingKeys: String, CodingKey {
            case prompts, completions
            case promptLength = "prompt_length"
            case newTokens = "new_tokens"
            case gradientShards = "gradient_shards"
        }
    }

    /// A whole training step on two threads against one.
    public struct Scaling: Hashable, Codable, Sendable {
        /// Wall seconds of a step on one thread.
        public let oneThread: Double
        /// Wall seconds of a step on two.
        public let twoThreads: Double
        /// One thread's time over that of two.
        public let speedup: Double
        /// The same of the quickest step of each, which a busy machine disturbs least.
        public let bestSpeedup: Double

        enum CodingKeys: String, CodingKey {
            case oneThread = "seconds_one_thread"
            case twoThreads = "seconds_two_threads"
            case speedup
            case bestSpeedup = "best_speedup"
        }

        init(oneThread: [Double], twoThreads: [Double]) {
            self.oneThread = oneThread.median
            self.twoThreads = twoThreads.median
            speedup = self.oneThread / self.twoThreads
            bestSpeedup = (oneThread.min() ?? .nan) / (twoThreads.min() ?? .nan)
        }
    }

    /// What steps after the third allocate and keep.
    public struct Allocations: Hashable, Codable, Sendable {
        /// Steps that were counted.
        public let steps: Int
        /// Allocations of the kernels in all these steps.
        public let kernels: Int
        /// Bytes that the heap in use grew by, a step.
        public let heapGrowth: Double

        enum CodingKeys: String, CodingKey {
            case steps, kernels
            case heapGrowth = "heap_growth_bytes_per_step"
        }
    }

    /// Memory of the process while it works at one shape.
    public struct Memory: Hashable, Codable, Sendable {
        /// The shape.
        public let shape: String
        /// The most that was resident in a whole training step, all of the program included.
        public let peakResidentBytes: Int

        enum CodingKeys: String, CodingKey {
            case shape
            case peakResidentBytes = "peak_rss_bytes"
        }
    }

    /// The shape as it was asked for.
    public let shape: String
    /// The policy.
    public let model: Model
    /// The work.
    public let workload: Work
    /// The instructions used, for the policy and for the peak.
    public let kernelPath: KernelPath
    /// Kernel threads.
    public let threads: Int
    /// Timed repetitions.
    public let reps: Int
    /// Threads that wanted to run in the minute before: what was busy besides the benchmark.
    public let loadAverage: Double
    /// Peak of all threads together, 10⁹ operations a second.
    public let peakGFLOPS: Double
    /// Sampling all completions.
    public let rollout: BenchmarkFigure
    /// The reference's forward pass, forward, backward, AdamW.
    public let update: BenchmarkFigure
    /// The same with the prompt computed anew for every completion.
    public let updateUnshared: BenchmarkFigure
    /// Sampling one sequence alone.
    public let decoding: BenchmarkFigure
    /// The same with matrices in half precision.
    public let halvedDecoding: BenchmarkFigure
    /// Two threads against one; nil where one thread was asked for.
    public let scaling: Scaling?
    /// What steps after the third allocate.
    public let allocations: Allocations
    /// Memory of a step at the shape asked for and, as a yardstick, at `medium`.
    public let memory: [Memory]
    /// The most that was resident while the shape asked for was measured.
    public let peakResidentBytes: Int

    enum CodingKeys: String, CodingKey {
        case shape, model, workload, threads, reps, rollout, update, decoding, scaling
        case allocations, memory
        case kernelPath = "kernel_path"
        case loadAverage = "load_average"
        case peakGFLOPS = "peak_gflops"
        case updateUnshared = "update_unshared"
        case halvedDecoding = "decoding_half_weights"
        case peakResidentBytes = "peak_rss_bytes"
    }
}
