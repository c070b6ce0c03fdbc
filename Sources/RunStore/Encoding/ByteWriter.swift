/// Writes numbers compactly: varints, packed small integers, exact reals.
///
/// `ByteReader` reads them back; the two are kept side by side.
struct ByteWriter {
    private(set) var bytes: [UInt8] = []

    mutating func write(byte: UInt8) {
        bytes.append(byte)
    }

    /// Seven bits a byte, lowest first, the high bit set on all but the last.
    mutating func write(_ value: UInt64) {
        var value = value
        while value >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: value) | 0x80)
            value >>= 7
        }
        bytes.append(UInt8(truncatingIfNeeded: value))
    }

    /// A whole number that is never negative in sound data; zigzag keeps any other too.
    mutating func write(_ value: Int) {
        write(UInt64(bitPattern: Int64(value << 1 ^ value >> 63)))
    }

    /// Two bytes, the low one first.
    mutating func write(half value: Float) {
        let bits = Float16(value).bitPattern
        bytes.append(UInt8(truncatingIfNeeded: bits))
        bytes.append(UInt8(truncatingIfNeeded: bits >> 8))
    }

    /// Four bytes, the low one first.
    mutating func write(single value: Float) {
        write(fixed: UInt64(value.bitPattern), count: 4)
    }

    /// Four bytes, the low one first.
    mutating func write(word value: UInt32) {
        write(fixed: UInt64(value), count: 4)
    }

    /// Eight bytes, the low one first.
    mutating func write(double value: Double) {
        write(fixed: value.bitPattern, count: 8)
    }

    private mutating func write(fixed bits: UInt64, count: Int) {
        for index in 0..<count {
            bytes.append(UInt8(truncatingIfNeeded: bits >> UInt64(8 * index)))
        }
    }

    /// A real in as few bytes as keep every bit: rewards are mostly simple fractions.
    ///
    /// The form is 0 and 1 for those values, 2 for p/q, 3 for 1 - p/q, 4 for four bytes, 5 for eight.
    mutating func write(real value: Double) {
        if value.bitPattern == 0 { return write(byte: 0) }
        if value == 1 { return write(byte: 1) }
        if value > 0, value < 1 {
            for q in 2..<64 {
                let whole = Double(q)
                let p = (value * whole).rounded()
                if p / whole == value {
                    write(byte: 2)
                    write(byte: UInt8(p))
                    return write(byte: UInt8(q))
                }
                if 1 - (whole - p) / whole == value {
                    write(byte: 3)
                    write(byte: UInt8(whole - p))
                    return write(byte: UInt8(q))
                }
            }
        }
        if Double(Float(value)).bitPattern == value.bitPattern {
            write(byte: 4)
            write(single: Float(value))
        } else {
            write(byte: 5)
            write(double: value)
        }
    }

    /// Small integers: the least one, the width of the differences in bits, and those bits packed.
    ///
    /// The count is not written; a list of equal values takes two bytes.
    mutating func write(packed values: [Int]) {
        guard let least = values.min(), let most = values.max() else { return }
        let range = UInt64(bitPattern: Int64(most &- least))
        let width = 64 - range.leadingZeroBitCount
        write(least)
        write(byte: UInt8(width))
        guard width > 0 else { return }
        var pending: UInt64 = 0
        var count = 0
        for value in values {
            var rest = UInt64(bitPattern: Int64(value &- least))
            var left = width
            while left > 0 {
                let taken = min(left, 8 - count)
                pending |= (rest & ((1 << UInt64(taken)) - 1)) << UInt64(count)
                rest >>= UInt64(taken)
                left -= taken
                count += taken
                if count == 8 {
                    bytes.append(UInt8(truncatingIfNeeded: pending))
                    pending = 0
                    count = 0
                }
            }
        }
        if count > 0 { bytes.append(UInt8(truncatingIfNeeded: pending)) }
    }

    /// Symbols from a small alphabet: the distinct ones, and packed places in that list.
    ///
    /// The count is not written.
    mutating func write(symbols values: [Int32]) {
        guard !values.isEmpty else { return }
        let alphabet = Set(values).sorted()
        write(alphabet.count)
        write(packed: alphabet.map { Int($0) })
        let places = Dictionary(uniqueKeysWithValues: alphabet.enumerated().map { ($1, $0) })
        write(packed: values.map { places[$0, default: 0] })
    }
}
