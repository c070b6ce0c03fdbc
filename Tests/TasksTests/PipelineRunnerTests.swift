import Foundation
import Synchronization
import Testing

@testable import Tasks

/// Programs executed: bounds, scores, the same bits from every thread, hostile tables.
@Suite("Pipeline runner")
struct PipelineRunnerTests {
    private static func runner(
        _ table: DataTable, held: DataTable? = nil, preparations: Int = 4
    ) -> PipelineRunner {
        PipelineRunner(
            training: table, folds: (0..<table.rows).map { $0 % 4 }, held: held,
            preparations: preparations)
    }

    private static func pipeline(
        _ imputation: Pipeline.Imputation = .mean, _ scaling: Pipeline.Scaling = .standard,
        _ feature: Pipeline.Feature = .raw, _ learner: Pipeline.Learner, _ h1: Int, _ h2: Int = 0
    ) -> Pipeline {
        Pipeline(
            imputation: imputation, scaling: scaling, feature: feature, learner: learner, h1: h1,
            h2: h2)
    }

    /// Programs far from each other: a walk with a step prime to their number.
    private static func programs(_ count: Int) -> [Pipeline] {
        (0..<count).compactMap { Pipeline(index: ($0 * 5003 + 17) % Pipeline.count) }
    }

    /// Wine with every eleventh cell missing.
    private static let holed: DataTable = {
        let wine = DataTable.wine
        return DataTable(
            rows: wine.rows, columns: wine.columns,
            values: wine.values.enumerated().map { $0 % 11 == 5 ? .nan : $1 }, labels: wine.labels,
            classes: wine.classes)
    }()

    private enum Outcome: Hashable {
        case scores(PipelineScores)
        case error(PipelineError)
    }

    private static func outcome(_ runner: PipelineRunner, _ pipeline: Pipeline) -> Outcome {
        do throws(PipelineError) {
            return .scores(try runner.scores(pipeline))
        } catch {
            return .error(error)
        }
    }

    // MARK: Data

    @Test("the classic tables are what their papers say")
    func classics() {
        let (iris, wine, cancer) = (DataTable.iris, DataTable.wine, DataTable.breastCancer)
        #expect((iris.rows, iris.columns, iris.counts) == (150, 4, [50, 50, 50]))
        #expect((wine.rows, wine.columns, wine.counts) == (178, 13, [59, 71, 48]))
        #expect((cancer.rows, cancer.columns, cancer.counts) == (569, 30, [212, 357]))
        // Fisher's means of the four lengths, in cm.
        let means = (0..<4).map { column in
            (0..<150).reduce(0) { $0 + iris.values[$1 * 4 + column] } / 150
        }
        for (mean, stated) in zip(means, [5.8433, 3.0573, 3.7580, 1.1993]) {
            #expect(abs(mean - stated) < 5e-5)
        }
        // The 35th flower, in which copies differ.
        #expect(Array(iris.values[34 * 4..<35 * 4]) == [4.9, 3.1, 1.5, 0.2])
    }

    // MARK: Bounds

    @Test("columns are counted after the feature step")
    func columns() {
        func error(_ columns: Int, _ feature: Pipeline.Feature) -> PipelineError? {
            PipelineBound.error(
                of: Self.pipeline(.mean, .standard, feature, .ridge, 0), rows: 100,
                columns: columns, classes: 2)
        }
        // 11 and their 66 products are 77; 12 and 78 are 90.
        #expect(error(11, .poly2) == nil)
        #expect(error(12, .poly2) == .columns)
        #expect(error(80, .raw) == nil)
        #expect(error(81, .raw) == .columns)
        #expect(error(200, .sel8) == nil)
        #expect(error(Int.max, .sel8) == .columns)
    }

    @Test("marks of missing cells are counted")
    func indicators() {
        let bound = PipelineBound(
            DataTable(
                rows: 2, columns: 8, values: (0..<16).map { $0 < 4 ? .nan : 1 }, labels: [0, 1],
                classes: 2))
        #expect(bound.incomplete == 4)
        #expect(bound.error(of: Self.pipeline(.mean, .standard, .poly2, .ridge, 0)) == nil)
        #expect(
            bound.error(of: Self.pipeline(.indicator, .standard, .poly2, .ridge, 0)) == .columns)
    }

    @Test("boosting is bounded by leaves and by work")
    func cost() {
        func error(_ h1: Int, _ h2: Int, rows: Int, columns: Int, classes: Int) -> PipelineError? {
            PipelineBound.error(
                of: Self.pipeline(.mean, .none, .raw, .xgb, h1, h2), rows: rows, columns: columns,
                classes: classes)
        }
        // 32 rounds of depth 6: 2048 leaves for two classes, 6144 for three.
        #expect(error(5, 3, rows: 100, columns: 10, classes: 2) == nil)
        #expect(error(5, 3, rows: 100, columns: 10, classes: 3) == .cost)
        // 32 rounds, depth 6, 200 rows: 38,400 a column.
        #expect(error(5, 3, rows: 200, columns: 15, classes: 2) == nil)
        #expect(error(5, 3, rows: 200, columns: 16, classes: 2) == .cost)
    }

    @Test("learners that compare rows, and all on large tables, are bounded")
    func rows() {
        for learner in Pipeline.Learner.allCases {
            func error(_ rows: Int) -> PipelineError? {
                PipelineBound.error(
                    of: Self.pipeline(.mean, .none, .raw, learner, 0), rows: rows, columns: 10,
                    classes: 2)
            }
            let compares = [.svml, .svmr, .knn].contains(learner)
            #expect(error(220) == nil)
            #expect(error(5000) == (compares ? .cost : nil))
            #expect(error(60_001) == .cost)
        }
    }

    @Test("linear learners on large unscaled columns are refused, on scaled ones not")
    func scale() {
        // Mean squared norm 104 of rows (10, 2); cost 10 makes 1040.
        let table = DataTable(
            rows: 8, columns: 2, values: (0..<8).flatMap { _ in [10, 2] },
            labels: (0..<8).map { $0 % 2 }, classes: 2)
        let bound = PipelineBound(table)
        #expect(bound.meanSquare == 104)
        #expect(bound.error(of: Self.pipeline(.mean, .none, .raw, .svml, 5)) == .scale)
        #expect(bound.error(of: Self.pipeline(.mean, .none, .raw, .svml, 4)) == nil)
        #expect(bound.error(of: Self.pipeline(.mean, .none, .poly2, .svml, 4)) == .scale)
        #expect(bound.error(of: Self.pipeline(.mean, .minmax, .raw, .svml, 5)) == nil)
        #expect(bound.error(of: Self.pipeline(.mean, .none, .raw, .logit, 4)) == .scale)
        #expect(bound.error(of: Self.pipeline(.mean, .none, .raw, .svmr, 5)) == nil)
    }

    // MARK: Scores

    private static let classics: [String: DataTable] = [
        "iris": .iris, "wine": .wine, "breast cancer": .breastCancer,
    ]

    /// Ten-fold figures of such learners in the literature are 0.93 to 0.98 on all three.
    @Test(
        "every learner is good at the classic tables", arguments: ["iris", "wine", "breast cancer"])
    func known(name: String) throws {
        let table = try #require(Self.classics[name])
        let runner = Self.runner(table, held: table)
        for (learner, h1) in [
            (Pipeline.Learner.xgb, 3), (.logit, 3), (.svml, 4), (.svmr, 1), (.knn, 2), (.nb, 0),
        ] {
            let pipeline = Self.pipeline(.mean, .standard, .raw, learner, h1, 1)
            let scores = try runner.scores(pipeline)
            #expect(scores.crossValidated > 0.92, "\(learner)")
            #expect(scores.training > 0.92, "\(learner)")
            // Fitted to all rows and asked for the same rows.
            #expect(try runner.privateAccuracy(pipeline) > 0.92, "\(learner)")
        }
    }

    @Test("one neighbour knows the rows it was fitted to")
    func memory() throws {
        let runner = Self.runner(.breastCancer, held: .breastCancer)
        let pipeline = Self.pipeline(.mean, .standard, .raw, .knn, 0)
        #expect(try runner.scores(pipeline).training == 1)
        #expect(try runner.privateAccuracy(pipeline) == 1)
    }

    @Test("programs that are the same have the same scores")
    func canonical() {
        let runner = Self.runner(Self.holed)
        for pipeline in Self.programs(60) {
            #expect(
                Self.outcome(runner, pipeline) == Self.outcome(runner, pipeline.canonical))
        }
    }

    // MARK: Bits

    @Test("several threads that hammer one runner and their own get what one thread gets alone")
    func threads() {
        let programs = Self.programs(50)
        let alone = programs.map { Self.outcome(Self.runner(Self.holed), $0) }
        #expect(Set(alone).count > 20)
        let shared = Self.runner(Self.holed)
        let differences = Mutex<[String]>([])
        DispatchQueue.concurrentPerform(iterations: 8) { thread in
            let runner = thread % 2 == 0 ? shared : Self.runner(Self.holed, preparations: 1)
            for place in programs.indices {
                let own = (place * (2 * thread + 1) + 7 * thread) % programs.count
                let found = Self.outcome(runner, programs[own])
                guard found != alone[own] else { continue }
                differences.withLock { $0.append("\(programs[own]): \(found), \(alone[own])") }
            }
        }
        #expect(differences.withLock { $0 } == [])
    }

    // MARK: Hostile tables

    @Test("hostile tables give an error value or a score, and the same one twice")
    func hostile() {
        func table(_ rows: [[Double]], _ labels: [Int32], classes: Int = 2) -> DataTable {
            DataTable(
                rows: rows.count, columns: rows.first?.count ?? 1, values: rows.flatMap { $0 },
                labels: labels, classes: classes)
        }
        let twelve: [Int32] = (0..<12).map { $0 % 2 }
        let tables = [
            table([], []),
            table([[1, 2, 3]], [1]),
            table([[.nan, .infinity, -.infinity]], [0]),
            // Folds whose training rows have one class only.
            table((0..<8).map { [Double($0)] }, [1, 0, 0, 0, 0, 0, 0, 0]),
            table((0..<12).map { _ in [4, .nan, 0.1] }, twelve),
            table((0..<12).map { [Double($0), .nan, .infinity] }, twelve),
            table((0..<12).map { [pow(-1e25, Double($0))] }, twelve),
            table(
                (0..<12).map { [Double.leastNonzeroMagnitude * Double($0), 1e17 * Double($0)] },
                twelve),
            table((0..<12).map { [Double($0 % 3), Double($0)] }, twelve, classes: 64),
            table(
                (0..<9).map { row in (0..<300).map { Double(row ^ $0) } }, (0..<9).map { $0 % 2 }),
        ]
        for (number, table) in tables.enumerated() {
            let (first, second) = (Self.runner(table), Self.runner(table))
            for pipeline in Self.programs(80) {
                let found = Self.outcome(first, pipeline)
                #expect(found == Self.outcome(second, pipeline), "table \(number), \(pipeline)")
                guard case .scores(let scores) = found else { continue }
                #expect(
                    (0...1).contains(scores.crossValidated) && (0...1).contains(scores.training))
            }
        }
    }
}
