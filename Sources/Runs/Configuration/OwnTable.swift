/// A person's own table: rows of numbers with a class each, as one line of a configuration.
///
///     penguins species 7 3: 39.1 18.7 1 0 0 181 3750 0, 39.5 17.4 1 0 0 186 ? 0, …
///
/// Its name, the target column's, the number of columns and of classes; then the rows, each with its
/// class last, and `?` where a cell is missing. Two tables are equal where their lines are.
public struct OwnTable: Hashable, Sendable {
    /// Rows there may be.
    public static let rowsAccepted = 60...5000
    /// Columns there may be.
    public static let columnsAccepted = 1...60
    /// Classes there may be.
    public static let classesAccepted = 2...8
    /// The fewest rows of a class.
    public static let fewestOfClass = 20
    /// The longest line, in bytes.
    public static let longestLine = 400_000
    /// The longest name, in bytes.
    public static let longestName = 32
    /// The largest size of a number; beyond it differences drown.
    public static let largest = 1e15

    /// What a table is made of, shared by its copies.
    private final class Content: Sendable {
        let line: String
        let digest: String
        let name: String
        let target: String
        let columns: Int
        let classes: Int
        let values: [Double]
        let labels: [Int32]

        init(
            line: String, name: String, target: String, columns: Int, classes: Int,
            values: [Double], labels: [Int32]
        ) {
            (self.line, self.name, self.target) = (line, name, target)
            (self.columns, self.classes) = (columns, classes)
            (self.values, self.labels) = (values, labels)
            var hasher = SHA256()
            hasher.update(bytes: Array(line.utf8))
            digest = hasher.finalize().hex
        }
    }

    private let content: Content

    /// Reads a line; nil if it is no table, or one beyond the bounds.
    ///
    /// - Parameter line: anything at all.
    public init?(line: String) {
        let bytes = line.utf8
        guard bytes.count <= Self.longestLine, let colon = bytes.firstIndex(of: UInt8(ascii: ":"))
        else { return nil }
        let head = bytes[..<colon]
            .split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
        guard head.count == 4, let name = Self.name(head[0]), let target = Self.name(head[1]),
            let columns = Self.count(head[2], in: Self.columnsAccepted),
            let classes = Self.count(head[3], in: Self.classesAccepted)
        else { return nil }
        let rows = bytes[colon...].dropFirst()
            .split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
        guard Self.rowsAccepted.contains(rows.count) else { return nil }
        var values: [Double] = []
        var labels: [Int32] = []
        values.reserveCapacity(rows.count * columns)
        var counts = [Int](repeating: 0, count: classes)
        for row in rows {
            // Each begins with the space behind the sign before it.
            let words = row.split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
            guard words.count == columns + 2, words[0].isEmpty,
                let label = Self.count(words[columns + 1], in: 0...classes - 1)
            else { return nil }
            for word in words[1...columns] {
                if word.elementsEqual([UInt8(ascii: "?")]) {
                    values.append(.nan)
                } else if let number = Self.number(Substring(word)) {
                    values.append(number)
                } else {
                    return nil
                }
            }
            counts[label] += 1
            labels.append(Int32(label))
        }
        guard counts.allSatisfy({ $0 >= Self.fewestOfClass }) else { return nil }
        content = Content(
            line: line, name: name, target: target, columns: columns,
            classes: classes, values: values, labels: labels)
    }

    /// The line.
    public var line: String { content.line }
    /// What the table is called: letters, digits and `_.-`.
    public var name: String { content.name }
    /// What the column is called whose values are the classes.
    public var target: String { content.target }
    /// Numbers of a row.
    public var columns: Int { content.columns }
    /// Classes.
    public var classes: Int { content.classes }
    /// Rows.
    public var rows: Int { content.labels.count }
    /// Row by row; NaN where a cell is missing.
    ///
    /// - Shape: `[rows, columns]`.
    public var values: [Double] { content.values }
    /// The class of each row, in `0..<classes`.
    ///
    /// - Shape: `[rows]`.
    public var labels: [Int32] { content.labels }
    /// The SHA-256 of the line, as hexadecimal digits.
    public var digest: String { content.digest }

    /// `penguins 333x7 #1a2b3c4d`: what tells it from other tables, and fits in a line.
    public var summary: String { "\(name) \(rows)x\(columns) #\(digest.prefix(8))" }

    /// Whether two tables have the same line.
    public static func == (left: OwnTable, right: OwnTable) -> Bool {
        left.content === right.content || left.digest == right.digest
    }

    /// By the digest.
    public func hash(into hasher: inout Hasher) { hasher.combine(digest) }
}

extension OwnTable {
    /// A number as people and programs write them, such as `-1.5e-3`; not beyond `largest`.
    ///
    /// - Parameter text: anything at all.
    /// - Returns: nil for what is no number, and for the words and hexadecimal digits that `Double`
    ///   reads too.
    public static func number(_ text: some StringProtocol) -> Double? {
        guard (1...64).contains(text.utf8.count),
            text.utf8.allSatisfy({ byte in
                switch byte {
                case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"),
                    UInt8(ascii: "+"), UInt8(ascii: "e"), UInt8(ascii: "E"):
                    true
                default: false
                }
            }), let value = Double(text), value.isFinite, abs(value) <= largest
        else { return nil }
        return value
    }

    /// A text as a name: what is not a letter, a digit or one of `_.-` becomes `_`.
    ///
    /// - Parameter text: anything at all.
    /// - Returns: 1 to `longestName` bytes.
    public static func name(of text: some StringProtocol) -> String {
        let bytes = text.unicodeScalars.prefix(longestName).map { scalar -> UInt8 in
            let byte = scalar.isASCII ? UInt8(scalar.value) : 0
            return isNameByte(byte) ? byte : UInt8(ascii: "_")
        }
        return bytes.isEmpty ? "_" : String(decoding: bytes, as: UTF8.self)
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"), UInt8(ascii: "."),
            UInt8(ascii: "-"):
            true
        default: false
        }
    }

    private static func name(_ word: Substring.UTF8View) -> String? {
        guard (1...longestName).contains(word.count), word.allSatisfy(isNameByte) else {
            return nil
        }
        return String(Substring(word))
    }

    private static func count(
        _ word: Substring.UTF8View, in range: ClosedRange<Int>
    ) -> Int? {
        guard (1...4).contains(word.count),
            word.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
            let value = Int(Substring(word)), range.contains(value)
        else { return nil }
        return value
    }
}
