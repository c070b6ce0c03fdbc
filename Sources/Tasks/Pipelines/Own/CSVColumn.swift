import Foundation
import Runs

/// A column of a CSV file, and what becomes of it.
struct CSVColumn {
    /// The most different texts of a column that is spread over columns of zeros and ones.
    static let mostChoices = 12

    /// What a column is.
    enum Meaning: Hashable {
        case numbers
        /// One of a few texts, in order.
        case choices([String])
        /// Nothing that learners could use: why, in words that follow on the name.
        case ignored(String)
    }

    /// The name as messages show it.
    let name: String
    /// Nil where a cell is missing.
    let cells: [String?]
    /// The line of each.
    let lines: [Int]

    /// Where a column of mostly numbers has other texts too, these count as mistakes.
    private static let numericShare = 0.8

    /// A cell without spaces around it; nil for what stands for a missing one.
    static func cell(_ field: String) -> String? {
        let text = field.trimmingCharacters(in: .whitespacesAndNewlines)
        switch text.lowercased() {
        case "", "?", "na", "n/a", "nan", "null": return nil
        default: return text
        }
    }

    /// What the column is.
    ///
    /// - Throws: `TableFileError` for a column of numbers with something else among them.
    func meaning() throws(TableFileError) -> Meaning {
        let known = cells.compactMap { $0 }
        let different = Set(known)
        guard let first = known.first else { return .ignored("has no values") }
        guard different.count > 1 else {
            return .ignored("is always \(TableFileError.shown(first))")
        }
        let numbers = known.compactMap { OwnTable.number($0) }
        if numbers.count == known.count {
            return countsRows(numbers, different: different.count)
                ? .ignored("numbers the rows") : .numbers
        }
        if different.count <= Self.mostChoices { return .choices(different.sorted()) }
        guard Double(numbers.count) < Self.numericShare * Double(known.count) else {
            for (cell, line) in zip(cells, lines) {
                guard let cell, OwnTable.number(cell) == nil else { continue }
                throw TableFileError(
                    line: line,
                    "column \(name): \(TableFileError.shown(cell)) is not accepted; expected a number "
                        + "like the others, of size 1e15 at most, or an empty cell")
            }
            return .numbers
        }
        return .ignored(
            "has \(different.count) different texts, more than \(Self.mostChoices)")
    }

    /// Whether whole numbers count up row by row, or all differ in a column that is called so.
    private func countsRows(_ numbers: [Double], different: Int) -> Bool {
        guard different == cells.count, numbers.allSatisfy({ $0 == $0.rounded() }) else {
            return false
        }
        if zip(numbers, numbers.dropFirst()).allSatisfy({ $1 == $0 + 1 }) { return true }
        let words = name.lowercased().split { !$0.isLetter }
        return words.contains("id") || words.contains("index")
    }

    /// The column as those of the table: for each row the words of its cells.
    func words(_ meaning: Meaning) -> [[String]] {
        switch meaning {
        case .ignored: cells.map { _ in [] }
        case .numbers: cells.map { [$0.flatMap { OwnTable.number($0) }.map(Self.word) ?? "?"] }
        case .choices(let choices):
            // Of two texts one column tells all.
            cells.map { cell in
                (choices.count == 2 ? choices[1...] : choices[...]).map { choice in
                    cell.map { $0 == choice ? "1" : "0" } ?? "?"
                }
            }
        }
    }

    /// A number with nine significant digits at most, as short as it can be.
    static func word(_ number: Double) -> String {
        var text = number.description
        if text.utf8.count > 11, let rounded = Double(String(format: "%.9g", number)) {
            text = rounded.description
        }
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }
}
