/// A part of a screen in words, for screen readers and plain logs.
///
///     Run, exit:
///     strategy, exit, level 2
///     selected: task 17, 0.213
///
/// Frames, bars and curves are left out, gaps between columns become commas.
public struct ReadingPane: Sendable {
    /// What it is, with how it is set.
    public var title: String
    /// What it says, from the top; without hidden characters.
    public var lines: [String]

    /// Creates a pane from lines.
    ///
    /// - Parameters:
    ///   - title: what it is.
    ///   - lines: what it says, from the top.
    public init(title: Line, lines: [Line]) {
        self.title = ReadingPane.spoken(title.plain)
        self.lines = lines.map { ReadingPane.spoken($0.plain) }.filter { !$0.isEmpty }
    }

    /// Creates a pane from what was drawn, a selected row being called so.
    ///
    /// - Parameters:
    ///   - title: what it is.
    ///   - grid: the screen.
    ///   - rect: the pane's inside.
    public init(title: Line, _ grid: Grid, in rect: Rect) {
        self.title = ReadingPane.spoken(title.plain)
        let area = rect.intersection(grid.bounds)
        var lines: [String] = []
        for y in area.y..<area.maxY {
            var text = ""
            var isSelected = false
            for x in area.x..<area.maxX {
                let cell = grid[x, y]
                text += cell.glyph.text
                if cell.style.ground == .select || cell.style.role == .select { isSelected = true }
            }
            let spoken = ReadingPane.spoken(text)
            if !spoken.isEmpty { lines.append((isSelected ? "selected: " : "") + spoken) }
        }
        self.lines = lines
    }

    /// Panes after each other as one text: each title, then its lines, then an empty line.
    ///
    /// - Parameter panes: the panes, in the order they are to be read.
    /// - Returns: text that ends with a line feed, or nothing for no panes.
    public static func text(_ panes: [ReadingPane]) -> String {
        panes.map { pane in
            let title = pane.title.isEmpty ? [] : [pane.title + ":"]
            let lines = pane.lines.isEmpty && !title.isEmpty ? ["nothing"] : pane.lines
            return (title + lines).map { $0 + "\n" }.joined()
        }.joined(separator: "\n")
    }

    /// A line without what is only drawn, its columns separated by commas.
    static func spoken(_ text: String) -> String {
        var result = ""
        var gap = 0
        var isAfterDrawing = false
        for scalar in text.unicodeScalars {
            let isDrawing: Bool =
                switch scalar.value {
                case 0x2500...0x259F, 0x2800...0x28FF: true  // frames, blocks, braille
                default: false
                }
            if isDrawing || scalar == " " {
                gap += 1
                isAfterDrawing = isAfterDrawing || isDrawing
                continue
            }
            if !result.isEmpty, gap > 0 {
                let isColumn = gap > 1 || isAfterDrawing
                // A colon or comma that is there already is pause enough.
                let hasPause = result.last.map { ",:;.".contains($0) } == true
                result += isColumn && !hasPause ? ", " : " "
            }
            gap = 0
            isAfterDrawing = false
            result.unicodeScalars.append(scalar)
        }
        return result
    }
}
