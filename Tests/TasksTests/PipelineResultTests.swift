import Runs
import Synchronization
import Testing

@testable import Tasks

@Suite("Results of programs")
struct PipelineResultTests {
    /// A leaderboard of a hundred made-up programs: accuracies from 0.5 to 0.995 in steps of 0.005.
    private let leaderboard = Leaderboard(
        validated: (0..<100).map { 0.5 + 0.005 * Double($0) },
        held: (0..<100).map { 0.4 + 0.005 * Double(99 - $0) })

    @Test("Quality runs from the first quartile to beyond the best")
    func quality() {
        // p25 = 0.5 + 25 · 0.005 = 0.625, the maximum 0.995, the scale 1.15 · 0.37 = 0.4255.
        #expect(leaderboard.quality(0.625) == 0.05)
        #expect(leaderboard.quality(0.2) == 0.05)
        #expect(abs(leaderboard.quality(0.995) - (0.05 + 0.95 * 0.37 / 0.4255)) < 1e-12)
        #expect(leaderboard.quality(1.2) == 1)
        // A hundred equal programs: a hundredth above them is nearly all there is.
        let flat = Leaderboard(
            validated: [Double](repeating: 0.7, count: 100),
            held: [Double](repeating: 0.7, count: 100))
        #expect(flat.quality(0.7) == 0.05)
        #expect(flat.quality(0.72) == 1)
    }

    @Test("Medals go to the first ten, twenty and forty of the hundred")
    func medals() {
        // Private accuracies are 0.895, 0.890, ... 0.400; p25 is 0.525.
        let best = leaderboard.privateScore(0.895)
        #expect(best.medal == .gold && best.isAboveMedian)
        #expect(abs(best.score - 1) < 1e-12)
        #expect(leaderboard.privateScore(0.8526).medal == .gold)
        #expect(leaderboard.privateScore(0.8476).medal == .silver)
        #expect(leaderboard.privateScore(0.8026).medal == .silver)
        #expect(leaderboard.privateScore(0.7976).medal == .bronze)
        #expect(leaderboard.privateScore(0.7026).medal == .bronze)
        #expect(leaderboard.privateScore(0.6976).medal == nil)
        #expect(leaderboard.privateScore(0.6976).isAboveMedian)
        #expect(!leaderboard.privateScore(0.64).isAboveMedian)
        #expect(leaderboard.privateScore(0.1).score == 0)
        #expect(leaderboard.privateScore(1).score == 1.15)
    }

    @Test("The hundred programs are fixed, canonical and all different")
    func programs() {
        #expect(Leaderboard.programs.count == 100)
        #expect(Set(Leaderboard.programs).count == 100)
        #expect(Leaderboard.programs.allSatisfy { $0 == $0.canonical })
        #expect(Set(Leaderboard.programs.map(\.learner)).count == 7)
    }

    /// A cache in memory.
    private final class Memory: ResultCache {
        let bytes = Mutex<[String: [UInt8]]>([:])
        func load(key: String) -> [UInt8] { bytes.withLock { $0[key] ?? [] } }
        func append(_ bytes: [UInt8], key: String) {
            self.bytes.withLock { $0[key, default: []] += bytes }
        }
    }

    @Test("What is known outlives a memo, and is not run again")
    func cache() throws {
        let cache = Memory()
        let table = TableKey(source: .iris, seed: 3)
        let (first, second) = (PipelineMemo(), PipelineMemo())
        first.keep(in: cache)
        let results = Diagnostics.programs.map { first.result(of: $0, on: table) }
        let held = Diagnostics.programs.map { first.held($0, on: table) }
        let size = cache.bytes.withLock { $0.values.map(\.count).reduce(0, +) }
        #expect(size == ResultRecord.size * 14)
        second.keep(in: cache)
        for (place, program) in Diagnostics.programs.enumerated() {
            #expect(second.known(program, on: table) == results[place])
            #expect(second.held(program, on: table) == held[place])
        }
        #expect(cache.bytes.withLock { $0.values.map(\.count).reduce(0, +) } == size)
        // The same without a cache, whatever ran before.
        let third = PipelineMemo()
        for (place, program) in Diagnostics.programs.enumerated().reversed() {
            #expect(third.result(of: program, on: table) == results[place])
        }
    }

    @Test("Records survive a round trip, and garbage between them is passed over")
    func records() {
        let records = [
            ResultRecord(
                table: TableKey(source: .xor, seed: 70_000), program: 12_095,
                fact: .result(.ran(validated: 150, trained: 149))),
            ResultRecord(
                table: TableKey(source: .cancer, seed: 0), program: 0,
                fact: .result(.refused(.scale))),
            ResultRecord(
                table: TableKey(source: .lin, seed: 9), program: 77, fact: .held(799)),
        ]
        let bytes = records.map(\.bytes)
        #expect(bytes.allSatisfy { $0.count == ResultRecord.size })
        #expect(ResultRecord.records(in: Array(bytes.joined())) == records)
        var torn = Array(bytes[0].prefix(9)) + bytes[1] + [0, 255, 3]
        torn += bytes[2] + bytes[0].suffix(5)
        #expect(ResultRecord.records(in: torn) == [records[1], records[2]])
        #expect(ResultRecord.records(in: [UInt8](repeating: 0, count: 1000)).isEmpty)
        var generator = CounterGenerator(seed: 1, purpose: .bootstrap)
        let noise = (0..<100_000).map { _ in UInt8(generator.below(256)) }
        #expect(ResultRecord.records(in: noise).isEmpty)
    }
}
