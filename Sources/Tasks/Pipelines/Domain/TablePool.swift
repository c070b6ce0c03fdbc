import Runs

/// The tables that tasks of one split are drawn from: few enough that most results are known.
struct TablePool: Hashable, Sendable {
    let tables: [TableKey]

    /// Seeds of one source that are looked at before it counts as exhausted.
    private static let patience = 1000

    /// The first tables of a split, the sources in turn.
    ///
    /// `rules`, at which boosted trees are the best by far, has half as many as the others.
    init(_ split: TaskSplit, count: Int) {
        var tables: [TableKey] = []
        var seeds = [Int](repeating: 0, count: TableSource.allCases.count)
        var round = 0
        while tables.count < count, seeds.contains(where: { $0 < Self.patience }) {
            for source in TableSource.allCases where tables.count < count {
                if source == .rules, round % 2 == 1 { continue }
                while seeds[source.rawValue] < Self.patience {
                    let key = TableKey(source: source, seed: seeds[source.rawValue])
                    seeds[source.rawValue] += 1
                    guard key.split == split else { continue }
                    tables.append(key)
                    break
                }
            }
            round += 1
        }
        self.tables = tables
    }

    /// The first parts of a person's table that are of a split.
    init(_ split: TaskSplit, of own: OwnTable, count: Int) {
        tables = Array(
            (0...).lazy.map { TableKey(own: own, seed: $0) }.filter { $0.split == split }
                .prefix(count))
    }

    /// The tables of both.
    static func + (left: TablePool, right: TablePool) -> TablePool {
        TablePool(tables: left.tables + right.tables)
    }

    private init(tables: [TableKey]) { self.tables = tables }
}
