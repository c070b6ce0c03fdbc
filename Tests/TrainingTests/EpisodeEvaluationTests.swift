import Modeling
import Runs
import Tasks
import Testing

@testable import Training

@Suite("Evaluation of whole episodes")
struct EpisodeEvaluationTests {
    private static let text =
        "in f0 d0; read f0; at d3 | d1 f0:d1=w2 f1:- f2:- f3:- f4:-"

    private let domain: any Domain
    private let task: DomainTask

    init() throws {
        var configuration = RunConfiguration()
        configuration.apply(domain: "tools")
        domain = try Domains.make(for: configuration)
        task = try domain.parse(task: Self.text)
    }

    private func answer(_ words: String) -> [Int32] {
        words.split(separator: " ").map { word in
            Int32(domain.vocabulary.firstIndex { $0 == word } ?? 0)
        } + [domain.endToken]
    }

    /// Answers by the turn's first goal and the mode, as a policy that is asked would.
    private func record(k: Int, _ reply: @escaping (String) -> String) throws -> EpisodeRecord {
        let options = EvaluationOptions(k: k, count: 1, tasks: [task])
        let vocabulary = domain.vocabulary
        let evaluation = EpisodeEvaluation(domain: domain, options: options, step: 7) {
            requests, _ in
            requests.map { request in
                [answer(reply(request.prompt.map { vocabulary[Int($0)] }.joined(separator: " ")))]
            }
        }
        var rounds: [Int] = []
        let outcome = try evaluation.run { rounds.append($0) }
        #expect(rounds == Array(0..<evaluation.rounds))
        // Of one task the means are its own outcomes.
        let record = outcome.record
        #expect(outcome.outcomes.keys == [domain.key(of: task)])
        #expect(outcome.outcomes.firstTurn == [record.firstTurn.map(Float.init)])
        #expect(outcome.outcomes.totalReturn == [record.totalReturn.map(Float.init)])
        #expect(outcome.outcomes.strict == [record.strict.map(Float.init)])
        return record
    }

    @Test("each turn goes on from the world the turn before left")
    func turns() throws {
        let record = try record(k: 0) { prompt in
            if prompt.contains("in f0") { return "mv f0 d0" }
            // It is read where the first turn left it.
            if prompt.contains("read f0") { return "cd d0 cat f0" }
            return "cd d3"
        }
        #expect(record.turns == 3)
        #expect(record.k == [0])
        #expect(record.firstTurn == [1])
        #expect(record.totalReturn == [3])
        #expect(record.strict == [1])
        #expect(record.solve == [[1, 1, 1]])
        #expect(record.step == 7)
    }

    @Test("steps improve every turn, and draws of fewer steps begin those of more")
    func steps() throws {
        let record = try record(k: 2) { prompt in
            guard prompt.hasPrefix("<I>") else { return "ls" }
            if prompt.contains("in f0") { return "mv f0 d0" }
            // The second turn is only solved by its second step.
            if prompt.contains("read f0") {
                return prompt.contains("find") ? "cd d0 cat f0" : "find f0"
            }
            return "cd d3"
        }
        #expect(record.k == [0, 1, 2])
        #expect(record.firstTurn == [0, 1, 1])
        #expect(record.totalReturn == [0, 2, 3])
        #expect(record.strict == [0, 0, 1])
        #expect(record.solve == [[0, 0, 0], [1, 0, 1], [1, 1, 1]])
        #expect(record.wrongToRight == [0, 2, 3])
        #expect(record.rightToWrong == [0, 0, 0])
        #expect(record.copied == [0, 0, 0])
    }

    @Test("an invalid step leaves the earlier answer standing; a turn of none leaves the world")
    func invalid() throws {
        let record = try record(k: 1) { prompt in
            if prompt.contains("in f0") { return prompt.hasPrefix("<B>") ? "mv f0 d0" : "mv" }
            if prompt.contains("read f0") { return "cat" }
            return prompt.hasPrefix("<B>") ? "cd d3" : "cd d2"
        }
        #expect(record.k == [0, 1])
        #expect(record.solve == [[1, 0, 1], [1, 0, 0]])
        #expect(record.strict == [0, 0])
        #expect(record.totalReturn == [2, 1])
        // Of six answers the first turn's second and both of the second turn.
        #expect(record.invalid == [1.0 / 3, 0.5])
        #expect(record.rightToWrong == [0, 1])
    }
}
