/// What has been seen of a state.
///
/// A cell is known or hidden. At a turn's end the view takes in what the results of that turn's last
/// revision proved. While a draft is revised it also holds values that a hidden cell can't have.
struct DeclaredView: Hashable, Sendable {
    /// Cells that are known, a bit each.
    private(set) var known: UInt32
    /// What the known ones are.
    private(set) var state: DeclaredState
    /// Values that hidden cells can't have, a bit each; empty where nothing was ruled out.
    private var excluded: [UInt64] = []

    /// - Parameters:
    ///   - known: cells, a bit each.
    ///   - state: the true one; values of other cells are forgotten.
    init(known: UInt32, of state: DeclaredState) {
        self.known = known
        self.state = state
        for cell in 0..<32 where known >> UInt32(cell) & 1 == 0 { self.state[cell] = 0 }
    }

    func knows(_ cell: Int) -> Bool { known >> UInt32(cell) & 1 == 1 }

    /// The values a hidden cell may have, a bit each.
    func candidates(_ cell: Int, in world: DeclaredWorld) -> UInt64 {
        world.domains[cell] & ~(excluded.isEmpty ? 0 : excluded[cell])
    }

    private mutating func learn(_ cell: Int, _ value: UInt8) {
        known |= 1 << UInt32(cell)
        state[cell] = value
    }

    private mutating func exclude(_ cell: Int, _ value: UInt8, in world: DeclaredWorld) {
        if excluded.isEmpty { excluded = Array(repeating: 0, count: world.cells.count) }
        excluded[cell] |= 1 << UInt64(value)
        let left = candidates(cell, in: world)
        if left.nonzeroBitCount == 1 { learn(cell, UInt8(left.trailingZeroBitCount)) }
    }

    /// What the results of calls prove about the state before them, and what is seen after them.
    ///
    /// A draft is rolled back before it is revised, so what counts for a revision is the state before.
    func after(
        _ calls: [Int], _ results: [DeclaredResult], in world: DeclaredWorld
    ) -> (before: DeclaredView, after: DeclaredView) {
        var trace = Trace(view: self, world: world)
        for (call, result) in zip(calls, results) { trace.take(world.rules[call], result) }
        return (trace.view, trace.end)
    }

    /// A state to plan with: what is known, and a guess for what is not.
    func guessed(in world: DeclaredWorld, _ draws: inout SmallDraws) -> DeclaredState {
        var state = state
        for cell in world.cells.indices where !knows(cell) {
            let candidates = candidates(cell, in: world)
            let variable = world.variables[world.cells[cell].variable]
            // As often as it starts with each; a state that a person wrote may be another.
            let likely = variable.start.filter { candidates >> UInt64($0) & 1 == 1 }
            let choices =
                likely.isEmpty
                ? variable.values.filter { candidates >> UInt64($0) & 1 == 1 } : likely
            if !choices.isEmpty { state[cell] = choices[draws.below(choices.count)] }
        }
        return state
    }

    /// Follows calls by what is known: a cell holds a known value, or still what a hidden cell held.
    private struct Trace {
        enum Content: Hashable {
            case value(UInt8)
            case hidden(Int)
        }

        var view: DeclaredView
        let world: DeclaredWorld
        private var contents: [Content]

        init(view: DeclaredView, world: DeclaredWorld) {
            self.view = view
            self.world = world
            contents = world.cells.indices.map { cell in
                view.knows(cell) ? .value(view.state[cell]) : .hidden(cell)
            }
        }

        /// What a cell holds by what has been proved so far.
        private func content(_ cell: Int) -> Content {
            if case .hidden(let origin) = contents[cell], view.knows(origin) {
                return .value(view.state[origin])
            }
            return contents[cell]
        }

        private func content(_ operand: DeclaredWorld.Operand) -> Content {
            switch operand {
            case .cell(let cell): content(cell)
            case .value(let value): .value(value)
            }
        }

        /// Whether a check held; nil where it can't be told.
        private func holds(_ check: DeclaredWorld.Check) -> Bool? {
            let (left, right) = (content(check.left), content(check.right))
            if left == right { return check.isEqual }
            switch (left, right) {
            case (.value, .value): return !check.isEqual
            case (.hidden(let cell), .value(let value)), (.value(let value), .hidden(let cell)):
                let isPossible = view.candidates(cell, in: world) >> UInt64(value) & 1 == 1
                return isPossible ? nil : !check.isEqual
            case (.hidden, .hidden): return nil
            }
        }

        private mutating func prove(_ check: DeclaredWorld.Check, _ holds: Bool) {
            let (left, right) = (content(check.left), content(check.right))
            switch (left, right) {
            case (.hidden(let cell), .value(let value)), (.value(let value), .hidden(let cell)):
                if check.isEqual == holds {
                    view.learn(cell, value)
                } else {
                    view.exclude(cell, value, in: world)
                }
            case (.hidden, .hidden), (.value, .value): break
            }
        }

        mutating func take(_ rule: DeclaredWorld.Rule, _ result: DeclaredResult) {
            if case .error(let error) = result {
                // What came before the first check of this error held. Several may have the same: if
                // all but one of them can't have failed, that one did, and those before it held.
                let may = rule.checks.indices.filter {
                    rule.checks[$0].error == error && holds(rule.checks[$0]) != true
                }
                let first = rule.checks.firstIndex { $0.error == error } ?? 0
                let end = may.count == 1 ? may[0] : first
                for check in rule.checks[..<end] { prove(check, true) }
                if may.count == 1 { prove(rule.checks[may[0]], false) }
                return
            }
            for check in rule.checks { prove(check, true) }
            if case .value(let value) = result, let cell = rule.gives,
                case .hidden(let origin) = content(cell)
            {
                view.learn(origin, value)
            }
            let values = rule.moves.map { content($0.value) }
            for (move, value) in zip(rule.moves, values) { contents[move.cell] = value }
        }

        /// What is known of the state now; that something was ruled out is forgotten, for prompts have
        /// no place to show it.
        var end: DeclaredView {
            var (known, state) = (UInt32(0), DeclaredState())
            for cell in contents.indices {
                guard case .value(let value) = content(cell) else { continue }
                known |= 1 << UInt32(cell)
                state[cell] = value
            }
            return DeclaredView(known: known, of: state)
        }
    }
}
