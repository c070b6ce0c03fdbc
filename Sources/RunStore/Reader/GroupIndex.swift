import Runs

/// Which groups a run has, of which tasks, and how many instances they make: what one pass over the
/// groups' rows tells, kept and only continued as the run grows.
struct GroupIndex {
    /// The most groups that are known; a longer run is told of up to there.
    static let most = 1 << 20

    /// A step's end.
    struct Count {
        let step: Int
        let tasks: Int
        let revisions: Int
        let groups: Int
    }

    /// Row ids of a task's groups, in order.
    private(set) var groups: [UInt32: [Int64]] = [:]
    /// The sums after each step.
    private(set) var counts: [Count] = []
    private var revisions: Set<Int64> = []
    private var total = 0

    /// The last row that is known.
    private(set) var lastID: Int64 = -1

    var isFull: Bool { total >= Self.most }

    /// Takes in the row that follows.
    mutating func add(id: Int64, task: UInt32, parent: Int64?) {
        lastID = id
        total += 1
        groups[task, default: []].append(id)
        if let parent { revisions.insert(parent) }
        let count = Count(
            step: Int(id >> 16), tasks: groups.count, revisions: revisions.count, groups: total)
        if counts.last?.step == count.step { counts.removeLast() }
        counts.append(count)
    }

    /// The task with the most groups before a row; the one seen first among equals.
    func mostWorked(before id: Int64) -> UInt32? {
        var best: (task: UInt32, count: Int, first: Int64)?
        for (task, ids) in groups {
            guard let first = ids.first, first < id else { continue }
            let count = ids.last ?? 0 < id ? ids.count : ids.count { $0 < id }
            if let best,
                (best.count, first) > (count, best.first) || best.count > count
                    || (best.count == count && best.first <= first)
            {
                continue
            }
            best = (task, count, first)
        }
        return best?.task
    }
}
