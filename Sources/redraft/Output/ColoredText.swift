import Rendering

/// Cells as text with escape codes for their colours.
///
/// The codes are those of ECMA-48's SELECT GRAPHIC RENDITION.
enum ColoredText {
    /// One row; ends with the codes that give the terminal's own look back.
    ///
    /// - Parameters:
    ///   - row: which.
    ///   - grid: the screen.
    ///   - theme: how its roles look.
    ///   - depth: the colours the terminal shows.
    /// - Returns: the row without a line break.
    static func row(_ row: Int, of grid: Grid, theme: Theme, _ depth: ColorDepth) -> String {
        var text = ""
        var current: Style?
        for column in 0..<grid.width {
            let cell = grid[column, row]
            if cell.glyph == .continuation { continue }
            if cell.style != current {
                current = cell.style
                text += codes(theme.appearance(of: cell.style, at: depth))
            }
            text += cell.glyph.text
        }
        return text + "\u{1b}[0m"
    }

    private static func codes(_ look: Appearance) -> String {
        var codes = ["0"]
        for (attribute, code) in [
            (Attributes.bold, "1"), (.dim, "2"), (.italic, "3"), (.underline, "4"), (.reverse, "7"),
        ] where look.attributes.contains(attribute) {
            codes.append(code)
        }
        codes += color(look.foreground, base: 30) + color(look.background, base: 40)
        return "\u{1b}[" + codes.joined(separator: ";") + "m"
    }

    private static func color(_ color: TerminalColor, base: Int) -> [String] {
        switch color {
        case .standard: []
        case .indexed(let index) where index < 8: ["\(base + Int(index))"]
        case .indexed(let index) where index < 16: ["\(base + 52 + Int(index))"]
        case .indexed(let index): ["\(base + 8)", "5", "\(index)"]
        case .rgb(let color):
            ["\(base + 8)", "2", "\(color.red)", "\(color.green)", "\(color.blue)"]
        }
    }
}
