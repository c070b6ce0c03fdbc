/// Rows of numbers with a class each.
struct DataTable: Hashable, Sendable {
    let rows: Int
    let columns: Int
    /// Row by row; NaN where a cell is missing.
    ///
    /// - Shape: `[rows, columns]`.
    let values: [Double]
    /// The class of each row, in `0..<classes`.
    ///
    /// - Shape: `[rows]`.
    let labels: [Int32]
    let classes: Int

    /// Wraps rows.
    ///
    /// - Precondition: as many values as rows times columns, as many labels as rows, each label below
    ///   `classes`.
    init(rows: Int, columns: Int, values: [Double], labels: [Int32], classes: Int) {
        precondition(values.count == rows * columns, "\(values.count) cells")
        precondition(labels.count == rows, "\(labels.count) labels")
        precondition(labels.allSatisfy { (0..<Int32(classes)).contains($0) }, "a label of no class")
        (self.rows, self.columns, self.values) = (rows, columns, values)
        (self.labels, self.classes) = (labels, classes)
    }

    /// The rows of some numbers, in that order.
    func picking(_ places: some Collection<Int>) -> DataTable {
        DataTable(
            rows: places.count, columns: columns,
            values: places.flatMap { values[$0 * columns..<($0 + 1) * columns] },
            labels: places.map { labels[$0] }, classes: classes)
    }

    /// Rows of each class.
    var counts: [Int] {
        var counts = [Int](repeating: 0, count: classes)
        for label in labels { counts[Int(label)] += 1 }
        return counts
    }

    /// Rows of the largest class.
    var majority: Int { counts.max() ?? 0 }
}
