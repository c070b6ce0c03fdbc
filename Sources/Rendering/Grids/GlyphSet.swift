/// Which glyphs a terminal can show.
///
/// Views always draw with the richest set; ``Grid/reduced(to:)`` replaces glyphs one for one, so
/// that a layout is the same in all of them.
public enum GlyphSet: String, Sendable, CaseIterable {
    /// Everything: frames, braille, blocks.
    case unicode
    /// Without braille, whose dots some fonts lack: curves are drawn with quarter blocks.
    case blocks
    /// Printable ASCII only.
    case ascii
}

extension Grid {
    /// The same screen in the glyphs of a poorer set.
    ///
    /// - Parameter set: what the terminal can show.
    /// - Returns: a grid of the same size.
    public func reduced(to set: GlyphSet) -> Grid {
        var grid = self
        switch set {
        case .unicode: break
        case .blocks: grid.mapGlyphs(GlyphReduction.blocks)
        case .ascii: grid.mapGlyphs(GlyphReduction.ascii)
        }
        return grid
    }
}

enum GlyphReduction {
    /// Braille as quarter blocks; everything else as it is.
    static func blocks(_ glyph: Glyph) -> Glyph {
        guard let dots = brailleDots(glyph) else { return glyph }
        let quarters =
            (dots & 0x03 != 0 ? 1 : 0) | (dots & 0x18 != 0 ? 2 : 0) | (dots & 0x44 != 0 ? 4 : 0)
            | (dots & 0xA0 != 0 ? 8 : 0)
        return quarterBlocks[quarters]
    }

    /// Every glyph as one or two ASCII characters' worth of cells.
    static func ascii(_ glyph: Glyph) -> Glyph {
        let first = glyph.first
        // The right half of a wide glyph, whose left half becomes a question mark too.
        if first == 0 { return Glyph(ascii: UInt8(ascii: "?")) }
        if glyph[1] == 0 {
            if first < 0x7F { return glyph }
            if let dots = brailleDots(glyph) { return ascii(dots: dots) }
            if let byte = table[first] { return Glyph(ascii: byte) }
        } else if first < 0x7F {
            // A letter with marks loses its marks.
            return Glyph(ascii: UInt8(first))
        }
        return Glyph(ascii: UInt8(ascii: "?"))
    }

    private static func brailleDots(_ glyph: Glyph) -> UInt32? {
        let first = glyph.first
        return first >= 0x2800 && first <= 0x28FF && glyph[1] == 0 ? first - 0x2800 : nil
    }

    /// Dots in the upper half look like `'`, in the lower like `.`, in the middle like `-`.
    private static func ascii(dots: UInt32) -> Glyph {
        if dots == 0 { return .space }
        let hasTop = dots & 0x09 != 0
        let hasUpperMiddle = dots & 0x12 != 0
        let hasLowerMiddle = dots & 0x24 != 0
        let hasBottom = dots & 0xC0 != 0
        let byte: Character =
            if hasTop, hasBottom { "|" } else if hasTop {
                hasLowerMiddle ? ":" : "'"
            } else if hasBottom { hasUpperMiddle ? ":" : "." } else { "-" }
        return Glyph(ascii: byte.asciiValue ?? UInt8(ascii: "?"))
    }

    /// Quarter blocks by bits: upper left 1, upper right 2, lower left 4, lower right 8.
    private static let quarterBlocks: [Glyph] = " ▘▝▀▖▌▞▛▗▚▐▜▄▙▟█".unicodeScalars.map {
        Glyph(scalar: $0)
    }

    /// What the program's own glyphs and common punctuation become.
    private static let table: [UInt32: UInt8] = {
        let pairs: [(String, String)] = [
            ("─━═│┃║┌┐└┘├┤┬┴┼╭╮╰╯┊┆╎╌┄", "-==|||+++++++++++++::::--"),
            ("▁▂▃▄▅▆▇█▏▎▍▌▋▊▉▐▕▀", "_.-=+*%#-==#######"),
            ("░▒▓·•∙", ":=%.**"),
            ("▶▷▸◀◁◂▲△▴▼▽▾→←↑↓↔⇒‹›", ">>><<<^A^vvv><^v=><>"),
            ("●○◆◇■□▪▫★☆×÷✓✔✗✘", "oc*+#%..**x/yyxx"),
            ("…⋯‥–—‑‐−“”„‘’‚«»", "~~~-----\"\"\"'''<>"),
            ("±≤≥≠≈∞∆ΔΣµ°§¦¬", "+<>!~8DDSuoS|-"),
            ("▘▝▖▗▌▞▚▛▜▙▟", "''..|/\\####"),
            ("⌂⏎⇥↵⎵␣", "^<><__"),
            ("\u{A0}", " "),
        ]
        var table: [UInt32: UInt8] = [:]
        for (rich, poor) in pairs {
            for (scalar, byte) in zip(rich.unicodeScalars, poor.utf8)
            where table[scalar.value] == nil {
                table[scalar.value] = byte
            }
        }
        return table
    }()
}
