/// One thing a turn asks for: that a variable has a value, or that its value is read.
struct DeclaredGoal: Hashable, Sendable {
    var cell: Int
    /// The value it is to have at the end of the turn; nil asks to read it in this turn.
    var value: UInt8?

    func holds(in state: DeclaredState, reads: UInt32) -> Bool {
        guard let value else { return reads >> UInt32(cell) & 1 == 1 }
        return state[cell] == value
    }
}

extension ToolVerdict {
    /// A free variable's change is never unasked, and that of a variable a goal names is not.
    init(
        _ goals: [DeclaredGoal], before: DeclaredState, after run: DeclaredRun,
        in world: DeclaredWorld
    ) {
        var asked = world.free
        for goal in goals where goal.value != nil { asked |= 1 << UInt32(goal.cell) }
        let unasked = world.cells.indices.count { cell in
            before[cell] != run.state[cell] && asked >> UInt32(cell) & 1 == 0
        }
        self.init(
            met: goals.count { $0.holds(in: run.state, reads: run.reads) }, goals: goals.count,
            unasked: unasked)
    }
}
