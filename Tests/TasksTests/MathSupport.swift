import Runs
import Tasks

/// Shorthands for sign-fill countdown, all over what the domain shows in public.
struct MathCase {
    let domain: MathDomain

    /// The domain with some settings.
    init(
        numbers: Int = 6, largest: Int = 9, target: Int = 40, multiply: Bool = false,
        feedback: Bool = true
    ) {
        var settings = RunConfiguration().math
        settings.numbers = numbers
        settings.largest = largest
        settings.target = target
        settings.multiply = multiply
        settings.feedback = feedback
        domain = MathDomain(settings)
    }

    /// The token of a text; one that no vocabulary holds if there is none.
    func token(_ text: some StringProtocol) -> Int32 {
        domain.vocabulary.firstIndex { $0 == text }.map { Int32($0) } ?? -99
    }

    /// The tokens of signs such as `++.++.`, with the end token.
    func answer(_ signs: String) -> [Int32] {
        signs.map { token(String($0)) } + [domain.endToken]
    }

    /// The instance that asks for a draft, or for a revision of some signs.
    func instance(_ target: Int32, _ numbers: [Int32], draft: String? = nil) -> TaskInstance {
        let base = TaskInstance(task: DomainTask(values: [target] + numbers))
        guard let draft else { return base }
        let answer = domain.assess(answer(draft), answering: base)
        return domain.successors(of: answer, id: nil, answering: base)[0]
    }

    /// A prompt's tokens as text.
    func words(_ tokens: [Int32]) -> String {
        tokens.map {
            domain.vocabulary.indices.contains(Int($0)) ? domain.vocabulary[Int($0)] : "?"
        }.joined(separator: " ")
    }
}

/// The slow twin of the evaluator: first finds the terms, then their products, then their sum.
///
/// - Returns: nil where no number is used, or where the first one used has `*` before it.
func slowValue(_ signs: String, _ numbers: [Int32]) -> Int? {
    let used = zip(signs, numbers).filter { $0.0 != "." }
    guard let first = used.first, first.0 != "*" else { return nil }
    var terms: [(negative: Bool, factors: [Int])] = []
    for (sign, number) in used {
        if sign == "*" {
            terms[terms.count - 1].factors.append(Int(number))
        } else {
            terms.append((sign == "-", [Int(number)]))
        }
    }
    return terms.map { $0.factors.reduce(1, *) * ($0.negative ? -1 : 1) }.reduce(0, +)
}

/// All rows of some length over some signs.
func allRows(_ length: Int, of signs: String) -> [String] {
    (0..<length).reduce([""]) { rows, _ in rows.flatMap { row in signs.map { row + String($0) } } }
}
