import Testing

@testable import Rendering

@Suite struct LinePartsTests {
    @Test("a search finds without regard to case, unless it has a capital")
    func finds() {
        let line = Line([Span("Re"), Span("ward reward", .dim), Span(" REWARD")])
        #expect(line.ranges(of: "reward") == [0..<6, 7..<13, 14..<20])
        #expect(line.ranges(of: "Reward") == [0..<6])
        #expect(line.ranges(of: "").isEmpty && line.ranges(of: "rewards").isEmpty)
        #expect(Line("aaaa").ranges(of: "aa") == [0..<2, 2..<4])
        #expect(Line("İx").ranges(of: "x") == [1..<2])
    }

    @Test("highlighting changes the style of exactly what was found, across pieces")
    func highlights() {
        let line = Line([Span("Re"), Span("ward up", .dim)])
        #expect(
            line.highlighting("war").spans
                == [Span("Re"), Span("war", .match), Span("d up", .dim)])
        #expect(
            line.highlighting("eW".lowercased()).spans
                == [
                    Span("R"), Span("e", .match), Span("w", .match), Span("ard up", .dim),
                ])
        #expect(line.highlighting("none") == line)
        let odd = Line("a\u{1B}[31m é日本 \u{202E}x")
        for text in ["a", "é", "日", "x", "31"] {
            #expect(odd.highlighting(text).plain == odd.plain)
            #expect(odd.highlighting(text) != odd)
        }
    }

    @Test("a line cut at the left shows that it is cut, and keeps its places")
    func dropping() {
        let line = Line([Span("abc"), Span("def", .good)])
        #expect(line.dropping(columns: 0) == line)
        #expect(line.dropping(columns: 2).plain == "…def")
        #expect(line.dropping(columns: 3).spans == [Span("…ef", .good)])
        #expect(line.dropping(columns: 6).plain.isEmpty && line.dropping(columns: 99).spans.isEmpty)
        let wide = Line("日本語 \u{1B}x")
        for columns in 1..<9 {
            #expect(wide.dropping(columns: columns).width == max(0, wide.width - columns))
        }
        #expect(wide.dropping(columns: 2).plain == "… 語 ^[x")
    }
}
