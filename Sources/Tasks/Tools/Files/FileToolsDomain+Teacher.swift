import Runs

/// What the teacher knows of the file system.
extension FileToolsDomain {
    func plan(
        _ turn: FileTurn, by known: FileView, _ draws: inout SmallDraws
    ) -> [FileCall] {
        FilePlanner(
            goals: turn.goals, places: known.guessed(&draws), directory: turn.world.directory
        ).shortest(&draws)
    }

    func plan(
        _ turn: FileTurn, otherThan draft: [FileCall], _ draws: inout SmallDraws
    ) -> [FileCall] {
        let known = turn.belief(after: draft)
        let planner = FilePlanner(
            goals: turn.goals, places: known.guessed(&draws), directory: turn.world.directory)
        if let other = planner.shortest(except: draft), !other.isEmpty {
            return Array(other.prefix(settings.calls))
        }
        // A single route: look around first, where there is room.
        return Array(([idle] + planner.shortest()).prefix(settings.calls))
    }

    func probes(_ turn: FileTurn, by known: FileView) -> [FileCall] {
        var probes: [FileCall] = []
        var seen: UInt8 = 0
        for file in turn.goals.compactMap(\.file) where seen >> UInt8(file) & 1 == 0 {
            seen |= 1 << UInt8(file)
            if !known.knows(file) { probes.append(FileCall(.find, file)) }
        }
        return probes
    }

    var idle: FileCall { FileCall(.ls) }

    func redraw(_ call: inout FileCall, _ draws: inout SmallDraws) {
        guard let first = call.kind.first else { return }
        if let second = call.kind.second, draws.below(2) == 0 {
            call.second = draws.below(words.count(second))
        } else {
            call.first = draws.below(words.count(first))
        }
    }

    func drawCall(_ draws: inout SmallDraws) -> FileCall {
        let kind = FileCall.Kind(rawValue: draws.below(FileCall.Kind.allCases.count)) ?? .ls
        return FileCall(
            kind, kind.first.map { draws.below(words.count($0)) } ?? 0,
            kind.second.map { draws.below(words.count($0)) } ?? 0)
    }
}
