import Runs

/// Programs that can be run ahead on several threads, since most of a run's time is theirs.
extension PipelineDomain {
    /// Programs a unit runs at most: some ten milliseconds' worth.
    private static let programsPerUnit = 4

    /// The answers' programs, the diagnostics of their tables, and the tables' leaderboards.
    public func work(ahead answers: [(tokens: [Int32], instance: TaskInstance)]) -> [DomainWork] {
        var programs: [TableKey: Set<Pipeline>] = [:]
        for answer in answers {
            guard let program = tokens.pipeline(answer.tokens) else { continue }
            programs[posed(answer.instance.task).table, default: []].insert(program)
        }
        return work(programs.mapValues { $0.union(diagnostics) })
    }

    /// The teacher's programs on all training tables.
    public func workBeforeTeaching() -> [DomainWork] {
        work(
            Dictionary(
                uniqueKeysWithValues: tables(of: .train).map { table in
                    (table, Set(PipelineTeaching.programs(of: table)).union(diagnostics))
                }))
    }

    /// Units that run what of some programs is not known, and the leaderboards they are judged by.
    ///
    /// A table runs one program at a time, so the tables take turns: units that threads do at once are
    /// mostly of different tables.
    private func work(_ programs: [TableKey: Set<Pipeline>]) -> [DomainWork] {
        let memo = memo
        var rounds: [[DomainWork]] = []
        for (table, programs) in programs {
            let scale = Leaderboard.programs.filter { !memo.isKnownPrivately($0, on: table) }
            let others = programs.filter { memo.known($0, on: table) == nil }
                .subtracting(scale).sorted { $0.index < $1.index }
            var units: [DomainWork] = []
            func add(_ programs: [Pipeline], _ body: @escaping @Sendable (Pipeline) -> Void) {
                for start in stride(from: 0, to: programs.count, by: Self.programsPerUnit) {
                    let part = programs[start...].prefix(Self.programsPerUnit)
                    units.append { part.forEach(body) }
                }
            }
            // The private part is the leaderboard's too.
            add(scale) { _ = memo.held($0, on: table) }
            add(others) { _ = memo.result(of: $0, on: table) }
            for (round, unit) in units.enumerated() {
                if round == rounds.count { rounds.append([]) }
                rounds[round].append(unit)
            }
        }
        return Array(rounds.joined())
    }
}
