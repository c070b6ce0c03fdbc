import Testing

@testable import Runs

@Suite("A person's own table")
struct OwnTableTests {
    private static func line(
        _ head: String = "t kind 2 2", rows: Int = 60,
        _ row: (Int) -> String = { "\($0) -1.5e-3 \($0 % 2)" }
    ) -> String {
        head + ":" + (0..<rows).map { " " + row($0) }.joined(separator: ",")
    }

    @Test("A line is read, kept as it is, and equal to itself, missing cells or not")
    func reading() throws {
        let text = Self.line { "\($0 == 1 ? "?" : "\($0)") -1.5e-3 \($0 % 2)" }
        let table = try #require(OwnTable(line: text))
        #expect(table.line == text)
        #expect((table.name, table.target) == ("t", "kind"))
        #expect((table.rows, table.columns, table.classes) == (60, 2, 2))
        #expect(table.values[2].isNaN && table.values[4] == 2 && table.values[5] == -0.0015)
        #expect(table.labels.prefix(3) == [0, 1, 0])
        #expect(OwnTable(line: text) == table)
        #expect(table.summary == "t 60x2 #\(table.digest.prefix(8))")
        let other = try #require(OwnTable(line: Self.line()))
        #expect(other != table && other.summary != table.summary)
    }

    @Test(
        "What is no table is refused",
        arguments: [
            "", ":", "t", "none", "t kind 2 2:", line("t kind 2"), line("t kind 2 2 2"),
            line("t  kind 2 2"), line("t k\u{e9}y 2 2"), line("t kind 3 2"), line("t kind 02x 2"),
            line("t kind 99999999999999999999 2"), line("t kind 0 2"), line("t kind 61 2"),
            line("t kind 2 1"), line("t kind 2 9"), line("t kind -2 2"), line(rows: 59),
            line(rows: 5001), line { "\($0) 1  \($0 % 2)" }, line { "\($0) 1 \($0 % 3)" },
            line { "\($0) nan \($0 % 2)" }, line { "\($0) inf \($0 % 2)" },
            line { "\($0) 0x10 \($0 % 2)" }, line { "\($0) 1e16 \($0 % 2)" },
            line { "\($0) 1e999 \($0 % 2)" }, line { "\($0) -\u{0} \($0 % 2)" },
            line { "\($0) 1 \($0 < 19 ? 0 : 1)" }, line() + ",", line() + " ", " " + line(),
            String(repeating: ",", count: 300_000), String(repeating: " ", count: 300_000) + ":",
            line(rows: 4000) {
                "\($0) \(String(repeating: "1", count: 15))" + String(repeating: "0", count: 90)
                    + " 1"
            },
        ])
    func refused(text: String) {
        #expect(OwnTable(line: text) == nil)
        var configuration = RunConfiguration()
        guard let key = try? ConfigurationKey.named("mle.data"), text != "none" else { return }
        let error = #expect(throws: ConfigurationError.self) {
            try key.write(text, to: &configuration)
        }
        #expect((error?.description.utf8.count ?? 0) < 1000)
        #expect(configuration == RunConfiguration())
    }

    @Test("A name is letters and digits, whatever it is made of")
    func names() {
        #expect(OwnTable.name(of: "penguins-2.1_x") == "penguins-2.1_x")
        #expect(OwnTable.name(of: "my data\u{1b}[2J: \u{e9}") == "my_data__2J___")
        #expect(OwnTable.name(of: "") == "_")
        #expect(OwnTable.name(of: String(repeating: "x", count: 1000)).utf8.count == 32)
    }

    @Test("A configuration holds a table, and shows it in a few words")
    func configuration() throws {
        let key = try ConfigurationKey.named("mle.data")
        var configuration = RunConfiguration()
        #expect(key.shown(configuration) == "none")
        try key.write(Self.line(), to: &configuration)
        #expect(key.read(configuration) == Self.line())
        #expect(key.shown(configuration).hasPrefix("t 60x2 #"))
        #expect(configuration != RunConfiguration())
        try key.write("none", to: &configuration)
        #expect(configuration == RunConfiguration())
        #expect(try ConfigurationKey.named("steps").shown(configuration) == "600")
    }
}
