import Runs
import Testing

@testable import Dashboard

@Suite("The filter language")
struct RowFilterTests {
    struct Row: FilterRow {
        static let numbers = ["depth", "score", "quality"]
        static let texts = ["mode", "task"]
        var depth = 4.0
        var quality: Double?
        var mode = "diverge"

        func number(_ key: String) -> Double? {
            key == "depth" ? depth : key == "score" ? 0.25 : quality
        }

        func text(_ key: String) -> String? { key == "mode" ? mode : "e4c9 17: 3 7 9" }

        var words: String { "+3 -7 .9 Sum is HIGH" }
    }

    @Test(
        "terms must all hold, and ! turns one round",
        arguments: [
            ("", true), ("depth>3", true), ("depth>4", false), ("depth>=4", true),
            ("depth<4", false), ("depth<=4", true), ("depth=4", true), ("depth!=4", false),
            ("score>.2", true), ("SCORE>.3", false), ("mode:div", true), ("mode:imp", false),
            ("mode=diverge", true), ("mode=div", false), ("mode!=diverge", false),
            ("task:17", true), ("task:7", true), ("task:18", false), ("task:e4", true),
            ("high", true), ("low", false), ("!low", true), ("!high", false), ("!!high", true),
            ("depth>3 mode:diverge score>.2 task:17 !low", true), ("depth>3 low", false),
            ("quality>0", false), ("!quality>0", true), ("-7", true), (".9", true),
        ])
    func accepts(text: String, isAccepted: Bool) throws {
        #expect(try RowFilter(text, for: Row.self).accepts(Row()) == isAccepted)
    }

    @Test(
        "what is no filter is refused with its term and what is accepted",
        arguments: [
            ("depth>x", "'depth>x': expected a number behind depth>"),
            ("depth>", "'depth>': expected a number behind depth>"),
            ("depth>nan", "'depth>nan': expected a number behind depth>"),
            ("dpth>3", "'dpth>3': 'dpth' is no key; expected one of depth score quality mode task"),
            ("mode>x", "'mode>x': expected mode:text or mode=text"),
            ("mode:", "'mode:': expected a text behind mode:"),
            ("!", "'!': expected a term behind the !"),
        ])
    func refused(text: String, problem: String) {
        do {
            _ = try RowFilter(text, for: Row.self)
            Issue.record("'\(text)' was accepted")
        } catch {
            #expect("\(error)" == problem)
        }
    }

    @Test("any text at all is a filter or is refused", arguments: 0..<300)
    func garbage(seed: Int) {
        var generator = CounterGenerator(seed: UInt64(seed), purpose: .play)
        let letters = Array("depthscoremode<>=!:. 0123-+e\u{202E}\u{1F469}\u{200D}\"'")
        let text = String(
            (0..<generator.below(40)).map { _ in letters[generator.below(letters.count)] })
        if let filter = try? RowFilter(text, for: Row.self) { _ = filter.accepts(Row()) }
    }
}
