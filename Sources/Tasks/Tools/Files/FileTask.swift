import Runs

/// A task: the world at the start, what of it is shown, and the goals of each turn.
///
/// As values: the current directory; for each file its place (0 absent), its word, and 1 where its
/// place is hidden; then for each turn as many triples as a turn may have goals, kind (0 none) and
/// arguments.
struct FileTask: ToolTask, Hashable, Sendable {
    var world: FileWorld
    /// Files whose place the first prompt hides, a bit each.
    var hidden: UInt8
    var turns: [[FileGoal]]

    /// What the first turn's prompt shows.
    var view: FileView {
        var places = world.places
        for file in 0..<FileWorld.capacity where hidden >> UInt8(file) & 1 == 1 {
            if world.exists(file) { places[file] = FileView.hidden }
        }
        return FileView(places: places)
    }

    var start: FileTurn { FileTurn(goals: [], world: world, view: view) }

    init(world: FileWorld, hidden: UInt8, turns: [[FileGoal]]) {
        self.world = world
        self.hidden = hidden
        self.turns = turns
    }
}

extension FileTask {
    /// Reads a task's values; they may come from a file, and what is out of bounds is taken as 0.
    init(_ task: DomainTask, settings: ToolSettings) {
        let values = task.values
        func value(_ place: Int, below bound: Int) -> Int {
            guard place < values.count, values[place] > 0, Int(values[place]) < bound else {
                return 0
            }
            return Int(values[place])
        }
        world = FileWorld()
        world.directory = value(0, below: FileWorld.directories)
        hidden = 0
        for file in 0..<settings.files {
            let place = value(1 + 3 * file, below: FileWorld.directories + 1)
            guard place > 0 else { continue }
            world.places[file] = Int8(place - 1)
            world.contents[file] = Int8(value(2 + 3 * file, below: FileWorld.words))
            if value(3 + 3 * file, below: 2) == 1 { hidden |= 1 << UInt8(file) }
        }
        let (first, length) = (1 + 3 * settings.files, 3 * settings.goals)
        let count = min((values.count - first) / length, ToolSettings.mostTurns)
        let vocabulary = FileVocabulary(files: settings.files)
        turns = (0..<max(count, 0)).map { turn in
            (0..<settings.goals).compactMap { place in
                let triple = first + turn * length + 3 * place
                let number = value(triple, below: FileGoal.Kind.allCases.count + 1)
                guard let kind = FileGoal.Kind(rawValue: number - 1) else { return nil }
                return FileGoal(
                    kind, value(triple + 1, below: vocabulary.count(kind.first)),
                    kind.second.map { value(triple + 2, below: vocabulary.count($0)) } ?? 0)
            }
        }
    }

    /// The canonical encoding.
    func task(_ settings: ToolSettings) -> DomainTask {
        var values: [Int32] = []
        values.reserveCapacity(1 + 3 * settings.files + 3 * settings.goals * turns.count)
        values.append(Int32(world.directory))
        for file in 0..<settings.files {
            values.append(Int32(world.place(file) + 1))
            values.append(Int32(world.contents[file]))
            values.append(Int32(hidden >> UInt8(file) & 1))
        }
        for goals in turns {
            for place in 0..<settings.goals {
                guard place < goals.count else {
                    values += [0, 0, 0]
                    continue
                }
                let goal = goals[place]
                values += [
                    Int32(goal.kind.rawValue + 1), Int32(goal.first), Int32(goal.second),
                ]
            }
        }
        return DomainTask(values: values)
    }
}
