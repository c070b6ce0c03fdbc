import Runs

/// The autocurriculum: a bounded set of starting points, each with its learnability.
///
/// Prompts are drawn from it by a softmax over scores, a share of them by staleness if asked for.
/// A new instance enters while there is room; then only if its score is at least the lowest, whose
/// oldest holder it replaces. An instance whose history is already there only takes the new score.
///
/// Staleness has no say in who is evicted. A stale score is the least certain, and the draw by
/// staleness is about to measure it anew: what turns out low then goes by its score. To evict the
/// stale first would throw away what was never looked at again.
///
/// - Source: arXiv 2509.04575, sections 4.1 and 4.2, Algorithm 1; ties and identity are ours, and
///   staleness is after arXiv 2010.03934 (see `drawProbabilities`).
public struct TaskBuffer: Hashable, Sendable {
    /// The most entries (N).
    public private(set) var capacity: Int
    /// Softmax sharpness over scores (kappa).
    public var sharpness: Double
    /// Share of draws by staleness (rho).
    public var staleness: Double
    /// The entries, oldest first.
    public private(set) var entries: [BufferEntry] = []
    private var nextID = 0
    private var ids: [TaskInstance.Key: Int] = [:]

    /// An empty buffer.
    ///
    /// - Precondition: `capacity` is positive.
    /// - Parameters:
    ///   - capacity: the most entries.
    ///   - sharpness: softmax sharpness over scores.
    ///   - staleness: share of draws by staleness.
    public init(capacity: Int, sharpness: Double, staleness: Double = 0) {
        precondition(capacity > 0, "a buffer of \(capacity) entries")
        self.capacity = capacity
        self.sharpness = sharpness
        self.staleness = staleness
    }

    /// Entries.
    public var count: Int { entries.count }

    /// Makes room for more entries.
    ///
    /// - Precondition: `capacity` is no smaller than before, since an eviction has a reason.
    /// - Parameter capacity: the most entries from now on.
    public mutating func grow(to capacity: Int) {
        precondition(
            capacity >= self.capacity, "a buffer of \(self.capacity) shrinks to \(capacity)")
        self.capacity = capacity
    }

    /// An entry by its id.
    ///
    /// - Complexity: O(log n), since entries lie in the order of their ids.
    /// - Parameter id: which.
    /// - Returns: nil if it is not, or no longer, there.
    public func entry(_ id: Int) -> BufferEntry? {
        entries.index(ofEntry: id).map { entries[$0] }
    }

    /// The oldest entry of those with the lowest score.
    private var lowestIndex: Int {
        var lowest = 0
        for index in entries.indices where entries[index].score < entries[lowest].score {
            lowest = index
        }
        return lowest
    }

    /// The chance of each entry to be drawn.
    ///
    /// - Complexity: O(n).
    /// - Parameter step: the step that draws.
    /// - Returns: one chance an entry.
    public func probabilities(at step: Int) -> [Double] {
        entries.drawProbabilities(sharpness: sharpness, staleness: staleness, at: step)
    }

    /// How many equally likely entries would be as concentrated a draw: 1 / Σ p².
    ///
    /// - Parameter step: the step that draws.
    /// - Returns: a number of entries; 0 if there is none.
    public func effectiveSize(at step: Int) -> Double {
        let sum = probabilities(at: step).reduce(0) { $0 + $1 * $1 }
        return sum > 0 ? 1 / sum : 0
    }

    /// The entry at a place of the cumulative distribution.
    ///
    /// - Parameters:
    ///   - place: uniform in [0, 1).
    ///   - step: the step that draws.
    /// - Returns: nil if the buffer is empty.
    public func draw(at place: Double, step: Int) -> BufferEntry? {
        var sum = 0.0
        let probabilities = probabilities(at: step)
        for (entry, probability) in zip(entries, probabilities) {
            sum += probability
            if place < sum { return entry }
        }
        // Rounding may leave the sum just below 1; an entry without a chance is still not drawn.
        return probabilities.lastIndex { $0 > 0 }.map { entries[$0] }
    }

    /// Counts a draw.
    ///
    /// - Parameter id: the entry drawn.
    /// - Returns: the change; none if the entry is gone.
    public mutating func recordDraw(of id: Int) -> [BufferChange] {
        guard let index = entries.index(ofEntry: id) else { return [] }
        entries[index].sampled += 1
        return [.drawn(entry: id)]
    }

    /// Offers an instance with a fresh score.
    ///
    /// - Complexity: O(n) when the buffer is full, else O(log n).
    /// - Parameters:
    ///   - instance: the starting point.
    ///   - score: its learnability; one that is not finite counts as 0, nothing to be learnt.
    ///   - step: the step of the score.
    ///   - offer: why it is offered.
    /// - Returns: what happened, with reasons, in order.
    public mutating func offer(
        _ instance: TaskInstance, score: Double, step: Int, as offer: BufferChange.Offer
    ) -> [BufferChange] {
        let score = score.isFinite ? score : 0
        let key = instance.key
        if let id = ids[key], let index = entries.index(ofEntry: id) {
            let old = entries[index].score
            entries[index].score = score
            entries[index].scored = step
            return [.rescored(entry: id, from: old, to: score)]
        }
        var changes: [BufferChange] = []
        if entries.count == capacity {
            let index = lowestIndex
            let lowest = entries[index]
            guard score >= lowest.score else {
                return [.refused(score: score, lowest: lowest.score, offer: offer)]
            }
            ids[lowest.instance.key] = nil
            entries.remove(at: index)
            changes.append(.evicted(entry: lowest.id, score: lowest.score, by: nextID))
        }
        let entry = BufferEntry(
            id: nextID, instance: instance, score: score, created: step, sampled: 0, scored: step)
        nextID += 1
        ids[key] = entry.id
        entries.append(entry)
        changes.append(.inserted(entry, offer: offer))
        return changes
    }
}

extension TaskBuffer: Codable {
    private enum CodingKeys: String, CodingKey {
        case capacity, sharpness, staleness, entries
        case nextID = "next_id"
    }

    /// Reads what `encode` wrote.
    ///
    /// - Throws: `DecodingError` for more entries than fit, ids out of order, or an instance that
    ///   is there twice.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        capacity = try container.decode(Int.self, forKey: .capacity)
        sharpness = try container.decode(Double.self, forKey: .sharpness)
        staleness = try container.decodeIfPresent(Double.self, forKey: .staleness) ?? 0
        entries = try container.decode([BufferEntry].self, forKey: .entries)
        nextID = try container.decode(Int.self, forKey: .nextID)
        let isSound =
            capacity > 0 && entries.count <= capacity
            && zip(entries, entries.dropFirst()).allSatisfy { $0.id < $1.id }
            && (entries.last?.id ?? -1) < nextID
        ids = Dictionary(
            entries.map { ($0.instance.key, $0.id) }, uniquingKeysWith: { first, _ in first })
        guard isSound, ids.count == entries.count else {
            throw DecodingError.dataCorruptedError(
                forKey: .entries, in: container,
                debugDescription: "\(entries.count) entries in a buffer of \(capacity)")
        }
    }

    /// Writes capacity, sharpness, staleness where there is any, entries and the next id.
    ///
    /// Buffers without staleness have the bytes, and so the digests, that they always had.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(capacity, forKey: .capacity)
        try container.encode(sharpness, forKey: .sharpness)
        if staleness != 0 { try container.encode(staleness, forKey: .staleness) }
        try container.encode(entries, forKey: .entries)
        try container.encode(nextID, forKey: .nextID)
    }
}
