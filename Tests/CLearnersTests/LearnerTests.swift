import CLearners
import Foundation
import Testing

/// Our own learners against plain twins, and the libraries' by what can be said of any of their kind.
@Suite("Learners")
struct LearnerTests {
    private static let training = Array(0..<90), test = Array(90..<130)

    /// Standardised rows, as the fold prepares them.
    private func rows(_ table: Learners) throws -> [[Double]] {
        try table.prepared(
            training: Self.training, test: Self.test, scaling: LEARNERS_STANDARD)
    }

    private func predictions(_ table: Learners, _ settings: learners_settings) throws -> [Int] {
        try table.predictions(training: Self.training, test: Self.test, settings)
    }

    private func labels(_ table: Learners) -> [Int] { Self.training.map { table.labels[$0] } }

    // MARK: Twins

    @Test("neighbours agree with a sort", arguments: [2, 3], [1, 3, 5, 9, 17, 33])
    func neighbours(classes: Int, count: Int) throws {
        let table = Learners.sample(rows: 130, columns: 5, classes: classes)
        let (rows, labels) = (try rows(table), labels(table))
        for manhattan in [false, true] {
            for weighted in [false, true] {
                let expected = rows.map { row in
                    let near = Self.training.map { other -> (Double, Int) in
                        let differences = zip(row, rows[other]).map { abs($0 - $1) }
                        let distance =
                            manhattan
                            ? differences.reduce(0, +)
                            : differences.reduce(0) { $0 + $1 * $1 }.squareRoot()
                        return (distance, other)
                    }.sorted { $0 < $1 }.prefix(count)
                    var votes = [Double](repeating: 0, count: classes)
                    let touches = near.contains { $0.0 == 0 }
                    for (distance, other) in near {
                        let weight = touches ? (distance == 0 ? 1 : 0) : 1 / distance
                        votes[labels[other]] += weighted ? weight : 1
                    }
                    return votes.indices.max {
                        votes[$0] < votes[$1] || (votes[$0] == votes[$1] && $0 > $1)
                    } ?? 0
                }
                var settings = learners_settings()
                settings.kind = LEARNERS_NEIGHBOURS
                settings.neighbours = Int32(count)
                (settings.manhattan, settings.weighted) = (manhattan, weighted)
                #expect(try predictions(table, settings) == expected)
            }
        }
    }

    @Test("ridge agrees with gradient descent", arguments: [2, 3], [0.1, 10])
    func ridge(classes: Int, lambda: Double) throws {
        let table = Learners.sample(rows: 130, columns: 4, classes: classes, seed: 3)
        let (rows, labels) = (try rows(table), labels(table))
        let counts = (0..<classes).map { label in labels.count { $0 == label } }
        let scores = (0..<classes).map { label -> [Double] in
            // Columns are centred, so that the bias is the class's share.
            let share = Double(counts[label]) / Double(labels.count)
            var weights = [Double](repeating: 0, count: 4)
            for _ in 0..<5000 {
                var gradient = weights.map { lambda * $0 }
                for (row, own) in zip(rows, labels) {
                    let miss =
                        zip(weights, row).reduce(share) { $0 + $1.0 * $1.1 }
                        - (own == label ? 1 : 0)
                    for i in 0..<4 { gradient[i] += miss * row[i] }
                }
                for i in 0..<4 { weights[i] -= 0.003 * gradient[i] }
            }
            return rows.map { row in zip(weights, row).reduce(share) { $0 + $1.0 * $1.1 } }
        }
        var settings = learners_settings()
        settings.kind = LEARNERS_RIDGE
        settings.strength = lambda
        let found = try predictions(table, settings)
        for (row, label) in found.enumerated() {
            let most = (0..<classes).map { scores[$0][row] }.max() ?? 0
            #expect(scores[label][row] > most - 1e-9, "row \(row)")
        }
    }

    @Test("naive Bayes agrees with densities multiplied", arguments: [2, 4], [1e-9, 0.1])
    func bayes(classes: Int, smoothing: Double) throws {
        let table = Learners.sample(rows: 130, columns: 4, classes: classes, seed: 7)
        let (rows, labels) = (try rows(table), labels(table))
        func moments(_ values: [Double]) -> (mean: Double, variance: Double) {
            let mean = values.reduce(0, +) / Double(values.count)
            return (
                mean, values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)
            )
        }
        let added =
            smoothing
            * (0..<4).map { i in moments(Self.training.map { rows[$0][i] }).variance }.reduce(0, +)
            / 4
        let expected = rows.map { row -> Int in
            let likelihoods = (0..<classes).map { label -> Double in
                let own = Self.training.filter { labels[$0] == label }
                return (0..<4).reduce(Double(own.count)) { product, i in
                    let (mean, variance) = moments(own.map { rows[$0][i] })
                    let distance = row[i] - mean, spread = variance + added
                    return product * exp(-distance * distance / (2 * spread)) / spread.squareRoot()
                }
            }
            return likelihoods.indices.max { likelihoods[$0] < likelihoods[$1] } ?? 0
        }
        var settings = learners_settings()
        settings.kind = LEARNERS_NAIVE_BAYES
        settings.strength = smoothing
        #expect(try predictions(table, settings) == expected)
    }

    // MARK: Properties of the libraries'

    /// Settings with which each learner follows its training rows closely.
    private static let eager: [learners_settings] = {
        var all = [LEARNERS_XGBOOST, LEARNERS_LOGISTIC, LEARNERS_LINEAR_SVM, LEARNERS_RADIAL_SVM]
            .map { kind in
                var settings = learners_settings()
                settings.kind = kind
                (settings.strength, settings.gamma) = (100, 0.5)
                (settings.rounds, settings.depth) = (32, 4)
                return settings
            }
        var sparse = all[1]
        sparse.sparse = true
        all.append(sparse)
        return all
    }()

    @Test("separable classes are separated, two and three of them", arguments: eager.indices)
    func separable(place: Int) throws {
        for classes in [2, 3] {
            var table = Learners.sample(rows: 130, columns: 3, classes: classes)
            for row in table.rows.indices {
                table.labels[row] = row % classes
                // Corners of a triangle, so that each class parts from the rest by a line.
                table.rows[row][0] = table.rows[row][0] / 100 + [0, 9, 0][row % classes]
                table.rows[row][1] = table.rows[row][1] / 100 + [0, 0, 9][row % classes]
            }
            let found = try predictions(table, Self.eager[place])
            #expect(Array(found.prefix(90)) == labels(table))
            // Late trees cut noise too, so that boosting may miss a new row at the edge.
            #expect(table.accuracy(found.dropFirst(90), of: Self.test) > 0.95)
        }
    }

    @Test("more boosting rounds fit the training rows no worse, and deep trees fit them whole")
    func rounds() throws {
        let table = Learners.sample(rows: 130, columns: 6, classes: 3, seed: 5)
        let shares = try [1, 4, 16, 64].map { rounds in
            var settings = learners_settings()
            settings.kind = LEARNERS_XGBOOST
            (settings.rounds, settings.depth) = (Int32(rounds), 3)
            return table.accuracy(
                try predictions(table, settings).prefix(90), of: Self.training)
        }
        #expect(shares == shares.sorted())
        #expect(shares[3] > 0.98 && shares[0] < 0.98)
    }

    @Test("one tree of depth one is the best cut of one column")
    func stump() throws {
        let table = Learners(
            rows: [[1, 3], [2, 1], [3, 2], [7, 1], [8, 3], [9, 2], [2.5, 9], [7.5, 9]],
            labels: [0, 0, 0, 1, 1, 1, 0, 1], classes: 2)
        var settings = learners_settings()
        settings.kind = LEARNERS_XGBOOST
        (settings.rounds, settings.depth) = (1, 1)
        // A leaf needs a sum of hessians of 1: four rows at 1/4 each.
        #expect(
            try table.predictions(
                training: Array(0..<8), test: [0, 3], scaling: LEARNERS_UNSCALED, settings)
                == [0, 0, 0, 1, 1, 1, 0, 1, 0, 1])
    }

    @Test("a radial kernel parts a ring from its middle, a linear one does not")
    func ring() throws {
        var table = Learners.sample(rows: 130, columns: 2, classes: 2)
        for row in table.rows.indices {
            let radius = row % 2 == 0 ? 1.0 : 3.0, angle = Double(row) * 2.4
            table.rows[row] = [radius * cos(angle), radius * sin(angle)]
            table.labels[row] = row % 2
        }
        let truth = (Self.training + Self.test).map { table.labels[$0] }
        var settings = Self.eager[3]
        #expect(try predictions(table, settings) == truth)
        settings.kind = LEARNERS_LINEAR_SVM
        let linear = try predictions(table, settings)
        #expect(table.accuracy(linear, of: Self.training + Self.test) < 0.7)
    }

    @Test("an L1 penalty that is strong enough leaves the bias alone")
    func penalty() throws {
        var table = Learners.sample(rows: 130, columns: 6, classes: 2)
        for row in table.rows.indices where row % 3 == 0 { table.labels[row] = 1 }
        var settings = learners_settings()
        settings.kind = LEARNERS_LOGISTIC
        (settings.strength, settings.sparse) = (1e-3, true)
        #expect(Set(try predictions(table, settings)).count == 1)
        settings.strength = 10
        #expect(Set(try predictions(table, settings)).count == 2)
    }

    // MARK: Hostile tables

    private static let every: [learners_settings] = {
        var all = eager
        for kind in [LEARNERS_RIDGE, LEARNERS_NEIGHBOURS, LEARNERS_NAIVE_BAYES] {
            var settings = learners_settings()
            settings.kind = kind
            (settings.strength, settings.neighbours, settings.weighted) = (0.01, 33, true)
            all.append(settings)
        }
        return all
    }()

    @Test("training rows of one class, or none, give that class, or class 0")
    func oneClass() throws {
        let table = Learners(rows: [[1], [2], [3]], labels: [2, 2, 0], classes: 3)
        for settings in Self.every {
            #expect(try table.predictions(training: [0, 1], test: [2], settings) == [2, 2, 2])
            #expect(try table.predictions(training: [], test: [0, 2], settings) == [0, 0])
        }
    }

    @Test("constant columns, a row for each class, doubled rows: every learner gives classes")
    func degenerate() throws {
        let tables = [
            Learners(
                rows: (0..<12).map { _ in [7, 7, .nan] }, labels: (0..<12).map { $0 % 3 },
                classes: 3),
            Learners(rows: [[1, 2], [2, 1]], labels: [0, 1], classes: 2),
            Learners(
                rows: (0..<12).map { [Double($0 / 4), 1e17] }, labels: (0..<12).map { $0 % 3 },
                classes: 3),
            Learners(
                rows: (0..<12).map { [pow(-10, Double($0))] }, labels: (0..<12).map { $0 % 2 },
                classes: 2),
        ]
        for table in tables {
            let all = Array(table.rows.indices)
            for settings in Self.every {
                for scaling in [LEARNERS_STANDARD, LEARNERS_MINMAX, LEARNERS_RANK] {
                    let found = try table.predictions(
                        training: all, test: all, scaling: scaling, settings)
                    #expect(found.allSatisfy { (0..<table.classes).contains($0) })
                    #expect(found.prefix(all.count) == found.suffix(all.count))
                }
            }
        }
    }

    @Test("a linear machine on columns that would make it crawl is refused")
    func crawling() throws {
        var table = Learners.sample(rows: 130, columns: 6, classes: 2)
        for row in table.rows.indices { table.rows[row][0] *= 1e4 }
        var settings = Self.eager[2]
        settings.strength = 10
        #expect(throws: Learners.Refusal(status: LEARNERS_SCALE)) {
            try table.predictions(
                training: Self.training, test: Self.test, scaling: LEARNERS_UNSCALED, settings)
        }
    }

    @Test("settings out of bounds are refused")
    func settings() throws {
        let table = Learners.sample(rows: 130, columns: 3, classes: 2)
        var wrong = [learners_settings](repeating: learners_settings(), count: 5)
        wrong[0].kind = LEARNERS_XGBOOST
        (wrong[1].kind, wrong[1].rounds, wrong[1].depth) = (LEARNERS_XGBOOST, 4, 99)
        wrong[2].kind = LEARNERS_NEIGHBOURS
        wrong[3].kind = LEARNERS_LOGISTIC
        (wrong[4].kind, wrong[4].strength) = (LEARNERS_RIDGE, .nan)
        for settings in wrong {
            #expect(throws: Learners.Refusal(status: LEARNERS_INVALID)) {
                try predictions(table, settings)
            }
        }
    }

    // MARK: Bits

    @Test("a fit gives the same whatever was fitted to the fold before, and whatever rand() is at")
    func repeated() throws {
        let table = Learners.sample(rows: 130, columns: 6, classes: 3, missing: 0.1)
        let fresh = try Self.every.map { try predictions(table, $0) }
        try table.withFold(
            training: Self.training, test: Self.test, scaling: LEARNERS_STANDARD
        ) { fold in
            for place in Self.every.indices.reversed() + Array(Self.every.indices) {
                let found = try Learners.predictions(fold, Self.every[place], count: 130)
                #expect(found == fresh[place])
            }
        }
    }

    @Test("the versions name every library, and fit where they are written")
    func versions() {
        var text = [CChar](repeating: 1, count: 400)
        learners_versions(&text, text.count)
        let versions = String(
            decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        #expect(
            versions.contains(
                /xgboost \d+\.\d+\.\d+; liblinear \d+; libsvm \d+; blas \S.*; libm \S.*; own \d+/))
        #expect(!versions.contains("unknown"))
        learners_versions(&text, 9)
        #expect(text[8] == 0)
    }
}
