import Runs
import Synchronization

/// What the teacher shows programs from: for each training table two hundred that have been run.
///
/// The leaderboard's hundred and a hundred of the table's own, half of them drawn at random and half
/// members with one or two fields changed. Which programs they are is a function of the table.
final class PipelineTeaching: Sendable {
    /// A program and how good it is; quality 0 of a refused one.
    struct Example: Hashable, Sendable {
        let program: Pipeline
        let quality: Double
    }

    private static let own = 100

    private let memo: PipelineMemo
    private let examples = Mutex<[TableKey: [Example]]>([:])

    init(memo: PipelineMemo) {
        self.memo = memo
    }

    /// The programs of a table's set.
    static func programs(of table: TableKey) -> [Pipeline] {
        var generator = CounterGenerator(
            seed: UInt64(table.seed), purpose: .programs, group: table.source.rawValue)
        var programs = Leaderboard.programs
        var known = Set(programs)
        while programs.count < Leaderboard.programs.count + own {
            var program = Pipeline.random(&generator)
            if programs.count % 2 == 1 {
                program = programs[generator.below(programs.count)]
                for _ in 0...generator.below(2) { program.redraw(&generator) }
                program = program.canonical
            }
            if known.insert(program).inserted { programs.append(program) }
        }
        return programs
    }

    /// The examples of a table; runs what of them is not known.
    func examples(of table: TableKey) -> [Example] {
        if let known = examples.withLock({ $0[table] }) { return known }
        let made = Self.programs(of: table).map { program in
            Example(program: program, quality: memo.quality(of: program, on: table) ?? 0)
        }
        examples.withLock { $0[table] = made }
        return made
    }
}

extension Pipeline {
    /// Draws one field anew.
    mutating func redraw(_ generator: inout CounterGenerator) {
        var places = places
        let field = generator.below(places.count)
        places[field] = generator.below(PipelineVocabulary.sizes[field])
        self = Pipeline(places: places) ?? self
    }
}
