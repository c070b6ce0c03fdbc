import Foundation
import Rendering
import Testing

@testable import redraft

@Suite("Theme files")
struct ThemeFilesTests {
    /// The themes that ship.
    private static let shipped = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../themes").standardizedFileURL.path()

    private func failure(_ body: () throws -> Void) -> String {
        do {
            try body()
            return "no error"
        } catch {
            return "\(error)"
        }
    }

    @Test("every theme that is listed can be used, by name")
    func listed() throws {
        let files = ThemeFiles(folders: [Self.shipped])
        #expect(files.names.prefix(2) == ["ansi", "mono"])
        #expect(files.names.contains("dark"))
        for name in files.names {
            let theme = try files.theme(name)
            #expect(theme.warnings.isEmpty, "\(name): \(theme.warnings)")
        }
    }

    @Test("a path is read as it is, without looking through folders")
    func path() throws {
        let theme = try ThemeFiles(folders: []).theme(Self.shipped + "/light.yaml")
        #expect(theme.variant == .light)
    }

    /// Ocean by Chris Kempson as it was published in the older layout.
    private static let ocean = """
        scheme: "Ocean"
        author: "Chris Kempson (http://chriskempson.com)"
        base00: "2b303b"
        base01: "343d46"
        base02: "4f5b66"
        base03: "65737e"
        base04: "a7adba"
        base05: "c0c5ce"
        base06: "dfe1e8"
        base07: "eff1f5"
        base08: "bf616a"
        base09: "d08770"
        base0A: "ebcb8b"
        base0B: "a3be8c"
        base0C: "96b5b4"
        base0D: "8fa1b3"
        base0E: "b48ead"
        base0F: "ab7967"

        """

    @Test("published schemes load in every layout and spelling, and mean the same")
    func layouts() throws {
        func read(_ text: String) throws -> Theme {
            try withFile(text) { try ThemeFiles(folders: []).theme($0) }
        }
        let old = try read(Self.ocean)
        #expect(old.name == "Ocean" && old.variant == .dark && old.warnings.isEmpty)
        let colors = Self.ocean.split(separator: "\n").filter { $0.hasPrefix("base") }
        let nested = colors.map { "  \($0)\n" }.joined()
        let head = "---\nsystem: base16\nname: Ocean\nslug: ocean\nvariant: Dark # a comment\n"
        let spellings = [
            head + "palette:\n" + nested,
            head + "palette:\n" + nested.replacingOccurrences(of: "\"", with: ""),
            head + "palette:\n" + nested.replacingOccurrences(of: ": \"", with: ": \"#"),
            head + "palette:\n"
                + nested.uppercased().replacingOccurrences(of: "BASE", with: "base"),
            head + "palette:\n" + nested.lowercased(),
            head + "palette: {"
                + colors.map { $0.replacingOccurrences(of: "\"", with: "'") }.joined(
                    separator: ", ")
                + "}\n",
            head.replacingOccurrences(of: "\n", with: "\r\n") + "palette:\r\n"
                + nested.replacingOccurrences(of: "\n", with: "\r\n"),
        ]
        for text in spellings { #expect(try read(text) == old, "\(text)") }
        // What YAML takes for numbers are colours here.
        let numbers = nested.replacingOccurrences(of: "\"2b303b\"", with: "000000")
            .replacingOccurrences(of: "\"ab7967\"", with: "12e456")
            .replacingOccurrences(of: "\"eff1f5\"", with: "777777")
        let theme = try read(head + "palette:\n" + numbers)
        let look = theme.appearance(of: .text, at: .truecolor)
        #expect(look.background == .rgb(RGB(red: 0, green: 0, blue: 0)))
        // The further colours of base24, and keys nobody knows.
        let more = try read(
            head.replacingOccurrences(of: "base16", with: "base24") + "palette:\n"
                + nested + "  base10: \"111111\"\n  base17: \"#FF92DF\"\n  accent: blue\n"
                + "roles:\n  good: base17\n  tab.glow: base08\nglow: 3\n")
        #expect(more.warnings.count == 3, "\(more.warnings)")
        let good = more.appearance(of: .good, at: .truecolor).foreground
        #expect(good == .rgb(RGB(red: 0xFF, green: 0x92, blue: 0xDF)))
    }

    @Test("a colour that YAML takes for a comment is named with what to write")
    func comment() throws {
        let text = Self.ocean.replacingOccurrences(of: "\"2b303b\"", with: "#2b303b")
        let message = try withFile(text) { file in
            failure { _ = try ThemeFiles(folders: []).theme(file) }
        }
        #expect(message.contains("base00") && message.contains("in quotes"), "\(message)")
    }

    private func withFile<Result>(
        _ text: String, _ body: (String) throws -> Result
    ) throws -> Result {
        let folder = FileManager.default.temporaryDirectory
            .appending(path: "themes-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appending(path: "odd.yaml").path()
        try Data(text.utf8).write(to: URL(filePath: file))
        return try body(file)
    }

    @Test("a name that is none lists those there are")
    func unknown() {
        let message = failure { _ = try ThemeFiles(folders: []).theme("dusk") }
        #expect(message.contains("'dusk'"))
        #expect(message.hasSuffix("ansi, mono"))
    }

    @Test(
        "a file that is no theme is named with what is wrong, on one line",
        arguments: [
            ("just words", "expected lines such as"),
            ("palette: [1, 2\n", "no YAML"),
            ("palette:\n  base00: \"#zz\"\n", "palette.base00"),
            ("name: x\n", "palette.base00"),
            ("", "expected palette"),
        ])
    func malformed(text: String, expected: String) throws {
        try withFile(text) { file in
            let folder = URL(filePath: file).deletingLastPathComponent().path()
            for name in [file, "odd"] {
                let message = failure { _ = try ThemeFiles(folders: [folder]).theme(name) }
                #expect(message.contains("odd.yaml"), "\(message)")
                #expect(message.contains(expected), "\(message)")
                #expect(!message.contains("\n"))
            }
        }
    }
}
