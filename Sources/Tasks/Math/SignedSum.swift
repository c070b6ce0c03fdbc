/// What an answer to sign-fill countdown is worth.
enum SignedSum {
    /// Products are held within this bound, far beyond any target.
    static let bound = 1 << 40

    /// The value of an expression.
    ///
    /// Left to right: `+` and `-` begin a term with their number, `*` multiplies its number into
    /// the term before, `.` leaves its number out. So `+3 *4 -2` is 3 · 4 − 2.
    ///
    /// - Returns: nil where no number is used, or where `*` has no term before it.
    static func value(
        _ signs: some Sequence<MathVocabulary.Sign>, _ numbers: some Sequence<Int32>
    ) -> Int? {
        var sum = 0
        var term: Int?
        for (sign, number) in zip(signs, numbers) {
            switch sign {
            case .leave: continue
            case .add, .subtract:
                sum += term ?? 0
                term = sign == .add ? Int(number) : -Int(number)
            case .multiply:
                guard let open = term else { return nil }
                term = min(max(open * Int(number), -bound), bound)
            }
        }
        return term.map { sum + $0 }
    }
}
