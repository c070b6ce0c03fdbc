/// The comparison of two texts, ready to be shown.
///
/// Lines are compared first; a removed and an added line at the same place that are alike enough are
/// compared word by word. Every changed line has a sign in its gutter and every changed word an
/// emphasis besides its colour, so that the comparison can be read without colours.
public struct TextDiff: Sendable {
    /// Lines for the screen.
    public struct Page: Sendable {
        /// What to show, wrapped to the width asked for.
        public var lines: [Line]
        /// The first line of each place that changed, for going from one to the next.
        public var changes: [Int]
    }

    /// One line or pair of lines.
    private enum Row: Sendable {
        case same(String)
        case delete(String)
        case insert(String)
        case change(old: String, new: String)
    }

    private let rows: [Row]
    private let unit: DiffUnit

    /// Lines taken away.
    public let deletedLines: Int
    /// Lines added.
    public let insertedLines: Int

    /// Whether both texts are the same.
    public var isUnchanged: Bool { deletedLines == 0 && insertedLines == 0 }

    /// Compares two texts.
    ///
    /// - Parameters:
    ///   - old: the earlier text.
    ///   - new: the later text.
    ///   - unit: what counts as a word.
    ///   - threshold: how alike two lines must be, in `0...1`, to be compared by words; lines of a few
    ///     words always are.
    public init(old: String, new: String, unit: DiffUnit = .words, threshold: Double = 0.5) {
        var rows: [Row] = []
        var deletes: [String] = []
        var inserts: [String] = []
        var deleted = 0
        var inserted = 0
        func flush() {
            let pairs = min(deletes.count, inserts.count)
            for index in 0..<max(deletes.count, inserts.count) {
                guard index < pairs else {
                    rows.append(
                        index < deletes.count ? .delete(deletes[index]) : .insert(inserts[index]))
                    continue
                }
                let (before, after) = (deletes[index], inserts[index])
                let isShort = max(before.count, after.count) <= 48
                if isShort || WordDiff(old: before, new: after, unit: unit).similarity >= threshold
                {
                    rows.append(.change(old: before, new: after))
                } else {
                    rows.append(.delete(before))
                    rows.append(.insert(after))
                }
            }
            deleted += deletes.count
            inserted += inserts.count
            deletes = []
            inserts = []
        }
        for edit in editScript(from: TextDiff.lines(old), to: TextDiff.lines(new)) {
            switch edit {
            case .same(let line):
                flush()
                rows.append(.same(line))
            case .delete(let line): deletes.append(line)
            case .insert(let line): inserts.append(line)
            }
        }
        flush()
        self.rows = rows
        self.unit = unit
        deletedLines = deleted
        insertedLines = inserted
    }

    private static func lines(_ text: String) -> [String] {
        text.isEmpty
            ? []
            : text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }
                .map(String.init)
    }

    /// Words taken away and added in all changed lines.
    public var changedWords: (deleted: Int, inserted: Int) {
        var deleted = 0
        var inserted = 0
        func count(_ text: String) -> Int {
            WordDiff.tokens(text, unit: unit).reduce(0) {
                $1.first?.isWhitespace == true ? $0 : $0 + 1
            }
        }
        for row in rows {
            switch row {
            case .same: break
            case .delete(let text): deleted += count(text)
            case .insert(let text): inserted += count(text)
            case .change(let old, let new):
                let words = WordDiff(old: old, new: new, unit: unit)
                deleted += words.deletedWords
                inserted += words.insertedWords
            }
        }
        return (deleted, inserted)
    }

    // MARK: Ways to show it

    /// Old lines above new ones, `-` and `+` in the gutter.
    ///
    /// - Parameters:
    ///   - width: columns to wrap to.
    ///   - context: unchanged lines to keep around changes; all if nil.
    /// - Returns: the lines.
    public func inline(width: Int, context: Int? = nil) -> Page {
        page(context: context) { row in
            switch row {
            case .same(let text):
                return TextDiff.guttered(" ", Line(text), .text, width: width)
            case .delete(let text):
                return TextDiff.guttered("-", Line(text, .diffDelete), .diffDelete, width: width)
            case .insert(let text):
                return TextDiff.guttered("+", Line(text, .diffAdd), .diffAdd, width: width)
            case .change(let old, let new):
                let words = WordDiff(old: old, new: new, unit: unit)
                return TextDiff.guttered("-", TextDiff.oldLine(words), .diffDelete, width: width)
                    + TextDiff.guttered("+", TextDiff.newLine(words), .diffAdd, width: width)
            }
        }
    }

    /// Both texts as one flow, changed words in brackets: `[-old-]{+new+}`, `~` in the gutter.
    ///
    /// - Parameters:
    ///   - width: columns to wrap to.
    ///   - context: unchanged lines to keep around changes; all if nil.
    /// - Returns: the lines.
    public func flow(width: Int, context: Int? = nil) -> Page {
        page(context: context) { row in
            switch row {
            case .same(let text):
                return TextDiff.guttered(" ", Line(text), .text, width: width)
            case .delete(let text):
                return TextDiff.guttered("-", Line(text, .diffDelete), .diffDelete, width: width)
            case .insert(let text):
                return TextDiff.guttered("+", Line(text, .diffAdd), .diffAdd, width: width)
            case .change(let old, let new):
                var line = Line()
                for piece in WordDiff(old: old, new: new, unit: unit).flow {
                    switch piece.isInsertion {
                    case nil: line.append(piece.text)
                    case true?: line.append("{+" + piece.text + "+}", .diffAddWord)
                    case false?: line.append("[-" + piece.text + "-]", .diffDeleteWord)
                    }
                }
                return TextDiff.guttered("~", line, .diffChange, width: width)
            }
        }
    }

    /// The old text at the left, the new at the right.
    ///
    /// - Parameters:
    ///   - width: columns for both; below 9 the lines are shown as ``inline(width:context:)`` does.
    ///   - context: unchanged lines to keep around changes; all if nil.
    /// - Returns: the lines.
    public func sideBySide(width: Int, context: Int? = nil) -> Page {
        guard width >= 9 else { return inline(width: width, context: context) }
        let left = (width - 1) / 2
        let right = width - 1 - left
        func join(_ old: [Line], _ new: [Line]) -> [Line] {
            (0..<max(old.count, new.count)).map { index in
                var line = index < old.count ? old[index] : Line()
                line.append(String(repeating: " ", count: max(0, left - line.width)))
                line.append("│", .border)
                return index < new.count ? line + new[index] : line
            }
        }
        return page(context: context) { row in
            switch row {
            case .same(let text):
                return join(
                    TextDiff.guttered(" ", Line(text), .text, width: left),
                    TextDiff.guttered(" ", Line(text), .text, width: right))
            case .delete(let text):
                return join(
                    TextDiff.guttered("-", Line(text, .diffDelete), .diffDelete, width: left), [])
            case .insert(let text):
                return join(
                    [], TextDiff.guttered("+", Line(text, .diffAdd), .diffAdd, width: right))
            case .change(let old, let new):
                let words = WordDiff(old: old, new: new, unit: unit)
                return join(
                    TextDiff.guttered("-", TextDiff.oldLine(words), .diffDelete, width: left),
                    TextDiff.guttered("+", TextDiff.newLine(words), .diffAdd, width: right))
            }
        }
    }

    private static func oldLine(_ words: WordDiff) -> Line {
        Line(words.old.map { Span($0.text, $0.isChanged ? .diffDeleteWord : .diffDelete) })
    }

    private static func newLine(_ words: WordDiff) -> Line {
        Line(words.new.map { Span($0.text, $0.isChanged ? .diffAddWord : .diffAdd) })
    }

    /// A line wrapped behind a gutter of a sign and a space; the sign stands on its first row.
    private static func guttered(
        _ sign: String, _ line: Line, _ style: Style, width: Int
    ) -> [Line] {
        guard width > 2 else { return line.wrapped(to: width) }
        return line.wrapped(to: width - 2).enumerated().map { index, part in
            Line((index == 0 ? sign : " ") + " ", style) + part
        }
    }

    private func page(context: Int?, _ show: (Row) -> [Line]) -> Page {
        var page = Page(lines: [], changes: [])
        let isChanged = rows.map { row in
            if case .same = row { return false }
            return true
        }
        let isKept = TextDiff.kept(isChanged, context: context)
        var folded = 0
        func unfold(_ page: inout Page) {
            if folded > 0 {
                let lines = folded == 1 ? "1 unchanged line" : "\(folded) unchanged lines"
                page.lines.append(Line("⋯ \(lines) ⋯", .dim))
            }
            folded = 0
        }
        for (index, row) in rows.enumerated() {
            guard isKept[index] else {
                folded += 1
                continue
            }
            unfold(&page)
            if isChanged[index], index == 0 || !isChanged[index - 1] {
                page.changes.append(page.lines.count)
            }
            page.lines += show(row)
        }
        unfold(&page)
        return page
    }

    /// Which rows are within `context` rows of a change.
    private static func kept(_ isChanged: [Bool], context: Int?) -> [Bool] {
        guard let context else { return isChanged.map { _ in true } }
        var kept = isChanged.map { _ in false }
        for index in isChanged.indices where isChanged[index] {
            let first = max(0, index - max(0, context))
            let last = min(isChanged.count - 1, index + max(0, context))
            for near in first...last { kept[near] = true }
        }
        return kept
    }
}
