import CKernels
import Runs
import Testing

@Suite("The generator's twin in C")
struct PhiloxTwinTests {
    /// Known answers of Random123's `kat_vectors`, philox4x32-10: the first two words.
    static let known: [(key: UInt64, counter: UInt32, answer: UInt64)] = [
        (0, 0, 0xe169_c58d_6627_e8d5),
        (.max, .max, 0x41c8_3b0e_408f_276d),
    ]

    @Test("both give the published answers")
    func knownAnswers() {
        for (key, word, answer) in Self.known {
            #expect(kernels_philox(key, word, word, word, word) == answer)
            let block = Philox.block(counter: .init(repeating: word), key: key)
            #expect(UInt64(block[0]) | UInt64(block[1]) << 32 == answer)
        }
        let zeros = Philox.block(counter: .zero, key: 0)
        #expect(zeros == .init(0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8))
        let ones = Philox.block(counter: .init(repeating: .max), key: .max)
        #expect(ones == .init(0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd))
    }

    @Test("streams agree position by position")
    func streams() {
        for purpose in DrawPurpose.allCases {
            for (seed, step, group, completion) in [
                (UInt64(0), 0, 0, 0), (42, 7, 31, 5),
                (.max, Int(UInt32.max), Int(UInt32.max), (1 << 24) - 1),
            ] {
                var stream = CounterGenerator(
                    seed: seed, purpose: purpose, step: step, group: group, completion: completion)
                let tail = stream.counterTail
                for position in 0..<20 {
                    #expect(
                        stream.next()
                            == kernels_philox(seed, UInt32(position), tail.0, tail.1, tail.2))
                }
            }
        }
    }
}
