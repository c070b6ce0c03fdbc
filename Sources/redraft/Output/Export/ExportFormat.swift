/// How rows are written.
enum ExportFormat: String, CaseIterable, Sendable {
    /// JSON Lines: an object a row, its keys the columns.
    case jsonl
    /// Comma-separated values as in RFC 4180, with a header row.
    case csv

    /// What stands before the rows.
    ///
    /// - Parameter columns: their names.
    /// - Returns: text that ends with a line break, or nothing.
    func header(_ columns: [String]) -> String {
        switch self {
        case .jsonl: ""
        case .csv: line(columns.map { Self.quoted(Self.harmless($0)) })
        }
    }

    /// One row.
    ///
    /// - Parameters:
    ///   - values: one for each column.
    ///   - columns: their names.
    /// - Returns: text that ends with a line break.
    func row(_ values: [ExportValue], _ columns: [String]) -> String {
        precondition(values.count == columns.count, "a row has a value for each column")
        switch self {
        case .csv: return line(values.map(Self.cell))
        case .jsonl:
            var text = "{"
            for (column, value) in zip(columns, values) {
                if text.utf8.count > 1 { text += "," }
                text += Self.string(column) + ":" + Self.json(value)
            }
            return text + "}\n"
        }
    }

    // MARK: CSV

    /// RFC 4180 ends lines by both.
    private func line(_ cells: [String]) -> String { cells.joined(separator: ",") + "\r\n" }

    private static func cell(_ value: ExportValue) -> String {
        switch value {
        case .none: ""
        case .integer(let number): String(number)
        case .number(let number): number.isFinite ? "\(number)" : ""
        case .flag(let flag): flag ? "true" : "false"
        case .text(let text): quoted(harmless(text))
        }
    }

    private static func quoted(_ text: String) -> String {
        guard text.utf8.contains(where: { #",""#.utf8.contains($0) || $0 == 10 || $0 == 13 })
        else { return text }
        var quoted = "\""
        for scalar in text.unicodeScalars {
            quoted.unicodeScalars.append(scalar)
            if scalar == "\"" { quoted.append("\"") }
        }
        return quoted + "\""
    }

    /// Text that no spreadsheet takes for a formula and no terminal for a command.
    ///
    /// An apostrophe before a dangerous beginning, and before another apostrophe, so that taking
    /// one away always gives the text back.
    private static func harmless(_ text: String) -> String {
        var result = ""
        if let first = text.unicodeScalars.first, "=+-@'\t\r\n＝＋－＠".unicodeScalars.contains(first) {
            result = "'"
        }
        for scalar in text.unicodeScalars {
            if isHidden(scalar), !"\t\r\n".unicodeScalars.contains(scalar) {
                result += escape(scalar)
            } else {
                result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    // MARK: JSON

    private static func json(_ value: ExportValue) -> String {
        switch value {
        case .none: "null"
        case .integer(let number): String(number)
        case .number(let number): number.isFinite ? "\(number)" : "null"
        case .flag(let flag): flag ? "true" : "false"
        case .text(let text): string(text)
        }
    }

    private static func string(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            default:
                if isHidden(scalar) {
                    result += escape(scalar)
                } else {
                    result.unicodeScalars.append(scalar)
                }
            }
        }
        return result + "\""
    }

    /// Control characters, and those that turn or break a line without being seen.
    private static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator: true
        default: false
        }
    }

    /// As JSON writes a character by its number; two numbers above the first 65,536.
    private static func escape(_ scalar: Unicode.Scalar) -> String {
        UTF16.encode(scalar)?.map { unit in
            let digits = String(unit, radix: 16)
            return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        }.joined() ?? ""
    }
}
