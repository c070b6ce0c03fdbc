/// Finds lists of calls that reach a turn's goals from a state.
///
/// A search in breadth over the calls that can matter: those that bring about a goal, or what the
/// checks of such a call want, and so on. First only calls that set nothing unasked, which is enough for
/// nearly every turn; where that fails, and it is asked for, all of them. The number of tries is
/// bounded, so that any declaration takes bounded time.
struct DeclaredPlanner {
    /// A list, and whether it meets all goals without an unasked change.
    struct Plan {
        let calls: [Int]
        let isExact: Bool
    }

    let world: DeclaredWorld
    let goals: [DeclaredGoal]
    /// The longest list.
    let limit: Int
    /// Calls that can matter, in the order of the world's rules.
    private(set) var relevant: [Int] = []
    /// Cells that these calls or the goals depend on, a bit each.
    private(set) var cells: UInt32 = 0

    /// Calls a search may try: a millisecond's worth, many times what the worlds that come with the
    /// program need.
    private static let mostTries = 1 << 14

    /// - Parameters:
    ///   - world: where.
    ///   - goals: what is asked.
    ///   - limit: the longest list.
    ///   - isBold: whether calls count that may change something unasked.
    init(_ world: DeclaredWorld, goals: [DeclaredGoal], limit: Int, isBold: Bool = false) {
        self.world = world
        self.goals = goals
        self.limit = limit
        var allowed = isBold ? UInt32.max : world.free
        for goal in goals { allowed |= 1 << UInt32(goal.cell) }
        var wanted = [UInt64](repeating: 0, count: world.cells.count)
        var isTaken = [Bool](repeating: false, count: world.rules.count)
        var open: [(cell: Int, values: UInt64)] = []
        func want(_ cell: Int, _ values: UInt64) {
            let new = values & world.domains[cell] & ~wanted[cell]
            cells |= 1 << UInt32(cell)
            guard new != 0 else { return }
            wanted[cell] |= new
            open.append((cell, new))
        }
        func take(_ call: Int) {
            let rule = world.rules[call]
            guard !isTaken[call], rule.moves.allSatisfy({ allowed >> UInt32($0.cell) & 1 == 1 })
            else { return }
            isTaken[call] = true
            // What is changed on the way is to be changed back.
            if isBold { for move in rule.moves { want(move.cell, .max) } }
            for check in rule.checks {
                switch check.right {
                case .cell(let cell):
                    want(check.left, .max)
                    want(cell, .max)
                case .value(let value):
                    want(check.left, check.isEqual ? 1 << UInt64(value) : ~(1 << UInt64(value)))
                }
            }
        }
        for goal in goals {
            if let value = goal.value {
                want(goal.cell, 1 << UInt64(value))
            } else {
                cells |= 1 << UInt32(goal.cell)
                for call in world.givers[goal.cell] { take(call) }
            }
        }
        while let (cell, values) = open.popLast() {
            for call in world.setters[cell] where !isTaken[call] {
                for move in world.rules[call].moves where move.cell == cell {
                    switch move.value {
                    case .value(let value): if values >> UInt64(value) & 1 == 1 { take(call) }
                    case .cell(let source):
                        take(call)
                        want(source, values)
                    }
                }
            }
        }
        relevant = isTaken.indices.filter { isTaken[$0] }
    }

    /// Whether the goals may be reached from a state at all, as if no call took away what another gave.
    ///
    /// Where they can't be, which is cheap to see, no search is needed.
    ///
    /// - Returns: false only where no list of the calls that can matter meets all goals.
    func mayReach(from state: DeclaredState) -> Bool {
        var reached = world.cells.indices.map { UInt64(1) << UInt64(state[$0]) }
        var reads: UInt32 = 0
        func values(_ operand: DeclaredWorld.Operand) -> UInt64 {
            switch operand {
            case .cell(let cell): reached[cell]
            case .value(let value): 1 << UInt64(value)
            }
        }
        func mayHold(_ check: DeclaredWorld.Check) -> Bool {
            let (left, right) = (reached[check.left], values(check.right))
            return check.isEqual ? left & right != 0 : (left | right).nonzeroBitCount > 1
        }
        var isGrowing = true
        while isGrowing {
            isGrowing = false
            for call in relevant {
                let rule = world.rules[call]
                guard rule.checks.allSatisfy(mayHold) else { continue }
                if let cell = rule.gives { reads |= 1 << UInt32(cell) }
                for move in rule.moves {
                    let new = reached[move.cell] | values(move.value)
                    isGrowing = isGrowing || new != reached[move.cell]
                    reached[move.cell] = new
                }
            }
        }
        return goals.allSatisfy { goal in
            guard let value = goal.value else { return reads >> UInt32(goal.cell) & 1 == 1 }
            return reached[goal.cell] >> UInt64(value) & 1 == 1
        }
    }

    /// The first of the shortest lists, with calls tried in the world's order.
    func plan(from state: DeclaredState) -> Plan { search(from: state, relevant) }

    /// A shortest list, any of them.
    func plan(from state: DeclaredState, _ draws: inout SmallDraws) -> Plan {
        var calls = relevant
        for place in calls.indices.dropFirst() {
            calls.swapAt(place, draws.below(place + 1))
        }
        return search(from: state, calls)
    }

    private struct Node {
        let state: DeclaredState
        /// Goals that ask to read and were met, a bit each.
        let reads: UInt8
        let parent: Int32
        let call: Int32
        let hash: UInt64
    }

    private func search(from start: DeclaredState, _ calls: [Int]) -> Plan {
        var nodes = [Node(state: start, reads: 0, parent: -1, call: -1, hash: 0)]
        // Open addressing: places of nodes, -1 where empty; never more than half full.
        var table = [Int32](repeating: -1, count: 128)
        var best = (node: 0, met: met(nodes[0]))
        if best.met == goals.count { return Plan(calls: [], isExact: true) }
        Self.insert(0, nodes, &table)
        var (depth, tries) = (0, 0)
        var level = 0..<1
        while !level.isEmpty, depth < limit {
            depth += 1
            for place in level {
                let node = nodes[place]
                for call in calls {
                    tries += 1
                    guard tries <= Self.mostTries else {
                        return Plan(calls: list(nodes, to: best.node), isExact: false)
                    }
                    guard let next = step(node, place, call),
                        !Self.isKnown(next, nodes, table)
                    else { continue }
                    nodes.append(next)
                    let met = met(next)
                    if met > best.met, !changesUnasked(next, start) {
                        best = (nodes.count - 1, met)
                        if met == goals.count {
                            return Plan(calls: list(nodes, to: best.node), isExact: true)
                        }
                    }
                    if 2 * nodes.count > table.count {
                        table = [Int32](repeating: -1, count: 4 * table.count)
                        for index in nodes.indices.dropLast() { Self.insert(index, nodes, &table) }
                    }
                    Self.insert(nodes.count - 1, nodes, &table)
                }
            }
            level = level.upperBound..<nodes.count
        }
        return Plan(calls: list(nodes, to: best.node), isExact: false)
    }

    /// The node after a call; nil where it changes nothing that matters.
    private func step(_ node: Node, _ place: Int, _ call: Int) -> Node? {
        let rule = world.rules[call]
        var state = node.state
        let result = state.execute(rule)
        if case .error = result { return nil }
        var reads = node.reads
        if let cell = rule.gives {
            for (place, goal) in goals.enumerated() where goal.value == nil && goal.cell == cell {
                reads |= 1 << UInt8(place)
            }
        }
        var hash = node.hash ^ Self.mixed(64 * 64 + UInt64(node.reads ^ reads))
        if reads == node.reads { hash = node.hash }
        for move in rule.moves {
            let (before, after) = (node.state[move.cell], state[move.cell])
            guard before != after else { continue }
            hash ^= Self.mixed(UInt64(move.cell) * 64 + UInt64(before))
            hash ^= Self.mixed(UInt64(move.cell) * 64 + UInt64(after))
        }
        guard state != node.state || reads != node.reads else { return nil }
        return Node(
            state: state, reads: reads, parent: Int32(place), call: Int32(call), hash: hash)
    }

    private func met(_ node: Node) -> Int {
        var met = 0
        for (place, goal) in goals.enumerated() {
            if let value = goal.value {
                met += node.state[goal.cell] == value ? 1 : 0
            } else {
                met += Int(node.reads >> UInt8(place) & 1)
            }
        }
        return met
    }

    private func changesUnasked(_ node: Node, _ start: DeclaredState) -> Bool {
        var asked = world.free
        for goal in goals where goal.value != nil { asked |= 1 << UInt32(goal.cell) }
        return world.cells.indices.contains { cell in
            asked >> UInt32(cell) & 1 == 0 && node.state[cell] != start[cell]
        }
    }

    private func list(_ nodes: [Node], to last: Int) -> [Int] {
        var calls: [Int] = []
        var place = last
        while nodes[place].parent >= 0 {
            calls.append(Int(nodes[place].call))
            place = Int(nodes[place].parent)
        }
        return calls.reversed()
    }

    // MARK: States met before

    /// SplitMix64's output function: a hash of a small number.
    private static func mixed(_ number: UInt64) -> UInt64 {
        var z = (number &+ 1) &* 0x9e37_79b9_7f4a_7c15
        z = (z ^ z >> 30) &* 0xbf58_476d_1ce4_e5b9
        z = (z ^ z >> 27) &* 0x94d0_49bb_1331_11eb
        return z ^ z >> 31
    }

    private static func insert(_ index: Int, _ nodes: [Node], _ table: inout [Int32]) {
        var slot = Int(truncatingIfNeeded: nodes[index].hash) & (table.count - 1)
        while table[slot] >= 0 { slot = (slot + 1) & (table.count - 1) }
        table[slot] = Int32(index)
    }

    private static func isKnown(_ node: Node, _ nodes: [Node], _ table: [Int32]) -> Bool {
        var slot = Int(truncatingIfNeeded: node.hash) & (table.count - 1)
        while table[slot] >= 0 {
            let other = nodes[Int(table[slot])]
            if other.hash == node.hash, other.reads == node.reads, other.state == node.state {
                return true
            }
            slot = (slot + 1) & (table.count - 1)
        }
        return false
    }
}
