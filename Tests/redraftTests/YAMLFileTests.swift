import Foundation
import Testing

@testable import redraft

@Suite("YAML files")
struct YAMLFileTests {
    private func read(_ text: String) throws -> [String] {
        try YAMLFile.settings(in: text, name: "f").map { "\($0.key)=\($0.value)@\($0.place)" }
    }

    private func failure(_ text: String) -> String {
        do {
            return "no error: \(try read(text))"
        } catch {
            return "\(error)"
        }
    }

    @Test("nested and dotted keys are the same")
    func flattened() throws {
        #expect(
            try read("steps: 5\nmath:\n  numbers: 8\n  largest: 9\ncurriculum.capacity: 3\n") == [
                "steps=5@f:1", "math.numbers=8@f:3", "math.largest=9@f:4",
                "curriculum.capacity=3@f:5",
            ])
    }

    @Test("an empty text and one of comments hold nothing")
    func empty() throws {
        #expect(try read("").isEmpty)
        #expect(try read("# nothing\n\n").isEmpty)
        #expect(try read("---\n").isEmpty)
    }

    @Test("quotes are taken off, and numbers stay as they were written")
    func scalars() throws {
        #expect(try read("a: '5'\nb: 5e-4\nc: \"x y\"") == ["a=5@f:1", "b=5e-4@f:2", "c=x y@f:3"])
    }

    @Test(
        "what is no mapping of values is refused with its line",
        arguments: [
            ("- a\n- b\n", "f:1: expected lines such as"),
            ("just words", "f:1: expected lines such as"),
            ("a: 1\nb: [1, 2]\n", "f:2: b: a list"),
            ("a: 1\na: 2\n", "f:1: given twice: a"),
            (
                "math:\n  numbers: 1\nmath.numbers: 2\n",
                "f:3: 'math.numbers' was set before, at f:2"
            ),
            ("a: 1\n b: 2\n", "f:2: no YAML"),
            ("a: \"open\n", "no YAML"),
            ("? [a, b]\n: 1\n", "a key must be a plain word"),
        ])
    func refused(text: String, expected: String) {
        let message = failure(text)
        #expect(message.contains(expected), "\(message)")
        #expect(!message.contains("\n"))
    }

    @Test("an alias that multiplies itself is refused, not followed")
    func bomb() {
        var text = "a0: &a0 {x: 1, y: 2}\n"
        for level in 1..<40 {
            text += "a\(level): &a\(level) {x: *a\(level - 1), y: *a\(level - 1)}\n"
        }
        #expect(failure(text).contains("more than"))
    }

    @Test("deep nesting is refused, not followed to the stack's end")
    func deep() {
        #expect(failure(String(repeating: "[", count: 100_000)).hasPrefix("f"))
        #expect(failure(String(repeating: "{a: ", count: 100_000)).hasPrefix("f"))
    }

    @Test("a file that is missing, a folder, or no text is refused by name")
    func unreadable() throws {
        let folder = FileManager.default.temporaryDirectory.path() + "/yaml-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let binary = folder + "/binary"
        try Data([0xff, 0xfe, 0xff]).write(to: URL(filePath: binary))
        let large = folder + "/large"
        try Data(count: YAMLFile.mostBytes + 1).write(to: URL(filePath: large))
        for (path, expected) in [
            (folder + "/none", "No such file"), (folder, "is a folder"), (binary, "not UTF-8"),
            (large, "too many"),
        ] {
            do {
                _ = try YAMLFile.text(path, as: "a theme")
                Issue.record("\(path) was read")
            } catch {
                #expect("\(error)".hasPrefix(path))
                #expect("\(error)".contains(expected))
            }
        }
    }
}
