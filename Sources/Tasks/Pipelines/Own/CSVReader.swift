/// A file that is no table to train on.
public struct TableFileError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The line it is about, from 1; nil where it is about the whole file.
    public let line: Int?
    /// What is wrong and what is accepted, on one line, without what is no text.
    public let reason: String

    init(line: Int? = nil, _ reason: String) {
        self.line = line
        self.reason = reason
    }

    /// One line.
    public var description: String { line.map { "line \($0): \(reason)" } ?? reason }

    /// A text of the file, short and without what moves the cursor or the reading direction.
    static func shown(_ text: some StringProtocol) -> String {
        let scalars = text.unicodeScalars.prefix(40).map { scalar -> Unicode.Scalar in
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned:
                " "
            default: scalar
            }
        }
        let isWhole = text.unicodeScalars.count <= scalars.count
        return "'" + String(String.UnicodeScalarView(scalars)) + (isWhole ? "'" : "…'")
    }
}

/// A record of a CSV file.
struct CSVRecord: Hashable, Sendable {
    /// The line it begins at, from 1.
    let line: Int
    let fields: [String]
}

/// Reads comma-separated values, record by record.
///
/// Strict: what a lenient reader would guess at is refused with its line.
///
/// - Source: RFC 4180. Beyond it, lines may end with a line feed alone, empty lines are passed over, and
///   a byte order mark is too.
struct CSVReader {
    /// The most fields of a record.
    static let mostFields = 1000
    /// The longest field, in bytes.
    static let longestField = 65_536

    private static let (comma, quote) = (UInt8(ascii: ","), UInt8(ascii: "\""))
    private static let (feed, carriage, tab) = (UInt8(0x0a), UInt8(0x0d), UInt8(0x09))

    private let bytes: [UInt8]
    private var place = 0
    private var line = 1

    init(_ text: String) {
        bytes = Array(text.utf8)
        if bytes.starts(with: [0xef, 0xbb, 0xbf]) { place = 3 }
    }

    /// The next record; nil behind the last.
    mutating func next() throws(TableFileError) -> CSVRecord? {
        while try takeLineEnd() {}
        guard place < bytes.count else { return nil }
        let first = line
        var fields: [String] = []
        while true {
            guard fields.count < Self.mostFields else {
                throw TableFileError(
                    line: line, "has more than \(Self.mostFields) fields; expected fewer columns")
            }
            fields.append(try peek == Self.quote ? quoted() : plain())
            guard peek == Self.comma else { break }
            place += 1
        }
        _ = try takeLineEnd()
        return CSVRecord(line: first, fields: fields)
    }

    private var peek: UInt8? { place < bytes.count ? bytes[place] : nil }

    /// Goes past the end of a line; false where there is none.
    private mutating func takeLineEnd() throws(TableFileError) -> Bool {
        guard let byte = peek, byte == Self.feed || byte == Self.carriage else { return false }
        place += 1
        if byte == Self.carriage {
            guard peek == Self.feed else {
                throw TableFileError(
                    line: line, "a carriage return alone; expected lines that end with a line feed")
            }
            place += 1
        }
        line += 1
        return true
    }

    private mutating func plain() throws(TableFileError) -> String {
        let start = place
        while let byte = peek, byte != Self.comma, byte != Self.feed, byte != Self.carriage {
            guard byte != Self.quote else {
                throw TableFileError(
                    line: line,
                    "a quote within \(Self.field(bytes[start...place])); expected a field that has quotes "
                        + #"to stand in quotes, with "" for each of its own"#)
            }
            try check(byte, length: place - start)
            place += 1
        }
        return String(decoding: bytes[start..<place], as: UTF8.self)
    }

    private mutating func quoted() throws(TableFileError) -> String {
        let first = line
        var content: [UInt8] = []
        place += 1
        while let byte = peek {
            place += 1
            if byte == Self.quote {
                guard peek == Self.quote else {
                    guard peek.map({ [Self.comma, Self.feed, Self.carriage].contains($0) }) ?? true
                    else {
                        throw TableFileError(
                            line: line,
                            "text behind the closing quote of \(Self.field(content[...])); "
                                + #"expected a comma, or "" for a quote within"#)
                    }
                    return String(decoding: content, as: UTF8.self)
                }
                place += 1
            } else if byte == Self.feed {
                line += 1
            } else if byte != Self.carriage {
                try check(byte, length: content.count)
            }
            content.append(byte)
        }
        throw TableFileError(line: first, "a quote that is never closed")
    }

    private func check(_ byte: UInt8, length: Int) throws(TableFileError) {
        guard byte >= 0x20 && byte != 0x7f || byte == Self.tab else {
            throw TableFileError(
                line: line,
                "a byte of value \(byte), which is no text; expected comma-separated values")
        }
        guard length < Self.longestField else {
            throw TableFileError(
                line: line, "a field of more than \(Self.longestField) bytes; is a quote missing?")
        }
    }

    private static func field(_ bytes: ArraySlice<UInt8>) -> String {
        TableFileError.shown(String(decoding: bytes.prefix(200), as: UTF8.self))
    }
}
