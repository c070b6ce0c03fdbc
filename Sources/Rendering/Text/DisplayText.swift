/// Text as a terminal may safely show it.
///
/// Everything that reaches a cell goes through ``visit(_:_:)``, so that hostile text (a model's
/// answer, a file's name) can neither move the cursor nor hide:
/// - control characters become `^X`; other hidden scalars (bidirectional overrides, zero-width and
///   format characters, private and unassigned ones) become `\u{202E}`, marked as escapes;
/// - a base with combining marks stays one glyph if it fits a cell; clusters whose width terminals do
///   not agree on (emoji sequences, variation selectors, flags) become one replacement glyph.
public enum DisplayText {
    /// Hands each glyph of a text to a closure, from the left.
    ///
    /// - Complexity: O(n); ASCII takes a short way.
    /// - Parameters:
    ///   - text: any text.
    ///   - body: called with each glyph; returns false to stop.
    @inline(__always)
    public static func visit(_ text: String, _ body: (Glyph) -> Bool) {
        var text = text
        let done = text.withUTF8 { bytes -> Bool in
            guard bytes.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) else { return false }
            for byte in bytes where !body(Glyph(ascii: byte)) { break }
            return true
        }
        if !done { visitCharacters(text, body) }
    }

    private static func visitCharacters(_ text: String, _ body: (Glyph) -> Bool) {
        for character in text {
            let scalars = character.unicodeScalars
            guard let first = scalars.first else { continue }
            if scalars.count == 1 {
                switch ScalarClass(first) {
                case .base(let width):
                    if !body(Glyph(scalar: first, width: width)) { return }
                case .risky:
                    if !body(.replacement) { return }
                case .combining, .hidden:
                    if !visitEscape(first, body) { return }
                }
            } else if !visitCluster(Array(scalars), body) {
                return
            }
        }
    }

    /// Shows a cluster of several scalars; false to stop.
    private static func visitCluster(_ scalars: [Unicode.Scalar], _ body: (Glyph) -> Bool) -> Bool {
        if case .base(let width) = ScalarClass(scalars[0]) {
            // Selectors and joiners after an emoji change what a terminal draws and how wide.
            let isPictorial = scalars[0].properties.isEmoji && scalars[0].value >= 0xA9
            let marks = scalars.dropFirst()
            if isPictorial || marks.contains(where: { $0.value == 0xFE0E || $0.value == 0xFE0F }) {
                return body(.replacement)
            }
            let areMarks = marks.allSatisfy { scalar in
                if case .combining = ScalarClass(scalar) { return true }
                return false
            }
            if areMarks {
                return body(
                    scalars.count <= Glyph.maxScalars
                        ? Glyph(scalars: scalars, width: width) : .replacement)
            }
        }
        let isAnyHidden = scalars.contains { scalar in
            if case .hidden = ScalarClass(scalar) { return true }
            return false
        }
        guard isAnyHidden else { return body(.replacement) }
        // Spelled out scalar by scalar, so that what was hidden is seen.
        for scalar in scalars {
            switch ScalarClass(scalar) {
            case .base(let width):
                if !body(Glyph(scalar: scalar, width: width)) { return false }
            case .risky:
                if !body(.replacement) { return false }
            case .combining, .hidden:
                if !visitEscape(scalar, body) { return false }
            }
        }
        return true
    }

    private static func visitEscape(_ scalar: Unicode.Scalar, _ body: (Glyph) -> Bool) -> Bool {
        let spelling =
            switch scalar.value {
            case 0..<0x20: "^" + String(UnicodeScalar(UInt8(scalar.value + 0x40)))
            case 0x7F: "^?"
            default: "\\u{" + String(scalar.value, radix: 16, uppercase: true) + "}"
            }
        for byte in spelling.utf8 where !body(Glyph(ascii: byte).markedEscape(true)) {
            return false
        }
        return true
    }

    /// The glyphs of a text.
    ///
    /// - Parameter text: any text.
    /// - Returns: its glyphs, from the left.
    public static func glyphs(of text: String) -> [Glyph] {
        var result: [Glyph] = []
        result.reserveCapacity(text.utf8.count)
        visit(text) {
            result.append($0)
            return true
        }
        return result
    }

    /// How many columns a text takes.
    ///
    /// - Parameter text: any text.
    /// - Returns: its width as it is shown, escapes included.
    public static func width(of text: String) -> Int {
        var width = 0
        visit(text) {
            width += $0.width
            return true
        }
        return width
    }

    /// A text as it is shown, with everything hidden spelled out.
    ///
    /// - Parameter text: any text.
    /// - Returns: text without control, format or unassigned characters.
    public static func sanitized(_ text: String) -> String {
        var result = ""
        visit(text) {
            result += $0.text
            return true
        }
        return result
    }

    /// A text cut to a width, with an ellipsis if something was lost.
    ///
    /// - Parameters:
    ///   - text: any text.
    ///   - columns: the width it may take.
    /// - Returns: sanitised text of at most that width.
    public static func truncated(_ text: String, to columns: Int) -> String {
        Line(text).truncated(to: columns).plain
    }

    /// A text filled up with spaces, or cut, to exactly a width.
    ///
    /// - Parameters:
    ///   - text: any text.
    ///   - columns: the width it is to take.
    ///   - alignment: where the spaces go.
    /// - Returns: sanitised text of exactly that width.
    public static func padded(
        _ text: String, to columns: Int, _ alignment: Alignment = .leading
    ) -> String {
        let cut = truncated(text, to: columns)
        let missing = max(0, columns - width(of: cut))
        let before =
            switch alignment {
            case .leading: 0
            case .center: missing / 2
            case .trailing: missing
            }
        return String(repeating: " ", count: before) + cut
            + String(repeating: " ", count: missing - before)
    }
}

/// Where something stands in a wider place.
public enum Alignment: Hashable, Sendable {
    /// At the left.
    case leading
    /// In the middle.
    case center
    /// At the right.
    case trailing
}
