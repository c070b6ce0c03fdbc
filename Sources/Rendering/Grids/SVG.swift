/// A screen as a picture: an SVG document that needs nothing else.
///
/// Frames, blocks and dots are drawn as shapes, since fonts do not agree on them; all else is text in
/// whatever monospaced font the viewer has, each word set at its own column.
///
/// - SeeAlso: Scalable Vector Graphics 1.1, W3C.
public enum SVG {
    /// A cell's size in user units.
    static let cell = (width: 8.4, height: 17.0)
    private static let fontSize = 14
    /// Where letters stand in a cell.
    private static let baseline = 13.0
    private static let margin = 8.0

    /// A grid as a document.
    ///
    /// - Parameters:
    ///   - grid: the screen.
    ///   - theme: how its roles look.
    ///   - depth: the colours to use.
    ///   - title: what a reader of the picture is told that it shows.
    /// - Returns: the document.
    public static func document(
        of grid: Grid, theme: Theme, depth: ColorDepth = .truecolor, title: String
    ) -> String {
        let standard = StandardColors(theme)
        let width = number(Double(grid.width) * cell.width + 2 * margin)
        let height = number(Double(grid.height) * cell.height + 2 * margin)
        var text = """
            <svg xmlns="http://www.w3.org/2000/svg" width="\(width)" height="\(height)" \
            viewBox="0 0 \(width) \(height)" role="img">
            <title>\(escaped(title))</title>
            <rect width="100%" height="100%" fill="\(standard.ground(theme, depth).hex)"/>
            <g font-family="DejaVu Sans Mono, Menlo, Consolas, monospace" \
            font-size="\(fontSize)" xml:space="preserve">

            """
        for y in 0..<grid.height {
            var row = Row(y: y)
            for x in 0..<grid.width {
                let cell = grid[x, y]
                if cell.glyph == .continuation { continue }
                row.add(
                    cell.glyph, at: x,
                    look: Look(theme.appearance(of: cell.style, at: depth), standard))
            }
            text += row.markup(over: standard.ground(theme, depth))
        }
        return text + "</g>\n</svg>\n"
    }

    /// A number without needless digits.
    fileprivate static func number(_ value: Double) -> String {
        var text = NumberText.fixed(value, decimals: 2)
        while text.hasSuffix("0") { text.removeLast() }
        if text.hasSuffix(".") { text.removeLast() }
        return text
    }

    /// Text that is no markup, and holds no character that XML does not allow.
    fileprivate static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "&": result += "&amp;"
            case "\"": result += "&quot;"
            default:
                let isAllowed = scalar.value >= 0x20 && scalar.value & 0xFFFE != 0xFFFE
                result.unicodeScalars.append(isAllowed ? scalar : "\u{FFFD}")
            }
        }
        return result
    }

    // MARK: Looks

    /// What stands for colours that a theme leaves to the terminal.
    fileprivate struct StandardColors {
        let foreground: RGB
        let background: RGB

        init(_ theme: Theme) {
            let (black, white) = (RGB(red: 16, green: 16, blue: 16), RGB(index256: 255))
            (foreground, background) = theme.variant == .light ? (black, white) : (white, black)
        }

        func ground(_ theme: Theme, _ depth: ColorDepth) -> RGB {
            Look(theme.appearance(of: .text, at: depth), self).background
        }
    }

    /// A cell's colours as a picture needs them.
    fileprivate struct Look: Hashable {
        var foreground: RGB
        var background: RGB
        let attributes: Attributes

        init(_ appearance: Appearance, _ standard: StandardColors) {
            foreground = Look.color(appearance.foreground) ?? standard.foreground
            background = Look.color(appearance.background) ?? standard.background
            attributes = appearance.attributes
            if attributes.contains(.reverse) { swap(&foreground, &background) }
            if attributes.contains(.dim) {
                foreground = foreground.mixed(with: background, share: 0.4)
            }
        }

        private static func color(_ color: TerminalColor) -> RGB? {
            switch color {
            case .standard: nil
            case .indexed(let index) where index < 16: RGB(hex: firstColors[Int(index)])
            case .indexed(let index): RGB(index256: index)
            case .rgb(let color): color
            }
        }

        /// The first sixteen belong to the user; these are what xterm begins with.
        private static let firstColors = [
            "000000", "cd0000", "00cd00", "cdcd00", "0000ee", "cd00cd", "00cdcd", "e5e5e5",
            "7f7f7f", "ff0000", "00ff00", "ffff00", "5c5cff", "ff00ff", "00ffff", "ffffff",
        ]
    }

    // MARK: Rows

    /// One row's markup, made from left to right.
    fileprivate struct Row {
        let y: Int
        private var grounds: [(color: RGB, first: Int, end: Int)] = []
        private var shapes: [(color: RGB, opacity: Double, path: String)] = []
        private var dots: [(color: RGB, path: String)] = []
        private var words: [(look: Look, first: Int, end: Int, text: String)] = []

        init(y: Int) {
            self.y = y
        }

        mutating func add(_ glyph: Glyph, at x: Int, look: Look) {
            let end = x + glyph.width
            if let last = grounds.last, last.color == look.background, last.end == x {
                grounds[grounds.count - 1].end = end
            } else {
                grounds.append((look.background, x, end))
            }
            guard glyph != .space else { return }
            switch CellShape(glyph) {
            case .areas(let areas, let opacity):
                let path = areas.map { area in
                    let place = self.place(x, area.x, area.y)
                    return "M\(place)h\(number(area.width * cell.width))"
                        + "v\(number(area.height * cell.height))"
                        + "h\(number(-area.width * cell.width))z"
                }.joined()
                if let last = shapes.last, last.color == look.foreground, last.opacity == opacity {
                    shapes[shapes.count - 1].path += path
                } else {
                    shapes.append((look.foreground, opacity, path))
                }
            case .dots(let places):
                // A line of no length with round ends is a dot.
                let path = places.map { "M\(place(x, $0.x, $0.y))h0" }.joined()
                if let last = dots.last, last.color == look.foreground {
                    dots[dots.count - 1].path += path
                } else {
                    dots.append((look.foreground, path))
                }
            case .text:
                if let last = words.last, last.look == look, last.end == x {
                    words[words.count - 1].text += glyph.text
                    words[words.count - 1].end = end
                } else {
                    words.append((look, x, end, glyph.text))
                }
            }
        }

        /// A place within a cell, in user units.
        private func place(_ x: Int, _ right: Double, _ down: Double) -> String {
            number(margin + (Double(x) + right) * cell.width) + " "
                + number(margin + (Double(y) + down) * cell.height)
        }

        func markup(over ground: RGB) -> String {
            var text = ""
            for part in grounds where part.color != ground {
                text +=
                    "<rect x=\"\(number(margin + Double(part.first) * cell.width))\" "
                    + "y=\"\(number(margin + Double(y) * cell.height))\" "
                    + "width=\"\(number(Double(part.end - part.first) * cell.width))\" "
                    + "height=\"\(number(cell.height))\" fill=\"\(part.color.hex)\"/>\n"
            }
            for shape in shapes {
                let opacity = shape.opacity < 1 ? " fill-opacity=\"\(shape.opacity)\"" : ""
                text += "<path fill=\"\(shape.color.hex)\"\(opacity) d=\"\(shape.path)\"/>\n"
            }
            for dot in dots {
                text += "<path fill=\"none\" stroke=\"\(dot.color.hex)\" stroke-width=\"2.6\" "
                text += "stroke-linecap=\"round\" d=\"\(dot.path)\"/>\n"
            }
            for word in words {
                text += "<text x=\"\(number(margin + Double(word.first) * cell.width))\" "
                text += "y=\"\(number(margin + Double(y) * cell.height + baseline))\" "
                text += "textLength=\"\(number(Double(word.end - word.first) * cell.width))\" "
                text += "lengthAdjust=\"spacingAndGlyphs\" fill=\"\(word.look.foreground.hex)\""
                for (attribute, name) in [
                    (Attributes.bold, " font-weight=\"bold\""),
                    (.italic, " font-style=\"italic\""),
                    (.underline, " text-decoration=\"underline\""),
                ] where word.look.attributes.contains(attribute) {
                    text += name
                }
                text += ">\(escaped(word.text))</text>\n"
            }
            return text
        }
    }
}
