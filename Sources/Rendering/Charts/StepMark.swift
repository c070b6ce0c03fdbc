/// Something that happened at one place of a horizontal axis: an edit, an alarm, a fork.
///
/// Scrubbers and charts over the same axis show the same marks.
public struct StepMark: Hashable, Sendable {
    /// Where it happened.
    public var place: Double
    /// The one character that says what it was, without colour.
    public var sign: Character
    /// What it was, in a word or two, where there is room.
    public var label: String
    /// How it looks.
    public var style: Style

    /// Creates a mark.
    ///
    /// - Parameters:
    ///   - place: where it happened.
    ///   - sign: the one character that says what it was; one column wide.
    ///   - label: what it was, in a word or two.
    ///   - style: how it looks.
    public init(at place: Double, _ sign: Character, _ label: String = "", style: Style = .warning)
    {
        self.place = place
        self.sign = sign
        self.label = label
        self.style = style
    }

    /// The sign as a glyph; a question mark if it does not fit a cell.
    var glyph: Glyph {
        let glyphs = DisplayText.glyphs(of: String(sign))
        guard let first = glyphs.first, glyphs.count == 1, first.width == 1 else {
            return Glyph(ascii: UInt8(ascii: "?"))
        }
        return first
    }
}
