/// Finds lists of calls that reach a turn's goals, given where files lie.
///
/// Goals are grouped by file. For each order of the files: `cd` to the file, what is to be done
/// with its content, then `mv` or `rm`; at the end `cd` for `at`. With the true places the first
/// list is exact for every drawn task. A goal on a file that is absent is met as well as it can be,
/// by making the file.
struct FilePlanner {
    let goals: [FileGoal]
    let places: SIMD8<Int8>
    let directory: Int

    /// The shortest list; the first among equals, so that it is a function of the goals and places.
    func shortest() -> [FileCall] {
        var best: [FileCall]?
        for order in orders {
            let list = list(order, readsFirst: { _ in true })
            if list.count < best?.count ?? .max { best = list }
        }
        return best ?? []
    }

    /// The shortest list with what is done to a content in random order.
    func shortest(_ draws: inout SmallDraws) -> [FileCall] {
        var readsFirst: UInt8 = 0
        for file in files where draws.below(2) == 0 { readsFirst |= 1 << UInt8(file) }
        var best: [FileCall]?
        for order in orders {
            let list = list(order, readsFirst: { readsFirst >> UInt8($0) & 1 == 1 })
            if list.count < best?.count ?? .max { best = list }
        }
        return best ?? []
    }

    /// Another list: the shortest that is not `draft`; nil if there is none.
    func shortest(except draft: [FileCall]) -> [FileCall]? {
        var best: [FileCall]?
        for order in orders {
            for readsFirst in [true, false] {
                let list = list(order, readsFirst: { _ in readsFirst })
                if list != draft, list.count < best?.count ?? .max { best = list }
            }
        }
        return best
    }

    /// The files of the goals, in order of first mention.
    private var files: [Int] {
        var files: [Int] = []
        for goal in goals {
            if let file = goal.file, !files.contains(file) { files.append(file) }
        }
        return files
    }

    /// All orders of the files; a turn has at most three.
    private var orders: [[Int]] {
        files.reduce([[]]) { orders, file in
            orders.flatMap { order in
                (0...order.count).map { place in
                    var longer = order
                    longer.insert(file, at: order.count - place)
                    return longer
                }
            }
        }
    }

    private func list(_ order: [Int], readsFirst: (Int) -> Bool) -> [FileCall] {
        var calls: [FileCall] = []
        var current = directory
        func go(to directory: Int) {
            guard directory != current else { return }
            calls.append(FileCall(.cd, directory))
            current = directory
        }
        for file in order {
            let own = goals.filter { $0.file == file }
            let place = Int(places[file])
            let target = own.first { $0.kind == .inside || $0.kind == .new }?.second
            let word = own.first { $0.kind == .has }?.second
            let isRead = own.contains { $0.kind == .read }
            let isGone = own.contains { $0.kind == .gone }
            if place >= 0 {
                guard isGone || word != nil || isRead || target ?? place != place else { continue }
                go(to: place)
            } else if target != nil || word != nil || isRead {
                if let target { go(to: target) }
                calls.append(FileCall(.touch, file))
            } else {
                continue
            }
            let isFirst = readsFirst(file)
            if isRead, isFirst { calls.append(FileCall(.cat, file)) }
            if let word { calls.append(FileCall(.write, file, word)) }
            if isRead, !isFirst { calls.append(FileCall(.cat, file)) }
            if isGone {
                calls.append(FileCall(.rm, file))
            } else if place >= 0, let target, target != place {
                calls.append(FileCall(.mv, file, target))
            }
        }
        if let at = goals.first(where: { $0.kind == .at }) { go(to: at.first) }
        return calls
    }
}
