/// The checksum of ISO 3309, as in zlib.
enum CRC32 {
    private static let table: [UInt32] = (0..<256).map { byte in
        (0..<8).reduce(UInt32(byte)) { value, _ in
            value & 1 == 1 ? 0xedb8_8320 ^ (value >> 1) : value >> 1
        }
    }

    static func checksum(_ bytes: [UInt8]) -> UInt32 {
        let table = table
        var sum = ~UInt32(0)
        // A plain loop: a million checksums are taken in a test without optimisation.
        for byte in bytes { sum = table[Int((sum & 0xff) ^ UInt32(byte))] ^ (sum >> 8) }
        return ~sum
    }
}
