import Foundation

/// The rows of a task: those to train on in four folds, and those that nobody may look at.
struct DrawnTable: Sendable {
    /// Rows kept private where a source can make any number.
    private static let heldRows = 800
    /// Rows of a real set kept private, at most.
    private static let heldRealRows = 600

    let training: DataTable
    /// The fold of each row of `training`: classes are spread evenly over the folds.
    let fold: [Int]
    let held: DataTable
    let twists: TableTwists

    /// The rows of a table that every run has.
    init(_ source: TableSource, seed: Int) {
        self.init(TableKey(source: source, seed: seed))
    }

    /// The rows of a table.
    init(_ key: TableKey) {
        let source = key.source
        var draws = TableDraws(source, seed: key.seed)
        let twists = TableTwists(source, &draws)
        if let own = key.own {
            let parts = OwnParts(own)
            self.twists = twists
            training = parts.training(twists.rows, &draws)
            held = parts.held(Self.heldRealRows)
            fold = Self.folds(of: training, &draws)
            return
        }
        let real = source.measurements
        let trainingRows = real.map { min(twists.rows, $0.rows * 3 / 5) } ?? twists.rows
        let all: DataTable
        if let real {
            let rows = min(real.rows, trainingRows + Self.heldRealRows)
            var order = Array(0..<real.rows)
            draws.shuffle(&order)
            all = real.picking(order.prefix(rows))
        } else {
            all = source.rows(trainingRows + Self.heldRows, &draws)
        }
        self.twists = twists
        let twisted = twists.applied(to: all, &draws)
        training = twisted.picking(0..<trainingRows)
        held = twisted.picking(trainingRows..<twisted.rows)
        fold = Self.folds(of: training, &draws)
    }

    /// Assigns rows to folds class by class, in random order.
    private static func folds(of table: DataTable, _ draws: inout TableDraws) -> [Int] {
        var fold = [Int](repeating: 0, count: table.rows)
        var next = 0
        for label in 0..<Int32(table.classes) {
            var rows = (0..<table.rows).filter { table.labels[$0] == label }
            draws.shuffle(&rows)
            for row in rows {
                fold[row] = next % PipelineRunner.folds
                next += 1
            }
        }
        return fold
    }
}

extension TableTwists {
    /// The rows after the twists: mixed, moved, stretched, with noise, gaps and wrong classes.
    func applied(to table: DataTable, _ draws: inout TableDraws) -> DataTable {
        var columns = (0..<table.columns).map { column in
            (0..<table.rows).map { table.values[$0 * table.columns + column] }
        }
        if isRotated { Self.rotate(&columns, &draws) }
        for _ in 0..<noise { columns.append(draws.normals(table.rows)) }
        if isMoved {
            for place in columns.indices {
                let shift = 3 * draws.normal() * Self.deviation(columns[place])
                columns[place] = columns[place].map { $0 + shift }
            }
        }
        if isScaled {
            for place in columns.indices {
                let factor = pow(10, 4 * draws.uniform() - 2)
                columns[place] = columns[place].map { $0 * factor }
            }
        }
        var order = Array(columns.indices)
        draws.shuffle(&order)
        var values = [Double]()
        values.reserveCapacity(table.rows * order.count)
        for row in 0..<table.rows {
            for place in order {
                values.append(
                    missing > 0 && draws.uniform() < missing ? .nan : columns[place][row])
            }
        }
        let labels = table.labels.map { label -> Int32 in
            guard draws.uniform() < mislabelled else { return label }
            return (label + 1 + Int32(draws.below(table.classes - 1))) % Int32(table.classes)
        }
        return DataTable(
            rows: table.rows, columns: order.count, values: values, labels: labels,
            classes: table.classes)
    }

    /// Mixes columns by a random rotation, each brought to mean 0 and deviation 1 before.
    private static func rotate(_ columns: inout [[Double]], _ draws: inout TableDraws) {
        guard let rows = columns.first?.count, rows > 0 else { return }
        let standard = columns.map { column in
            let mean = column.reduce(0, +) / Double(rows)
            let scale = deviation(column)
            return column.map { ($0 - mean) / scale }
        }
        let axes = axes(columns.count, &draws)
        columns = axes.map { axis in
            (0..<rows).map { row in
                zip(axis, standard).reduce(0) { $0 + $1.0 * $1.1[row] }
            }
        }
    }

    /// Orthonormal axes, uniformly drawn: normal vectors made orthogonal one after the other.
    private static func axes(_ count: Int, _ draws: inout TableDraws) -> [[Double]] {
        var axes: [[Double]] = []
        while axes.count < count {
            var axis = draws.normals(count)
            for other in axes {
                let part = zip(axis, other).reduce(0) { $0 + $1.0 * $1.1 }
                axis = zip(axis, other).map { $0 - part * $1 }
            }
            let length = axis.reduce(0) { $0 + $1 * $1 }.squareRoot()
            if length > 1e-6 { axes.append(axis.map { $0 / length }) }
        }
        return axes
    }

    /// The standard deviation of the cells that are there; 1 of a constant.
    static func deviation(_ column: [Double]) -> Double {
        let known = column.filter { !$0.isNaN }
        guard !known.isEmpty else { return 1 }
        let mean = known.reduce(0, +) / Double(known.count)
        let square = known.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(known.count)
        return square > 0 ? square.squareRoot() : 1
    }
}
