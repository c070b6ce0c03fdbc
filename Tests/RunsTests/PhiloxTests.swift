import Testing

@testable import Runs

@Suite("Counter-based draws")
struct PhiloxTests {
    @Test("agree with the known answers of Random123")
    func knownAnswers() {
        let ones = UInt32.max
        let cases: [(Philox.Block, UInt64, Philox.Block)] = [
            (
                .init(0, 0, 0, 0), 0,
                .init(0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8)
            ),
            (
                .init(ones, ones, ones, ones), .max,
                .init(0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd)
            ),
            (
                .init(0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e, 0x0370_7344), 0x299f_31d0_a409_3822,
                .init(0xd16c_fe09, 0x94fd_cceb, 0x5001_e420, 0x2412_6ea1)
            ),
        ]
        for (counter, key, expected) in cases {
            #expect(Philox.block(counter: counter, key: key) == expected)
        }
    }

    @Test("streams that differ in one word share no draw")
    func streams() {
        var seen = Set<UInt64>()
        var count = 0
        for purpose in DrawPurpose.allCases {
            for (step, group, completion) in [(0, 0, 0), (1, 0, 0), (0, 1, 0), (0, 0, 1)] {
                var generator = CounterGenerator(
                    seed: 7, purpose: purpose, step: step, group: group, completion: completion)
                for _ in 0..<50 {
                    seen.insert(generator.next())
                    count += 1
                }
            }
        }
        #expect(seen.count == count)
    }

    @Test("bounded draws are in range and even")
    func bounded() {
        var generator = CounterGenerator(seed: 1, purpose: .play)
        var counts = [Int](repeating: 0, count: 7)
        for _ in 0..<70_000 { counts[generator.below(7)] += 1 }
        // Six standard deviations of a binomial with p = 1/7.
        for count in counts { #expect(abs(count - 10_000) < 560) }
        #expect((0..<20).allSatisfy { _ in generator.below(1) == 0 })
    }

    @Test("uniform numbers stay below one")
    func uniform() {
        var generator = CounterGenerator(seed: 2, purpose: .play)
        var sum = 0.0
        for _ in 0..<20_000 {
            let value = generator.uniform()
            #expect(value >= 0 && value < 1)
            sum += Double(value)
        }
        #expect(abs(sum / 20_000 - 0.5) < 0.015)
    }
}
