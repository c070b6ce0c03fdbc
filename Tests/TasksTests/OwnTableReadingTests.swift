import Runs
import Testing

@testable import Tasks

@Suite("Comma-separated values")
struct OwnTableReadingTests {
    private func records(_ text: String) throws(TableFileError) -> [[String]] {
        var reader = CSVReader(text)
        var records: [[String]] = []
        while let record = try reader.next() { records.append(record.fields) }
        return records
    }

    @Test("Records are read as RFC 4180 has them")
    func records() throws {
        let text = "\u{feff}a,b,\"c \"\"d\"\"\"\r\n1, 2 ,\"x,\r\ny\"\n\n,\"\",\u{e9}\tz"
        #expect(
            try records(text) == [
                ["a", "b", "c \"d\""], ["1", " 2 ", "x,\r\ny"], ["", "", "\u{e9}\tz"],
            ])
        #expect(try records("").isEmpty)
        #expect(try records("\n\r\n").isEmpty)
        #expect(try records("a,") == [["a", ""]])
        var reader = CSVReader("a\n\"1\n2\n3\"\nb")
        var lines: [Int] = []
        while let record = try reader.next() { lines.append(record.line) }
        #expect(lines == [1, 2, 5])
    }

    @Test(
        "What is no such file is refused with its line, and nothing of it moves the cursor",
        arguments: [
            ("a,b\n1,2\"3\n", 2, "a quote within"),
            ("a,b\n\"1\"2,3", 2, "behind the closing quote"),
            ("a,b\n1,\"2\n3\n4", 2, "never closed"), ("a,b\r1,2", 1, "carriage return"),
            ("a,b\n1,\u{0}", 2, "value 0"), ("a,b\n\n1,\u{1b}[2J", 3, "value 27"),
            ("a,b\n\"1\n\n\u{7f}\"", 4, "value 127"),
            (String(repeating: "x", count: 70_000), 1, "more than 65536 bytes"),
            ("a\n\"" + String(repeating: "x\n", count: 70_000), 32_770, "more than 65536 bytes"),
            (String(repeating: ",", count: 3_000_000), 1, "more than 1000 fields"),
            ("a,b\n\u{202e}\u{1}", 2, "value 1"),
            ("a\n\u{202e}\u{2066}x\"", 2, "a quote within"),
        ])
    func refused(text: String, line: Int, word: String) throws {
        let error = #expect(throws: TableFileError.self) { _ = try records(text) }
        #expect(error?.line == line)
        let reason = try #require(error?.reason)
        #expect(reason.contains(word), "\(reason)")
        #expect(reason.utf8.count < 300)
        #expect(
            reason.unicodeScalars.allSatisfy {
                ![.control, .format].contains($0.properties.generalCategory)
            })
    }

    /// Rows `x,y,kind` of two classes, with some changed.
    private func file(
        _ header: String = "x,y,kind", rows: Int = 80, _ row: (Int) -> String
    ) -> String {
        header + "\n" + (0..<rows).map { row($0) + "\n" }.joined()
    }

    @Test("Numbers stay, few texts become zeros and ones, what tells nothing is left out")
    func encoding() throws {
        let text = file("row,x,city,yes,long,same,none,other id,kind") { row in
            let x = row == 3 ? "?" : row == 4 ? " NaN " : "\(Double(row) / 7)"
            let city = row == 5 ? "" : ["Rome", "Bern", "Oslo"][row % 3]
            let kind = row < 10 ? "NA" : row % 2 == 0 ? "b" : "a"
            return
                "\(row),\(x),\(city),\(row % 4 == 0 ? "no" : "yes"),text \(row),1,,\(row * row),\(kind)"
        }
        let (table, notes) = try OwnTable.read(csv: text, file: "my data", target: "kind")
        #expect((table.rows, table.columns, table.classes) == (70, 5, 2))
        #expect((table.name, table.target) == ("my_data", "kind"))
        // Bern, Oslo and Rome in this order; of 'no' and 'yes' the second; a is class 0.
        #expect(table.values.prefix(5) == [1.42857143, 1, 0, 0, 1])
        #expect(table.values[5..<10] == [1.57142857, 0, 1, 0, 1])
        #expect(table.values[10..<15] == [1.71428571, 0, 0, 1, 0])
        #expect(table.labels.prefix(4) == [1, 0, 1, 0])
        #expect(
            notes == [
                "10 rows without a value of 'kind' were left out",
                "column 'row' was left out: it numbers the rows",
                "column 'long' was left out: it has 70 different texts, more than 12",
                "column 'same' was left out: it is always '1'",
                "column 'none' was left out: it has no values",
                "column 'other id' was left out: it numbers the rows",
            ])
    }

    @Test("Missing cells stay missing, in every column of a text")
    func missing() throws {
        let text = file { row in
            "\(row == 0 ? "?" : "\(row * 3)"),\(row == 0 ? "n/a" : ["p", "q", "r"][row % 3]),\(row % 2)"
        }
        let (table, notes) = try OwnTable.read(csv: text, file: "t", target: "kind")
        #expect(notes.isEmpty)
        #expect(table.columns == 4)
        #expect(table.values.prefix(4).allSatisfy { $0.isNaN })
        #expect(table.values.dropFirst(4).allSatisfy { $0.isFinite })
        #expect(table.line.hasPrefix("t kind 4 2: ? ? ? ? 0, 3 0 1 0 1, 6 0 0 1 0, "))
    }

    @Test("Classes are in the order of their numbers or letters")
    func classOrder() throws {
        let text = file { "\(($0 * 37) % 101),\($0 % 5),\([10, 9][$0 % 2])" }
        let table = try OwnTable.read(csv: text, file: "t", target: "kind").table
        #expect(table.labels.prefix(2) == [1, 0])
    }

    @Test("A file that is no table to train on is told with the line, the column and the value")
    func refusedTables() throws {
        func row(_ row: Int) -> String { "\((row * 37) % 101),\(row % 7),\(row % 2)" }
        let bad: [(String, String, Int?, [String])] = [
            ("", "kind", nil, ["is empty"]),
            ("a;b;c\n1;2;3\n", "c", 1, ["one column 'a;b;c'", "commas"]),
            (file("x,y,kind", row), "sort", 1, ["no column 'sort'", "'x', 'y', 'kind'"]),
            (file("x,kind,kind", row), "kind", 1, ["2 columns 'kind'"]),
            (file { $0 == 7 ? "1,2" : row($0) }, "kind", 9, ["has 2 fields; expected 3"]),
            (file("x,y,kind", rows: 59, row), "kind", nil, ["has 59 rows", "at least 60"]),
            (file { "\($0 * 2),\($0),1" }, "kind", 1, ["1 different values", "2 to 8"]),
            (file { "\($0 * 2),1,\($0)" }, "kind", 1, ["80 different values", "2 to 8"]),
            (
                file { "\($0 * 2),\($0),\($0 < 19 ? "rare\u{1b}" : "usual")" }, "kind", 2,
                ["value 27"]
            ),
            (
                file { "\($0 * 2),\($0),\((3..<20).contains($0) ? "rare" : "usual")" }, "kind", 5,
                ["'rare' is the class of 17 rows", "at least 20"]
            ),
            (
                file { $0 == 41 ? "about 3,1,1" : row($0) }, "kind", 43,
                ["column 'x'", "'about 3' is not accepted", "expected a number"]
            ),
            (
                file { $0 == 41 ? "1e300,1,1" : row($0) }, "kind", 43,
                ["column 'x'", "'1e300'", "1e15"]
            ),
            (file { "1,\($0),\($0 % 2)" }, "kind", 1, ["no column beside 'kind'"]),
        ]
        for (text, target, line, words) in bad {
            do throws(TableFileError) {
                _ = try OwnTable.read(csv: text, file: "t", target: target)
                Issue.record("\(words) was accepted")
            } catch {
                #expect(error.line == line, "\(error)")
                for word in words { #expect(error.reason.contains(word), "\(error)") }
                #expect(!error.reason.contains("\n") && !error.reason.contains("\u{1b}"))
            }
        }
        let header = (0..<10).map { "c\($0)," }.joined() + "kind"
        let wide = file(header) { row in
            (0..<10).map { "t\((row * ($0 + 3)) % 11)," }.joined() + "\(row % 2)"
        }
        let error = #expect(throws: TableFileError.self) {
            try OwnTable.read(csv: wide, file: "t", target: "kind")
        }
        #expect(error?.reason.contains("expected at most 60") == true)
        #expect(error?.reason.contains("99 columns") == true)
    }

    @Test("Of many columns that tell nothing the first are named")
    func many() throws {
        let header = (0..<900).map { "c\($0)," }.joined() + "x,kind"
        let text = file(header) { row in
            String(repeating: "1,", count: 900) + "\(row * 3 % 7),\(row % 2)"
        }
        let (table, notes) = try OwnTable.read(csv: text, file: "t", target: "kind")
        #expect(table.columns == 1)
        #expect(notes.count == 21)
        #expect(notes.last == "880 more columns were left out")
    }

    @Test("Of too many rows some of each class are drawn, always the same")
    func drawn() throws {
        let many = file(rows: 9000) { row in
            "\((row * 37) % 10_007),\(row % 97),\(row % 300 == 0 ? "rare" : "usual")"
        }
        let (table, notes) = try OwnTable.read(csv: many, file: "t", target: "kind")
        #expect(table.rows == 5000)
        #expect(table.labels.count { $0 == 0 } == 20)
        #expect(notes == ["\(table.rows) of 9000 rows were drawn, of each class its share"])
        #expect(try OwnTable.read(csv: many, file: "t", target: "kind").table == table)
        // 40 columns of eleven digits: not all rows fit in a line.
        let header = (0..<40).map { "c\($0)," }.joined() + "kind"
        let wide = file(header, rows: 2000) { row in
            (0..<40).map { "\(Double((row + 1) * ($0 + 3)) / 7919)," }.joined() + "\(row % 2)"
        }
        let large = try OwnTable.read(csv: wide, file: "t", target: "kind").table
        #expect(large.line.utf8.count <= OwnTable.longestLine)
        #expect(large.line.utf8.count > OwnTable.longestLine * 9 / 10)
    }
}
