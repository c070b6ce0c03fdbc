/// A piece of text in one style.
public struct Span: Hashable, Sendable {
    /// What it says; may be hostile.
    public var text: String
    /// How it looks.
    public var style: Style

    /// Creates a span.
    ///
    /// - Parameters:
    ///   - text: what it says.
    ///   - style: how it looks.
    public init(_ text: String, _ style: Style = .text) {
        self.text = text
        self.style = style
    }
}

/// One line of text in several styles.
public struct Line: Hashable, Sendable, ExpressibleByStringInterpolation {
    /// Its pieces, from the left.
    public var spans: [Span]

    /// Creates a line from pieces.
    ///
    /// - Parameter spans: the pieces, from the left.
    public init(_ spans: [Span] = []) { self.spans = spans }

    /// Creates a line in one style.
    ///
    /// - Parameters:
    ///   - text: what it says.
    ///   - style: how it looks.
    public init(_ text: String, _ style: Style = .text) { spans = [Span(text, style)] }

    /// Creates a plain line from a literal.
    ///
    /// - Parameter value: what it says.
    public init(stringLiteral value: String) { self.init(value) }

    /// Its text without styles, sanitised.
    public var plain: String { spans.map { DisplayText.sanitized($0.text) }.joined() }

    /// How many columns it takes.
    public var width: Int { spans.reduce(0) { $0 + DisplayText.width(of: $1.text) } }

    /// Two lines after each other.
    ///
    /// - Parameters:
    ///   - left: the first.
    ///   - right: the second.
    /// - Returns: a line with the pieces of both.
    public static func + (left: Line, right: Line) -> Line { Line(left.spans + right.spans) }

    /// Appends a line.
    ///
    /// - Parameters:
    ///   - left: the line that grows.
    ///   - right: what is appended.
    public static func += (left: inout Line, right: Line) { left.spans += right.spans }

    /// Appends a piece.
    ///
    /// - Parameters:
    ///   - text: what it says.
    ///   - style: how it looks.
    public mutating func append(_ text: String, _ style: Style = .text) {
        spans.append(Span(text, style))
    }

    /// The line on another role's background.
    ///
    /// - Parameter ground: the role whose background is wanted.
    /// - Returns: the line with every piece's ground replaced.
    public func on(_ ground: Role) -> Line {
        Line(spans.map { Span($0.text, $0.style.on(ground)) })
    }

    /// The line cut to a width, with an ellipsis if something was lost.
    ///
    /// - Parameter columns: the width it may take.
    /// - Returns: a line of at most that width.
    public func truncated(to columns: Int) -> Line {
        guard columns > 0 else { return Line() }
        guard exceeds(columns) else { return self }
        var kept: [(glyph: Glyph, style: Style)] = []
        var used = 0
        for span in spans {
            var isFull = false
            DisplayText.visit(span.text) { glyph in
                isFull = used + glyph.width > columns - 1
                if isFull { return false }
                used += glyph.width
                kept.append((glyph, span.style))
                return true
            }
            if isFull {
                kept.append((Glyph(scalar: "…"), span.style))
                break
            }
        }
        return LineWrapper.line(kept)
    }

    /// Whether the line is wider than so many columns; a long text is not read to its end.
    private func exceeds(_ columns: Int) -> Bool {
        var used = 0
        for span in spans {
            DisplayText.visit(span.text) { glyph in
                used += glyph.width
                return used <= columns
            }
            if used > columns { return true }
        }
        return false
    }

    /// The line broken into lines of a width, at spaces where there are any.
    ///
    /// Line feeds in the text break the line too; tabs fill up to the next multiple of four columns.
    /// A space at which a line is broken is not shown.
    ///
    /// - Parameter columns: the width each may take; below 1 counts as 1.
    /// - Returns: at least one line.
    public func wrapped(to columns: Int) -> [Line] {
        var wrapper = LineWrapper(columns: max(1, columns))
        for span in spans {
            // "\r\n" is one character; a lone "\r" stays and is escaped.
            let parts = span.text.split(omittingEmptySubsequences: false) {
                $0 == "\n" || $0 == "\r\n"
            }
            for (index, part) in parts.enumerated() {
                if index > 0 { wrapper.breakLine() }
                for (tab, piece) in part.split(
                    separator: "\t", omittingEmptySubsequences: false
                ).enumerated() {
                    if tab > 0 { wrapper.tab(span.style) }
                    DisplayText.visit(String(piece)) { glyph in
                        wrapper.append(glyph, span.style)
                        return true
                    }
                }
            }
        }
        return wrapper.finish()
    }
}

/// Gathers glyphs into lines; remembers the last space so that a word can move down whole.
struct LineWrapper {
    let columns: Int
    var lines: [Line] = []
    var glyphs: [(glyph: Glyph, style: Style)] = []
    var width = 0
    var lastSpace: Int?

    init(columns: Int) { self.columns = columns }

    mutating func append(_ glyph: Glyph, _ style: Style) {
        let glyph = glyph.width > columns ? Glyph.replacement : glyph
        if width + glyph.width > columns {
            if glyph == .space {
                breakLine()
                return
            }
            if let space = lastSpace {
                let rest = glyphs[(space + 1)...]
                glyphs.removeSubrange(space...)
                let moved = Array(rest)
                breakLine()
                glyphs = moved
                width = moved.reduce(0) { $0 + $1.glyph.width }
                if width + glyph.width > columns { breakLine() }
            } else {
                breakLine()
            }
        }
        if glyph == .space { lastSpace = glyphs.count }
        glyphs.append((glyph, style))
        width += glyph.width
    }

    mutating func tab(_ style: Style) {
        repeat { append(.space, style) } while width % 4 != 0 && width < columns
    }

    mutating func breakLine() {
        lines.append(LineWrapper.line(glyphs))
        glyphs = []
        width = 0
        lastSpace = nil
    }

    mutating func finish() -> [Line] {
        breakLine()
        return lines
    }

    static func line(_ glyphs: [(glyph: Glyph, style: Style)]) -> Line {
        var line = Line()
        for (glyph, style) in glyphs {
            let style = glyph.isEscape ? Style(.escape, on: style.ground, style.attributes) : style
            if let last = line.spans.last, last.style == style {
                line.spans[line.spans.count - 1].text += glyph.text
            } else {
                line.append(glyph.text, style)
            }
        }
        return line
    }
}
