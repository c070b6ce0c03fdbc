import Foundation
import Runs
import Testing

@testable import Modeling

@Suite("Sampling")
struct SamplingTests {
    private static let pool = WorkerPool(threads: 2)

    private static func request(
        _ group: Int, completions: Int, first: Int = 0, prompt: [Int32]? = nil
    ) -> SamplingRequest {
        SamplingRequest(
            prompt: prompt ?? (0...group % 20).map { Int32(($0 * 5 + group * 3) % 37) },
            completions: completions,
            stream: SamplingStream(
                seed: 11, purpose: .evaluation, step: 2, group: group, firstCompletion: first))
    }

    @Test(
        "tokens are the inverse of the distribution function at the stream's uniforms",
        arguments: KernelPath.supported, [Float(1), 0.6])
    func inverse(path: KernelPath, temperature: Float) throws {
        let policy = try PolicyTests.policy(path: path)
        let requests = (0..<12).map { Self.request($0, completions: 3) }
        let sampled = policy.sample(
            requests, temperature: temperature, maximumTokens: 6, endToken: 4, pool: Self.pool)
        var (drawn, close) = (0, 0)
        for (request, completions) in zip(requests, sampled) {
            for (index, completion) in try #require(completions).enumerated() {
                let sequence = request.prompt + completion.tokens
                let prefixes = completion.tokens.indices.map {
                    Array(sequence[..<(request.prompt.count + $0)])
                }
                let rows = policy.logits(after: prefixes, pool: Self.pool)
                var stream = CounterGenerator(
                    seed: 11, purpose: .evaluation, step: 2, group: request.stream.group,
                    completion: index)
                for (place, logits) in rows.enumerated() {
                    let uniform = Double(stream.uniform())
                    let top = Double(logits.max() ?? 0)
                    let weights = logits.map {
                        Foundation.exp((Double($0) - top) / Double(temperature))
                    }
                    let total = weights.reduce(0, +)
                    var sum = 0.0
                    var expected = 0
                    var margin = 1.0
                    for (token, weight) in weights.enumerated() {
                        if sum <= uniform * total { expected = token }
                        sum += weight
                        margin = min(margin, abs(sum / total - uniform))
                    }
                    drawn += 1
                    let token = Int(completion.tokens[place])
                    if margin > 1e-5 {
                        #expect(token == expected)
                    } else {
                        close += 1
                    }
                    let exact = Foundation.log(weights[token] / total)
                    #expect(abs(Double(completion.logProbabilities[place]) - exact) < 1e-5)
                    let entropy = weights.reduce(0) {
                        $1 == 0 ? $0 : $0 - $1 / total * Foundation.log($1 / total)
                    }
                    #expect(abs(Double(completion.entropies[place]) - entropy) < 1e-5)
                }
            }
        }
        #expect(drawn > 100 && close < 5)
    }

    @Test("temperature 0 takes the most likely token, with log-probabilities at temperature 1")
    func greedy() throws {
        let policy = try PolicyTests.policy()
        let request = Self.request(9, completions: 2)
        let completions = try #require(
            policy.sample(
                [request], temperature: 0, maximumTokens: 9, endToken: -1, pool: Self.pool)[0])
        #expect(completions[0] == completions[1])
        var sequence = request.prompt
        for (place, token) in completions[0].tokens.enumerated() {
            let logits = policy.logits(after: [sequence], pool: Self.pool)[0]
            #expect(logits.max() == logits[Int(token)])
            let total = logits.reduce(0) { $0 + Foundation.exp(Double($1)) }
            let exact = Double(logits[Int(token)]) - Foundation.log(total)
            #expect(abs(Double(completions[0].logProbabilities[place]) - exact) < 1e-5)
            sequence.append(token)
        }
        #expect(completions[0].tokens.count == 9)
    }

    @Test("a completion ends with its first end token, or at the limit")
    func ends() throws {
        let policy = try PolicyTests.policy()
        let requests = (0..<20).map { Self.request($0, completions: 8) }
        let free = policy.sample(
            requests, temperature: 1, maximumTokens: 15, endToken: -1, pool: Self.pool)
        let ended = policy.sample(
            requests, temperature: 1, maximumTokens: 15, endToken: 4, pool: Self.pool)
        var early = 0
        for (long, short) in zip(free, ended) {
            for (long, short) in zip(try #require(long), try #require(short)) {
                let stop = long.tokens.firstIndex(of: 4).map { $0 + 1 } ?? 15
                #expect(short.tokens == Array(long.tokens[..<stop]))
                #expect(short.logProbabilities == Array(long.logProbabilities[..<stop]))
                #expect(short.entropies.count == stop)
                early += stop < 15 ? 1 : 0
            }
        }
        #expect(early > 10)
    }

    @Test("a group sampled in two requests is the group sampled in one")
    func parts() throws {
        let policy = try PolicyTests.policy()
        func sample(_ requests: [SamplingRequest]) -> [SampledCompletion] {
            policy.sample(
                requests, temperature: 1, maximumTokens: 12, endToken: 4, pool: Self.pool
            ).compactMap { $0 }.flatMap { $0 }
        }
        let whole = sample([Self.request(6, completions: 7)])
        let parts = sample([
            Self.request(6, completions: 3), Self.request(6, completions: 4, first: 3),
        ])
        #expect(whole == parts)
        #expect(Set(whole.map(\.tokens)).count > 3)
    }

    @Test("what was not begun at a stop is sampled the same when asked for again")
    func resumed() throws {
        let policy = try PolicyTests.policy()
        // More than two units of work.
        let requests = (0..<40).map { Self.request($0, completions: 8) }
        let all = policy.sample(
            requests, temperature: 1, maximumTokens: 8, endToken: 4, pool: Self.pool)
        let polls = Countdown(2)
        let some = policy.sample(
            requests, temperature: 1, maximumTokens: 8, endToken: 4,
            pool: WorkerPool(threads: 1), shouldStop: { polls.isOver() })
        let missing = some.indices.filter { some[$0] == nil }
        #expect(!missing.isEmpty && missing.count < requests.count)
        let rest = policy.sample(
            missing.map { requests[$0] }, temperature: 1, maximumTokens: 8, endToken: 4,
            pool: Self.pool)
        var joined = some
        for (index, completions) in zip(missing, rest) { joined[index] = completions }
        #expect(joined == all)
    }
}
