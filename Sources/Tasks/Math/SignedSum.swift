/// The value of a row of signs and numbers, taken in from left to right.
///
/// `+` and `-` begin a term with their number, `*` multiplies its number into the term before, `.`
/// leaves its number out. A number left out between a term and a `*` changes nothing: `+3 .7 *4 -2`
/// is 3 · 4 − 2.
struct SignedSum {
    /// Products are held within this bound, far beyond any target, so that nothing overflows.
    static let bound = 1 << 31

    private var sum = 0
    private var term = 0
    private var hasTerm = false
    private var isBroken = false

    /// Nil where no number is used, or where `*` has no term before it.
    var value: Int? { hasTerm && !isBroken ? sum + term : nil }

    mutating func take(_ sign: MathVocabulary.Sign, _ number: Int32) {
        switch sign {
        case .leave: break
        case .add: begin(Int(number))
        case .subtract: begin(-Int(number))
        case .multiply:
            isBroken = isBroken || !hasTerm
            term = min(max(term * Int(number), -Self.bound), Self.bound)
        }
    }

    private mutating func begin(_ number: Int) {
        sum += term
        term = number
        hasTerm = true
    }
}
