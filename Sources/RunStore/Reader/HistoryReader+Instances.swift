import GRDB
import Runs
import Synchronization

extension HistoryReader {
    /// Bounds of a picture, so that a hostile count or a long run can't take all memory.
    private static let mostPoints = 4096
    private static let mostGroups = 512
    private static let longestEmbedding = 4096

    /// How many different instances were trained on up to each of some steps.
    func distinctInstances(upTo step: Int?, points: Int) throws -> DistinctInstances {
        let step = try known(step)
        let counts = try groupIndex().counts.prefix { $0.step <= step }
        guard let first = counts.first, let last = counts.last else {
            return DistinctInstances(steps: [], tasks: [], revisions: [], groups: [])
        }
        let grid = BucketGrid(
            from: max(1, first.step), to: max(1, last.step),
            points: max(1, min(points, Self.mostPoints)))
        // The end of each bucket of steps.
        let ends = counts.indices.filter { index in
            index + 1 == counts.endIndex
                || grid.bucket(of: counts[index].step) != grid.bucket(of: counts[index + 1].step)
        }.map { counts[$0] }
        return DistinctInstances(
            steps: ends.map(\.step), tasks: ends.map(\.tasks), revisions: ends.map(\.revisions),
            groups: ends.map(\.groups))
    }

    /// One task's answers as points of a plane.
    func answerMap(of task: TaskID?, upTo step: Int?) throws -> AnswerMap {
        let bound = try Schema.groupID(step: known(step) + 1, index: 0) ?? 0
        let index = try groupIndex()
        let bits = task?.bits ?? index.mostWorked(before: bound)
        let ids = bits.flatMap { index.groups[$0] }?.filter { $0 < bound } ?? []
        guard let bits, !ids.isEmpty else {
            return AnswerMap(task: task, text: "", groups: 0, points: [], shares: [0, 0])
        }
        /// Equal answers: their embedding, and what is told of them.
        struct Same {
            var count = 0
            let first: Int
            var last: Int
            let isSolved: Bool
        }
        var known: [[Float]: Same] = [:]
        var vectors: [[Float]] = []
        var text = ""
        for id in ids.suffix(Self.mostGroups) {
            try checkCancelled()
            guard let group = try group(step: Int(id >> 16), index: Int(id & 0xffff)) else {
                continue
            }
            if text.isEmpty { text = formatting.text(of: group.instance.task) }
            for completion in group.completions {
                let vector = formatting.embedding(
                    of: completion.answer, answering: group.instance)
                guard !vector.isEmpty, vector.count <= Self.longestEmbedding,
                    vector.allSatisfy(\.isFinite)
                else { continue }
                if known[vector] == nil {
                    guard vectors.count < Self.mostPoints else { continue }
                    vectors.append(vector)
                }
                var same =
                    known[vector]
                    ?? Same(
                        first: group.step, last: group.step,
                        isSolved: completion.answer.isSolved)
                same.count += 1
                same.last = group.step
                known[vector] = same
            }
        }
        let sames = vectors.compactMap { known[$0] }
        let plane = PrincipalPlane(of: vectors, weights: sames.map { Double($0.count) })
        let points = zip(sames, plane.places).map { same, place in
            AnswerMap.Point(
                x: place.x, y: place.y, count: same.count, first: same.first, last: same.last,
                isSolved: same.isSolved)
        }
        return AnswerMap(
            task: TaskID(bits: bits), text: text, groups: ids.count,
            points: points.sorted { ($0.last, $0.first) < ($1.last, $1.first) },
            shares: plane.shares)
    }

    /// The groups of the run, as far as they are known already and what came since.
    private func groupIndex() throws -> GroupIndex {
        let epoch = try epoch()
        let remembered = memory?.groupIndex.withLock { $0 }
        var index = remembered?.epoch == epoch ? remembered?.value ?? GroupIndex() : GroupIndex()
        guard !index.isFull else { return index }
        let start = index.lastID
        let cursor = try Row.fetchCursor(
            db.cachedStatement(
                sql: "SELECT id, task, parent FROM revision_group WHERE id > ? ORDER BY id "
                    + "LIMIT ?"),
            arguments: [start, GroupIndex.most])
        while let row = try cursor.next(), !index.isFull {
            try checkCancelled()
            index.add(
                id: Int64(try row.integer(0)),
                task: UInt32(truncatingIfNeeded: try row.integer(1)),
                parent: row.optionalInteger(2).map(Int64.init))
        }
        if index.lastID != start {
            memory?.groupIndex.withLock { $0 = Remembered(epoch: epoch, value: index) }
        }
        return index
    }
}
