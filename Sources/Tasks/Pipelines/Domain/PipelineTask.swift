import Runs

/// A task: a table, and which lines of its card prompts do not show.
///
/// As values: source, seed, and a bit for each hidden line. Hidden lines differ from draw to draw, so
/// that a card does not name the table to a policy that has seen it before.
struct PipelineTask: Hashable, Sendable {
    let table: TableKey
    /// Lines of the card that are hidden, a bit each.
    let hidden: Int

    /// Seeds there are of a source.
    static let seeds = 1 << 24

    init(table: TableKey, hidden: Int) {
        self.table = table
        self.hidden = hidden
    }

    /// Reads a task's values; they may come from a file, and what is out of bounds is taken as 0.
    ///
    /// - Parameters:
    ///   - task: any task.
    ///   - own: the person's table; without one there are no parts of it.
    init(_ task: DomainTask, own: OwnTable? = nil) {
        func value(_ place: Int, below bound: Int) -> Int {
            guard task.values.indices.contains(place) else { return 0 }
            let value = Int(task.values[place])
            return (0..<bound).contains(value) ? value : 0
        }
        let seed = value(1, below: Self.seeds)
        let source = TableSource(rawValue: value(0, below: TableSource.own.rawValue + 1)) ?? .lin
        if source == .own {
            table = own.map { TableKey(own: $0, seed: seed) } ?? TableKey(source: .lin, seed: 0)
        } else {
            table = TableKey(source: source, seed: seed)
        }
        hidden = value(2, below: 1 << TableCard.Field.allCases.count)
    }

    /// The canonical encoding.
    var task: DomainTask {
        DomainTask(values: [Int32(table.source.rawValue), Int32(table.seed), Int32(hidden)])
    }

    func hides(_ field: TableCard.Field) -> Bool { hidden >> field.rawValue & 1 == 1 }
}
