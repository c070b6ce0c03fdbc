import Foundation
import Testing

@testable import redraft

@Suite("Export format")
struct ExportFormatTests {
    @Test(
        "text in CSV is quoted where RFC 4180 asks for it, and is never a formula or a command",
        arguments: [
            ("plain", "plain"), ("", ""), ("a,b", #""a,b""#), (#"say "x""#, #""say ""x""""#),
            ("two\nlines", "\"two\nlines\""), ("=1+1", "'=1+1"), ("+6 -7", "'+6 -7"),
            ("-6, .1", #""'-6, .1""#), ("@cmd", "'@cmd"), ("'tis", "''tis"), (".2 +3", ".2 +3"),
            ("\t=1", "'\t=1"), ("＝1", "'＝1"), ("a\u{1b}[2Jb", #"a\u001b[2Jb"#),
            ("\u{202e}abc", #"\u202eabc"#), ("e\u{301} 🧮", "e\u{301} 🧮"),
        ])
    func cells(text: String, expected: String) {
        #expect(ExportFormat.csv.row([.text(text)], ["a"]) == expected + "\r\n")
    }

    @Test("taking one apostrophe away gives a guarded text back")
    func apostrophes() {
        for text in ["'", "''=", "=x", "'=x", "x"] {
            var cell = String(ExportFormat.csv.row([.text(text)], ["a"]).dropLast())
            if cell.hasPrefix("'") { cell.removeFirst() }
            #expect(cell == text)
        }
    }

    @Test("numbers stay numbers, and what is absent or not finite is empty or null")
    func numbers() {
        let values: [ExportValue] = [
            .integer(-3), .number(-0.5), .number(.nan), .number(1e-7), .none, .flag(true),
        ]
        let columns = ["a", "b", "c", "d", "e", "f"]
        #expect(ExportFormat.csv.row(values, columns) == "-3,-0.5,,1e-07,,true\r\n")
        #expect(
            ExportFormat.jsonl.row(values, columns)
                == #"{"a":-3,"b":-0.5,"c":null,"d":1e-07,"e":null,"f":true}"# + "\n")
    }

    @Test("JSON gives every text back, on one line without a control character")
    func json() throws {
        for text in [
            "", "plain", "+6 -7", #"\ " /"#, "\u{0}\u{7}\u{1b}[2J\u{9b}", "a\r\n\tb",
            "\u{202e}\u{2028}\u{feff}", "e\u{301} 🧮 \u{e0001}",
        ] {
            let line = ExportFormat.jsonl.row([.text(text)], ["a"])
            #expect(line.hasSuffix("}\n"))
            let hidden = line.unicodeScalars.dropLast().filter {
                [.control, .format, .lineSeparator].contains($0.properties.generalCategory)
            }
            #expect(hidden.isEmpty)
            let object = try JSONDecoder().decode([String: String].self, from: Data(line.utf8))
            #expect(object["a"].map { Array($0.unicodeScalars) } == Array(text.unicodeScalars))
        }
    }

    @Test("the meter tells how much is done and how long it will take")
    func meter() {
        #expect(
            ProgressMeter.line(1, of: 4, "steps", after: 10) == "1 of 4 steps, 25.0%, ETA 0:30")
        #expect(ProgressMeter.line(0, of: 4, "steps", after: 10) == "0 of 4 steps, 0.0%, ETA -")
    }
}
