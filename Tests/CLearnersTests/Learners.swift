import CLearners
import Testing

/// Rows with classes, and the shim's functions over arrays: the fast half of every comparison.
struct Learners {
    var rows: [[Double]]
    var labels: [Int]
    var classes: Int

    /// A table of pseudo-random cells of unlike spreads, whose classes depend on the first columns.
    static func sample(
        rows: Int, columns: Int, classes: Int, missing: Double = 0, seed: UInt64 = 1
    ) -> Learners {
        var draws = SplitMix(state: seed)
        var table = Learners(rows: [], labels: [], classes: classes)
        for _ in 0..<rows {
            let cells = (0..<columns).map { _ in draws.normal() }
            let signal = cells[0] + 0.5 * cells[columns / 2] + 0.3 * draws.normal()
            let label = Int((signal + 1.5) / 3 * Double(classes))
            table.labels.append(min(max(label, 0), classes - 1))
            table.rows.append(
                cells.enumerated().map { column, cell in
                    draws.uniform() < missing ? .nan : cell * Double(1 + column * column) + 2
                })
        }
        return table
    }

    /// Prepares a fold and hands it to the body.
    func withFold<Result>(
        training: [Int], test: [Int], imputation: learners_imputation = LEARNERS_MEAN,
        scaling: learners_scaling = LEARNERS_UNSCALED, feature: learners_feature = LEARNERS_RAW,
        _ body: (OpaquePointer) throws -> Result
    ) throws -> Result {
        let values = rows.flatMap { $0 }
        let classes = labels.map { Int32($0) }
        var fold: OpaquePointer?
        let status = values.withUnsafeBufferPointer { values in
            classes.withUnsafeBufferPointer { classes in
                let table = learners_table(
                    values: values.baseAddress, labels: classes.baseAddress,
                    rows: Int32(rows.count), columns: Int32(rows.first?.count ?? 1),
                    classes: Int32(self.classes))
                return learners_fold_make(
                    table, training.map { Int32($0) }, Int32(training.count), table,
                    test.map { Int32($0) }, Int32(test.count),
                    learners_steps(imputation: imputation, scaling: scaling, feature: feature),
                    &fold)
            }
        }
        guard status == LEARNERS_DONE, let fold else { throw Refusal(status: status) }
        defer { learners_fold_free(fold) }
        return try body(fold)
    }

    /// Prepared rows: training rows, then test rows.
    func prepared(
        training: [Int], test: [Int], imputation: learners_imputation = LEARNERS_MEAN,
        scaling: learners_scaling = LEARNERS_UNSCALED, feature: learners_feature = LEARNERS_RAW
    ) throws -> [[Double]] {
        try withFold(
            training: training, test: test, imputation: imputation, scaling: scaling,
            feature: feature
        ) { fold in
            let columns = Int(learners_fold_columns(fold))
            let values = try #require(learners_fold_values(fold))
            return (0..<training.count + test.count).map { row in
                (0..<columns).map { values[row * columns + $0] }
            }
        }
    }

    /// Predicted classes: training rows, then test rows.
    func predictions(
        training: [Int], test: [Int], scaling: learners_scaling = LEARNERS_STANDARD,
        _ settings: learners_settings
    ) throws -> [Int] {
        try withFold(training: training, test: test, scaling: scaling) { fold in
            try Self.predictions(fold, settings, count: training.count + test.count)
        }
    }

    static func predictions(
        _ fold: OpaquePointer, _ settings: learners_settings, count: Int
    ) throws -> [Int] {
        var settings = settings
        var predictions = [Int32](repeating: -1, count: count)
        let status = learners_fit(fold, &settings, &predictions)
        guard status == LEARNERS_DONE else { throw Refusal(status: status) }
        return predictions.map { Int($0) }
    }

    /// The share of rows, given by number, that were predicted right.
    func accuracy(_ predictions: some Collection<Int>, of numbers: [Int]) -> Double {
        let right = zip(predictions, numbers).count { $0 == labels[$1] }
        return Double(right) / Double(numbers.count)
    }

    /// The shim's answer where it is not success.
    struct Refusal: Error, Equatable {
        let status: learners_status
    }
}

/// Steele, Lea and Flood's generator, for tests' tables.
struct SplitMix {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var z = state
        z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
        z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
        return z ^ (z >> 31)
    }

    /// In 0..<1.
    mutating func uniform() -> Double { Double(next() >> 11) * 0x1p-53 }

    /// Mean 0 and variance 1, nearly normal: a sum of twelve uniforms.
    mutating func normal() -> Double { (0..<12).reduce(-6) { sum, _ in sum + uniform() } }
}
