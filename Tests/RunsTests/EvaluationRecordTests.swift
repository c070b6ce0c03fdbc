import Foundation
import Runs
import Testing

@Suite("Evaluation records")
struct EvaluationRecordTests {
    private static let older = """
        {"best_so_far":0.75,"copied":0.5,"corrections":{"net":1,"right_to_wrong":1,
        "wrong_to_right":2},"count":4,"distinct":1.5,"domain":"math","invalid":0.25,"k":[0,1],
        "pass_at":0.5,"quality":[0.5,0.75],"samples":1,"solve":[0.25,0.5],"split":"held-out",
        "step":600,"temperature":1}
        """

    @Test("a record of an older version is read, without the lists it does not have")
    func older() throws {
        let record = try JSONDecoder().decode(
            EvaluationRecord.self, from: Data(Self.older.utf8))
        #expect(record.solve == [0.25, 0.5] && record.passAt == 0.5 && record.step == 600)
        #expect(record.wrongToRightAt == nil && record.rightToWrongAt == nil)
        #expect(record.bestSoFarAt == nil && record.bestQualityAt == nil)
        #expect(record.passAtEach == nil && record.majorityAt == nil && record.bestOfAt == nil)
    }

    @Test("a record keeps its lists under their names")
    func keys() throws {
        let record = EvaluationRecord(
            step: 1, domain: "math", split: "train", count: 1, samples: 1, temperature: 1,
            k: [0], solve: [0], quality: [0.5],
            corrections: .init(wrongToRight: 0, rightToWrong: 0, net: 0), distinct: 1,
            invalid: 0, copied: 0, bestSoFar: 0, passAt: 0, wrongToRightAt: [1],
            rightToWrongAt: [2], bestSoFarAt: [3], bestQualityAt: [4], passAtEach: [5],
            majorityAt: [6], bestOfAt: [7])
        let data = try JSONEncoder().encode(record)
        #expect(try JSONDecoder().decode(EvaluationRecord.self, from: data) == record)
        let object = try #require(
            JSONSerialization.jsonObject(with: data) as? [String: Any])
        let names = [
            "wrong_to_right_at", "right_to_wrong_at", "best_so_far_at", "best_quality_at",
            "pass_at_each", "majority_at", "best_of_at",
        ]
        for (index, name) in names.enumerated() {
            #expect(object[name] as? [Double] == [Double(index + 1)], "\(name)")
        }
    }

    @Test("outcomes are written as texts of 0 and 1, and nothing else is read")
    func outcomes() throws {
        let chains = EvaluationChains(
            keys: [7, .max], samples: 1, solved: [[false, true], [true, true]],
            quality: [[0.5, 1], [1, Float(1 / 1.5)]], passed: [[true, true], [false, false]],
            majority: [[], [false]])
        let data = try JSONEncoder().encode(chains)
        #expect(try JSONDecoder().decode(EvaluationChains.self, from: data) == chains)
        let object = try #require(
            JSONSerialization.jsonObject(with: data) as? [String: Any])
        #expect(object["solved"] as? [String] == ["01", "11"])
        #expect(object["majority"] as? [String] == ["", "0"])
        for row in ["2", "0é", "true", " "] {
            let text = String(decoding: data, as: UTF8.self).replacing("\"01\"", with: "\"\(row)\"")
            #expect(throws: DecodingError.self) {
                try JSONDecoder().decode(EvaluationChains.self, from: Data(text.utf8))
            }
        }
    }
}
