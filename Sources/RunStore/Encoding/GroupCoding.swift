import Runs

/// One group as a blob, version 1.
///
/// Integers are zigzag varints and reals take one of six exact forms (`ByteWriter`). In order:
///
///     version            1
///     mode               0 base, 1 improve, 2 diverge
///     origin             0 for the domain's tasks, -1 for a fresh draft, else the buffer entry + 1
///     instance           see `InstanceCoding`
///     count              completions
///     lengths, verdicts  packed; a verdict is valid + 2 solved
///     tokens             of all completions, packed over the group's own alphabet
///     qualities          form 0: the distinct ones, and packed places in that list; 1 and 2: one
///                        denominator q and packed numerators p of p / q or 1 - p / q
///     reward rule        0 as qualities are; 1 equal to quality; 2 the gain over the latest revision
///     learnability       0 where it is the rewards' variance as computed here, else 1 and the value
///     advantages         0 all zero; 1 half precision each; 2 distinct ones and places
///     diversities        the same
///     lengths differ     1 and packed counts, where log-probabilities don't match the tokens
///     log-probabilities  half precision, two bytes each
///
/// What is recovered is equal bit for bit, but for advantages, diversities and log-probabilities,
/// rounded to half precision. A reader that needs no log-probabilities stops before them.
enum GroupCoding {
    static let version: UInt8 = 1
    /// A bound on what a sound blob holds, so that a damaged one can't take all memory.
    static let largestCount = 1 << 22

    static func encode(_ group: Group) -> [UInt8] {
        var writer = ByteWriter()
        writer.write(byte: version)
        writer.write(byte: UInt8(RevisionMode.allCases.firstIndex(of: group.mode) ?? 0))
        switch group.origin {
        case .tasks: writer.write(0)
        case .buffer(let entry): writer.write(entry + 1)
        case .draft: writer.write(-1)
        }
        InstanceCoding.encode(group.instance, to: &writer)

        let answers = group.completions.map(\.answer)
        writer.write(answers.count)
        writer.write(packed: answers.map(\.tokens.count))
        writer.write(packed: answers.map { ($0.isValid ? 1 : 0) + ($0.isSolved ? 2 : 0) })
        writer.write(symbols: answers.flatMap(\.tokens))
        encode(reals: answers.map(\.quality), to: &writer)

        let rewards = group.completions.map(\.reward)
        let rule = (1...2).first { rule in
            bits(rewards) == bits(self.rewards(answers, instance: group.instance, rule: rule))
        }
        writer.write(byte: UInt8(rule ?? 0))
        if rule == nil { encode(reals: rewards, to: &writer) }
        if group.learnability.bitPattern == variance(rewards).bitPattern {
            writer.write(byte: 0)
        } else {
            writer.write(byte: 1)
            writer.write(real: group.learnability)
        }
        encode(halves: group.completions.map(\.advantage), to: &writer)
        encode(halves: group.completions.map(\.diversity), to: &writer)

        let counts = group.completions.map(\.logProbabilities.count)
        if counts == answers.map(\.tokens.count) {
            writer.write(byte: 0)
        } else {
            writer.write(byte: 1)
            writer.write(packed: counts)
        }
        for completion in group.completions {
            for value in completion.logProbabilities { writer.write(half: value) }
        }
        return writer.bytes
    }

    /// Reads a group.
    ///
    /// - Parameters:
    ///   - bytes: the blob.
    ///   - step: the step it is of.
    ///   - index: its index within the step.
    ///   - isWhole: whether log-probabilities are read too.
    /// - Returns: the group, rounded as said above.
    /// - Throws: `BlobError` if the bytes are not what `encode` writes.
    static func decode(_ bytes: [UInt8], step: Int, index: Int, isWhole: Bool = true)
        throws(BlobError) -> Group
    {
        var reader = ByteReader(bytes)
        let (mode, origin) = try head(from: &reader)
        let instance = try InstanceCoding.decode(from: &reader)

        let count = try reader.count(bits: 0)
        let lengths = try counts(count, from: &reader)
        let verdicts = try reader.packed(count: count)
        let tokens = try reader.symbols(count: lengths.reduce(0, +))
        let qualities = try reals(count, from: &reader)
        var answers: [Answer] = []
        answers.reserveCapacity(count)
        var start = 0
        for completion in 0..<count {
            let end = start + lengths[completion]
            answers.append(
                Answer(
                    tokens: Array(tokens[start..<end]), quality: qualities[completion],
                    isValid: verdicts[completion] & 1 != 0,
                    isSolved: verdicts[completion] & 2 != 0))
            start = end
        }

        let rewards: [Double]
        switch try reader.byte() {
        case 0: rewards = try reals(count, from: &reader)
        case let rule where rule <= 2:
            rewards = self.rewards(answers, instance: instance, rule: Int(rule))
        default: throw BlobError(reason: "has no known reward rule")
        }
        let learnability = try reader.byte() == 0 ? variance(rewards) : reader.real()
        let advantages = try halves(count, from: &reader)
        let diversities = try halves(count, from: &reader)

        var logProbabilities: [[Float]] = Array(repeating: [], count: count)
        if isWhole {
            let counts = try reader.byte() == 0 ? lengths : counts(count, from: &reader)
            for completion in 0..<count {
                guard counts[completion] <= reader.remaining / 2 else {
                    throw BlobError(reason: "ends too early")
                }
                var values: [Float] = []
                values.reserveCapacity(counts[completion])
                for _ in 0..<counts[completion] { values.append(try reader.half()) }
                logProbabilities[completion] = values
            }
            try reader.end()
        }
        return Group(
            step: step, index: index, instance: instance, mode: mode, origin: origin,
            completions: (0..<count).map { completion in
                Completion(
                    answer: answers[completion],
                    logProbabilities: logProbabilities[completion], reward: rewards[completion],
                    advantage: Double(advantages[completion]),
                    diversity: Double(diversities[completion]))
            },
            learnability: learnability)
    }

    /// Reads only what the prompt asked for and where it came from.
    ///
    /// - Parameter bytes: the blob.
    /// - Returns: mode and origin.
    /// - Throws: `BlobError` if the bytes don't begin as `encode` begins.
    static func decodeHead(_ bytes: [UInt8]) throws(BlobError)
        -> (mode: RevisionMode, origin: GroupOrigin)
    {
        var reader = ByteReader(bytes)
        return try head(from: &reader)
    }

    private static func head(from reader: inout ByteReader) throws(BlobError)
        -> (mode: RevisionMode, origin: GroupOrigin)
    {
        let version = try reader.byte()
        guard version == Self.version else {
            throw BlobError(reason: "has version \(version); this program reads \(Self.version)")
        }
        let modes = RevisionMode.allCases
        let mode = Int(try reader.byte())
        guard modes.indices.contains(mode) else { throw BlobError(reason: "has no known mode") }
        let origin: GroupOrigin
        switch try reader.integer() {
        case -1: origin = .draft
        case 0: origin = .tasks
        case let entry where (1..<1 << 60).contains(entry): origin = .buffer(entry: entry - 1)
        default: throw BlobError(reason: "has no known origin")
        }
        return (modes[mode], origin)
    }

    private static func bits(_ values: [Double]) -> [UInt64] { values.map(\.bitPattern) }

    /// Rewards that follow from the answers: 1 is the quality, 2 the clipped relative gain.
    private static func rewards(_ answers: [Answer], instance: TaskInstance, rule: Int) -> [Double]
    {
        answers.map { answer in
            guard rule == 2, let latest = instance.latest else { return answer.quality }
            guard latest.quality < 1 else { return answer.isSolved ? 1 : 0 }
            return max(0, (answer.quality - latest.quality) / (1 - latest.quality))
        }
    }

    /// The population variance, by one canonical formula.
    private static func variance(_ values: [Double]) -> Double {
        guard !values.isEmpty else { return 0 }
        let mean = values.reduce(0, +) / Double(values.count)
        return values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)
    }

    private static func counts(_ count: Int, from reader: inout ByteReader) throws(BlobError)
        -> [Int]
    {
        let values = try reader.packed(count: count)
        var total = 0
        for value in values {
            guard (0...largestCount).contains(value) else {
                throw BlobError(reason: "has a length of \(value)")
            }
            total += value
            guard total <= largestCount else { throw BlobError(reason: "has too many tokens") }
        }
        return values
    }

    private static func encode(reals values: [Double], to writer: inout ByteWriter) {
        if let (form, q, numerators) = fractions(values) {
            writer.write(byte: form)
            writer.write(byte: q)
            return writer.write(packed: numerators)
        }
        let (distinct, places) = distinct(values, by: \.bitPattern)
        writer.write(byte: 0)
        writer.write(distinct.count)
        for value in distinct { writer.write(real: value) }
        writer.write(packed: places)
    }

    private static func reals(_ count: Int, from reader: inout ByteReader) throws(BlobError)
        -> [Double]
    {
        switch try reader.byte() {
        case 0:
            let size = try reader.count()
            var distinct: [Double] = []
            for _ in 0..<size { distinct.append(try reader.real()) }
            return try places(count, in: distinct, from: &reader)
        case let form where form <= 2:
            let q = Double(try reader.byte())
            let numerators = try reader.packed(count: count)
            return numerators.map { form == 1 ? Double($0) / q : 1 - Double($0) / q }
        case let form: throw BlobError(reason: "has reals of unknown form \(form)")
        }
    }

    /// The one denominator that all values share, if there is one: qualities of one task do.
    private static func fractions(_ values: [Double]) -> (form: UInt8, q: UInt8, [Int])? {
        guard values.allSatisfy({ (0...1).contains($0) && $0.sign == .plus }) else { return nil }
        for q in 1...UInt8.max {
            for form in [UInt8(1), 2] {
                let whole = Double(q)
                var numerators: [Int] = []
                for value in values {
                    let p = ((form == 1 ? value : 1 - value) * whole).rounded()
                    guard (form == 1 ? p / whole : 1 - p / whole) == value else { break }
                    numerators.append(Int(p))
                }
                if numerators.count == values.count { return (form, q, numerators) }
            }
        }
        return nil
    }

    private static func distinct<Value, Key: Hashable>(_ values: [Value], by key: (Value) -> Key)
        -> (values: [Value], places: [Int])
    {
        var known: [Key: Int] = [:]
        var distinct: [Value] = []
        let places = values.map { value in
            if let place = known[key(value)] { return place }
            known[key(value)] = distinct.count
            distinct.append(value)
            return distinct.count - 1
        }
        return (distinct, places)
    }

    private static func encode(halves values: [Double], to writer: inout ByteWriter) {
        let values = values.map { Float($0) }
        if values.allSatisfy({ $0.bitPattern == 0 }) { return writer.write(byte: 0) }
        let (distinct, places) = distinct(values) { Float16($0).bitPattern }
        if distinct.count * 2 + 2 < values.count {
            writer.write(byte: 2)
            writer.write(distinct.count)
            for value in distinct { writer.write(half: value) }
            writer.write(packed: places)
        } else {
            writer.write(byte: 1)
            for value in values { writer.write(half: value) }
        }
    }

    private static func halves(_ count: Int, from reader: inout ByteReader) throws(BlobError)
        -> [Float]
    {
        switch try reader.byte() {
        case 0: return Array(repeating: 0, count: count)
        case 1:
            guard count <= reader.remaining / 2 else { throw BlobError(reason: "ends too early") }
            var values: [Float] = []
            for _ in 0..<count { values.append(try reader.half()) }
            return values
        case 2:
            let size = try reader.count(bits: 16)
            var distinct: [Float] = []
            for _ in 0..<size { distinct.append(try reader.half()) }
            return try places(count, in: distinct, from: &reader)
        default: throw BlobError(reason: "has numbers of unknown form")
        }
    }

    private static func places<Value>(
        _ count: Int, in distinct: [Value], from reader: inout ByteReader
    ) throws(BlobError) -> [Value] {
        var values: [Value] = []
        for place in try reader.packed(count: count) {
            guard distinct.indices.contains(place) else {
                throw BlobError(reason: "refers to a value it does not hold")
            }
            values.append(distinct[place])
        }
        return values
    }
}
