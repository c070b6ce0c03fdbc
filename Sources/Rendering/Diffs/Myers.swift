/// One step of an edit script.
public enum Edit<Element: Sendable>: Sendable {
    /// In both.
    case same(Element)
    /// Only in the old sequence.
    case delete(Element)
    /// Only in the new sequence.
    case insert(Element)
}

extension Edit: Equatable where Element: Equatable {}

/// The shortest edit script between two sequences.
///
/// Deletions come before insertions at the same place. When the sequences differ in more than
/// `limit` places, what lies between their common ends is replaced as a whole, so that the cost
/// stays bounded.
///
/// - Complexity: O((N + M) · min(D, limit)) time, D the number of edits; O(min(D, limit)²) memory.
/// - Source: Myers: "An O(ND) difference algorithm and its variations", Algorithmica 1 (1986),
///   https://doi.org/10.1007/BF01840446.
/// - Parameters:
///   - old: the old sequence.
///   - new: the new sequence.
///   - limit: how many edits are searched for.
/// - Returns: the script, in order.
public func editScript<Element: Equatable & Sendable>(
    from old: [Element], to new: [Element], limit: Int = 1_000
) -> [Edit<Element>] {
    var head = 0
    while head < old.count, head < new.count, old[head] == new[head] { head += 1 }
    var tail = 0
    while tail < old.count - head, tail < new.count - head,
        old[old.count - 1 - tail] == new[new.count - 1 - tail]
    {
        tail += 1
    }
    let oldCore = Array(old[head..<(old.count - tail)])
    let newCore = Array(new[head..<(new.count - tail)])
    let core =
        shortestCore(oldCore, newCore, limit: limit)
        ?? oldCore.map { .delete($0) } + newCore.map { .insert($0) }
    return old[..<head].map { .same($0) } + deletionsFirst(core)
        + old[(old.count - tail)...].map { .same($0) }
}

/// The script of the part without common ends, or nil beyond the limit.
private func shortestCore<Element: Equatable & Sendable>(
    _ old: [Element], _ new: [Element], limit: Int
) -> [Edit<Element>]? {
    let n = old.count
    let m = new.count
    if n == 0 { return new.map { .insert($0) } }
    if m == 0 { return old.map { .delete($0) } }
    // reach[k + offset]: the farthest x on diagonal k = x - y with d edits; one row a d is kept.
    let most = min(n + m, limit)
    let offset = most + 1
    var reach = Array(repeating: 0, count: 2 * most + 3)
    var trace: [[Int]] = []
    for d in 0...most {
        trace.append(Array(reach[(offset - d - 1)...(offset + d + 1)]))
        for k in stride(from: -d, through: d, by: 2) {
            var x =
                k == -d || (k != d && reach[offset + k - 1] < reach[offset + k + 1])
                ? reach[offset + k + 1] : reach[offset + k - 1] + 1
            while x < n, x - k < m, x - k >= 0, old[x] == new[x - k] { x += 1 }
            reach[offset + k] = x
            if x >= n, x - k >= m { return walkBack(trace, old, new) }
        }
    }
    return nil
}

private func walkBack<Element: Sendable>(
    _ trace: [[Int]], _ old: [Element], _ new: [Element]
) -> [Edit<Element>] {
    var x = old.count
    var y = new.count
    var script: [Edit<Element>] = []
    for d in stride(from: trace.count - 1, through: 0, by: -1) {
        // The row kept before step d holds diagonals -d-1 ... d+1.
        let row = trace[d]
        let k = x - y
        func at(_ k: Int) -> Int { row[k + d + 1] }
        let isDown = k == -d || (k != d && at(k - 1) < at(k + 1))
        let previousK = isDown ? k + 1 : k - 1
        let previousX = d == 0 ? 0 : at(previousK)
        let previousY = d == 0 ? 0 : previousX - previousK
        while x > previousX, y > previousY {
            x -= 1
            y -= 1
            script.append(.same(old[x]))
        }
        guard d > 0 else { break }
        if isDown {
            y -= 1
            script.append(.insert(new[y]))
        } else {
            x -= 1
            script.append(.delete(old[x]))
        }
    }
    return script.reversed()
}

/// The same script with deletions before insertions in every run of changes.
private func deletionsFirst<Element>(_ script: [Edit<Element>]) -> [Edit<Element>] {
    var result: [Edit<Element>] = []
    var inserts: [Edit<Element>] = []
    for edit in script {
        switch edit {
        case .insert: inserts.append(edit)
        case .delete: result.append(edit)
        case .same:
            result += inserts
            inserts = []
            result.append(edit)
        }
    }
    return result + inserts
}
