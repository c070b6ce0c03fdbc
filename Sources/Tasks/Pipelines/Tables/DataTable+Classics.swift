import CLearners

extension DataTable {
    /// Fisher's iris flowers: 150 rows, 4 columns, 3 classes.
    static let iris = DataTable(learners_iris())
    /// Italian wines: 178 rows, 13 columns, 3 classes.
    static let wine = DataTable(learners_wine())
    /// Cells from breasts: 569 rows, 30 columns; class 0 is malignant.
    static let breastCancer = DataTable(learners_breast_cancer())

    private init(_ table: learners_table) {
        let (rows, columns) = (Int(table.rows), Int(table.columns))
        self.init(
            rows: rows, columns: columns,
            values: Array(UnsafeBufferPointer(start: table.values, count: rows * columns)),
            labels: Array(UnsafeBufferPointer(start: table.labels, count: rows)),
            classes: Int(table.classes))
    }
}
