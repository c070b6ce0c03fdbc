import Foundation

/// What a first prompt says of a table: sizes in a few steps, and nothing that tells which learner
/// suits it.
struct TableCard: Hashable, Sendable {
    /// A line of the card.
    enum Field: Int, CaseIterable, Sendable {
        case rows, columns, classes, missing, scales, majority

        var text: String {
            switch self {
            case .rows: "rows"
            case .columns: "cols"
            case .classes: "classes"
            case .missing: "missing"
            case .scales: "scales"
            case .majority: "majority"
            }
        }

        /// The steps, as they are shown.
        var values: [String] {
            switch self {
            case .rows: ["<=100", "<=150", ">150"]
            case .columns: ["<=4", "<=8", "<=16", ">16"]
            case .classes: ["=2", ">2"]
            case .missing: ["=0", "<8%", ">=8%"]
            case .scales: ["<3x", "<30x", ">=30x"]
            case .majority: ["<45%", "<60%", ">=60%"]
            }
        }
    }

    private let steps: [Int]

    /// The step of a field, an index of its `values`.
    func value(_ field: Field) -> Int { steps[field.rawValue] }

    init(_ table: DataTable) {
        let missing =
            Double(table.values.count(where: \.isNaN)) / Double(max(table.values.count, 1))
        let deviations = (0..<table.columns).map { column in
            TableTwists.deviation(
                (0..<table.rows).map { table.values[$0 * table.columns + column] })
        }
        let scales = log10((deviations.max() ?? 1) / (deviations.min() ?? 1))
        let majority = Double(table.majority) / Double(max(table.rows, 1))
        steps = [
            Self.step(Double(table.rows), [100, 150]),
            Self.step(Double(table.columns), [4, 8, 16]),
            table.classes > 2 ? 1 : 0,
            missing == 0 ? 0 : missing < 0.08 ? 1 : 2,
            Self.step(scales, [0.5, 1.5]),
            majority < 0.45 ? 0 : majority < 0.6 ? 1 : 2,
        ]
    }

    /// The first bound that a value does not exceed.
    private static func step(_ value: Double, _ bounds: [Double]) -> Int {
        bounds.firstIndex { value <= $0 } ?? bounds.count
    }
}

/// An accuracy as a prompt shows it: in steps between the share of the largest class and 1.
///
/// The leaderboard that quality is measured by stays hidden.
enum ScoreBucket {
    static let count = 21

    /// 0 a tenth below the largest class's share, 20 at 1.
    static func bucket(_ accuracy: Double, majority: Double) -> Int {
        let place = 20 * (accuracy - majority + 0.1) / (1 - majority + 0.1)
        return Int(min(max(place.rounded(), 0), Double(count - 1)))
    }
}
