import GRDB
import Runs
import Synchronization

extension HistoryReader {
    /// Most chains that are answered at once.
    private static let mostChains = 4096

    /// The chains that end in the revisions a filter lets through, in the filter's order.
    ///
    /// Goes through the groups' outlines and decodes a group only where its outline says that it
    /// may hold a revision that belongs into the answer. In the orders by quality it goes from the
    /// newest step back, so that later ones come first among equals, and a group whose outline
    /// promises nothing better than what is found already is passed over.
    func chains(_ filter: ChainFilter, limit: Int) throws -> [EpisodeSummary] {
        let last = try lastStep()
        let first = max(1, filter.steps?.lowerBound ?? 1)
        let end = min(last, filter.steps?.upperBound ?? last)
        let limit = max(0, min(limit, Self.mostChains))
        guard first <= end, limit > 0, filter.depth ?? 0 >= 0 else { return [] }
        var search = ChainSearch(filter: filter, limit: limit)
        try visitOutlines(in: first...end, isForward: filter.order == .oldest) { step, outlines in
            let places = Array(outlines.enumerated())
            for (index, outline) in filter.order == .oldest ? places : places.reversed()
            where search.wants(outline) {
                try checkCancelled()
                // A group thinned out of the store is no longer there to be found.
                guard let group = try group(step: step, index: index) else { continue }
                search.add(group)
            }
            return !search.isComplete
        }
        return search.found.map { found in
            let instance = found.group.instance
            let answer = found.group.completions[found.completion].answer
            return EpisodeSummary(
                id: found.group.revisionID(found.completion), task: instance.task.id,
                taskText: formatting.text(of: instance.task), depth: instance.depth,
                mode: found.group.mode, quality: answer.quality,
                previous: instance.latest?.quality)
        }
    }

    /// Calls a body with the outlines of each step's groups, until it returns false.
    private func visitOutlines(
        in steps: ClosedRange<Int>, isForward: Bool,
        _ body: (_ step: Int, _ outlines: [GroupOutline]) throws -> Bool
    ) throws {
        let order = isForward ? "ASC" : "DESC"
        // What is not yet visited.
        var (first, last) = (steps.lowerBound, steps.upperBound)
        if try hasTable("outline") {
            let cursor = try Row.fetchCursor(
                db.cachedStatement(
                    sql: "SELECT step, groups FROM outline WHERE step BETWEEN ? AND ? "
                        + "ORDER BY step \(order)"),
                arguments: [first, last])
            while let row = try cursor.next() {
                try checkCancelled()
                let step = try row.integer(0)
                let gap = isForward ? (first, step - 1) : (step + 1, last)
                guard try visitGroups(from: gap.0, to: gap.1, order: order, body),
                    try body(step, try GroupOutline.decode(row.bytes(1)))
                else { return }
                if isForward { first = step + 1 } else { last = step - 1 }
            }
        }
        _ = try visitGroups(from: first, to: last, order: order, body)
    }

    /// The same for steps whose outlines the store does not hold; false if the body returned it.
    private func visitGroups(
        from first: Int, to last: Int, order: String,
        _ body: (_ step: Int, _ outlines: [GroupOutline]) throws -> Bool
    ) throws -> Bool {
        guard first <= last else { return true }
        let epoch = try epoch()
        let cursor = try Row.fetchCursor(
            db.cachedStatement(
                sql: "SELECT step FROM step WHERE step BETWEEN ? AND ? ORDER BY step \(order)"),
            arguments: [first, last])
        while let row = try cursor.next() {
            try checkCancelled()
            let step = try row.integer(0)
            guard try body(step, try outlines(step: step, epoch: epoch)) else { return false }
        }
        return true
    }

    /// The outlines of a step's groups as stored; nil if the store holds none.
    func outline(step: Int) throws -> [UInt8]? {
        guard try hasTable("outline") else { return nil }
        return try rows("SELECT groups FROM outline WHERE step = ?", [step]) {
            try $0.bytes(0)
        }.first
    }

    /// The outlines of a step's groups, made from the groups and remembered.
    private func outlines(step: Int, epoch: Int) throws -> [GroupOutline] {
        let known = memory?.outlines.withLock { $0?.epoch == epoch ? $0?.value[step] : nil }
        if let known { return known }
        let outlines = try groups(step: step).map { GroupOutline($0) }
        memory?.outlines.withLock { remembered in
            if remembered?.epoch != epoch { remembered = Remembered(epoch: epoch, value: [:]) }
            guard let count = remembered?.value.count, count < ReaderMemory.mostOutlines else {
                return
            }
            remembered?.value[step] = outlines
        }
        return outlines
    }
}

/// A search for chains under way: what was asked for, and the best found so far.
struct ChainSearch {
    struct Found {
        let group: Group
        let completion: Int
        /// What the order is by; the highest come first.
        let rank: Double
    }

    let filter: ChainFilter
    let limit: Int
    /// What was found, in order, at most `limit`.
    private(set) var found: [Found] = []
    private let mode: Int?

    init(filter: ChainFilter, limit: Int) {
        self.filter = filter
        self.limit = limit
        mode = filter.mode.flatMap { RevisionMode.allCases.firstIndex(of: $0) }
    }

    /// Whether nothing that is still to come can be in the answer.
    var isComplete: Bool {
        guard found.count >= limit else { return false }
        switch filter.order {
        case .newest, .oldest: return true
        case .best, .worst, .gained, .lost:
            guard let lowest = found.last?.rank else { return true }
            return lowest >= 1
        }
    }

    /// Whether a group that is not older than those before may hold a revision of the answer.
    func wants(_ outline: GroupOutline) -> Bool {
        if let depth = filter.depth, outline.depth != UInt8(clamping: depth) { return false }
        if let mode, outline.mode != mode { return false }
        if let task = filter.task, outline.task != UInt8(truncatingIfNeeded: task.bits) {
            return false
        }
        switch filter.change {
        case .wrongToRight?: guard outline.mends else { return false }
        case .rightToWrong?: guard outline.breaks else { return false }
        case nil: break
        }
        if needsPrevious, !outline.hasPrevious { return false }
        guard found.count >= limit, let lowest = found.last?.rank else { return true }
        return bound(outline) > lowest
    }

    /// Adds the revisions of a group that the filter lets through.
    mutating func add(_ group: Group) {
        let instance = group.instance
        guard filter.depth.map({ $0 == instance.depth }) ?? true,
            filter.mode.map({ $0 == group.mode }) ?? true,
            filter.task.map({ $0 == instance.task.id }) ?? true,
            !needsPrevious || instance.latest != nil
        else { return }
        let indices = Array(group.completions.indices)
        for completion in filter.order == .oldest ? indices : indices.reversed() {
            let answer = group.completions[completion].answer
            switch filter.change {
            case .wrongToRight?:
                guard instance.latest?.isSolved == false, answer.isSolved else { continue }
            case .rightToWrong?:
                guard instance.latest?.isSolved == true, !answer.isSolved else { continue }
            case nil: break
            }
            insert(
                Found(
                    group: group, completion: completion,
                    rank: rank(answer, after: instance.latest)))
        }
    }

    /// Puts one behind all that rank as high: those came first.
    private mutating func insert(_ one: Found) {
        var low = 0
        var high = found.count
        while low < high {
            let middle = (low + high) / 2
            if found[middle].rank >= one.rank { low = middle + 1 } else { high = middle }
        }
        guard low < limit else { return }
        found.insert(one, at: low)
        if found.count > limit { found.removeLast() }
    }

    /// Whether a draft can't be in the answer, since nothing was before it.
    private var needsPrevious: Bool {
        filter.order == .gained || filter.order == .lost || filter.change != nil
    }

    private func rank(_ answer: Answer, after latest: Answer?) -> Double {
        let (quality, previous) = (number(answer.quality), number(latest?.quality ?? 0))
        return switch filter.order {
        case .newest, .oldest: 0
        case .best: quality
        case .worst: 1 - quality
        case .gained: quality - previous
        case .lost: previous - quality
        }
    }

    /// What no revision of a group ranks above.
    private func bound(_ outline: GroupOutline) -> Double {
        switch filter.order {
        case .newest, .oldest: 0
        case .best: outline.highest.upper
        case .worst: 1 - outline.lowest.lower
        case .gained: outline.highest.upper - outline.previous.lower
        case .lost: outline.previous.upper - outline.lowest.lower
        }
    }

    /// A quality from a file may be anything.
    private func number(_ quality: Double) -> Double {
        quality > 0 ? min(quality, 1) : 0
    }
}
