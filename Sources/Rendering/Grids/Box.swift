/// The glyphs frames are drawn with.
enum BoxGlyph {
    static let horizontal = Glyph(scalar: "─")
    static let vertical = Glyph(scalar: "│")
    static let topLeft = Glyph(scalar: "┌")
    static let topRight = Glyph(scalar: "┐")
    static let bottomLeft = Glyph(scalar: "└")
    static let bottomRight = Glyph(scalar: "┘")
}

extension Grid {
    /// Draws a frame with a title at the left of its top edge and a state at the right.
    ///
    /// The state is left out before the title is cut. A frame of one row or column is a rule.
    ///
    /// - Parameters:
    ///   - rect: where.
    ///   - title: what the pane is.
    ///   - state: how it is set (filter, sort, smoothing), so that a screenshot explains itself.
    ///   - isFocused: whether the pane has the focus.
    ///   - ground: the role whose background frame and inside get; the inside is cleared.
    /// - Returns: the inside.
    @discardableResult
    public mutating func box(
        _ rect: Rect, title: Line = Line(), state: Line = Line(), isFocused: Bool = false,
        ground: Role = .text
    ) -> Rect {
        guard !rect.isEmpty else { return rect.inset() }
        let style = (isFocused ? Style.borderFocus : .border).on(ground)
        let right = rect.maxX - 1
        let bottom = rect.maxY - 1
        fill(rect.inset(), style: Style(.text, on: ground))
        fill(rect.row(0), with: BoxGlyph.horizontal, style: style)
        fill(rect.row(rect.height - 1), with: BoxGlyph.horizontal, style: style)
        if rect.height > 1 {
            for y in rect.y...bottom {
                set(BoxGlyph.vertical, x: rect.x, y: y, style: style)
                set(BoxGlyph.vertical, x: right, y: y, style: style)
            }
            if rect.width > 1 {
                set(BoxGlyph.topLeft, x: rect.x, y: rect.y, style: style)
                set(BoxGlyph.topRight, x: right, y: rect.y, style: style)
                set(BoxGlyph.bottomLeft, x: rect.x, y: bottom, style: style)
                set(BoxGlyph.bottomRight, x: right, y: bottom, style: style)
            }
        }
        // "┌─ title ─── state ─┐": two cells of frame and a space on each side of each text.
        let room = rect.width - 6
        guard room > 0 else { return rect.inset() }
        let edge = Rect(x: rect.x + 3, y: rect.y, width: room, height: 1)
        let titleWidth = title.width
        let stateWidth = state.width
        let isStateShown =
            stateWidth > 0 && stateWidth + (titleWidth > 0 ? titleWidth + 3 : 0) <= room
        func put(_ line: Line, x: Int, width: Int) {
            fill(Rect(x: x - 1, y: rect.y, width: width + 2, height: 1), style: style)
            write(line.on(ground), x: x, y: rect.y, clip: edge)
        }
        if titleWidth > 0 {
            let shown = title.truncated(to: room)
            put(shown, x: edge.x, width: shown.width)
        }
        if isStateShown { put(state, x: edge.maxX - stateWidth, width: stateWidth) }
        return rect.inset()
    }

    /// Draws a horizontal rule.
    ///
    /// - Parameters:
    ///   - rect: where; its first row is used.
    ///   - style: how it looks.
    public mutating func rule(_ rect: Rect, style: Style = .border) {
        fill(rect.row(0), with: BoxGlyph.horizontal, style: style)
    }

    /// Draws a scroll bar in a rectangle's last column, if there is more than it shows.
    ///
    /// - Parameters:
    ///   - rect: the scrolled area.
    ///   - offset: the first row shown.
    ///   - total: how many rows there are.
    ///   - style: how the thumb looks.
    public mutating func scrollBar(
        _ rect: Rect, offset: Int, total: Int, style: Style = .border
    ) {
        let rows = rect.height
        guard rows > 0, rect.width > 0, total > rows else { return }
        let length = max(1, rows * rows / total)
        let start = min(max(0, offset), total - rows) * (rows - length) / (total - rows)
        for row in 0..<rows {
            let isThumb = row >= start && row < start + length
            set(
                isThumb ? Glyph(scalar: "█") : BoxGlyph.vertical, x: rect.maxX - 1, y: rect.y + row,
                style: style)
        }
    }
}
