/// Tokens of sign-fill countdown; ids are fixed by the largest number a task can show.
struct MathVocabulary: Hashable, Sendable {
    /// What an answer does with one number.
    enum Sign: Int, CaseIterable, Sendable {
        case add, subtract, leave, multiply

        var text: String {
            switch self {
            case .add: "+"
            case .subtract: "-"
            case .leave: "."
            case .multiply: "*"
            }
        }
    }

    /// The largest number with a token of its own.
    let largest: Int

    var big: Int32 { Int32(largest + 1) }
    var base: Int32 { big + 1 }
    var improve: Int32 { big + 2 }
    var diverge: Int32 { big + 3 }
    var blank: Int32 { big + 4 }
    private var firstSign: Int32 { big + 5 }
    var greater: Int32 { big + 9 }
    var less: Int32 { big + 10 }
    var equal: Int32 { big + 11 }
    var separator: Int32 { big + 12 }
    var end: Int32 { big + 13 }

    /// The text of each token.
    var texts: [String] {
        (0...largest).map(String.init) + ["<big>", "<B>", "<I>", "<D>", "_"]
            + Sign.allCases.map(\.text) + [">", "<", "=", "<sep>", "<end>"]
    }

    /// A number, or `<big>` for one without a token.
    func number(_ value: Int) -> Int32 {
        (0...largest).contains(value) ? Int32(value) : big
    }

    func token(_ sign: Sign) -> Int32 { firstSign + Int32(sign.rawValue) }

    func sign(_ token: Int32) -> Sign? {
        // Model output may be any number: widen before subtracting.
        Sign(rawValue: Int(token) - Int(firstSign))
    }
}
