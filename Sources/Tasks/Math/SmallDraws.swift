import Runs

/// Small uniform integers, many from each 64-bit word.
///
/// A word is a fraction of 2^64. Multiplying it by the bound pushes one outcome out above the point
/// and leaves the rest of the word for the next draw, as one reads digits off a decimal fraction.
/// Each outcome is within `bound` · 2^-33 of uniform.
struct SmallDraws {
    var generator: CounterGenerator
    private var fraction: UInt64 = 0
    /// Product of the bounds drawn from this word: what it has already told apart.
    private var used = UInt64.max

    init(_ generator: CounterGenerator) {
        self.generator = generator
    }

    /// One of `0..<bound`; a bound is at most 2^32.
    mutating func below(_ bound: Int) -> Int {
        if used >= 1 << 31 {
            fraction = generator.next()
            used = 1
        }
        let product = fraction.multipliedFullWidth(by: UInt64(bound))
        fraction = product.low
        used &*= UInt64(bound)
        return Int(product.high)
    }
}
