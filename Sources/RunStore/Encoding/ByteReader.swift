/// A record's bytes are not what this program writes.
struct BlobError: Error, Hashable {
    let reason: String
}

/// Reads what `ByteWriter` wrote, and throws on anything else.
///
/// No count is believed before the bytes for it are there, so garbage can't make it take memory.
struct ByteReader {
    private let bytes: [UInt8]
    private var offset = 0

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    var remaining: Int { bytes.count - offset }

    mutating func byte() throws(BlobError) -> UInt8 {
        guard offset < bytes.count else { throw BlobError(reason: "ends too early") }
        defer { offset += 1 }
        return bytes[offset]
    }

    mutating func unsigned() throws(BlobError) -> UInt64 {
        var value: UInt64 = 0
        var shift: UInt64 = 0
        while true {
            let next = try byte()
            if shift == 63, next > 1 { throw BlobError(reason: "has a number beyond 64 bits") }
            value |= UInt64(next & 0x7f) << shift
            if next < 0x80 { return value }
            shift += 7
        }
    }

    mutating func integer() throws(BlobError) -> Int {
        let bits = try unsigned()
        return Int(bitPattern: UInt(bits >> 1)) ^ -Int(bits & 1)
    }

    /// A number of things that take at least `bits` bits each.
    mutating func count(bits: Int = 8) throws(BlobError) -> Int {
        let value = try integer()
        guard value >= 0, bits == 0 ? value <= 1 << 20 : value <= remaining * 8 / bits else {
            throw BlobError(reason: "counts \(value) things in \(remaining) bytes")
        }
        return value
    }

    mutating func half() throws(BlobError) -> Float {
        let bits = UInt16(truncatingIfNeeded: try fixed(2))
        return Float(Float16(bitPattern: bits))
    }

    mutating func single() throws(BlobError) -> Float {
        Float(bitPattern: UInt32(truncatingIfNeeded: try fixed(4)))
    }

    mutating func double() throws(BlobError) -> Double {
        Double(bitPattern: try fixed(8))
    }

    private mutating func fixed(_ count: Int) throws(BlobError) -> UInt64 {
        guard remaining >= count else { throw BlobError(reason: "ends too early") }
        var bits: UInt64 = 0
        for index in 0..<count { bits |= UInt64(bytes[offset + index]) << UInt64(8 * index) }
        offset += count
        return bits
    }

    mutating func real() throws(BlobError) -> Double {
        switch try byte() {
        case 0: return 0
        case 1: return 1
        case 2: return Double(try byte()) / Double(try byte())
        case 3:
            let p = Double(try byte())
            return 1 - p / Double(try byte())
        case 4: return Double(try single())
        case 5: return try double()
        case let form: throw BlobError(reason: "has a real of unknown form \(form)")
        }
    }

    mutating func packed(count: Int) throws(BlobError) -> [Int] {
        guard count > 0 else { return [] }
        let least = try integer()
        let width = Int(try byte())
        guard width <= 64, width == 0 || (remaining * 8) / width >= count else {
            throw BlobError(reason: "ends too early")
        }
        guard width > 0 else { return Array(repeating: least, count: count) }
        var values: [Int] = []
        values.reserveCapacity(count)
        var pending: UInt8 = 0
        var held = 0
        for _ in 0..<count {
            var value: UInt64 = 0
            var got = 0
            while got < width {
                if held == 0 {
                    pending = try byte()
                    held = 8
                }
                let taken = min(width - got, held)
                let mask = UInt8(truncatingIfNeeded: (1 << taken) - 1)
                value |= UInt64(pending & mask) << UInt64(got)
                pending = taken == 8 ? 0 : pending >> UInt8(taken)
                held -= taken
                got += taken
            }
            values.append(least &+ Int(bitPattern: UInt(value)))
        }
        return values
    }

    mutating func symbols(count: Int) throws(BlobError) -> [Int32] {
        guard count > 0 else { return [] }
        let size = try self.count(bits: 0)
        guard size > 0, size <= count else { throw BlobError(reason: "has no alphabet") }
        let alphabet = try packed(count: size)
        let places = try packed(count: count)
        var values: [Int32] = []
        values.reserveCapacity(count)
        for place in places {
            guard alphabet.indices.contains(place),
                let symbol = Int32(exactly: alphabet[place])
            else { throw BlobError(reason: "has a symbol outside its alphabet") }
            values.append(symbol)
        }
        return values
    }

    func end() throws(BlobError) {
        guard remaining == 0 else {
            throw BlobError(reason: "has \(remaining) bytes too many")
        }
    }
}
