import Runs
import Testing

@testable import Tasks

@Suite("Tables of the mle domain")
struct PipelineTableTests {
    @Test("A source and a seed always give the same rows", arguments: TableSource.allCases)
    func repeatable(source: TableSource) {
        let (one, two) = (DrawnTable(source, seed: 5), DrawnTable(source, seed: 5))
        #expect(one.training.labels == two.training.labels)
        #expect(one.training.values.map(\.bitPattern) == two.training.values.map(\.bitPattern))
        #expect(one.held.values.map(\.bitPattern) == two.held.values.map(\.bitPattern))
        #expect(one.fold == two.fold)
        let other = DrawnTable(source, seed: 6)
        #expect(
            one.training.values.map(\.bitPattern) != other.training.values.map(\.bitPattern))
    }

    @Test("Tables have the size and twists that their seed says", arguments: TableSource.allCases)
    func shapes(source: TableSource) {
        for seed in 0..<8 {
            let table = DrawnTable(source, seed: seed)
            let twists = TableKey(source: source, seed: seed).twists
            #expect(twists == table.twists)
            #expect(table.training.columns == source.columns + twists.noise)
            #expect(table.held.columns == table.training.columns)
            #expect(table.held.classes == table.training.classes)
            #expect(table.training.rows <= twists.rows)
            if !source.isReal {
                #expect(table.training.rows == twists.rows)
                #expect(table.held.rows == 800)
            } else {
                #expect(table.held.rows >= table.training.rows * 2 / 3 - 1)
            }
            let gaps = table.training.values.contains(where: \.isNaN)
            #expect(gaps == (twists.missing > 0 || source == .gaps))
            #expect(table.training.values.allSatisfy { !$0.isInfinite })
            // No class is rare: each is in every fold.
            for label in 0..<Int32(table.training.classes) {
                let folds = Set(
                    table.fold.indices.filter { table.training.labels[$0] == label }
                        .map { table.fold[$0] })
                #expect(folds.count == PipelineRunner.folds, "\(source) \(seed) class \(label)")
            }
        }
    }

    @Test("Private rows of a real set are none of those trained on")
    func privateRows() {
        for source in [TableSource.iris, .wine, .cancer] {
            for seed in 0..<24 {
                let table = DrawnTable(source, seed: seed)
                // Twists draw noise for each row; without any of them rows are the set's own.
                guard table.twists.count == 0 else { continue }
                func rows(_ table: DataTable) -> Set<[Double]> {
                    Set(
                        (0..<table.rows).map { row in
                            Array(table.values[row * table.columns..<(row + 1) * table.columns])
                                .sorted()
                        })
                }
                let shared = rows(table.training).intersection(rows(table.held))
                // Iris holds a few flowers twice.
                #expect(shared.count <= (source == .iris ? 3 : 0))
            }
        }
    }

    @Test("No kind of table is in two splits, and the pools are of their splits")
    func splits() {
        var splitOfKind: [[UInt8]: TaskSplit] = [:]
        for source in TableSource.allCases {
            for seed in 0..<300 {
                let key = TableKey(source: source, seed: seed)
                let kind = [UInt8(source.rawValue)] + key.twists.kinds
                #expect(splitOfKind[kind, default: key.split] == key.split)
                splitOfKind[kind] = key.split
            }
        }
        #expect(Set(splitOfKind.values) == Set(TaskSplit.allCases))
        for split in TaskSplit.allCases {
            let pool = TablePool(split, count: 64).tables
            #expect(pool.count == 64)
            #expect(Set(pool).count == 64)
            #expect(pool.allSatisfy { $0.split == split })
            // A larger pool begins with the smaller one.
            #expect(Array(TablePool(split, count: 80).tables.prefix(64)) == pool)
        }
    }

    @Test("A rotation keeps lengths, and mixes every column")
    func rotation() {
        let key = (0..<200).map { TableKey(source: .lin, seed: $0) }
            .first { $0.twists.isRotated && $0.twists.count == 1 && $0.twists.missing == 0 }
        guard let key else {
            Issue.record("no seed below 200 rotates and does nothing else")
            return
        }
        let table = DrawnTable(key.source, seed: key.seed).held
        // Standard columns rotated are standard columns: mean squares stay near 1.
        for column in 0..<table.columns {
            let values = (0..<table.rows).map { table.values[$0 * table.columns + column] }
            let square = values.reduce(0) { $0 + $1 * $1 } / Double(table.rows)
            #expect((0.75...1.25).contains(square))
        }
    }

    @Test("A card says sizes in steps")
    func card() {
        let values = (0..<120).flatMap { row -> [Double] in
            let second = row % 10 == 0 ? Double.nan : 1000 * Double(row % 7)
            return [Double(row), second]
        }
        let card = TableCard(
            DataTable(
                rows: 120, columns: 2, values: values, labels: (0..<120).map { $0 < 90 ? 0 : 1 },
                classes: 2))
        let shown = TableCard.Field.allCases.map { $0.text + $0.values[card.value($0)] }
        // Deviations are 34.6 and some 2,000: a spread of 58. A twentieth of the cells is missing.
        #expect(
            shown == [
                "rows<=150", "cols<=4", "classes=2", "missing<8%", "scales>=30x",
                "majority>=60%",
            ])
    }
}
