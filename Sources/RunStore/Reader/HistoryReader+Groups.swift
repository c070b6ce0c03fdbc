import GRDB
import Runs

extension HistoryReader {
    /// One group; nil if the store does not hold it.
    func group(step: Int, index: Int, isWhole: Bool = false) throws -> Group? {
        guard let id = Schema.groupID(step: step, index: index) else { return nil }
        return try rows("SELECT record FROM revision_group WHERE id = ?", [id]) { row in
            try decode(row.bytes(0), step: step, index: index, isWhole: isWhole)
        }.first
    }

    /// The groups of one step, in order.
    func groups(step: Int, isWhole: Bool = false) throws -> [Group] {
        guard let first = Schema.groupID(step: step, index: 0) else { return [] }
        return try rows(
            "SELECT id, record FROM revision_group WHERE id BETWEEN ? AND ? ORDER BY id",
            [first, first + 0xffff]
        ) { row in
            try decode(
                row.bytes(1), step: step, index: try row.integer(0) - Int(first),
                isWhole: isWhole)
        }
    }

    private func decode(_ bytes: [UInt8], step: Int, index: Int, isWhole: Bool) throws -> Group {
        do throws(BlobError) {
            return try GroupCoding.decode(bytes, step: step, index: index, isWhole: isWhole)
        } catch {
            throw BlobError(reason: "has a group \(step).\(index) that \(error.reason)")
        }
    }

    func groupSummaries(step: Int) throws -> [GroupSummary] {
        try groups(step: step).map { group in
            let best = best(of: group)
            let rewards = group.completions.map(\.reward)
            return GroupSummary(
                step: group.step, index: group.index, task: group.instance.task.id,
                taskText: formatting.text(of: group.instance.task), depth: group.instance.depth,
                mode: group.mode,
                reward: rewards.isEmpty ? 0 : rewards.reduce(0, +) / Double(rewards.count),
                learnability: group.learnability, best: group.revisionID(best),
                quality: group.completions.indices.contains(best)
                    ? group.completions[best].answer.quality : 0)
        }
    }

    /// The newest episodes up to a step: one a group, ending in its best completion.
    func episodes(upTo step: Int?, limit: Int) throws -> [EpisodeSummary] {
        var bound = try Schema.groupID(step: known(step) + 1, index: 0)
        let limit = max(0, min(limit, 1 << 16))
        var episodes: [EpisodeSummary] = []
        while episodes.count < limit,
            let newest = try Int.fetchOne(
                db, sql: "SELECT max(id) FROM revision_group WHERE id < ?", arguments: [bound]),
            newest >= 0
        {
            let step = newest >> 16
            bound = Schema.groupID(step: step, index: 0)
            let found = try groups(step: step).sorted {
                ($1.instance.depth, $0.index) < ($0.instance.depth, $1.index)
            }
            for group in found.prefix(limit - episodes.count) {
                let best = best(of: group)
                guard group.completions.indices.contains(best) else { continue }
                episodes.append(
                    EpisodeSummary(
                        id: group.revisionID(best), task: group.instance.task.id,
                        taskText: formatting.text(of: group.instance.task),
                        depth: group.instance.depth, mode: group.mode,
                        quality: group.completions[best].answer.quality,
                        previous: group.instance.latest?.quality))
            }
        }
        return episodes
    }

    /// The completion of the best quality, the first among equals.
    private func best(of group: Group) -> Int {
        var best = 0
        for place in group.completions.indices
        where group.completions[place].answer.quality > group.completions[best].answer.quality {
            best = place
        }
        return best
    }

    /// One revision chain, from its draft to the revision named.
    ///
    /// What has an answer before it but no parent was made from a teacher's draft.
    func chain(_ id: RevisionID) throws -> ChainView {
        var revisions: [ChainView.Revision] = []
        var isTruncated = false
        var task: DomainTask?
        var draft: ChainView.TeacherDraft?
        var next: RevisionID? = id
        while let current = next {
            try checkCancelled()
            guard let group = try group(step: current.step, index: current.group),
                group.completions.indices.contains(current.completion)
            else {
                guard !revisions.isEmpty else {
                    throw StoreError(
                        .missing, path: folder.path,
                        "has no revision \(id); it holds steps 1 to \(try lastStep())")
                }
                isTruncated = true
                break
            }
            task = task ?? group.instance.task
            revisions.append(revision(current, in: group))
            next = group.instance.parent
            // Those of one step may be of one chain.
            if let next, (next.step, next.group) >= (current.step, current.group) {
                throw BlobError(reason: "has a revision \(current) older than its parent \(next)")
            }
            if next == nil { draft = teacherDraft(of: group.instance) }
        }
        guard let task else { throw BlobError(reason: "has an empty chain") }
        return ChainView(
            episode: id, task: task.id, taskText: formatting.text(of: task), step: id.step,
            strategy: configuration.strategy.rawValue, revisions: revisions.reversed(),
            children: try children(of: id), isTruncated: isTruncated, teacherDraft: draft)
    }

    private func teacherDraft(of instance: TaskInstance) -> ChainView.TeacherDraft? {
        instance.latest.map { latest in
            ChainView.TeacherDraft(
                text: formatting.text(of: latest.tokens, answering: instance),
                quality: latest.quality, isSolved: latest.isSolved)
        }
    }

    private func revision(_ id: RevisionID, in group: Group) -> ChainView.Revision {
        let instance = group.instance
        let completion = group.completions[id.completion]
        return ChainView.Revision(
            id: id, depth: instance.depth, turn: instance.turn, mode: group.mode,
            parent: instance.parent,
            prompt: formatting.promptText(for: instance, mode: group.mode),
            text: formatting.text(of: completion.answer.tokens, answering: instance),
            feedback: formatting.feedbackText(on: completion.answer, answering: instance),
            quality: completion.answer.quality, reward: completion.reward,
            advantage: completion.advantage, isValid: completion.answer.isValid,
            isSolved: completion.answer.isSolved, learnability: group.learnability,
            siblings: group.completions.enumerated().map { place, sibling in
                ChainView.Sibling(
                    id: group.revisionID(place),
                    text: formatting.text(of: sibling.answer.tokens, answering: instance),
                    quality: sibling.answer.quality, reward: sibling.reward,
                    advantage: sibling.advantage, diversity: sibling.diversity,
                    isValid: sibling.answer.isValid)
            })
    }

    /// The revisions made from one: the groups in order, the best of each group first.
    private func children(of id: RevisionID) throws -> [RevisionID] {
        guard let key = Schema.revisionKey(id) else { return [] }
        let ids = try rows(
            "SELECT id FROM revision_group WHERE parent = ? ORDER BY id", [key]
        ) { try $0.integer(0) }
        return try ids.flatMap { id -> [RevisionID] in
            guard let group = try group(step: id >> 16, index: id & 0xffff) else { return [] }
            return group.completions.indices.sorted {
                let (left, right) = (group.completions[$0], group.completions[$1])
                return (right.answer.quality, $0) < (left.answer.quality, $1)
            }.map { group.revisionID($0) }
        }
    }
}
