import Foundation

extension TableSource {
    /// The real rows; nil where rows are drawn.
    var measurements: DataTable? {
        switch self {
        case .iris: .iris
        case .wine: .wine
        case .cancer: .breastCancer
        default: nil
        }
    }

    /// Draws rows with their true classes.
    ///
    /// - Precondition: the source is no real set, and no person's own.
    func rows(_ count: Int, _ draws: inout TableDraws) -> DataTable {
        switch self {
        case .lin: linear(count, columns, informative: columns, &draws)
        case .sparse: linear(count, columns, informative: 3, &draws)
        case .xor: labelled(count, &draws) { $0[0] * $0[1] > 0 ? 1 : 0 }
        case .ring: ring(count, &draws)
        case .rules: rules(count, &draws)
        case .heavy: stretched(linear(count, columns, informative: columns, &draws))
        case .blobs: blobs(count, &draws)
        case .wave: labelled(count, &draws) { sin(2.5 * $0[0]) + sin(2.5 * $0[1]) > 0 ? 1 : 0 }
        case .spread: spread(count, &draws)
        case .gaps: gaps(count, &draws)
        case .iris, .wine, .cancer, .own:
            preconditionFailure("\(text) is measured, not drawn")
        }
    }

    /// Normal columns with a class by them.
    private func labelled(
        _ count: Int, _ draws: inout TableDraws, _ label: ([Double]) -> Int32
    ) -> DataTable {
        let rows = (0..<count).map { _ in draws.normals(columns) }
        return table(rows, rows.map(label))
    }

    private func table(_ rows: [[Double]], _ labels: [Int32], classes: Int = 2) -> DataTable {
        DataTable(
            rows: rows.count, columns: columns, values: Array(rows.joined()), labels: labels,
            classes: classes)
    }

    private func linear(
        _ count: Int, _ columns: Int, informative: Int, _ draws: inout TableDraws
    ) -> DataTable {
        // Weights of one size each way, so that no column counts for nothing.
        let weights = (0..<informative).map { _ in
            (0.5 + draws.uniform()) * (draws.below(2) == 0 ? 1 : -1)
        }
        return labelled(count, &draws) { row in
            zip(weights, row).reduce(0) { $0 + $1.0 * $1.1 } > 0 ? 1 : 0
        }
    }

    private func ring(_ count: Int, _ draws: inout TableDraws) -> DataTable {
        // The median squared length of three normal columns.
        labelled(count, &draws) { $0.reduce(0) { $0 + $1 * $1 } > 2.366 ? 1 : 0 }
    }

    private func rules(_ count: Int, _ draws: inout TableDraws) -> DataTable {
        let (a, b) = (-0.6 + 0.5 * draws.uniform(), -0.6 + 0.5 * draws.uniform())
        let c = 0.7 + 0.5 * draws.uniform()
        return labelled(count, &draws) { ($0[0] > a && $0[1] > b) || $0[2] > c ? 1 : 0 }
    }

    private func stretched(_ table: DataTable) -> DataTable {
        DataTable(
            rows: table.rows, columns: table.columns, values: table.values.map { exp(2.5 * $0) },
            labels: table.labels, classes: table.classes)
    }

    private func blobs(_ count: Int, _ draws: inout TableDraws) -> DataTable {
        let classes = 2 + draws.below(2)
        let centres = (0..<10).map { _ in draws.normals(columns).map { 2.2 * $0 } }
        var labels: [Int32] = []
        let rows = (0..<count).map { _ -> [Double] in
            let centre = draws.below(centres.count)
            labels.append(Int32(centre % classes))
            return zip(centres[centre], draws.normals(columns)).map { $0 + 0.6 * $1 }
        }
        return table(rows, labels, classes: classes)
    }

    private func spread(_ count: Int, _ draws: inout TableDraws) -> DataTable {
        let labels = (0..<count).map { _ in Int32(draws.below(2)) }
        return table(
            labels.map { label in draws.normals(columns).map { $0 * (label == 0 ? 1 : 2) } }, labels
        )
    }

    private func gaps(_ count: Int, _ draws: inout TableDraws) -> DataTable {
        let labels = (0..<count).map { _ in Int32(draws.below(2)) }
        let rows = labels.map { label in
            draws.normals(columns).map { value in
                draws.uniform() < (label == 0 ? 0.05 : 0.3) ? .nan : value
            }
        }
        return table(rows, labels)
    }
}
