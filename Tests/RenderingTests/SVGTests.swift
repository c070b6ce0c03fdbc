import Foundation
import FoundationXML
import Testing

@testable import Rendering

@Suite("Pictures of screens")
struct SVGTests {
    /// What an XML parser finds in a document.
    private final class Elements: NSObject, XMLParserDelegate {
        var names: [String: Int] = [:]
        var texts: [String] = []
        var attributes: [[String: String]] = []

        func parser(
            _ parser: XMLParser, didStartElement name: String, namespaceURI: String?,
            qualifiedName: String?, attributes: [String: String]
        ) {
            names[name, default: 0] += 1
            self.attributes.append(attributes)
            texts.append("")
        }

        func parser(_ parser: XMLParser, foundCharacters text: String) {
            texts[texts.count - 1] += text
        }
    }

    private func elements(of document: String) throws -> Elements {
        let elements = Elements()
        let parser = XMLParser(data: Data(document.utf8))
        parser.delegate = elements
        try #require(parser.parse(), "\(parser.parserError.map { "\($0)" } ?? "")")
        return elements
    }

    @Test("any text gives well-formed XML that shows it, markup and hidden characters included")
    func text() throws {
        for text in [
            "a < b && c > \"d\"", "]]>", "<script>alert(1)</script>", "\u{1b}[31m\u{0}\u{7}",
            "\u{202E}abc\u{FFFE}\u{FFFF}", "東京 e\u{301} 🧮 ﷽",
        ] {
            var grid = Grid(width: 60, height: 1)
            grid.write(text, x: 0, y: 0)
            let found = try elements(
                of: SVG.document(of: grid, theme: .ansi, title: text))
            #expect(found.names["script"] == nil)
            let shown = found.texts.joined().filter { $0 != " " && $0 != "\n" }
            let expected = grid.text.filter { $0 != " " }
            #expect(shown.contains(expected), "\(shown)")
        }
    }

    @Test("words stand at their columns, with the colours of the theme")
    func places() throws {
        var grid = Grid(width: 20, height: 3)
        grid.write("ab", x: 3, y: 1, style: Style(.text, .bold))
        grid.write("cd", x: 8, y: 1)
        let found = try elements(of: SVG.document(of: grid, theme: .ansi, title: ""))
        let words = found.attributes.filter { $0["textLength"] != nil }
        #expect(words.map { $0["x"] } == ["33.2", "75.2"])
        #expect(words.map { $0["y"] } == ["38", "38"])
        #expect(words.map { $0["textLength"] } == ["16.8", "16.8"])
        #expect(words.map { $0["font-weight"] } == ["bold", nil])
        #expect(words.allSatisfy { $0["fill"]?.hasPrefix("#") == true })
    }

    @Test("frames, blocks and dots are shapes that meet at the cells' edges, not letters")
    func shapes() throws {
        var grid = Grid(width: 10, height: 4)
        grid.box(Rect(width: 10, height: 4))
        grid.write("⣿⡀█▄▌░▚", x: 1, y: 1)
        let found = try elements(of: SVG.document(of: grid, theme: .ansi, title: "t"))
        #expect(found.names["text"] == nil)
        #expect(found.names["path"] ?? 0 > 4)
        let dots = try #require(found.attributes.first { $0["stroke-linecap"] != nil }?["d"])
        #expect(dots.split(separator: "M").count == 8 + 1)
    }

    @Test("a cell's shape covers the share that its character names")
    func areas() {
        func share(_ scalar: Unicode.Scalar) -> Double {
            guard case .areas(let areas, let opacity) = CellShape(Glyph(scalar: scalar)) else {
                return -1
            }
            return areas.reduce(0) { $0 + $1.width * $1.height } * opacity
        }
        for (index, scalar) in "▁▂▃▄▅▆▇█".unicodeScalars.enumerated() {
            #expect(share(scalar) == Double(index + 1) / 8)
        }
        for (index, scalar) in "▏▎▍▌▋▊▉█".unicodeScalars.enumerated() {
            #expect(share(scalar) == Double(index + 1) / 8)
        }
        for (scalars, expected) in [
            ("▖▗▘▝", 0.25), ("▚▞▀▐", 0.5), ("▙▛▜▟", 0.75),
        ] {
            for scalar in scalars.unicodeScalars { #expect(share(scalar) == expected) }
        }
        #expect(["░", "▒", "▓"].map { share($0) } == [0.25, 0.5, 0.75])
        // Lines of neighbours meet: they reach both edges.
        for (scalar, edges) in [
            (Unicode.Scalar("─"), (0.0, 1.0)), ("━", (0, 1)), ("┼", (0, 1)),
        ] {
            guard case .areas(let areas, _) = CellShape(Glyph(scalar: scalar)) else { continue }
            #expect(areas.first?.x == edges.0)
            #expect(areas.first.map { $0.x + $0.width } == edges.1)
        }
        #expect(CellShape(Glyph(scalar: "a")) == .text)
    }

    @Test("an empty grid gives a document at every depth of colour")
    func documents() throws {
        for theme in [Theme.ansi, .mono] {
            for depth in ColorDepth.allCases {
                let document = SVG.document(
                    of: Grid(width: 0, height: 0), theme: theme, depth: depth, title: "t")
                #expect(try elements(of: document).names["svg"] == 1)
            }
        }
    }
}
