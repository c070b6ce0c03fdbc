import Testing

@testable import Rendering

@Suite struct DisplayTextTests {
    @Test(
        "hidden characters are spelled out",
        arguments: [
            ("a\u{1B}[31mb", "a^[[31mb"), ("\r\n", "^M^J"), ("\u{7F}", "^?"), ("\u{0}", "^@"),
            ("\u{9B}31m", "\\u{9B}31m"), ("x\u{202E}y", "x\\u{202E}y"),
            ("a\u{200B}b", "a\\u{200B}b"), ("\u{FEFF}", "\\u{FEFF}"), ("\u{AD}", "\\u{AD}"),
            ("\u{E000}", "\\u{E000}"), ("\u{2028}", "\\u{2028}"), ("\u{0378}", "\\u{378}"),
            ("\u{301}", "\\u{301}"), ("a\u{E0041}", "a\\u{E0041}"), ("\u{2066}", "\\u{2066}"),
            ("\u{3164}", "\\u{3164}"), ("\u{180B}", "\\u{180B}"), ("\u{10FFFF}", "\\u{10FFFF}"),
        ])
    func escapes(_ text: String, _ shown: String) {
        #expect(DisplayText.sanitized(text) == shown)
        #expect(DisplayText.width(of: text) == shown.utf8.count)
    }

    @Test(
        "widths are those a terminal uses",
        arguments: [
            ("", 0), ("abc", 3), ("e\u{301}", 1), ("é", 1), ("界", 2), ("한", 2), ("｡", 1), ("😀", 2),
            ("⣿", 1), ("┼", 1), ("ﬀ", 1), ("…", 1), ("ก", 1), ("x\u{20D7}", 1),
        ])
    func widths(_ text: String, _ columns: Int) {
        #expect(DisplayText.width(of: text) == columns)
        #expect(DisplayText.sanitized(text) == text)
    }

    @Test(
        "clusters terminals disagree on become one replacement glyph",
        arguments: [
            "👩‍👩‍👧", "🇩🇪", "❤️", "👍🏽", "1️⃣", "☀\u{FE0E}", "का", "a\u{301}\u{302}\u{303}\u{304}\u{305}",
            "🏴\u{E0067}\u{E0062}\u{E007F}", "각".decomposedJamo,
        ])
    func risky(_ text: String) {
        #expect(DisplayText.glyphs(of: text) == [.replacement])
    }

    @Test("whatever the text, what is shown is sound, printable and stays as it is")
    func fuzz() {
        var random = SplitMix(state: 7)
        let interesting: [UInt32] = [
            0x1B, 0x0A, 0x0D, 0x09, 0x7F, 0x9B, 0x200B, 0x200D, 0x202E, 0x2066, 0xFE0F, 0x301,
            0x1F600,
            0x1F469, 0x1F1E9, 0x20E3, 0x4E00, 0x1100, 0x1161, 0xAC00, 0xE0041, 0x93E, 0x41, 0x20,
            0xFFFD,
        ]
        for _ in 0..<3_000 {
            var text = ""
            for _ in 0..<Int(random.next() % 12) {
                let value =
                    random.next() % 2 == 0
                    ? interesting[Int(random.next() % UInt64(interesting.count))]
                    : UInt32(random.next() % 0x11_0000)
                if let scalar = Unicode.Scalar(value) { text.unicodeScalars.append(scalar) }
            }
            let shown = DisplayText.sanitized(text)
            for scalar in shown.unicodeScalars {
                switch ScalarClass(scalar) {
                case .base, .combining: break
                case .hidden, .risky:
                    Issue.record("U+\(String(scalar.value, radix: 16)) got through")
                }
            }
            let width = DisplayText.width(of: text)
            #expect(DisplayText.width(of: shown) == width)
            for columns in 0...8 {
                #expect(DisplayText.width(of: DisplayText.truncated(text, to: columns)) <= columns)
                #expect(DisplayText.width(of: DisplayText.padded(text, to: columns)) == columns)
                let lines = Line(text).wrapped(to: columns)
                #expect(lines.allSatisfy { $0.width <= max(1, columns) })
            }
            var grid = Grid(width: 5, height: 1)
            let end = grid.write(text, x: Int(random.next() % 7) - 2, y: 0)
            #expect(grid.isSound)
            #expect(end <= width + 5)
        }
    }

    @Test("lines break at spaces, and words longer than a line are cut")
    func wrapping() {
        func wrap(_ text: String, _ columns: Int) -> [String] {
            Line(text).wrapped(to: columns).map(\.plain)
        }
        #expect(wrap("one two three", 7) == ["one two", "three"])
        #expect(wrap("one two three", 5) == ["one", "two", "three"])
        #expect(wrap("abcdefgh ij", 3) == ["abc", "def", "gh", "ij"])
        #expect(wrap("a\nb\r\nc", 9) == ["a", "b", "c"])
        #expect(wrap("", 4) == [""])
        #expect(wrap("a\tb", 9) == ["a   b"])
        #expect(wrap("世界世界", 3) == ["世", "界", "世", "界"])
        #expect(wrap("世", 1) == ["\u{FFFD}"])
    }

    @Test("styles survive truncation and wrapping")
    func styles() {
        let line = Line("good ", .good) + Line("bad news", .bad)
        #expect(line.truncated(to: 8) == Line("good ", .good) + Line("ba…", .bad))
        #expect(
            line.wrapped(to: 8) == [Line("good ", .good) + Line("bad", .bad), Line("news", .bad)])
        let hostile = Line("a\u{1B}b", .good).wrapped(to: 9)
        #expect(hostile == [Line("a", .good) + Line("^[", .escape) + Line("b", .good)])
    }

    @Test("a glyph keeps up to five scalars")
    func glyphs() {
        let text = "a\u{301}\u{302}\u{303}\u{304}"
        let glyphs = DisplayText.glyphs(of: text)
        #expect(glyphs.count == 1 && glyphs[0].width == 1 && glyphs[0].text == text)
        #expect(MemoryLayout<Cell>.stride == 24)
    }
}

extension String {
    /// The Hangul syllable as conjoining letters.
    fileprivate var decomposedJamo: String { "\u{1100}\u{1161}\u{11A8}" }
}

/// A small generator so that tests draw the same cases every time.
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
