import Runs

/// The buffer's changes in one step, and whole buffers, as blobs.
///
/// Most of what enters the buffer stands in the step's groups already: the instance a group was
/// sampled from, or the one that a completion makes. Such an entry refers to the group; only what
/// can't be found there is written out. Scores recur too, so a blob begins with the distinct ones.
///
///     version     1
///     scores      count, reals
///     count       changes, or entries of a keyframe
///     change      kind: 0 inserted, 1 rescored, 2 drawn, 3 evicted, 4 refused; then its fields
///     entry       id, score, shape (1: made in this step, never drawn), else created, sampled,
///                 scored; then the instance: 0 written out; 1 a group's own; 2 a completion's
enum BufferCoding {
    static let version: UInt8 = 1

    /// Where an instance is found if it is not written out.
    enum Source: Hashable {
        case group(step: Int, group: Int)
        case completion(RevisionID)
    }

    /// A change whose entry's instance may stand in a group: then `source` says which.
    struct Change {
        let change: BufferChange
        let source: Source?
    }

    /// Stands in for an instance until it is looked up.
    static let unresolved = TaskInstance(task: DomainTask(values: []))

    // MARK: Changes

    static func encode(_ changes: [BufferChange], of record: StepRecord) -> [UInt8] {
        var scores = Scores()
        var body = ByteWriter()
        body.write(changes.count)
        for change in changes {
            switch change {
            case .inserted(let entry, let offer):
                body.write(byte: 0)
                body.write(byte: code(offer))
                encode(entry, of: record, scores: &scores, to: &body)
            case .rescored(let entry, let from, let to):
                body.write(byte: 1)
                body.write(entry)
                body.write(scores.place(of: from))
                body.write(scores.place(of: to))
            case .drawn(let entry):
                body.write(byte: 2)
                body.write(entry)
            case .evicted(let entry, let score, let by):
                body.write(byte: 3)
                body.write(entry)
                body.write(scores.place(of: score))
                body.write(by - entry)
            case .refused(let score, let lowest, let offer):
                body.write(byte: 4)
                body.write(byte: code(offer))
                body.write(scores.place(of: score))
                body.write(scores.place(of: lowest))
            }
        }
        return scores.head + body.bytes
    }

    static func decodeChanges(_ bytes: [UInt8], step: Int) throws(BlobError) -> [Change] {
        var reader = ByteReader(bytes)
        let scores = try scores(from: &reader)
        let count = try reader.count()
        var changes: [Change] = []
        changes.reserveCapacity(count)
        for _ in 0..<count {
            var source: Source?
            let change: BufferChange
            switch try reader.byte() {
            case 0:
                let offer = try offer(try reader.byte())
                let entry = try entry(step: step, scores: scores, source: &source, from: &reader)
                change = .inserted(entry, offer: offer)
            case 1:
                change = .rescored(
                    entry: try reader.integer(), from: try score(in: scores, from: &reader),
                    to: try score(in: scores, from: &reader))
            case 2:
                change = .drawn(entry: try reader.integer())
            case 3:
                let entry = try reader.integer()
                change = .evicted(
                    entry: entry, score: try score(in: scores, from: &reader),
                    by: entry &+ (try reader.integer()))
            case 4:
                let offer = try offer(try reader.byte())
                change = .refused(
                    score: try score(in: scores, from: &reader),
                    lowest: try score(in: scores, from: &reader), offer: offer)
            case let kind: throw BlobError(reason: "has a change of unknown kind \(kind)")
            }
            changes.append(Change(change: change, source: source))
        }
        try reader.end()
        return changes
    }

    // MARK: Keyframes

    static func encode(keyframe entries: [BufferEntry]) -> [UInt8] {
        var scores = Scores()
        var body = ByteWriter()
        body.write(entries.count)
        let nothing = StepRecord(
            step: -1, groups: [], metrics: MetricRow(), depths: [], changes: [])
        for entry in entries { encode(entry, of: nothing, scores: &scores, to: &body) }
        return scores.head + body.bytes
    }

    static func decodeKeyframe(_ bytes: [UInt8]) throws(BlobError) -> [BufferEntry] {
        var reader = ByteReader(bytes)
        let scores = try scores(from: &reader)
        let count = try reader.count()
        var entries: [BufferEntry] = []
        entries.reserveCapacity(count)
        for _ in 0..<count {
            var source: Source?
            entries.append(try entry(step: -1, scores: scores, source: &source, from: &reader))
            guard source == nil else { throw BlobError(reason: "has an entry without instance") }
        }
        try reader.end()
        return entries
    }

    // MARK: Entries

    /// The starting point that a completion makes: the same turn, one response later.
    static func instance(from group: Group, completion: Int) -> TaskInstance {
        TaskInstance(
            task: group.instance.task, turn: group.instance.turn,
            depth: group.instance.depth + 1, earlier: group.instance.earlier,
            latest: group.completions[completion].answer, parent: group.revisionID(completion))
    }

    private static func encode(
        _ entry: BufferEntry, of record: StepRecord, scores: inout Scores,
        to writer: inout ByteWriter
    ) {
        writer.write(entry.id)
        writer.write(scores.place(of: entry.score))
        if entry.created == record.step, entry.sampled == 0, entry.scored == record.step {
            writer.write(byte: 1)
        } else {
            writer.write(byte: 0)
            writer.write(entry.created)
            writer.write(entry.sampled)
            writer.write(entry.scored - entry.created)
        }
        if let parent = entry.instance.parent, parent.step == record.step,
            record.groups.indices.contains(parent.group),
            record.groups[parent.group].completions.indices.contains(parent.completion),
            instance(from: record.groups[parent.group], completion: parent.completion)
                == entry.instance
        {
            writer.write(byte: 2)
            writer.write(parent.group)
            writer.write(parent.completion)
        } else if let group = record.groups.firstIndex(where: { $0.instance == entry.instance }) {
            writer.write(byte: 1)
            writer.write(group)
        } else {
            writer.write(byte: 0)
            InstanceCoding.encode(entry.instance, to: &writer)
        }
    }

    private static func entry(
        step: Int, scores: [Double], source: inout Source?, from reader: inout ByteReader
    ) throws(BlobError) -> BufferEntry {
        let id = try reader.integer()
        let score = try score(in: scores, from: &reader)
        var (created, sampled, scored) = (step, 0, step)
        if try reader.byte() == 0 {
            created = try reader.integer()
            sampled = try reader.integer()
            scored = created &+ (try reader.integer())
            guard (0..<1 << 40).contains(created), (0..<1 << 40).contains(sampled) else {
                throw BlobError(reason: "has an entry of step \(created), drawn \(sampled) times")
            }
        }
        let instance: TaskInstance
        switch try reader.byte() {
        case 0: instance = try InstanceCoding.decode(from: &reader)
        case 1:
            source = .group(step: step, group: try reader.integer())
            instance = unresolved
        case 2:
            source = .completion(
                RevisionID(
                    step: step, group: try reader.integer(), completion: try reader.integer()))
            instance = unresolved
        case let form: throw BlobError(reason: "has an instance of unknown form \(form)")
        }
        return BufferEntry(
            id: id, instance: instance, score: score, created: created, sampled: sampled,
            scored: scored)
    }

    // MARK: Scores and offers

    /// The distinct scores of a blob, in the order of their first use.
    private struct Scores {
        private var places: [UInt64: Int] = [:]
        private var values: [Double] = []

        mutating func place(of score: Double) -> Int {
            if let place = places[score.bitPattern] { return place }
            places[score.bitPattern] = values.count
            values.append(score)
            return values.count - 1
        }

        var head: [UInt8] {
            var writer = ByteWriter()
            writer.write(byte: BufferCoding.version)
            writer.write(values.count)
            for value in values { writer.write(real: value) }
            return writer.bytes
        }
    }

    private static func scores(from reader: inout ByteReader) throws(BlobError) -> [Double] {
        let version = try reader.byte()
        guard version == Self.version else {
            throw BlobError(reason: "has version \(version); this program reads \(Self.version)")
        }
        var values: [Double] = []
        for _ in 0..<(try reader.count()) { values.append(try reader.real()) }
        return values
    }

    private static func score(in scores: [Double], from reader: inout ByteReader)
        throws(BlobError) -> Double
    {
        let place = try reader.integer()
        guard scores.indices.contains(place) else {
            throw BlobError(reason: "refers to a score it does not hold")
        }
        return scores[place]
    }

    private static let offers: [BufferChange.Offer] = [
        .task, .revision, .prefix, .draft,
    ]

    private static func code(_ offer: BufferChange.Offer) -> UInt8 {
        UInt8(offers.firstIndex(of: offer) ?? 0)
    }

    private static func offer(_ code: UInt8) throws(BlobError) -> BufferChange.Offer {
        guard offers.indices.contains(Int(code)) else {
            throw BlobError(reason: "has an unknown offer")
        }
        return offers[Int(code)]
    }
}
