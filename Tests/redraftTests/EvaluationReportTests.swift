import Foundation
import Runs
import Testing

@testable import redraft

@Suite("Evaluation report")
struct EvaluationReportTests {
    private func report(passAt: Double?) throws -> EvaluationReport {
        EvaluationReport(
            run: try #require(RunID("r")),
            record: EvaluationRecord(
                step: 600, domain: "math", split: "held-out", count: 512, samples: 1,
                temperature: 1, k: Array(0...16), solve: (0...16).map { Double($0) / 16 },
                quality: (0...16).map { Double($0) / 20 },
                corrections: .init(wrongToRight: 150, rightToWrong: 20, net: 130),
                distinct: 4.5, invalid: 0.01, copied: 0.25, bestSoFar: 0.9, passAt: passAt))
    }

    @Test("the document holds every promised key, also where there is no value")
    func keys() throws {
        for passAt in [nil, 0.5] {
            let text = try JSONOutput.document(try report(passAt: passAt))
            let object = try #require(
                JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
            #expect(
                Set(object.keys) == [
                    "run", "step", "domain", "split", "count", "samples", "temperature", "k",
                    "solve", "quality", "corrections", "distinct", "invalid", "copied",
                    "best_so_far", "pass_at",
                ])
            let corrections = try #require(object["corrections"] as? [String: Any])
            #expect(Set(corrections.keys) == ["wrong_to_right", "right_to_wrong", "net"])
            #expect(object["run"] as? String == "r")
            #expect((object["k"] as? [Int])?.last == 16)
        }
    }

    @Test("the table shows the first, the last, and powers of two between")
    func table() throws {
        let text = try report(passAt: 0.5).lines.joined(separator: "\n")
        #expect(
            text == """
                math, held-out: 512 tasks, 1 sample, temperature 1, step 600

                    k   solved  quality
                    0     0.0%    0.000
                    1     6.3%    0.050
                    2    12.5%    0.100
                    4    25.0%    0.200
                    8    50.0%    0.400
                   16   100.0%    0.800

                corrections     150 wrong to right, 20 right to wrong, net +130
                best so far     90.0% of chains held a solution
                pass at 17      50.0% of tasks solved by independent drafts
                distinct        4.500 answers a chain
                invalid         1.0% of steps
                copied          25.0% of unsolved answers
                """)
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
