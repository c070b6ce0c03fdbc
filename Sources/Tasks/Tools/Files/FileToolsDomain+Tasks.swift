import Runs

/// How worlds and goals are drawn.
extension FileToolsDomain {
    func pairs(_ goals: [FileGoal]) -> [UInt8] {
        goals.map { UInt8($0.kind.rawValue << 4 | $0.first) }.sorted()
    }

    func drawWorld(_ draws: inout SmallDraws) -> FileTask {
        var world = FileWorld()
        var hidden: UInt8 = 0
        for file in 0..<settings.files where draws.below(100) < 85 {
            world.places[file] = Int8(draws.below(FileWorld.directories))
            world.contents[file] = Int8(draws.below(FileWorld.words))
            if Double(draws.below(1 << 20)) < settings.hidden * Double(1 << 20) {
                hidden |= 1 << UInt8(file)
            }
        }
        world.directory = draws.below(FileWorld.directories)
        return FileTask(world: world, hidden: hidden, turns: [])
    }

    func drawGoals(of turn: FileTurn, _ draws: inout SmallDraws) -> [FileGoal] {
        (0..<drawGoalCount(&draws)).map { _ in
            let place = draws.below(16)
            let kind: FileGoal.Kind =
                switch place {
                case 0..<5: .inside
                case 5..<9: .has
                case 9..<11: .gone
                case 11..<13: .new
                case 13: .at
                default: .read
                }
            let first = draws.below(words.count(kind.first))
            guard kind != .has else {
                // Word 0 is what a new file holds.
                return FileGoal(kind, first, 1 + draws.below(FileWorld.words - 1))
            }
            return FileGoal(kind, first, kind.second.map { draws.below(words.count($0)) } ?? 0)
        }
    }

    func fits(_ turn: FileTurn) -> Bool {
        let goals = turn.goals
        for (place, goal) in goals.enumerated() {
            guard !goal.holds(in: turn.world, reads: 0) else { return false }
            if let file = goal.file, turn.world.exists(file) == (goal.kind == .new) {
                return false
            }
            for other in goals[..<place] where !Self.agree(goal, other) { return false }
        }
        return turn.reference.count <= settings.calls
    }

    private static func agree(_ goal: FileGoal, _ other: FileGoal) -> Bool {
        if goal.kind == .at || other.kind == .at { return goal.kind != other.kind }
        guard goal.first == other.first else { return true }
        if goal.kind == other.kind || goal.kind.isPlace && other.kind.isPlace { return false }
        // What is to be made or removed has no content to ask for.
        return ![goal.kind, other.kind].contains { $0 == .gone || $0 == .new }
    }

    func hiddenFacts(of task: FileTask) -> Int {
        var files: UInt8 = 0
        for goal in task.turns.joined() { if let file = goal.file { files |= 1 << UInt8(file) } }
        return (files & task.hidden).nonzeroBitCount
    }
}
