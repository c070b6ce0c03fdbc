/// The outcomes behind an evaluation, task by task: what statistics resample.
///
/// Rows of `solved` and `quality` are chains, in the order of the tasks; a task that was sampled
/// several times has as many rows in succession. Rows of `passed` and `majority` are tasks; both are
/// empty where no independent drafts were sampled.
public struct EvaluationChains: Hashable, Codable, Sendable {
    /// What makes each task the same problem as another: in sign-fill countdown a hash of its numbers.
    ///
    /// Tasks with one key are to be resampled together.
    public let keys: [UInt32]
    /// Chains a task.
    public let samples: Int
    /// Whether a chain's answer is right at each k.
    public let solved: [[Bool]]
    /// The quality of a chain's answer at each k.
    public let quality: [[Float]]
    /// Whether any of a task's first k + 1 independent drafts is right, for each k.
    public let passed: [[Bool]]
    /// Whether the most frequent of a task's first k + 1 independent drafts is right, for each k.
    public let majority: [[Bool]]

    /// Makes the value of its parts.
    public init(
        keys: [UInt32], samples: Int, solved: [[Bool]], quality: [[Float]], passed: [[Bool]],
        majority: [[Bool]]
    ) {
        self.keys = keys
        self.samples = samples
        self.solved = solved
        self.quality = quality
        self.passed = passed
        self.majority = majority
    }
}

extension EvaluationChains {
    private enum CodingKeys: String, CodingKey {
        case keys, samples, solved, quality, passed, majority
    }

    /// Reads what `encode(to:)` wrote.
    ///
    /// - Parameter decoder: where from.
    /// - Throws: `DecodingError` for a row that holds anything but outcomes.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        func rows(_ key: CodingKeys) throws -> [[Bool]] {
            try container.decode([String].self, forKey: key).map { row in
                try row.utf8.map { character in
                    guard character == UInt8(ascii: "0") || character == UInt8(ascii: "1") else {
                        throw DecodingError.dataCorruptedError(
                            forKey: key, in: container,
                            debugDescription: "a row of outcomes is written in 0 and 1")
                    }
                    return character == UInt8(ascii: "1")
                }
            }
        }
        self.init(
            keys: try container.decode([UInt32].self, forKey: .keys),
            samples: try container.decode(Int.self, forKey: .samples),
            solved: try rows(.solved),
            quality: try container.decode([[Float]].self, forKey: .quality),
            passed: try rows(.passed), majority: try rows(.majority))
    }

    /// Writes each row of outcomes as a text of 0 and 1: a fifth of the size, and readable.
    ///
    /// - Parameter encoder: where to.
    /// - Throws: what the encoder throws.
    public func encode(to encoder: any Encoder) throws {
        func texts(_ rows: [[Bool]]) -> [String] {
            rows.map { row in String(row.map { $0 ? "1" as Character : "0" }) }
        }
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(keys, forKey: .keys)
        try container.encode(samples, forKey: .samples)
        try container.encode(texts(solved), forKey: .solved)
        try container.encode(quality, forKey: .quality)
        try container.encode(texts(passed), forKey: .passed)
        try container.encode(texts(majority), forKey: .majority)
    }
}
