import GRDB
import Runs

extension HistoryReader {
    /// Steps for which an entry pushed out of the buffer stays in the tree, and how many such
    /// entries there are at most, the latest of them.
    private static let evictionSteps = 32
    private static let evictionCount = 512

    /// The buffer as a tree, as it was after a step.
    func tree(step: Int?) throws -> CurriculumTree {
        let step = try known(step)
        let epoch = try epoch()
        let start = max(0, step - Self.evictionSteps)
        var evictions: [Eviction] = []
        let entries = try replay(
            from: try bufferEntries(step: start), after: start, upTo: step
        ) { evictions.append($0) }
        keep(entries, step: step, epoch: epoch)

        let curriculum = try curriculum(after: step)
        let probabilities = entries.drawProbabilities(
            sharpness: curriculum.sharpness, staleness: curriculum.staleness, at: step + 1)
        var grown = zip(entries, probabilities).map { entry, probability in
            (entry: entry, standing: CurriculumTree.Standing.held(probability: probability))
        }
        var groups: [Int64: Group] = [:]
        for eviction in evictions.suffix(Self.evictionCount) {
            try checkCancelled()
            let entry =
                try eviction.source.map {
                    try resolved(eviction.entry, source: $0, groups: &groups)
                } ?? eviction.entry
            grown.append((entry, .evicted(step: eviction.step, by: eviction.by)))
        }
        let known = Set(grown.map(\.entry.id))
        var heads: [Int64: GroupHead] = [:]
        var branches: [TaskID: (text: String, highest: Double, nodes: [CurriculumTree.Node])] = [:]
        var seen: Set<Int> = []
        for (entry, standing) in grown.sorted(by: { $0.entry.id < $1.entry.id }) {
            guard seen.insert(entry.id).inserted else { continue }
            let instance = entry.instance
            let head = try instance.parent.flatMap { try self.head(of: $0, known: &heads) }
            var parent: Int?
            // An entry older than what grew from it: a file may say otherwise.
            if case .buffer(let id) = head?.origin, id < entry.id, known.contains(id) {
                parent = id
            }
            let node = CurriculumTree.Node(
                id: entry.id, parent: parent, task: instance.task.id, turn: instance.turn,
                depth: instance.depth, mode: head?.mode, quality: instance.latest?.quality,
                text: instance.latest.map { formatting.text(of: $0.tokens, answering: instance) },
                revision: instance.parent, score: entry.score, created: entry.created,
                sampled: entry.sampled, standing: standing)
            var branch =
                branches[node.task] ?? (formatting.text(of: instance.task), -.infinity, [])
            if case .held = standing, entry.score > branch.highest { branch.highest = entry.score }
            branch.nodes.append(node)
            branches[node.task] = branch
        }
        // A task whose entries were all pushed out comes last.
        let ordered = branches.values.sorted { left, right in
            (right.highest, left.nodes[0].id) < (left.highest, right.nodes[0].id)
        }
        return CurriculumTree(
            step: step,
            branches: ordered.map { branch in
                CurriculumTree.Branch(
                    task: branch.nodes[0].task, text: branch.text, nodes: branch.nodes)
            },
            changes: try recentChanges(upTo: step))
    }

    private typealias GroupHead = (mode: RevisionMode, origin: GroupOrigin)

    /// What a revision's prompt asked for and was made from; nil if its group is not in the store.
    private func head(of revision: RevisionID, known heads: inout [Int64: GroupHead]) throws
        -> GroupHead?
    {
        guard let id = Schema.groupID(step: revision.step, index: revision.group) else {
            return nil
        }
        if let head = heads[id] { return head }
        let head = try rows("SELECT record FROM revision_group WHERE id = ?", [id]) { row in
            try GroupCoding.decodeHead(row.bytes(0))
        }.first
        heads[id] = head
        return head
    }
}
