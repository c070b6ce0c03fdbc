import Foundation
import GRDB
import Runs
import Synchronization

extension HistoryReader {
    /// Steps whose changes a view of the buffer shows, and how many are enough.
    private static let changeSteps = 8
    private static let changeCount = 64

    /// The buffer as it was after a step.
    func buffer(step: Int?) throws -> BufferView {
        let step = try known(step)
        let entries = try bufferEntries(step: step)
        let curriculum = try curriculum(after: step)
        let probabilities = entries.drawProbabilities(
            sharpness: curriculum.sharpness, staleness: curriculum.staleness, at: step + 1)
        let rows = zip(entries, probabilities).map { entry, probability in
            BufferView.Row(
                id: entry.id, task: entry.instance.task.id,
                taskText: formatting.text(of: entry.instance.task), turn: entry.instance.turn,
                depth: entry.instance.depth, score: entry.score, created: entry.created,
                sampled: entry.sampled, probability: probability,
                quality: entry.instance.latest?.quality,
                latestText: entry.instance.latest.map {
                    formatting.text(of: $0.tokens, answering: entry.instance)
                },
                latest: entry.instance.parent)
        }
        return BufferView(
            step: step, capacity: curriculum.capacity, sharpness: curriculum.sharpness,
            rows: rows.sorted { ($1.score, $0.id) < ($0.score, $1.id) },
            changes: try recentChanges(upTo: step))
    }

    /// The entries after a step, oldest first.
    ///
    /// Replays the changes since the latest keyframe, and only then looks up the instances of
    /// those entries that are left.
    func bufferEntries(step: Int) throws -> [BufferEntry] {
        let epoch = try epoch()
        let known = memory?.buffer.withLock { $0 }
        if let known, known.epoch == epoch, known.value.step == step { return known.value.entries }
        let entries = try bufferEntries(
            step: step,
            from: known.flatMap { known in
                known.epoch == epoch && known.value.step < step ? known.value : nil
            })
        keep(entries, step: step, epoch: epoch)
        return entries
    }

    /// Remembers a buffer, for the next asked for is mostly this one or a step later.
    func keep(_ entries: [BufferEntry], step: Int, epoch: Int) {
        memory?.buffer.withLock {
            $0 = Remembered(epoch: epoch, value: RebuiltBuffer(step: step, entries: entries))
        }
    }

    private func bufferEntries(step: Int, from known: RebuiltBuffer?) throws -> [BufferEntry] {
        let last = try Int.fetchOne(
            db, sql: "SELECT max(step) FROM keyframe WHERE step <= ?", arguments: [step])
        if let known, known.step >= last ?? 0 {
            return try replay(from: known.entries, after: known.step, upTo: step)
        }
        let keyframe = try rows(
            "SELECT step, entries FROM keyframe WHERE step <= ? ORDER BY step DESC LIMIT 1", [step]
        ) { row in
            (step: try row.integer(0), entries: try BufferCoding.decodeKeyframe(row.bytes(1)))
        }.first
        return try replay(
            from: keyframe?.entries ?? [], after: keyframe?.step ?? 0, upTo: step)
    }

    /// What the changes of some steps make of a buffer, oldest first.
    ///
    /// - Parameters:
    ///   - entries: the buffer before.
    ///   - first: the step it was after.
    ///   - step: the last step replayed.
    ///   - onEviction: called with each entry that is pushed out, as it was then; its instance may
    ///     have to be looked up where `source` says.
    /// - Returns: the buffer after.
    /// - Throws: what the database throws, and `BlobError` for records that are damaged.
    func replay(
        from entries: [BufferEntry], after first: Int, upTo step: Int,
        onEviction: ((Eviction) -> Void)? = nil
    ) throws -> [BufferEntry] {
        var buffer = entries
        var sources: [Int: BufferCoding.Source] = [:]
        let recorded = first < step ? try changes(in: first + 1...step) : []
        for (step, changes) in recorded {
            for change in changes {
                if case .evicted(let id, _, let by) = change.change, let onEviction,
                    let index = buffer.index(ofEntry: id)
                {
                    onEviction(
                        Eviction(entry: buffer[index], source: sources[id], step: step, by: by))
                }
                buffer.apply(change.change, step: step)
                if case .inserted(let entry, _) = change.change {
                    sources[entry.id] = change.source
                }
            }
        }
        var groups: [Int64: Group] = [:]
        return try buffer.map { entry in
            guard let source = sources[entry.id] else { return entry }
            return try resolved(entry, source: source, groups: &groups)
        }
    }

    /// The changes of the last steps, newest first, draws left out.
    func recentChanges(upTo step: Int) throws -> [BufferView.Change] {
        guard step > 0 else { return [] }
        var recent: [BufferView.Change] = []
        var groups: [Int64: Group] = [:]
        for (step, changes) in try changes(in: max(1, step - Self.changeSteps + 1)...step)
            .reversed()
        {
            for change in changes.reversed() {
                switch change.change {
                case .drawn: continue
                case .inserted(let entry, let offer):
                    var entry = entry
                    if let source = change.source {
                        entry = try resolved(entry, source: source, groups: &groups)
                    }
                    recent.append(
                        BufferView.Change(step: step, change: .inserted(entry, offer: offer)))
                default:
                    recent.append(BufferView.Change(step: step, change: change.change))
                }
            }
            if recent.count >= Self.changeCount { break }
        }
        return recent
    }

    /// The changes of some steps, instances not yet looked up.
    private func changes(in steps: ClosedRange<Int>) throws -> [(
        step: Int, changes: [BufferCoding.Change]
    )] {
        try rows(
            "SELECT step, changes FROM step WHERE step BETWEEN ? AND ? ORDER BY step",
            [steps.lowerBound, steps.upperBound]
        ) { row in
            let step = try row.integer(0)
            return (step, try BufferCoding.decodeChanges(row.bytes(1), step: step))
        }
    }

    /// An entry with its instance, taken from the group that holds it.
    func resolved(
        _ entry: BufferEntry, source: BufferCoding.Source, groups: inout [Int64: Group]
    ) throws -> BufferEntry {
        let (step, index, completion): (Int, Int, Int?) =
            switch source {
            case .group(let step, let group): (step, group, nil)
            case .completion(let id): (id.step, id.group, id.completion)
            }
        guard let key = Schema.groupID(step: step, index: index),
            let group = try groups[key] ?? self.group(step: step, index: index),
            completion.map({ group.completions.indices.contains($0) }) ?? true
        else {
            throw BlobError(
                reason: "has a buffer entry \(entry.id) made from a group that is not there")
        }
        groups[key] = group
        return BufferEntry(
            id: entry.id,
            instance: completion.map { BufferCoding.instance(from: group, completion: $0) }
                ?? group.instance,
            score: entry.score, created: entry.created, sampled: entry.sampled,
            scored: entry.scored)
    }
}

/// An entry that was pushed out of the buffer.
struct Eviction {
    /// The entry as it was.
    let entry: BufferEntry
    /// Where its instance stands, if it is to be looked up.
    let source: BufferCoding.Source?
    /// The step.
    let step: Int
    /// The entry that took its place.
    let by: Int
}
