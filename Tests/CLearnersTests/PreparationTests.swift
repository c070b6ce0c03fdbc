import CLearners
import Foundation
import Testing

/// The preparation steps against plain twins and cases worked out by hand.
@Suite("Preparation")
struct PreparationTests {
    private func expect(_ found: [[Double]], _ expected: [[Double]], within tolerance: Double) {
        guard found.count == expected.count else {
            Issue.record("\(found.count) rows for \(expected.count)")
            return
        }
        for (row, (left, right)) in zip(found, expected).enumerated() {
            guard left.count == right.count else {
                Issue.record("\(left.count) columns for \(right.count)")
                return
            }
            for (column, (a, b)) in zip(left, right).enumerated() {
                #expect(abs(a - b) <= tolerance * max(1, abs(b)), "row \(row), column \(column)")
            }
        }
    }

    @Test("missing cells become the training rows' mean, zero, or the mean with a mark")
    func imputation() throws {
        let table = Learners(
            rows: [[1, .nan, 5], [3, 2, 7], [.infinity, 4, 9], [.nan, .nan, .nan]],
            labels: [0, 1, 0, 1], classes: 2)
        let mean = try table.prepared(training: [0, 1, 2], test: [3])
        #expect(mean == [[1, 3, 5], [3, 2, 7], [2, 4, 9], [2, 3, 7]])
        let zero = try table.prepared(training: [0, 1, 2], test: [3], imputation: LEARNERS_ZERO)
        #expect(zero == [[1, 0, 5], [3, 2, 7], [0, 4, 9], [0, 0, 0]])
        // The third column misses nothing in training rows and so has no mark.
        let marked = try table.prepared(
            training: [0, 1, 2], test: [3], imputation: LEARNERS_INDICATOR)
        #expect(marked == [[1, 3, 5, 0, 1], [3, 2, 7, 0, 0], [2, 4, 9, 1, 0], [2, 3, 7, 1, 1]])
    }

    @Test("a column without any value is zero, and its mark is one")
    func emptyColumn() throws {
        let table = Learners(rows: [[.nan], [.nan], [4]], labels: [0, 1, 0], classes: 2)
        let marked = try table.prepared(
            training: [0, 1], test: [2], imputation: LEARNERS_INDICATOR)
        #expect(marked == [[0, 1], [0, 1], [4, 0]])
    }

    @Test("scales are those of the training rows")
    func scaling() throws {
        let table = Learners(
            rows: [[1, 5], [3, 5], [5, 5], [9, 6]], labels: [0, 1, 0, 1], classes: 2)
        let deviation = (8.0 / 3).squareRoot()
        expect(
            try table.prepared(training: [0, 1, 2], test: [3], scaling: LEARNERS_STANDARD),
            [[-2 / deviation, 0], [0, 0], [2 / deviation, 0], [6 / deviation, 1]], within: 1e-15)
        #expect(
            try table.prepared(training: [0, 1, 2], test: [3], scaling: LEARNERS_MINMAX)
                == [[0, 0], [0.5, 0], [1, 0], [2, 1]])
        // Shares below and up to: (0 + 1)/6, (1 + 2)/6, (2 + 3)/6, 1; a constant is midway.
        expect(
            try table.prepared(training: [0, 1, 2], test: [3], scaling: LEARNERS_RANK),
            [[3.4 / 6 - 1.7, 0], [0, 0], [3.4 * 5 / 6 - 1.7, 0], [1.7, 1.7]], within: 1e-15)
    }

    @Test("a constant column that is no binary fraction is not blown up")
    func constantColumn() throws {
        let table = Learners(
            rows: (0..<7).map { _ in [0.1] }, labels: [0, 1, 0, 1, 0, 1, 0], classes: 2)
        let scaled = try table.prepared(
            training: Array(0..<7), test: [], scaling: LEARNERS_STANDARD)
        #expect(scaled.allSatisfy { abs($0[0]) < 1e-15 })
    }

    @Test("ranks agree with counting", arguments: [1, 2, 3] as [UInt64])
    func ranks(seed: UInt64) throws {
        var table = Learners.sample(rows: 40, columns: 3, classes: 2, seed: seed)
        // Ties.
        for row in table.rows.indices { table.rows[row][1] = table.rows[row][1].rounded() }
        let (training, test) = (Array(0..<30), Array(30..<40))
        let found = try table.prepared(training: training, test: test, scaling: LEARNERS_RANK)
        let expected = (training + test).map { row in
            (0..<3).map { column in
                let value = table.rows[row][column]
                let below = training.count { table.rows[$0][column] < value }
                let upTo = training.count { table.rows[$0][column] <= value }
                return 3.4 * Double(below + upTo) / 60 - 1.7
            }
        }
        expect(found, expected, within: 1e-14)
    }

    @Test("products follow the columns")
    func products() throws {
        let table = Learners(rows: [[2, 3, 5], [1, 0, -1]], labels: [0, 1], classes: 2)
        #expect(
            try table.prepared(training: [0, 1], test: [], feature: LEARNERS_POLY2)
                == [[2, 3, 5, 4, 6, 10, 9, 15, 25], [1, 0, -1, 1, 0, -1, 0, 0, 1]])
    }

    @Test("the columns chosen have the largest share of variance between classes")
    func selection() throws {
        let table = Learners.sample(rows: 90, columns: 11, classes: 3)
        let (training, test) = (Array(0..<70), Array(70..<90))
        let shares = (0..<11).map { column -> Double in
            let cells = training.map { table.rows[$0][column] }
            let mean = cells.reduce(0, +) / 70
            let total = cells.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
            let between = (0..<3).reduce(0.0) { sum, label in
                let own = training.filter { table.labels[$0] == label }.map {
                    table.rows[$0][column]
                }
                let distance = own.reduce(0, +) / Double(own.count) - mean
                return sum + Double(own.count) * distance * distance
            }
            return between / total
        }
        for (feature, count) in [
            (LEARNERS_SELECT2, 2), (LEARNERS_SELECT4, 4), (LEARNERS_SELECT8, 8),
        ] {
            let best = (0..<11).sorted { shares[$0] > shares[$1] }.prefix(count).sorted()
            let found = try table.prepared(training: training, test: test, feature: feature)
            #expect(found == (training + test).map { row in best.map { table.rows[row][$0] } })
        }
    }

    @Test("principal components are uncorrelated, ordered, and carry the variance that there is")
    func components() throws {
        let table = Learners.sample(rows: 60, columns: 9, classes: 2)
        let training = Array(0..<60)
        let found = try table.prepared(training: training, test: [], feature: LEARNERS_PCA4)
        func covariance(_ rows: [[Double]], _ i: Int, _ j: Int) -> Double {
            let means = [i, j].map { c in rows.reduce(0) { $0 + $1[c] } / Double(rows.count) }
            return rows.reduce(0) { $0 + ($1[i] - means[0]) * ($1[j] - means[1]) }
        }
        let variances = (0..<4).map { covariance(found, $0, $0) }
        #expect(variances == variances.sorted(by: >))
        for i in 0..<4 {
            for j in 0..<i {
                #expect(abs(covariance(found, i, j)) < 1e-9 * variances[0])
            }
        }
        // Power iteration on the covariances finds the first component's variance.
        var vector = [Double](repeating: 1, count: 9)
        var value = 0.0
        for _ in 0..<500 {
            let next = (0..<9).map { i in
                (0..<9).reduce(0) { $0 + covariance(table.rows, i, $1) * vector[$1] }
            }
            value = next.reduce(0) { $0 + $1 * $1 }.squareRoot()
            vector = next.map { $0 / value }
        }
        #expect(abs(variances[0] - value) < 1e-6 * value)
    }

    @Test("a component's largest entry is positive, whatever the sign of its column")
    func orientation() throws {
        // All variance lies in the second column: the component is that column, centred.
        let table = Learners(rows: [[0, -4], [0, 1], [0, 6]], labels: [0, 1, 1], classes: 2)
        let found = try table.prepared(training: [0, 1, 2], test: [], feature: LEARNERS_PCA4)
        #expect(found.map { $0[0] } == [-5, 0, 5])
        #expect(found.allSatisfy { $0.count == 2 })
    }

    @Test("test rows change nothing of what training rows become")
    func separation() throws {
        var table = Learners.sample(rows: 50, columns: 6, classes: 2, missing: 0.1)
        let (training, test) = (Array(0..<40), Array(40..<50))
        for scaling in [LEARNERS_STANDARD, LEARNERS_MINMAX, LEARNERS_RANK] {
            for feature in [LEARNERS_POLY2, LEARNERS_PCA4, LEARNERS_SELECT4] {
                let before = try table.prepared(
                    training: training, test: test, imputation: LEARNERS_INDICATOR,
                    scaling: scaling, feature: feature)
                for row in test { table.rows[row] = table.rows[row].map { _ in 1e6 } }
                let after = try table.prepared(
                    training: training, test: test, imputation: LEARNERS_INDICATOR,
                    scaling: scaling, feature: feature)
                #expect(before[..<40] == after[..<40])
            }
        }
    }

    @Test("numbers that overflow are refused")
    func overflow() {
        let table = Learners(
            rows: [[1e300, 1], [-1e300, 2], [1e300, 3]], labels: [0, 1, 0], classes: 2)
        #expect(throws: Learners.Refusal(status: LEARNERS_SCALE)) {
            try table.prepared(training: [0, 1, 2], test: [])
        }
        #expect(throws: Learners.Refusal(status: LEARNERS_SCALE)) {
            try table.prepared(training: [0, 1], test: [2], feature: LEARNERS_POLY2)
        }
    }

    @Test("rows and labels outside their tables are refused")
    func bounds() {
        let table = Learners(rows: [[1], [2]], labels: [0, 5], classes: 2)
        #expect(throws: Learners.Refusal(status: LEARNERS_INVALID)) {
            try table.prepared(training: [0, 1], test: [])
        }
        #expect(throws: Learners.Refusal(status: LEARNERS_INVALID)) {
            try table.prepared(training: [0], test: [2])
        }
    }
}
