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
        let folder = FileManager.default.temporaryDirectory
            .appending(path: "themes-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appending(path: "odd.yaml").path()
        try Data(text.utf8).write(to: URL(filePath: file))
        for name in [file, "odd"] {
            let message = failure { _ = try ThemeFiles(folders: [folder.path()]).theme(name) }
            #expect(message.contains("odd.yaml"), "\(message)")
            #expect(message.contains(expected), "\(message)")
            #expect(!message.contains("\n"))
        }
    }
}
