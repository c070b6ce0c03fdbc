import Runs

/// The rows of a person's table in two parts: those that tasks may draw from, and those that nobody
/// may look at.
///
/// Of each class two fifths are private: those whose cells have the smallest hashes. That is the same
/// for every task, in whatever order the rows stand, and equal rows of a class are on one side: a row
/// that is there twice is no private row with a known answer.
struct OwnParts: Sendable {
    /// The least rows of a class in a task: two a fold.
    private static let fewestOfClass = 2 * PipelineRunner.folds
    /// At most so much of the open rows is in one task, so that tasks differ where rows are few.
    private static let share = (part: 4, of: 5)

    private let table: DataTable
    /// Open rows of each class, and private ones; both in the order of their hashes.
    private let open: [[Int]]
    private let kept: [[Int]]

    init(_ own: OwnTable) {
        let table = DataTable(
            rows: own.rows, columns: own.columns, values: own.values, labels: own.labels,
            classes: own.classes)
        self.table = table
        let hashes = (0..<table.rows).map { row in
            Self.hash(table.values[row * table.columns..<(row + 1) * table.columns])
        }
        var open: [[Int]] = []
        var kept: [[Int]] = []
        for label in 0..<Int32(table.classes) {
            let rows = (0..<table.rows).filter { table.labels[$0] == label }
                .sorted { (hashes[$0], $0) < (hashes[$1], $1) }
            let most = rows.count * 2 / 5
            var end = most
            while end > 0, hashes[rows[end - 1]] == hashes[rows[end]] { end -= 1 }
            // Where nearly all rows of a class are equal, any are private.
            if end == 0 { end = most }
            kept.append(Array(rows[..<end]))
            open.append(Array(rows[end...]))
        }
        (self.open, self.kept) = (open, kept)
    }

    /// Rows to train on, at most so many, in random order: some of each class, the rest as they come.
    func training(_ count: Int, _ draws: inout TableDraws) -> DataTable {
        var chosen: [Int] = []
        var others: [Int] = []
        for rows in open {
            var rows = rows
            draws.shuffle(&rows)
            chosen += rows.prefix(Self.fewestOfClass)
            others += rows.dropFirst(Self.fewestOfClass)
        }
        draws.shuffle(&others)
        let all = chosen.count + others.count
        let wanted = min(count, all * Self.share.part / Self.share.of)
        chosen += others.prefix(max(0, wanted - chosen.count))
        draws.shuffle(&chosen)
        return table.picking(chosen)
    }

    /// The private rows, class by class: at most so many, of each class its share.
    func held(_ count: Int) -> DataTable {
        let all = kept.map(\.count).reduce(0, +)
        return table.picking(
            kept.flatMap { rows in
                rows.prefix(all > count ? max(1, rows.count * count / all) : rows.count)
            })
    }

    /// A hash of a row's cells.
    ///
    /// - Source: the finaliser of SplitMix64 (Steele, Lea, Flood, 2014), cell by cell.
    private static func hash(_ cells: ArraySlice<Double>) -> UInt64 {
        cells.reduce(0x9e37_79b9_7f4a_7c15) { hash, cell in
            // All missing cells are one, whatever their bits; and so are both zeros.
            let bits = cell.isNaN ? UInt64.max : cell == 0 ? 0 : cell.bitPattern
            var mixed = (hash ^ bits) &+ 0x9e37_79b9_7f4a_7c15
            mixed = (mixed ^ mixed >> 30) &* 0xbf58_476d_1ce4_e5b9
            mixed = (mixed ^ mixed >> 27) &* 0x94d0_49bb_1331_11eb
            return mixed ^ mixed >> 31
        }
    }
}
