/// What a row offers to a filter.
protocol FilterRow: Sendable {
    /// The keys that have numbers, such as `depth`.
    static var numbers: [String] { get }
    /// The keys that have words, such as `mode`.
    static var texts: [String] { get }
    /// A number; nil where the row has none, which no comparison accepts.
    func number(_ key: String) -> Double?
    /// The words of a key; nil where the row has none.
    func text(_ key: String) -> String?
    /// What free words are sought in.
    var words: String { get }
}

/// A filter as it is typed: `depth>3 mode:diverge score>.2 task:17 !solved`.
///
/// Terms stand apart by blanks and must all hold; `!` before one turns it round.
///
///     key<number  key<=number  key>number  key>=number  key=number  key!=number
///     key:text    a word of the key's begins so, whatever the case
///     key=text    the key's text is just that
///     word        is found anywhere in the row
struct RowFilter: Hashable, Sendable {
    /// Why a filter is not accepted.
    struct Problem: Error, Hashable, CustomStringConvertible {
        /// The term that is wrong.
        let term: String
        /// What is accepted.
        let accepted: String

        var description: String { "'\(term)': \(accepted)" }
    }

    private enum Comparison: String, CaseIterable {
        // The longer ones first, since they begin like the shorter.
        case lessOrEqual = "<="
        case greaterOrEqual = ">="
        case different = "!="
        case less = "<"
        case greater = ">"
        case equal = "="
        case holds = ":"

        func accepts(_ left: Double, _ right: Double) -> Bool {
            switch self {
            case .lessOrEqual: left <= right
            case .greaterOrEqual: left >= right
            case .different: left != right
            case .less: left < right
            case .greater: left > right
            case .equal, .holds: left == right
            }
        }
    }

    private enum Term: Hashable, Sendable {
        case number(key: String, Comparison, Double)
        case text(key: String, Comparison, String)
        case word(String)
    }

    private struct Clause: Hashable, Sendable {
        let isNegated: Bool
        let term: Term
    }

    /// The filter as it was typed.
    let text: String
    private let clauses: [Clause]

    /// Lets every row through.
    static let all = RowFilter()

    private init() {
        text = ""
        clauses = []
    }

    /// Reads a filter for rows of a kind.
    ///
    /// - Parameters:
    ///   - text: as it was typed.
    ///   - rows: the kind.
    /// - Throws: `Problem` naming the first term that is not accepted.
    init<Row: FilterRow>(_ text: String, for rows: Row.Type) throws(Problem) {
        var clauses: [Clause] = []
        for word in text.split(separator: " ") {
            var term = word
            var isNegated = false
            while term.first == "!" {
                isNegated.toggle()
                term.removeFirst()
            }
            guard !term.isEmpty else {
                throw Problem(term: String(word), accepted: "expected a term behind the !")
            }
            clauses.append(
                Clause(
                    isNegated: isNegated,
                    term: try Self.term(String(term), numbers: Row.numbers, texts: Row.texts)))
        }
        self.text = text.trimmed
        self.clauses = clauses
    }

    private static func term(
        _ word: String, numbers: [String], texts: [String]
    ) throws(Problem) -> Term {
        let letters = word.prefix { $0.isASCII && ($0.isLetter || $0 == "_") }
        let rest = word.dropFirst(letters.count)
        guard !letters.isEmpty,
            let sign = Comparison.allCases.first(where: { rest.hasPrefix($0.rawValue) })
        else { return .word(word.lowercased()) }
        let key = letters.lowercased()
        let value = String(rest.dropFirst(sign.rawValue.count))
        if numbers.contains(key) {
            guard let number = Double(value), number.isFinite else {
                throw Problem(
                    term: word, accepted: "expected a number behind \(key)\(sign.rawValue)")
            }
            return .number(key: key, sign, number)
        }
        guard texts.contains(key) else {
            let keys = (numbers + texts).joined(separator: " ")
            throw Problem(term: word, accepted: "'\(key)' is no key; expected one of \(keys)")
        }
        guard sign == .holds || sign == .equal || sign == .different else {
            throw Problem(term: word, accepted: "expected \(key):text or \(key)=text")
        }
        guard !value.isEmpty else {
            throw Problem(term: word, accepted: "expected a text behind \(key)\(sign.rawValue)")
        }
        return .text(key: key, sign, value.lowercased())
    }

    /// Whether it lets every row through.
    var isEmpty: Bool { clauses.isEmpty }

    /// The free words, to be highlighted where they are found.
    var words: [String] {
        clauses.compactMap { clause in
            guard !clause.isNegated, case .word(let word) = clause.term else { return nil }
            return word
        }
    }

    /// Whether it lets a row through.
    func accepts(_ row: some FilterRow) -> Bool {
        clauses.allSatisfy { accepts($0.term, row) != $0.isNegated }
    }

    private func accepts(_ term: Term, _ row: some FilterRow) -> Bool {
        switch term {
        case .word(let word): return row.words.lowercased().contains(word)
        case .number(let key, let sign, let value):
            guard let number = row.number(key) else { return false }
            return sign.accepts(number, value)
        case .text(let key, let sign, let value):
            guard let text = row.text(key)?.lowercased() else { return false }
            switch sign {
            case .equal: return text == value
            case .different: return text != value
            default:
                return text.split { !$0.isLetter && !$0.isNumber && $0 != "_" }
                    .contains { $0.hasPrefix(value) }
            }
        }
    }
}
