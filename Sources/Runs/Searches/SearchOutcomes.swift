/// The outcomes behind a comparison of searches, task by task: what statistics resample.
public struct SearchOutcomes: Hashable, Codable, Sendable {
    /// What one method came to: lists along the tasks.
    public struct Method: Hashable, Sendable {
        /// Its name.
        public let name: String
        /// Whether no policy takes part.
        public let isBaseline: Bool
        /// Answers it may execute for a task.
        public let executions: Int
        /// Quality of the answer it ends with; 0 where none is valid.
        public let quality: [Double]
        /// What that answer is worth on what is kept private; 0 where none is valid, empty where nothing
        /// is kept private.
        public let privateScore: [Double]
        /// Its medals; as many as private scores.
        public let medal: [Medal?]
        /// Whether it is better than half of the reference answers; as many as private scores.
        public let isAboveMedian: [Bool]
        /// Different answers executed.
        public let distinct: [Int]
        /// Invalid answers.
        public let invalid: [Int]

        /// Makes the value of its parts.
        public init(
            name: String, isBaseline: Bool, executions: Int, quality: [Double],
            privateScore: [Double], medal: [Medal?], isAboveMedian: [Bool], distinct: [Int],
            invalid: [Int]
        ) {
            self.name = name
            self.isBaseline = isBaseline
            self.executions = executions
            self.quality = quality
            self.privateScore = privateScore
            self.medal = medal
            self.isAboveMedian = isAboveMedian
            self.distinct = distinct
            self.invalid = invalid
        }
    }

    /// What makes each task the same problem as another; tasks with one key are resampled together.
    public let keys: [UInt32]
    /// The policy's methods, then those without a policy.
    public let methods: [Method]

    /// Makes the value of its parts.
    public init(keys: [UInt32], methods: [Method]) {
        self.keys = keys
        self.methods = methods
    }

    /// The method of a name.
    public func method(_ name: String) -> Method? { methods.first { $0.name == name } }
}

extension SearchOutcomes.Method: Codable {
    private enum CodingKeys: String, CodingKey {
        case name, baseline, executions, quality, medals, distinct, invalid
        case privateScore = "private"
        case aboveMedian = "above_median"
    }

    private static let medals: [Character: Medal?] = [
        "-": nil, "b": .bronze, "s": .silver, "g": .gold,
    ]

    /// Reads what `encode(to:)` wrote.
    ///
    /// - Parameter decoder: where from.
    /// - Throws: `DecodingError` for anything else.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        func signs<Value>(_ key: CodingKeys, _ known: [Character: Value]) throws -> [Value] {
            try container.decode(String.self, forKey: key).map { sign in
                guard let value = known[sign] else {
                    throw DecodingError.dataCorruptedError(
                        forKey: key, in: container, debugDescription: "no sign '\(sign)' is known")
                }
                return value
            }
        }
        self.init(
            name: try container.decode(String.self, forKey: .name),
            isBaseline: try container.decode(Bool.self, forKey: .baseline),
            executions: try container.decode(Int.self, forKey: .executions),
            quality: try container.decode([Double].self, forKey: .quality),
            privateScore: try container.decode([Double].self, forKey: .privateScore),
            medal: try signs(.medals, Self.medals),
            isAboveMedian: try signs(.aboveMedian, ["0": false, "1": true]),
            distinct: try container.decode([Int].self, forKey: .distinct),
            invalid: try container.decode([Int].self, forKey: .invalid))
    }

    /// Writes medals and shares as one sign a task.
    ///
    /// - Parameter encoder: where to.
    /// - Throws: what the encoder throws.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(name, forKey: .name)
        try container.encode(isBaseline, forKey: .baseline)
        try container.encode(executions, forKey: .executions)
        try container.encode(quality, forKey: .quality)
        try container.encode(privateScore, forKey: .privateScore)
        try container.encode(
            String(medal.map { $0?.rawValue.first ?? "-" }), forKey: .medals)
        try container.encode(
            String(isAboveMedian.map { $0 ? "1" as Character : "0" }), forKey: .aboveMedian)
        try container.encode(distinct, forKey: .distinct)
        try container.encode(invalid, forKey: .invalid)
    }
}
