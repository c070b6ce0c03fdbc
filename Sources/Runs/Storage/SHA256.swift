/// SHA-256 over bytes that arrive in pieces: digests of checkpoints, cache keys, a run's digest.
///
/// - Source: FIPS 180-4, sections 4.1.2, 5.3.3 and 6.2.2.
public struct SHA256: Sendable {
    /// A finished digest.
    public struct Digest: Hashable, Sendable, CustomStringConvertible {
        /// Its 32 bytes.
        public let bytes: [UInt8]

        /// 64 lower-case hexadecimal digits.
        public var hex: String {
            let digits = Array("0123456789abcdef".utf8)
            return String(
                decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] },
                as: UTF8.self)
        }

        /// 64 lower-case hexadecimal digits.
        public var description: String { hex }
    }

    private typealias State = (UInt32, UInt32, UInt32, UInt32, UInt32, UInt32, UInt32, UInt32)

    private var state: State = (
        0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a,
        0x510e_527f, 0x9b05_688c, 0x1f83_d9ab, 0x5be0_cd19
    )
    private var byteCount: UInt64 = 0
    /// The bytes of a block not yet full: fewer than 64.
    private var pending: [UInt8] = []

    /// The digest of nothing yet.
    public init() {
        pending.reserveCapacity(64)
    }

    /// Adds bytes.
    ///
    /// - Parameter bytes: what follows the bytes added before.
    public mutating func update(bytes: UnsafeRawBufferPointer) {
        guard let start = bytes.baseAddress else { return }
        byteCount &+= UInt64(bytes.count)
        var offset = 0
        if !pending.isEmpty {
            let taken = min(64 - pending.count, bytes.count)
            pending.append(contentsOf: bytes[0..<taken])
            offset = taken
            guard pending.count == 64 else { return }
            pending.withUnsafeBytes { block in
                if let block = block.baseAddress { Self.compress(&state, block, count: 1) }
            }
            pending.removeAll(keepingCapacity: true)
        }
        let blocks = (bytes.count - offset) / 64
        Self.compress(&state, start + offset, count: blocks)
        offset += blocks * 64
        pending.append(contentsOf: bytes[offset...])
    }

    /// Adds bytes.
    ///
    /// - Parameter bytes: what follows the bytes added before.
    public mutating func update(bytes: some Collection<UInt8>) {
        // Collections that are not contiguous are copied once.
        if bytes.withContiguousStorageIfAvailable({ update(bytes: UnsafeRawBufferPointer($0)) })
            == nil
        {
            Array(bytes).withUnsafeBytes { update(bytes: $0) }
        }
    }

    /// The digest of all bytes added; the hasher itself can go on.
    ///
    /// - Returns: the digest.
    public func finalize() -> Digest {
        var copy = self
        let bitCount = byteCount &* 8
        var padding: [UInt8] = [0x80]
        padding.append(contentsOf: repeatElement(0, count: (119 - pending.count) % 64))
        for shift in stride(from: 56, through: 0, by: -8) {
            padding.append(UInt8(truncatingIfNeeded: bitCount >> UInt64(shift)))
        }
        copy.update(bytes: padding)
        let words = [
            copy.state.0, copy.state.1, copy.state.2, copy.state.3, copy.state.4, copy.state.5,
            copy.state.6, copy.state.7,
        ]
        return Digest(
            bytes: words.flatMap { word in
                [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: word >> UInt32($0)) }
            })
    }

    /// The digest of some bytes.
    ///
    /// - Parameter bytes: all of them.
    /// - Returns: the digest.
    public static func digest(of bytes: some Collection<UInt8>) -> Digest {
        var hasher = SHA256()
        hasher.update(bytes: bytes)
        return hasher.finalize()
    }

    /// Takes whole blocks into the state.
    ///
    /// Raw pointers and no calls in the round: checkpoints of megabytes are hashed in debug builds
    /// too. The schedule lives in 16 words, each overwritten by its successor.
    private static func compress(
        _ state: inout State, _ start: UnsafeRawPointer, count: Int
    ) {
        guard count > 0 else { return }
        withUnsafeTemporaryAllocation(of: UInt32.self, capacity: 16) { schedule in
            roundConstants.withUnsafeBufferPointer { constants in
                guard let w = schedule.baseAddress, let k = constants.baseAddress else { return }
                var block = start
                var left = count
                while left > 0 {
                    var (a, b, c, d, e, f, g, h) = state
                    var i = 0
                    while i < 64 {
                        let word: UInt32
                        if i < 16 {
                            word = UInt32(
                                bigEndian: block.loadUnaligned(
                                    fromByteOffset: i &* 4, as: UInt32.self))
                        } else {
                            let x = w[(i &+ 1) & 15]
                            let y = w[(i &+ 14) & 15]
                            let s0 =
                                (x &>> 7 | x &<< 25) ^ (x &>> 18 | x &<< 14) ^ (x &>> 3)
                            let s1 =
                                (y &>> 17 | y &<< 15) ^ (y &>> 19 | y &<< 13) ^ (y &>> 10)
                            word = w[i & 15] &+ s0 &+ w[(i &+ 9) & 15] &+ s1
                        }
                        w[i & 15] = word
                        let t1 =
                            h
                            &+ ((e &>> 6 | e &<< 26) ^ (e &>> 11 | e &<< 21) ^ (e &>> 25 | e &<< 7))
                            &+ ((e & f) ^ (~e & g)) &+ k[i] &+ word
                        let t2 =
                            ((a &>> 2 | a &<< 30) ^ (a &>> 13 | a &<< 19) ^ (a &>> 22 | a &<< 10))
                            &+ ((a & b) ^ (a & c) ^ (b & c))
                        h = g
                        g = f
                        f = e
                        e = d &+ t1
                        d = c
                        c = b
                        b = a
                        a = t1 &+ t2
                        i &+= 1
                    }
                    state.0 &+= a
                    state.1 &+= b
                    state.2 &+= c
                    state.3 &+= d
                    state.4 &+= e
                    state.5 &+= f
                    state.6 &+= g
                    state.7 &+= h
                    block += 64
                    left &-= 1
                }
            }
        }
    }

    /// The first 32 bits of the fractional parts of the cube roots of the first 64 primes.
    private static let roundConstants: [UInt32] = [
        0x428a_2f98, 0x7137_4491, 0xb5c0_fbcf, 0xe9b5_dba5, 0x3956_c25b, 0x59f1_11f1, 0x923f_82a4,
        0xab1c_5ed5, 0xd807_aa98, 0x1283_5b01, 0x2431_85be, 0x550c_7dc3, 0x72be_5d74, 0x80de_b1fe,
        0x9bdc_06a7, 0xc19b_f174, 0xe49b_69c1, 0xefbe_4786, 0x0fc1_9dc6, 0x240c_a1cc, 0x2de9_2c6f,
        0x4a74_84aa, 0x5cb0_a9dc, 0x76f9_88da, 0x983e_5152, 0xa831_c66d, 0xb003_27c8, 0xbf59_7fc7,
        0xc6e0_0bf3, 0xd5a7_9147, 0x06ca_6351, 0x1429_2967, 0x27b7_0a85, 0x2e1b_2138, 0x4d2c_6dfc,
        0x5338_0d13, 0x650a_7354, 0x766a_0abb, 0x81c2_c92e, 0x9272_2c85, 0xa2bf_e8a1, 0xa81a_664b,
        0xc24b_8b70, 0xc76c_51a3, 0xd192_e819, 0xd699_0624, 0xf40e_3585, 0x106a_a070, 0x19a4_c116,
        0x1e37_6c08, 0x2748_774c, 0x34b0_bcb5, 0x391c_0cb3, 0x4ed8_aa4a, 0x5b9c_ca4f, 0x682e_6ff3,
        0x748f_82ee, 0x78a5_636f, 0x84c8_7814, 0x8cc7_0208, 0x90be_fffa, 0xa450_6ceb, 0xbef9_a3f7,
        0xc671_78f2,
    ]
}
