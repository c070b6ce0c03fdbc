import Runs

/// What a policy's search is held against: random search, the program that is the best on training
/// tables, and the programs that together are.
extension PipelineDomain {
    /// `random`, `best fixed` and `portfolio`.
    ///
    /// The last two are chosen by the leaderboards of the training tables alone.
    public func baselines(executions: Int, seed: UInt64) -> [SearchBaseline] {
        let tokens = tokens
        @Sendable func answers(_ programs: [Pipeline]) -> [[Int32]] {
            programs.map { tokens.tokens($0) + [tokens.end] }
        }
        let portfolio = portfolio(executions)
        return [
            SearchBaseline(name: "random") { task in
                let table = posed(task).table
                var generator = CounterGenerator(
                    seed: seed, purpose: .programs, step: 1 + table.source.rawValue,
                    group: table.seed)
                var programs: [Pipeline] = []
                while programs.count < min(executions, Pipeline.count / 8) {
                    let program = Pipeline.random(&generator)
                    if !programs.contains(program) { programs.append(program) }
                }
                return answers(programs)
            },
            SearchBaseline(name: "best fixed") { _ in answers(Array(portfolio.prefix(1))) },
            SearchBaseline(name: "portfolio") { _ in answers(portfolio) },
        ]
    }

    /// Programs of the leaderboard, each the one that raises the most the mean over training tables of
    /// the best quality among those before it and itself.
    private func portfolio(_ count: Int) -> [Pipeline] {
        let tables = tables(of: .train)
        let programs = Leaderboard.programs
        let qualities = tables.map { table in
            programs.map { memo.quality(of: $0, on: table) ?? 0 }
        }
        var best = [Double](repeating: 0, count: tables.count)
        var chosen: [Int] = []
        while chosen.count < min(count, programs.count) {
            let sums = programs.indices.map { program in
                qualities.indices.reduce(0) { $0 + max(best[$1], qualities[$1][program]) }
            }
            let left = programs.indices.filter { !chosen.contains($0) }
            guard let next = left.max(by: { (sums[$0], $1) < (sums[$1], $0) }) else { break }
            chosen.append(next)
            for table in qualities.indices {
                best[table] = max(best[table], qualities[table][next])
            }
        }
        return chosen.map { programs[$0] }
    }
}
