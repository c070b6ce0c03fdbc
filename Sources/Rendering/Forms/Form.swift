/// Labelled fields below each other, one of them being typed in.
///
/// What is wrong stands below its field with a sign before it; a choice shows its words side by side
/// where there is room, the chosen one in brackets, so that nothing depends on colour.
public struct Form: Sendable {
    /// What is under a cell of the screen.
    public enum Hit: Hashable, Sendable {
        /// A field as a whole.
        case field(Int)
        /// A place in a field's text: before the character of this number.
        case text(Int, character: Int)
        /// A word of a choice.
        case choice(Int, Int)
        /// A step to the word before (-1) or after (1) the chosen one.
        case turn(Int, by: Int)
    }

    /// What a drawing shows, for the mouse and for scrolling.
    public struct Placement: Hashable, Sendable {
        /// The cells it was drawn in.
        public var rect: Rect
        /// How many rows all fields take.
        public var rowCount: Int
        /// The first row shown.
        public var offset: Int
        /// The cell of the text cursor, if a text is being typed in and shown.
        public var cursor: (column: Int, row: Int)? { caret.map { ($0.x, $0.y) } }
        fileprivate(set) var caret: Rect?
        fileprivate(set) var targets: [Target] = []

        struct Target: Hashable, Sendable {
            var rect: Rect
            var hit: Hit
        }

        /// What is under a cell.
        ///
        /// - Parameters:
        ///   - column: the cell's column.
        ///   - row: the cell's row.
        /// - Returns: the narrowest thing there, or nil.
        public func hit(atColumn column: Int, row: Int) -> Hit? {
            targets.last { $0.rect.contains(column: column, row: row) }?.hit
        }
    }

    /// The fields, from the top.
    public var fields: [FormField]
    /// The field that is being changed, if any.
    public var selection: Int?
    /// In a text that is being typed in, the number of characters before the cursor.
    public var cursor: Int
    /// The first row shown; moved as little as needed so that the selected field is seen.
    public var offset: Int
    /// Whether the form has the focus.
    public var isFocused: Bool

    /// Creates a form.
    ///
    /// - Parameters:
    ///   - fields: the fields, from the top.
    ///   - selection: the field that is being changed.
    ///   - cursor: in a text, the number of characters before the cursor.
    ///   - offset: the first row shown.
    ///   - isFocused: whether it has the focus.
    public init(
        _ fields: [FormField], selection: Int? = nil, cursor: Int = 0, offset: Int = 0,
        isFocused: Bool = true
    ) {
        self.fields = fields
        self.selection = selection
        self.cursor = cursor
        self.offset = offset
        self.isFocused = isFocused
    }

    /// Draws the fields that fit.
    ///
    /// - Parameters:
    ///   - grid: where to draw.
    ///   - rect: which part of it.
    /// - Returns: what was drawn where.
    @discardableResult
    public func draw(on grid: inout Grid, in rect: Rect) -> Placement {
        let widest = fields.map { DisplayText.width(of: $0.label) }.max() ?? 0
        let labels = min(widest, max(4, rect.width / 3))
        // "> label  value": the sign, the label and a gap.
        let indent = 2 + labels + (labels > 0 ? 2 : 0)
        let problems = fields.map { field in
            field.problem.map { Line("! " + $0, .bad).wrapped(to: max(1, rect.width - indent - 1)) }
                ?? []
        }
        var starts: [Int] = []
        var rows = 0
        for (field, problem) in zip(fields, problems) {
            if field.heading != nil { rows += rows > 0 ? 2 : 1 }
            starts.append(rows)
            rows += 1 + problem.count
        }
        var first = max(0, min(offset, rows - rect.height))
        if let selection, fields.indices.contains(selection), rect.height > 0 {
            let top = starts[selection] - (fields[selection].heading == nil ? 0 : 1)
            let bottom = starts[selection] + problems[selection].count
            // Of a field taller than the room its first row counts.
            first = min(max(first, bottom - rect.height + 1), starts[selection])
            if top >= 0, bottom - top < rect.height { first = min(first, top) }
        }
        var placement = Placement(rect: rect, rowCount: rows, offset: first)
        let isScrolled = rows > rect.height && rect.width > 8
        let inside = rect.cutLeft(rect.width - (isScrolled ? 1 : 0)).left
        for (index, field) in fields.enumerated() {
            let y = starts[index] - first
            if let heading = field.heading {
                grid.write(Line(heading, .title), in: inside, row: y - 1)
            }
            draw(index, on: &grid, inside.row(y), indent: indent, &placement)
            for (line, text) in problems[index].enumerated() {
                grid.write(text, in: inside.row(y + 1 + line).cutLeft(indent).rest)
            }
        }
        if isScrolled { grid.scrollBar(rect, offset: first, total: rows) }
        return placement
    }

    private func draw(
        _ index: Int, on grid: inout Grid, _ row: Rect, indent: Int, _ placement: inout Placement
    ) {
        guard !row.isEmpty else { return }
        let field = fields[index]
        let isSelected = index == selection && isFocused
        placement.targets.append(.init(rect: row, hit: .field(index)))
        let (left, value) = row.cutLeft(indent)
        if index == selection { grid.write(">", x: row.x, y: row.y, style: .strong, clip: row) }
        let labelStyle: Style = !field.isEnabled ? .disabled : isSelected ? .strong : .dim
        grid.write(
            Line(field.label, labelStyle),
            in: Rect(x: left.x + 2, y: left.y, width: left.width - 2, height: 1))
        let end: Int
        switch field.value {
        case .text(let text):
            end = draw(
                text: text, of: index, on: &grid, value, isEdited: isSelected && field.isEnabled,
                &placement)
        case .choice(let words, let chosen):
            end = draw(words, chosen, of: index, on: &grid, value, isSelected, &placement)
        case .button(let title):
            let style: Style = !field.isEnabled ? .disabled : isSelected ? .select : .text
            let line = Line("[ \(title) ]", style).truncated(to: value.width)
            end = grid.write(line, x: value.x, y: value.y, clip: value)
        case .fixed(let line):
            end = grid.write(line.truncated(to: value.width), x: value.x, y: value.y, clip: value)
        }
        guard !field.note.spans.isEmpty else { return }
        let note = value.cutLeft(end + 2 - value.x).rest
        grid.write(field.note, in: note)
    }

    /// Draws a text, cut so that its cursor is seen.
    ///
    /// - Returns: the column after it.
    private func draw(
        text: String, of index: Int, on grid: inout Grid, _ rect: Rect, isEdited: Bool,
        _ placement: inout Placement
    ) -> Int {
        guard !rect.isEmpty else { return rect.x }
        let field = fields[index]
        guard isEdited else {
            let line =
                text.isEmpty
                ? Line(field.placeholder, .dim) : Line(text, field.isEnabled ? .text : .disabled)
            return grid.write(line.truncated(to: rect.width), x: rect.x, y: rect.y, clip: rect)
        }
        let characters = Array(text)
        let place = min(max(0, cursor), characters.count)
        let widths = characters.map { DisplayText.width(of: String($0)) }
        // Characters are left out at the start until the cursor has room.
        var start = 0
        let under = place < characters.count ? max(1, widths[place]) : 1
        var used = widths[..<place].reduce(0, +) + under
        while used > rect.width, start < place {
            used -= widths[start]
            start += 1
        }
        var x = rect.x
        for number in start..<characters.count where x < rect.maxX {
            let isUnder = number == place
            let cells = Rect(x: x, y: rect.y, width: widths[number], height: 1).intersection(rect)
            placement.targets.append(.init(rect: cells, hit: .text(index, character: number)))
            if isUnder { placement.caret = cells }
            x = grid.write(
                String(characters[number]), x: x, y: rect.y,
                style: isUnder ? Style(.input, .reverse) : .input, clip: rect)
        }
        if place == characters.count, x < rect.maxX {
            placement.caret = Rect(x: x, y: rect.y, width: 1, height: 1)
            grid.write(" ", x: x, y: rect.y, style: Style(.input, .reverse), clip: rect)
            x += 1
        }
        let rest = Rect(x: x, y: rect.y, width: min(rect.maxX - x, 1), height: 1)
        placement.targets.append(.init(rect: rest, hit: .text(index, character: characters.count)))
        return min(x, rect.maxX)
    }

    /// Draws the words of a choice, all of them if they fit.
    ///
    /// - Returns: the column after them.
    private func draw(
        _ words: [String], _ chosen: Int, of index: Int, on grid: inout Grid, _ rect: Rect,
        _ isSelected: Bool, _ placement: inout Placement
    ) -> Int {
        let field = fields[index]
        let plain: Style = field.isEnabled ? .dim : .disabled
        let strong: Style = !field.isEnabled ? .disabled : isSelected ? .input : .strong
        let total = words.reduce(0) { $0 + DisplayText.width(of: $1) + 3 }
        var x = rect.x
        if total <= rect.width {
            for (number, word) in words.enumerated() {
                let isChosen = number == chosen
                let end = grid.write(
                    isChosen ? "[\(word)]" : " \(word) ", x: x, y: rect.y,
                    style: isChosen ? strong : plain, clip: rect)
                placement.targets.append(
                    .init(
                        rect: Rect(x: x, y: rect.y, width: end - x, height: 1),
                        hit: .choice(index, number)))
                x = end + 1
            }
            return x - (words.isEmpty ? 0 : 1)
        }
        let word = words.indices.contains(chosen) ? words[chosen] : ""
        placement.targets.append(
            .init(rect: rect.cutLeft(2).left, hit: .turn(index, by: -1)))
        grid.write("< ", x: x, y: rect.y, style: .key, clip: rect)
        x = grid.write(
            Line(word, strong).truncated(to: max(0, rect.width - 4)), x: rect.x + 2, y: rect.y,
            clip: rect)
        placement.targets.append(
            .init(
                rect: Rect(x: x, y: rect.y, width: 2, height: 1).intersection(rect),
                hit: .turn(index, by: 1)))
        return grid.write(" >", x: x, y: rect.y, style: .key, clip: rect)
    }
}
