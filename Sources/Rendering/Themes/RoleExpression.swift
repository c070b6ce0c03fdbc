/// A role's look in a theme file: `base0B on mix(base00, base0B, 40) bold`.
///
///     look    = colour ["on" colour] {attribute}
///     colour  = "base00" ... "base17" | ["#"] six hexadecimal digits
///             | "mix(" colour "," colour "," percent ")"
///     attribute = "bold" | "dim" | "italic" | "underline" | "reverse"
///
/// `series` takes up to eight colours, `heat` takes `ramp(colour, colour, ...)`.
struct RoleExpression {
    /// A colour with the slot of the user's sixteen it stands for, if there is one.
    struct Paint: Equatable {
        var rgb: RGB
        var slot: Int8?
    }

    var foreground: Paint
    var background: Paint?
    var attributes: Attributes = []

    static let accepted =
        "COLOUR [on COLOUR] [bold|dim|italic|underline|reverse], where COLOUR is base00 to base17, "
        + "#rrggbb or mix(COLOUR, COLOUR, percent)"

    /// Reads a look; nil if it is not one.
    init?(_ text: String, palette: [String: RGB]) {
        var words = RoleExpression.words(text)[...]
        guard let first = words.popFirst(),
            let foreground = RoleExpression.paint(first, palette: palette)
        else { return nil }
        self.foreground = foreground
        if words.first == "on" {
            words.removeFirst()
            guard let second = words.popFirst(),
                let background = RoleExpression.paint(second, palette: palette)
            else { return nil }
            self.background = background
        }
        for word in words {
            switch word {
            case "bold": attributes.insert(.bold)
            case "dim": attributes.insert(.dim)
            case "italic": attributes.insert(.italic)
            case "underline": attributes.insert(.underline)
            case "reverse": attributes.insert(.reverse)
            default: return nil
            }
        }
    }

    /// Reads colours separated by spaces; nil if one is not a colour or there is none.
    static func series(_ text: String, palette: [String: RGB]) -> [Paint]? {
        let paints = words(text).map { paint($0, palette: palette) }
        let found = paints.compactMap { $0 }
        return found.isEmpty || found.count != paints.count || found.count > Role.seriesCount
            ? nil : found
    }

    /// Reads `ramp(colour, colour, ...)`; nil if it is not one.
    static func ramp(_ text: String, palette: [String: RGB]) -> [RGB]? {
        let text = trimmed(text[...])
        guard text.hasPrefix("ramp("), text.hasSuffix(")") else { return nil }
        let paints = arguments(text.dropFirst(5).dropLast()).map {
            paint(String(trimmed($0)), palette: palette)
        }
        let found = paints.compactMap { $0?.rgb }
        return found.count == paints.count && found.count >= 2 ? found : nil
    }

    /// A place on a ramp.
    static func color(at level: Double, of ramp: [RGB]) -> RGB {
        let place = level * Double(ramp.count - 1)
        let index = min(ramp.count - 2, max(0, Int(place)))
        return ramp[index].mixed(with: ramp[index + 1], share: place - Double(index))
    }

    private static func paint(_ text: String, palette: [String: RGB]) -> Paint? {
        if let rgb = palette[text] { return Paint(rgb: rgb, slot: slots[text] ?? nil) }
        if let rgb = RGB(hex: text) { return Paint(rgb: rgb, slot: nil) }
        guard text.hasPrefix("mix("), text.hasSuffix(")") else { return nil }
        let parts = arguments(text.dropFirst(4).dropLast()).map { String(trimmed($0)) }
        guard parts.count == 3, let first = paint(parts[0], palette: palette),
            let second = paint(parts[1], palette: palette), let percent = Double(parts[2]),
            percent >= 0, percent <= 100
        else { return nil }
        return Paint(
            rgb: first.rgb.mixed(with: second.rgb, share: percent / 100),
            slot: percent < 50 ? first.slot : second.slot)
    }

    /// Which of the user's sixteen a scheme's hue stands for; greys stand for none.
    private static let slots: [String: Int8?] = [
        "base08": 1, "base09": 11, "base0A": 3, "base0B": 2, "base0C": 6, "base0D": 4, "base0E": 5,
        "base0F": 9, "base12": 9, "base13": 11, "base14": 10, "base15": 14, "base16": 12,
        "base17": 13,
    ]

    /// Words separated by spaces; what stands in parentheses is one word with what is before it.
    private static func words(_ text: String) -> [String] {
        var words: [String] = []
        var word = ""
        var depth = 0
        for character in text {
            if character.isWhitespace, depth == 0 {
                if !word.isEmpty { words.append(word) }
                word = ""
                continue
            }
            if character == "(" { depth += 1 }
            if character == ")" { depth -= 1 }
            word.append(character)
        }
        if !word.isEmpty { words.append(word) }
        return words
    }

    /// Parts between the commas that stand in no inner parentheses.
    private static func arguments(_ text: Substring) -> [Substring] {
        var depth = 0
        return text.split(omittingEmptySubsequences: false) { character in
            if character == "(" { depth += 1 }
            if character == ")" { depth -= 1 }
            return character == "," && depth == 0
        }
    }

    private static func trimmed(_ text: Substring) -> Substring {
        var text = text
        while text.first?.isWhitespace == true { text.removeFirst() }
        while text.last?.isWhitespace == true { text.removeLast() }
        return text
    }
}
