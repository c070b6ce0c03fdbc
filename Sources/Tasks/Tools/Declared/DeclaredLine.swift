import Foundation

/// One line of a declaration: an object whose values are texts, numbers, truths, or lists of texts.
struct DeclaredLine {
    /// What is wrong with a line: a value as it was written, and what would be accepted.
    struct Problem: Error, Hashable, CustomStringConvertible {
        let value: String
        let accepted: String

        init(_ value: String, accepted: String) {
            // Files are anyone's: no more than a line of the screen, and nothing but text.
            let scalars = value.prefix(60).unicodeScalars.prefix(60)
            self.value = String(
                String.UnicodeScalarView(
                    scalars.map { $0.properties.generalCategory == .control ? " " : $0 }))
            self.accepted = accepted
        }

        var description: String { "'\(value)' is not accepted; expected \(accepted)" }
    }

    private enum Value: Decodable {
        case text(String), number(Int), truth(Bool), list([String]), other

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let truth = try? container.decode(Bool.self) {
                self = .truth(truth)
            } else if let number = try? container.decode(Int.self) {
                self = .number(number)
            } else if let text = try? container.decode(String.self) {
                self = .text(text)
            } else if let list = try? container.decode([String].self) {
                self = .list(list)
            } else {
                self = .other
            }
        }
    }

    private let text: String
    private let values: [String: Value]

    /// Reads a line; whatever is in it, it takes time by its length alone.
    init(_ text: String) throws(Problem) {
        self.text = text
        guard text.utf8.count <= ToolDeclaration.Bounds.line else {
            throw Problem(
                text,
                accepted: "\(ToolDeclaration.Bounds.line) bytes at most, not \(text.utf8.count)")
        }
        do {
            values = try JSONDecoder().decode([String: Value].self, from: Data(text.utf8))
        } catch {
            throw Problem(
                text,
                accepted: #"one line of JSON, such as {"sort": "ticket", "names": ["t0", "t1"]}"#)
        }
    }

    /// Which of some keys says what the line is; nil if none of them or several do.
    func kind(among kinds: [String]) -> String? {
        let given = kinds.filter { values[$0] != nil }
        return given.count == 1 ? given[0] : nil
    }

    /// Refuses keys that mean nothing.
    func check(keys: [String]) throws(Problem) {
        // Sorted, since a dictionary's order differs from run to run.
        for key in values.keys.sorted() where !keys.contains(key) {
            throw Problem(key, accepted: "no keys but \(keys.joined(separator: ", "))")
        }
    }

    func text(_ key: String) throws(Problem) -> String? {
        guard let value = values[key] else { return nil }
        guard case .text(let text) = value else { throw Problem(key, accepted: "a text in it") }
        return text
    }

    func needed(_ key: String) throws(Problem) -> String {
        guard let text = try text(key) else { throw Problem(text, accepted: "'\(key)' in it") }
        return text
    }

    func list(_ key: String) throws(Problem) -> [String]? {
        guard let value = values[key] else { return nil }
        guard case .list(let list) = value else {
            throw Problem(key, accepted: "a list of texts in it")
        }
        return list
    }

    func flag(_ key: String) throws(Problem) -> Bool {
        guard let value = values[key] else { return false }
        guard case .truth(let truth) = value else {
            throw Problem(key, accepted: "true or false in it")
        }
        return truth
    }

    func number(_ key: String, in range: ClosedRange<Int>) throws(Problem) -> Int? {
        guard let value = values[key] else { return nil }
        guard case .number(let number) = value, range.contains(number) else {
            throw Problem(
                key,
                accepted: "a whole number from \(range.lowerBound) to \(range.upperBound) in it")
        }
        return number
    }
}
