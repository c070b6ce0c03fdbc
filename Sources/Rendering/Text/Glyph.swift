/// What one cell shows: a grapheme cluster of at most five scalars, stored without allocation.
///
///     low   bits 0-20, 21-41, 42-62   scalars 0, 1, 2
///     high  bits 0-20, 21-41          scalars 3, 4
///           bits 42-43                columns: 0 for the right half of a wide glyph, 1 or 2
///           bit  44                   part of an escape that stands for a hidden character
public struct Glyph: Hashable, Sendable {
    private var low: UInt64
    private var high: UInt64

    /// The most scalars a glyph holds; ncurses can store no more in a cell.
    public static let maxScalars = 5

    /// An empty cell.
    public static let space = Glyph(scalar: " ")
    /// The right half of a wide glyph.
    public static let continuation = Glyph(low: 0, high: 0)
    /// Stands for a cluster terminals do not agree on.
    public static let replacement = Glyph(scalar: "\u{FFFD}")

    private init(low: UInt64, high: UInt64) {
        self.low = low
        self.high = high
    }

    /// Creates a glyph from one printable scalar.
    ///
    /// - Parameters:
    ///   - scalar: the scalar; not a control character and not combining.
    ///   - width: 1 or 2 columns.
    public init(scalar: Unicode.Scalar, width: Int = 1) {
        low = UInt64(scalar.value)
        high = UInt64(width) << 42
    }

    /// Creates a glyph from an ASCII byte.
    @inline(__always)
    init(ascii byte: UInt8) {
        low = UInt64(byte)
        high = 1 << 42
    }

    /// Creates a glyph from a base and its combining marks.
    init(scalars: [Unicode.Scalar], width: Int) {
        precondition(
            scalars.count <= Glyph.maxScalars, "a glyph holds at most \(Glyph.maxScalars) scalars")
        low = 0
        high = UInt64(width) << 42
        for (index, scalar) in scalars.enumerated() {
            if index < 3 {
                low |= UInt64(scalar.value) << UInt64(21 * index)
            } else {
                high |= UInt64(scalar.value) << UInt64(21 * (index - 3))
            }
        }
    }

    /// Columns it takes: 2, 1, or 0 for the right half of a wide glyph.
    public var width: Int { Int((high >> 42) & 3) }

    /// Whether it is part of an escape that stands for a hidden character.
    public var isEscape: Bool { high & (1 << 44) != 0 }

    /// The same glyph, marked as part of an escape or not.
    func markedEscape(_ isEscape: Bool) -> Glyph {
        Glyph(low: low, high: isEscape ? high | (1 << 44) : high & ~(1 << 44))
    }

    /// The first scalar's value; 0 for the right half of a wide glyph.
    public var first: UInt32 { UInt32(low & 0x1F_FFFF) }

    /// One scalar's value, or 0 when there are fewer.
    ///
    /// - Parameter index: its place, below ``maxScalars``.
    public subscript(index: Int) -> UInt32 {
        let word = index < 3 ? low >> UInt64(21 * index) : high >> UInt64(21 * (index - 3))
        return UInt32(word & 0x1F_FFFF)
    }

    /// Its scalars as text; empty for the right half of a wide glyph.
    public var text: String {
        var result = ""
        for index in 0..<Glyph.maxScalars {
            guard self[index] != 0, let scalar = Unicode.Scalar(self[index]) else { break }
            result.unicodeScalars.append(scalar)
        }
        return result
    }
}
