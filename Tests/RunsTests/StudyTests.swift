import Foundation
import Testing

@testable import Runs

@Suite("A study's statistics")
struct StudyTests {
    private static let k = [0, 1, 2]

    /// An evaluation of four tasks, of which the first two are one multiset.
    private func result(
        _ arm: String, seed: UInt64, solved: [[Bool]], quality: [[Float]]? = nil
    ) -> StudyResult {
        let count = Double(solved.count)
        let mended = Double(solved.count { $0.first == false && $0.last == true })
        let broken = Double(solved.count { $0.first == true && $0.last == false })
        let quality = quality ?? solved.map { row in row.map { $0 ? 1 : 0.5 } }
        let record = EvaluationRecord(
            step: 10, domain: "math", split: "held-out", count: solved.count, samples: 1,
            temperature: 1, k: Self.k,
            solve: Self.k.indices.map { k in Double(solved.count { $0[k] }) / count },
            quality: Self.k.indices.map { k in
                quality.reduce(0) { $0 + Double($1[k]) } / count
            },
            corrections: .init(
                wrongToRight: mended, rightToWrong: broken, net: mended - broken),
            distinct: 2, invalid: 0, copied: 0, bestSoFar: 0.5, passAt: 0.5)
        return StudyResult(
            arm: arm, strategy: "grpo", seed: seed, run: "\(arm)-\(seed)", meanDepth: 1,
            deepest: Double(seed),
            measured: [
                .chains(
                    record,
                    EvaluationChains(
                        keys: [7, 7, 8, 9], samples: 1, solved: solved, quality: quality,
                        passed: [], majority: []))
            ])
    }

    private let measurement = StudyPlan.Measurement(k: StudyTests.k, temperatures: [1], count: 4)

    private var results: [StudyResult] {
        [
            result(
                "grpo", seed: 1,
                solved: [
                    [true, false, false], [false, false, false], [false, true, false],
                    [true, true, true],
                ]),
            result(
                "grpo", seed: 2,
                solved: [
                    [false, false, true], [false, false, false], [false, false, false],
                    [true, true, false],
                ]),
            result(
                "exit", seed: 1,
                solved: [
                    [false, true, true], [false, false, true], [true, true, true],
                    [false, true, true],
                ]),
            result(
                "exit", seed: 2,
                solved: [
                    [false, true, true], [true, true, true], [false, false, false],
                    [false, false, true],
                ]),
        ]
    }

    private func table(_ results: [StudyResult]) -> StudyTable {
        StudyTable(
            of: results, arms: ["grpo", "exit", "missing"], baseline: "grpo",
            measurement: measurement)
    }

    private func cell(_ table: StudyTable, _ arm: String, _ figure: String) throws
        -> StudyTable.Cell
    {
        let row = try #require(table.blocks[0].rows.first { $0.arm == arm })
        return try #require(row.cells.first { $0.figure.name == figure })
    }

    @Test("means, deviations and differences are those computed by hand")
    func byHand() throws {
        let table = table(results)
        #expect(table.blocks.count == 1 && table.blocks[0].rows.map(\.arm) == ["grpo", "exit"])
        let grpo = try cell(table, "grpo", "solve@2")
        #expect(grpo.values == [0.25, 0.25] && grpo.mean == 0.25 && grpo.sd == 0)
        #expect(grpo.difference == nil && grpo.interval == nil)
        let exit = try cell(table, "exit", "solve@2")
        #expect(exit.values == [1, 0.75] && exit.mean == 0.875)
        #expect(abs(try #require(exit.sd) - 0.125 * 2.squareRoot()) < 1e-12)
        #expect(exit.difference == 0.625 && exit.resamplesTasks)
        // Net corrections: 3 and 2 against -1 and 0.
        let net = try cell(table, "exit", "net corrections")
        #expect(net.values == [3, 2] && net.difference == 3 && net.resamplesTasks)
        let best = try cell(table, "grpo", "solve@best k")
        #expect(best.values == [0.5, 0.25])
        #expect(table.blocks[0].rows[1].deepest == 2 && table.blocks[0].rows[1].meanDepth == 1)
    }

    /// The same interval from lists of drawn seeds and multisets, arm by arm, in the plainest way.
    private func twin(_ figure: StudyFigure, _ bootstrap: Bootstrap) throws -> Bootstrap.Interval {
        let clusters: [UInt32] = [7, 8, 9]
        var values: [Double] = []
        for resample in 0..<bootstrap.resamples {
            func draws(_ count: Int, _ group: Int) -> [Int] {
                var generator = CounterGenerator(
                    seed: 0x2509_0457, purpose: .bootstrap, step: resample, group: group)
                return (0..<count).map { _ in generator.below(count) }
            }
            let (seeds, multisets) = (draws(2, 0), draws(3, 1))
            func mean(_ arm: String) throws -> Double {
                var drawn: [Double] = []
                for seed in seeds {
                    let result = try #require(
                        results.first { $0.arm == arm && $0.seed == UInt64(seed + 1) })
                    let measured = result.measured[0]
                    let keys = try #require(measured.keys)
                    let parts = try #require(figure.parts(of: measured, k: Self.k))
                    for multiset in multisets {
                        for (key, part) in zip(keys, parts) where key == clusters[multiset] {
                            drawn.append(part)
                        }
                    }
                }
                return drawn.reduce(0, +) / Double(drawn.count)
            }
            values.append(try mean("exit") - mean("grpo"))
        }
        return try #require(Bootstrap.percentiles(values))
    }

    @Test("intervals are those of resampling whole lists of seeds and multisets")
    func slowTwin() throws {
        let table = table(results)
        for name in ["solve@0", "solve@2", "quality@1"] {
            let cell = try cell(table, "exit", name)
            let twin = try twin(cell.figure, Bootstrap())
            let interval = try #require(cell.interval)
            #expect(abs(interval.low - twin.low) < 1e-12 && abs(interval.high - twin.high) < 1e-12)
            #expect(interval.low < interval.high)
        }
    }

    @Test("a difference that every seed and task has is an interval of no width")
    func constant() throws {
        let wrong = [[Bool]](repeating: [false, false, false], count: 4)
        let right = [[Bool]](repeating: [true, true, true], count: 4)
        let table = table(
            [1, 2, 3].flatMap {
                [result("grpo", seed: $0, solved: wrong), result("exit", seed: $0, solved: right)]
            })
        let cell = try cell(table, "exit", "solve@1")
        #expect(cell.interval == Bootstrap.Interval(low: 1, high: 1))
    }

    @Test("of two seeds that disagree the interval reaches to both")
    func seedsAlone() {
        let bootstrap = Bootstrap()
        let weights = bootstrap.weights(seeds: 2, clusters: 0)
        #expect(weights.allSatisfy { $0.seeds.reduce(0, +) == 2 && $0.clusters.isEmpty })
        #expect(
            bootstrap.interval(of: [-1, 1], weights: weights)
                == Bootstrap.Interval(low: -1, high: 1))
        #expect(bootstrap.interval(of: [], weights: weights) == nil)
    }

    @Test("percentiles lie between neighbours in proportion")
    func percentiles() {
        #expect(
            Bootstrap.percentiles((0...1000).reversed().map(Double.init))
                == Bootstrap.Interval(low: 25, high: 975))
        #expect(Bootstrap.percentiles([3]) == Bootstrap.Interval(low: 3, high: 3))
        #expect(Bootstrap.percentiles([]) == nil)
    }

    @Test("one seed has no interval, and a seed that only one arm has takes no part in differences")
    func unpaired() throws {
        let all = results
        let one = table([all[0], all[2]])
        let alone = try cell(one, "exit", "solve@2")
        #expect(alone.interval == nil && alone.sd == nil && alone.difference == 0.75)
        let three = table(Array(all.dropFirst()))
        #expect(try cell(three, "exit", "solve@2").difference == 0.5)
    }

    @Test("outcomes kept at some k alone give the same figures")
    func kept() throws {
        let whole = EvaluationChains(
            keys: [1], samples: 1, solved: [[false, false, true]], quality: [[0, 0.5, 1]],
            passed: [[false, true, true]], majority: [[true, false, true]])
        let kept = whole.at([0, 2])
        #expect(kept.solved == [[false, true]] && kept.quality == [[0, 1]])
        #expect(kept.passed == [[false, true]] && kept.majority == [[true, true]])
        let figures = StudyFigure.all(for: .init(k: [0, 2]))
        let record = try #require(results.first?.measured.first)
        guard case .chains(let figuresOnly, _) = record else {
            Issue.record("no chains")
            return
        }
        let measured = StudyResult.Measured.chains(figuresOnly, kept)
        let net = try #require(figures.first { $0.name == "net corrections" })
        #expect(net.parts(of: measured, k: [0, 2]) == [1])
        let majority = try #require(figures.first { $0.name == "majority of 3" })
        #expect(majority.parts(of: measured, k: [0, 2]) == [1])
    }

    /// Three tasks of two turns, the first two with one key.
    private func episodes(_ arm: String, seed: UInt64, returns: [[Float]]) -> StudyResult {
        let first = returns.map { row in row.map { $0 >= 1 ? Float(1) : 0 } }
        let strict = returns.map { row in row.map { $0 == 2 ? Float(1) : 0 } }
        func means(_ rows: [[Float]]) -> [Double] {
            [0, 1].map { k in rows.reduce(0) { $0 + Double($1[k]) } / Double(rows.count) }
        }
        let record = EpisodeRecord(
            step: 9, domain: "tools", split: "held-out", count: 3, turns: 2, temperature: 1,
            k: [0, 4], firstTurn: means(first), totalReturn: means(returns),
            strict: means(strict), solve: [], quality: [], invalid: [0, 0.25], copied: [0, 0.5],
            wrongToRight: [0, 3], rightToWrong: [0, 1])
        return StudyResult(
            arm: arm, strategy: arm, seed: seed, run: "\(arm)-\(seed)", meanDepth: 0, deepest: 0,
            measured: [
                .episodes(
                    record,
                    EpisodeOutcomes(
                        keys: [5, 5, 6], firstTurn: first, totalReturn: returns, strict: strict))
            ])
    }

    @Test("whole episodes are compared by their first turn, their return and strictly")
    func wholeEpisodes() throws {
        let results = [
            episodes("grpo", seed: 1, returns: [[1, 1], [0.5, 0.5], [2, 1]]),
            episodes("grpo", seed: 2, returns: [[1, 0.5], [0.5, 0.5], [2, 2]]),
            episodes("exit", seed: 1, returns: [[0.5, 2], [0.5, 1], [1, 2]]),
            episodes("exit", seed: 2, returns: [[1, 2], [0.5, 2], [1, 1.5]]),
        ]
        let table = StudyTable(
            of: results, arms: ["grpo", "exit"], baseline: "grpo",
            measurement: .init(k: [0, 4], temperatures: [1], count: 3, episodes: true))
        #expect(
            table.blocks[0].rows[0].cells.map(\.figure.name) == [
                "first turn@0", "first turn@4", "first turn@best k", "return@0", "return@4",
                "return@best k", "strict@0", "strict@4", "strict@best k", "wrong to right",
                "right to wrong", "invalid", "copied",
            ])
        let total = try cell(table, "exit", "return@4")
        // 5 against 2.5, and 5.5 against 3, of three tasks.
        let (low, high) = (5.0 / 3, 5.5 / 3)
        #expect(total.values == [low, high])
        let gain = try #require(total.difference)
        #expect(abs(gain - 2.5 / 3) < 1e-12)
        #expect(total.resamplesTasks)
        let interval = try #require(total.interval)
        // One resampled key alone: the third task's gains are +1 and -0.5.
        #expect(interval.low >= -0.5 && interval.high <= 1.5 && interval.low < interval.high)
        let best = try cell(table, "grpo", "return@best k")
        let bestReturn = 3.5 / 3
        #expect(best.values == [bestReturn, bestReturn])
        #expect(!best.resamplesTasks)
        #expect(try cell(table, "exit", "wrong to right").values == [3, 3])
        #expect(results[0].measured[0].solve(at: [4]) == [2.0 / 3])
        #expect(results[0].measured[0].solve(at: [4, 8]).isEmpty)
    }

    @Test("results of both kinds come back from JSON as they were")
    func stored() throws {
        for result in results + [episodes("exit", seed: 1, returns: [[1, 2], [0, 0], [2, 2]])] {
            let data = try JSONEncoder().encode(result)
            #expect(try JSONDecoder().decode(StudyResult.self, from: data) == result)
        }
        // Measurements of versions that knew chains alone.
        let old = #"{"k":[0,4],"temperatures":[1],"count":8}"#
        #expect(
            try JSONDecoder().decode(StudyPlan.Measurement.self, from: Data(old.utf8))
                == .init(k: [0, 4], temperatures: [1], count: 8))
    }

    @Test("a plan refuses what can't be compared")
    func plans() throws {
        func plan(
            seeds: [UInt64] = [1, 2], arms: [String] = ["grpo", "exit"], baseline: String = "grpo",
            k: [Int] = [0, 4], temperatures: [Double] = [1], count: Int = 8
        ) throws(ConfigurationError) -> StudyPlan {
            try StudyPlan(
                name: "s", about: "", seeds: seeds,
                arms: arms.map { .init(name: $0, configuration: RunConfiguration()) },
                baseline: baseline,
                measurement: .init(k: k, temperatures: temperatures, count: count))
        }
        #expect(
            try plan().runs.map(\.id.name) == ["s-grpo-s1", "s-exit-s1", "s-grpo-s2", "s-exit-s2"])
        #expect(try plan().runs.map(\.configuration.seed) == [1, 1, 2, 2])
        #expect(throws: ConfigurationError.self) { try plan(seeds: []) }
        #expect(throws: ConfigurationError.self) { try plan(seeds: [1, 1]) }
        #expect(throws: ConfigurationError.self) { try plan(arms: ["a", "a"], baseline: "a") }
        #expect(throws: ConfigurationError.self) { try plan(arms: ["a/b"], baseline: "a/b") }
        #expect(throws: ConfigurationError.self) { try plan(baseline: "base") }
        #expect(throws: ConfigurationError.self) { try plan(k: [4, 0]) }
        #expect(throws: ConfigurationError.self) { try plan(temperatures: []) }
        #expect(throws: ConfigurationError.self) { try plan(count: 0) }
    }
}
