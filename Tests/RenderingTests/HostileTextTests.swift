import Testing

@testable import Rendering

/// Text that a model, a file or a peer may send, in every place that shows text.
@Suite struct HostileTextTests {
    static let texts = [
        "\u{1B}]0;title\u{7}x", "\u{1B}]52;c;AAAA\u{1B}\\", "\u{1B}[2J\u{1B}[H", "\u{9B}31m",
        "\u{90}q\u{9C}",
        "a\u{202E}b\u{2066}c\u{2069}", "a\u{200D}b\u{200B}c\u{FEFF}", "漢字かな交じり", "한국어",
        "Z\u{34F}\u{301}\u{302}\u{303}\u{304}\u{305}\u{306}", "👩‍👩‍👧‍👦🏴󠁧󠁢󠁥󠁮󠁧󠁿🇺🇳👍🏿❤️", "\u{FFFD}\u{FFFF}\u{10FFFE}",
        "\t\r\n\u{85}\u{2028}",
        String(repeating: "e\u{301}", count: 50), String(repeating: "界", count: 50),
        "a" + String(repeating: "\u{301}", count: 5_000), "ᄀ가각\u{1160}\u{11FF}",
        "\u{E0001}\u{E007F}",
    ]

    @Test("every C0 and C1 control and delete is spelled out, none gets through")
    func controls() {
        for value in Array(UInt32(0)..<0x20) + Array(0x7F...0x9F) {
            guard let scalar = Unicode.Scalar(value) else { continue }
            let text = "a" + String(Character(scalar)) + "b"
            let shown = DisplayText.sanitized(text)
            #expect(shown.hasPrefix("a") && shown.hasSuffix("b") && shown.count > 3)
            #expect(shown.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F })
            let marked = DisplayText.glyphs(of: text).dropFirst().dropLast().allSatisfy(\.isEscape)
            #expect(marked)
        }
    }

    @Test("bytes that are no UTF-8, lone surrogates among them, become replacements")
    func invalid() {
        let cases: [[UInt8]] = [
            [0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xE2, 0x82],
            [0xED, 0xB0, 0x80, 0x1B], [0x80, 0x80],
        ]
        for bytes in cases {
            let text = String(decoding: [0x61] + bytes + [0x62], as: UTF8.self)
            let shown = DisplayText.sanitized(text)
            #expect(shown.contains("\u{FFFD}") && !shown.contains("\u{1B}"))
            #expect(shown.hasPrefix("a") && DisplayText.width(of: text) >= 3)
        }
        let lone = String(decoding: [0x61, 0xD800, 0x62] as [UInt16], as: UTF16.self)
        #expect(DisplayText.sanitized(lone) == "a\u{FFFD}b")
    }

    @Test("no widget draws outside its place or half a glyph, at any width", arguments: texts)
    func widgets(_ text: String) {
        let line = Line(text, .good)
        let outline = TreeOutline([(id: 0, parent: nil), (1, 0), (2, 1)])
        for width in [0, 1, 2, 3, 5, 8, 13, 30, 61] {
            let rect = Rect(x: 2, y: 1, width: width, height: 7)
            let drawings: [(String, (inout Grid) -> Void)] = [
                ("lines", { $0.write([line, line.dropping(columns: 3)], in: rect) }),
                ("box", { $0.box(rect, title: line, state: line) }),
                (
                    "table",
                    { grid in
                        var table = Table(
                            [TableColumn(text, .fixed(5)), TableColumn(text, .share())],
                            rowCount: 9, selection: 4)
                        table.marked = [4]
                        table.pinned = 2
                        table.draw(on: &grid, in: rect) { _ in [line, line.highlighting("a")] }
                    }
                ),
                (
                    "tree",
                    { grid in
                        Tree(
                            outline, rows: outline.rows(), title: text,
                            columns: [TableColumn(text, .fixed(4))], shift: 3
                        ).draw(on: &grid, in: rect) { _ in
                            line
                        } cells: { _ in
                            [line]
                        }
                    }
                ),
                (
                    "form",
                    { grid in
                        Form(
                            [
                                FormField(
                                    text, .text(text), note: line, problem: text, heading: text),
                                FormField(text, .choice([text, "b"], selected: 0)),
                                FormField(text, .button(text)), FormField("", .fixed(line)),
                            ], selection: 0, cursor: 2
                        ).draw(on: &grid, in: rect)
                    }
                ),
                (
                    "scrubber",
                    { grid in
                        Scrubber(
                            1...9, position: 3, marks: [StepMark(at: 5, text.first ?? "e", text)],
                            readout: line
                        ).draw(on: &grid, in: rect)
                    }
                ),
                (
                    "chart",
                    { grid in
                        var chart = LineChart([
                            LineChart.Curve(text, y: [1, 2, 3]).distinguished(1)
                        ])
                        chart.marks = [StepMark(at: 1, text.first ?? "e", text)]
                        chart.draw(on: &grid, in: rect)
                        grid.write(chart.legend(width: width), in: rect)
                    }
                ),
                (
                    "heatmap",
                    { grid in
                        var map = Heatmap([.init(line, [0, 1]), .init(line, [.nan, 1])])
                        map.columnLabels = [text, text]
                        map.draw(on: &grid, in: rect)
                    }
                ),
                (
                    "diff",
                    { grid in
                        grid.write(
                            TextDiff(old: text, new: text + "b").inline(width: width).lines,
                            in: rect)
                    }
                ),
            ]
            for (name, draw) in drawings {
                var grid = Grid(width: width + 4, height: 9)
                draw(&grid)
                let isInside = grid.isBlank(outside: rect)
                #expect(isInside && grid.isSound, "\(name), \(width) columns")
                let ascii = grid.reduced(to: .ascii)
                let isPrintable = ascii.cells.allSatisfy {
                    $0.glyph.width == 1 && $0.glyph.first >= 0x20 && $0.glyph.first < 0x7F
                }
                #expect(isPrintable, "\(name), \(width) columns in ASCII")
            }
        }
    }

    @Test("a text of a million characters is cut without being read to its end")
    func long() {
        let text = String(repeating: "é", count: 1_000_000)
        let clock = ContinuousClock()
        var line = Line()
        let time = clock.measure { for _ in 0..<50 { line = Line(text).truncated(to: 40) } }
        #expect(line.width == 40)
        // Read whole, fifty times would take many seconds.
        #expect(time < .seconds(5))
    }
}
