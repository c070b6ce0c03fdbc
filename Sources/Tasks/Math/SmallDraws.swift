import Runs

/// Small uniform integers, two from each 64-bit word.
struct SmallDraws {
    var generator: CounterGenerator
    private var spare: UInt64?

    init(_ generator: CounterGenerator) {
        self.generator = generator
    }

    /// One of `0..<bound`, to within 2^-32 of uniform times the bound.
    mutating func below(_ bound: Int) -> Int {
        let half: UInt64
        if let spare {
            half = spare
            self.spare = nil
        } else {
            let word = generator.next()
            half = word & 0xffff_ffff
            spare = word >> 32
        }
        return Int((half &* UInt64(bound)) >> 32)
    }
}
