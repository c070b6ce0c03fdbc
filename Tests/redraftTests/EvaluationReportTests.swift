import Foundation
import Runs
import Testing

@testable import redraft

@Suite("Evaluation report")
struct EvaluationReportTests {
    /// A record as it is made now, or as an older version made it.
    private func report(k: Int = 16, passAt: Double?, isOlder: Bool = false) throws
        -> EvaluationReport
    {
        let ks = Array(0...k)
        func list(_ value: (Double) -> Double) -> [Double]? {
            isOlder ? nil : ks.map { value(Double($0) / Double(max(k, 1))) }
        }
        func drafts(_ value: (Double) -> Double) -> [Double]? {
            passAt == nil ? nil : list(value)
        }
        return EvaluationReport(
            run: try #require(RunID("r")),
            record: EvaluationRecord(
                step: 600, domain: "math", split: "held-out", count: 512, samples: 1,
                temperature: 1, k: ks, solve: ks.map { Double($0) / Double(max(k, 1)) },
                quality: ks.map { Double($0) / 20 },
                corrections: .init(wrongToRight: 150, rightToWrong: 20, net: 130),
                distinct: 4.5, invalid: 0.01, copied: 0.25, bestSoFar: 0.9, passAt: passAt,
                wrongToRightAt: list { 150 * $0 }, rightToWrongAt: list { 20 * $0 },
                bestSoFarAt: list { 0.1 + 0.8 * $0 }, bestQualityAt: list { 0.2 + 0.7 * $0 },
                passAtEach: drafts { 0.5 * $0 }, majorityAt: drafts { 0.25 * $0 },
                bestOfAt: drafts { 0.5 + 0.25 * $0 }))
    }

    @Test("the document holds every promised key, also where there is no value")
    func keys() throws {
        for (passAt, isOlder) in [(nil, false), (0.5, false), (0.5, true), (nil, true)] {
            let text = try JSONOutput.document(try report(passAt: passAt, isOlder: isOlder))
            let object = try #require(
                JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
            #expect(
                Set(object.keys) == [
                    "run", "step", "domain", "split", "count", "samples", "temperature", "k",
                    "solve", "quality", "corrections", "distinct", "invalid", "copied",
                    "best_so_far", "pass_at", "wrong_to_right_at", "right_to_wrong_at",
                    "best_so_far_at", "best_quality_at", "pass_at_each", "majority_at",
                    "best_of_at",
                ])
            let corrections = try #require(object["corrections"] as? [String: Any])
            #expect(Set(corrections.keys) == ["wrong_to_right", "right_to_wrong", "net"])
            #expect(object["run"] as? String == "r")
            #expect((object["k"] as? [Int])?.last == 16)
            #expect((object["best_so_far_at"] as? [Double])?.count == (isOlder ? nil : 17))
            #expect(
                (object["majority_at"] as? [Double])?.count
                    == (isOlder || passAt == nil ? nil : 17))
        }
    }

    @Test("what a verifier chooses stands apart; rows are the first, the last, powers of two")
    func table() throws {
        let text = try report(passAt: 0.5).lines.joined(separator: "\n")
        #expect(
            text == """
                math, held-out: 512 tasks, 1 sample, temperature 1, step 600

                    k   solved  quality  to right  to wrong     net  majority
                    0     0.0%    0.000         0         0       0      0.0%
                    1     6.3%    0.050     9.375      1.25  +8.125      1.6%
                    2    12.5%    0.100     18.75       2.5  +16.25      3.1%
                    4    25.0%    0.200      37.5         5   +32.5      6.3%
                    8    50.0%    0.400        75        10     +65     12.5%
                   16   100.0%    0.800       150        20    +130     25.0%

                corrections     150 wrong to right, 20 right to wrong, net +130
                majority        the most frequent of k + 1 independent drafts; no verifier chooses
                distinct        4.500 answers a chain
                invalid         1.0% of steps
                copied          25.0% of unsolved answers

                chosen by a verifier, among n answers (the chain above has no such help)

                             solved                quality
                    n   best so far   pass@n   best so far  best of n
                    1         10.0%     0.0%         0.200      0.500
                    2         15.0%     3.1%         0.244      0.516
                    3         20.0%     6.3%         0.288      0.531
                    5         30.0%    12.5%         0.375      0.563
                    9         50.0%    25.0%         0.550      0.625
                   17         90.0%    50.0%         0.900      0.750

                best so far     of a chain's first n answers
                pass@n          any of n independent drafts
                best of n       the best of n independent drafts
                """)
    }

    @Test("the rows are 0, 1, 2, 4 … 64 of a long chain, and all of a short one")
    func rows() throws {
        func rows(k: Int) throws -> [String] {
            try report(k: k, passAt: 0.5).lines.dropFirst(3).prefix { !$0.isEmpty }.map {
                String($0.prefix(5).drop { $0 == " " })
            }
        }
        #expect(try rows(k: 64) == ["0", "1", "2", "4", "8", "16", "32", "64"])
        #expect(try rows(k: 12) == ["0", "1", "2", "4", "8", "12"])
        #expect(try rows(k: 3) == ["0", "1", "2", "3"])
        #expect(try rows(k: 0) == ["0"])
    }

    @Test("an older record shows what it has, and so does one without independent drafts")
    func older() throws {
        let older = try report(passAt: 0.5, isOlder: true).lines
        #expect(older[2] == "    k   solved  quality")
        #expect(older.contains("best so far     90.0% of chains held a solution"))
        #expect(older.contains("pass@17         50.0% of tasks solved by independent drafts"))
        #expect(!older.contains { $0.hasPrefix("majority") })
        let alone = try report(passAt: nil).lines
        #expect(alone[2] == "    k   solved  quality  to right  to wrong     net")
        #expect(alone.contains("    n   best so far   best so far"))
        #expect(!alone.contains { $0.contains("pass@") })
    }

    @Test("a stored record whose lists do not fit each other is shown without a trap")
    func misfit() throws {
        let record = EvaluationRecord(
            step: 0, domain: "math", split: "train", count: 1, samples: 0, temperature: .nan,
            k: [0, .max], solve: [.nan], quality: [],
            corrections: .init(wrongToRight: .nan, rightToWrong: .infinity, net: .nan),
            distinct: .nan, invalid: .nan, copied: .nan, bestSoFar: .nan, passAt: .nan,
            wrongToRightAt: [1, 2, 3], rightToWrongAt: [1], bestSoFarAt: [])
        let lines = EvaluationReport(run: try #require(RunID("r")), record: record).lines
        #expect(lines[0] == "math, train: 1 task, 0 samples, temperature -, step 0")
        #expect(lines[3].hasPrefix("    0       -%        -         1         1       0"))
        #expect(lines[4].contains("         2         -       -"))
    }

    @Test("spans of time, sizes and numbers read well")
    func numbers() {
        #expect(ReportText.duration(42) == "0:42")
        #expect(ReportText.duration(727.4) == "12:07")
        #expect(ReportText.duration(10_812) == "3:00:12")
        #expect(ReportText.duration(.nan) == "-")
        #expect(ReportText.bytes(999) == "999 B")
        #expect(ReportText.bytes(12_345_678) == "12.3 MB")
        #expect(ReportText.short(0.5) == "0.5")
        #expect(ReportText.short(10) == "10")
        #expect(ReportText.signed(-3) == "-3")
    }
}
