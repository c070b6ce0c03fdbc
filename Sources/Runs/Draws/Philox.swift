/// A counter-based random number generator: Philox4x32-10.
///
/// A draw is a pure function of a key and a counter, so it can be made in any order, on any
/// thread, and again after a crash. The key is the run's seed; the counter says what the draw is
/// for, so that no two purposes share a stream and nothing has to be stored to resume.
///
///     counter = (position, completion | purpose << 24, group, step)
///
/// `CKernels` holds a twin of this function for sampling; a test compares the two.
///
/// - Source: Salmon, Moraes, Dror, Shaw: "Parallel random numbers: as easy as 1, 2, 3", SC 2011,
///   https://doi.org/10.1145/2063384.2063405.
public enum Philox {
    /// Four 32-bit words.
    public typealias Block = SIMD4<UInt32>

    /// The ten-round block function.
    ///
    /// - Complexity: O(1), twenty multiplications.
    /// - Parameters:
    ///   - counter: the position in the stream.
    ///   - key: which stream.
    /// - Returns: four independent uniform words.
    public static func block(counter: Block, key: UInt64) -> Block {
        var c = counter
        var k0 = UInt32(truncatingIfNeeded: key)
        var k1 = UInt32(truncatingIfNeeded: key >> 32)
        for _ in 0..<10 {
            let p0 = UInt64(0xD251_1F53) &* UInt64(c[0])
            let p1 = UInt64(0xCD9E_8D57) &* UInt64(c[2])
            c = Block(
                UInt32(truncatingIfNeeded: p1 >> 32) ^ c[1] ^ k0,
                UInt32(truncatingIfNeeded: p1),
                UInt32(truncatingIfNeeded: p0 >> 32) ^ c[3] ^ k1,
                UInt32(truncatingIfNeeded: p0))
            k0 &+= 0x9E37_79B9
            k1 &+= 0xBB67_AE85
        }
        return c
    }
}

/// What a random draw is for; part of its counter, so its number is part of every trajectory.
public enum DrawPurpose: UInt8, Codable, Sendable, CaseIterable {
    /// Initial weights.
    case initialization = 0
    /// Rows of the warm start's teacher.
    case warmStart = 1
    /// Tasks the warm start's stopping rule is measured on.
    case warmStartTasks = 2
    /// Answers sampled for the warm start's stopping rule.
    case warmStartSampling = 3
    /// Whether a prompt comes from the buffer, which entry, which mode; and fresh tasks.
    case selection = 4
    /// Tokens sampled in training.
    case rollout = 5
    /// Which completion of a group becomes the new history.
    case history = 6
    /// The fixed list of tasks evaluation uses.
    case evaluationTasks = 7
    /// Tokens sampled in evaluation.
    case evaluation = 8
    /// Tokens sampled for a person at the dashboard; never touches the trajectory.
    case play = 9
    /// The fixed list of training tasks of a run that trains on few.
    case trainingTasks = 10
    /// Resamples of a study's statistics; of no run.
    case bootstrap = 11
    /// Tokens of the ordinary turns that follow on a rewritten one.
    case laterTurns = 12
    /// Tokens and choices of a search at evaluation.
    case search = 13
    /// Rows of a table that programs are fitted to; of the task, not of the run.
    case tables = 16
    /// Programs that are run for a scale, for the teacher, or by a search without a policy.
    case programs = 17
}

/// One stream of draws: a position that advances, all else fixed.
public struct CounterGenerator: RandomNumberGenerator, Sendable {
    /// The run's seed.
    public let seed: UInt64
    /// Words 1 to 3 of the counter.
    private let completionAndPurpose: UInt32
    private let group: UInt32
    private let step: UInt32
    /// The next position; each position yields one 64-bit word.
    public private(set) var position: UInt32

    /// The stream of one purpose at one place of a run.
    ///
    /// - Precondition: `step` and `group` fit 32 bits, `completion` fits 24.
    /// - Parameters:
    ///   - seed: the run's seed.
    ///   - purpose: what the draws are for.
    ///   - step: the step they belong to.
    ///   - group: the group within the step.
    ///   - completion: the completion within the group.
    public init(
        seed: UInt64, purpose: DrawPurpose, step: Int = 0, group: Int = 0, completion: Int = 0
    ) {
        precondition(completion >= 0 && completion < 1 << 24, "completion \(completion) of 2^24")
        self.seed = seed
        self.completionAndPurpose = UInt32(completion) | UInt32(purpose.rawValue) << 24
        self.group = UInt32(group)
        self.step = UInt32(step)
        self.position = 0
    }

    /// The counter words 1 to 3 that name this stream, for a twin in C.
    public var counterTail: (UInt32, UInt32, UInt32) { (completionAndPurpose, group, step) }

    /// The next 64 uniform bits.
    public mutating func next() -> UInt64 {
        let block = Philox.block(
            counter: .init(position, completionAndPurpose, group, step), key: seed)
        position &+= 1
        return UInt64(block[0]) | UInt64(block[1]) << 32
    }

    /// A uniform number in [0, 1) with 24 bits, exact in single precision.
    public mutating func uniform() -> Float {
        Float(next() >> 40) * 0x1p-24
    }

    /// A uniform integer in `0..<bound`, without the modulo's bias (Lemire's multiply and reject).
    ///
    /// - Precondition: `bound` is positive.
    /// - Parameter bound: the number of outcomes.
    /// - Returns: one of them.
    public mutating func below(_ bound: Int) -> Int {
        precondition(bound > 0, "no outcome among \(bound)")
        let bound = UInt64(bound)
        // Written out, because the standard library does not promise its algorithm.
        var product = next().multipliedFullWidth(by: bound)
        if product.low < bound {
            let threshold = (0 &- bound) % bound
            while product.low < threshold { product = next().multipliedFullWidth(by: bound) }
        }
        return Int(product.high)
    }
}
