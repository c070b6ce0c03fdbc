import Foundation

/// A colour in sRGB.
public struct RGB: Hashable, Sendable {
    /// Red, 0 to 255.
    public var red: UInt8
    /// Green, 0 to 255.
    public var green: UInt8
    /// Blue, 0 to 255.
    public var blue: UInt8

    /// Creates a colour from its parts.
    ///
    /// - Parameters:
    ///   - red: 0 to 255.
    ///   - green: 0 to 255.
    ///   - blue: 0 to 255.
    public init(red: UInt8, green: UInt8, blue: UInt8) {
        self.red = red
        self.green = green
        self.blue = blue
    }

    /// Creates a colour from six hexadecimal digits, with or without `#` before them.
    ///
    /// - Parameter hex: such as `#7fb2f0`.
    public init?(hex: String) {
        let digits = hex.hasPrefix("#") ? hex.dropFirst() : hex[...]
        guard digits.utf8.count == 6, digits.allSatisfy(\.isHexDigit),
            let value = UInt32(digits, radix: 16)
        else { return nil }
        self.init(value: value)
    }

    /// Creates a colour from `0xRRGGBB`.
    init(value: UInt32) {
        red = UInt8(truncatingIfNeeded: value >> 16)
        green = UInt8(truncatingIfNeeded: value >> 8)
        blue = UInt8(truncatingIfNeeded: value)
    }

    /// The colour as `0xRRGGBB`.
    public var value: UInt32 { UInt32(red) << 16 | UInt32(green) << 8 | UInt32(blue) }

    /// The colour as `#rrggbb`.
    public var hex: String {
        let digits = String(value, radix: 16)
        return "#" + String(repeating: "0", count: 6 - digits.count) + digits
    }

    /// How bright it is, from 0 for black to 1 for white.
    ///
    /// - Source: WCAG 2.1, "relative luminance", https://www.w3.org/TR/WCAG21/#dfn-relative-luminance.
    public var luminance: Double {
        func linear(_ part: UInt8) -> Double {
            let value = Double(part) / 255
            return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
        }
        return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
    }

    /// How well two colours stand out from each other, from 1 (equal) to 21 (black on white).
    ///
    /// - Source: WCAG 2.1, "contrast ratio", https://www.w3.org/TR/WCAG21/#dfn-contrast-ratio.
    /// - Parameter other: the other colour.
    /// - Returns: the ratio.
    public func contrast(with other: RGB) -> Double {
        let a = luminance
        let b = other.luminance
        return (max(a, b) + 0.05) / (min(a, b) + 0.05)
    }

    /// A mixture with another colour.
    ///
    /// - Parameters:
    ///   - other: the other colour.
    ///   - share: the other colour's share, clamped to `0...1`.
    /// - Returns: the mixture, part by part.
    public func mixed(with other: RGB, share: Double) -> RGB {
        let share = min(1, max(0, share))
        func mix(_ a: UInt8, _ b: UInt8) -> UInt8 {
            UInt8((Double(a) * (1 - share) + Double(b) * share).rounded())
        }
        return RGB(
            red: mix(red, other.red), green: mix(green, other.green), blue: mix(blue, other.blue))
    }

    /// The colour moved towards white or black just far enough to be read on a background.
    ///
    /// - Parameters:
    ///   - background: what it stands on.
    ///   - least: the contrast wanted; at most 4.58 can be had on every background.
    ///   - shown: what the terminal makes of a colour.
    /// - Returns: the colour as it is shown; its own if that can be read already.
    func legible(
        on background: RGB, least: Double, shown: (RGB) -> RGB = { $0 }
    ) -> RGB {
        let plain = shown(self)
        if plain.contrast(with: background) >= least { return plain }
        let white = RGB(value: 0xFF_FFFF)
        let black = RGB(value: 0)
        let end =
            white.contrast(with: background) >= black.contrast(with: background) ? white : black
        for step in 1..<20 {
            let moved = shown(mixed(with: end, share: Double(step) / 20))
            if moved.contrast(with: background) >= least { return moved }
        }
        return shown(end)
    }

    /// Creates one of the fixed colours of a 256-colour terminal.
    ///
    /// - Parameter index: its number, 16 to 255.
    init(index256 index: UInt8) {
        precondition(index >= 16, "the first 16 colours belong to the user, not \(index)")
        if index >= 232 {
            let grey = 8 + 10 * (index - 232)
            self.init(red: grey, green: grey, blue: grey)
        } else {
            let cube = Int(index) - 16
            self.init(
                red: RGB.cubeLevels[cube / 36], green: RGB.cubeLevels[cube / 6 % 6],
                blue: RGB.cubeLevels[cube % 6])
        }
    }

    /// What terminals really show for the six levels of their colour cube.
    private static let cubeLevels: [UInt8] = [0, 95, 135, 175, 215, 255]

    /// The nearest of the 240 fixed colours of a 256-colour terminal, 16 to 255.
    ///
    /// Nearest by squared distance to the levels terminals really use, in the cube and in the greys
    /// from 8 to 238. The first 16 belong to the user and are never chosen.
    public var nearest256: UInt8 {
        let levels = RGB.cubeLevels.map(Int.init)
        let parts = [Int(red), Int(green), Int(blue)]
        func square(_ value: Int) -> Int { value * value }
        let steps = parts.map { part in
            levels.indices.min { square(levels[$0] - part) < square(levels[$1] - part) } ?? 0
        }
        let cube = 16 + 36 * steps[0] + 6 * steps[1] + steps[2]
        let cubeDistance = (0..<3).reduce(0) { $0 + square(levels[steps[$1]] - parts[$1]) }
        let mean = (parts[0] + parts[1] + parts[2]) / 3
        let step = min(23, max(0, (mean - 3) / 10))
        let grey = 8 + 10 * step
        let greyDistance = parts.reduce(0) { $0 + square(grey - $1) }
        return UInt8(greyDistance < cubeDistance ? 232 + step : cube)
    }
}

/// How many colours a terminal shows.
public enum ColorDepth: String, Sendable, CaseIterable, Comparable {
    /// None: bold, faint, underlined and reversed only.
    case mono
    /// The user's own sixteen.
    case ansi16 = "16"
    /// A fixed palette besides.
    case indexed256 = "256"
    /// Any.
    case truecolor = "true"

    /// Orders depths from none to any.
    ///
    /// - Parameters:
    ///   - left: a depth.
    ///   - right: another.
    /// - Returns: whether the left shows fewer colours.
    public static func < (left: ColorDepth, right: ColorDepth) -> Bool {
        left.rank < right.rank
    }

    private var rank: Int { ColorDepth.allCases.firstIndex(of: self) ?? 0 }
}

/// A colour as a terminal is told it.
public enum TerminalColor: Hashable, Sendable {
    /// The terminal's own foreground or background.
    case standard
    /// One of the numbered colours; the first 16 are the user's.
    case indexed(UInt8)
    /// Any colour.
    case rgb(RGB)
}

/// A style as a terminal is told it.
public struct Appearance: Hashable, Sendable {
    /// The letters' colour.
    public var foreground: TerminalColor
    /// The ground's colour.
    public var background: TerminalColor
    /// Emphasis.
    public var attributes: Attributes
}
