/// A problem from a domain, in the domain's own canonical encoding.
public struct DomainTask: Hashable, Codable, Sendable {
    /// What the domain needs to pose the task again.
    ///
    /// For sign-fill countdown: the target and the numbers. Equal tasks have equal values.
    public let values: [Int32]

    /// Wraps a domain's encoding.
    ///
    /// - Parameter values: the canonical encoding.
    public init(values: [Int32]) {
        self.values = values
    }

    /// A short stable name: FNV-1a over the values' bytes, folded to 32 bits, eight hex digits.
    public var id: TaskID {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for value in values {
            var word = UInt32(bitPattern: value)
            for _ in 0..<4 {
                hash = (hash ^ UInt64(word & 0xff)) &* 0x100_0000_01b3
                word >>= 8
            }
        }
        return TaskID(bits: UInt32(truncatingIfNeeded: hash ^ hash >> 32))
    }
}

/// A short name of a task, for people, tables and filters; not guaranteed unique.
public struct TaskID: Hashable, Codable, Sendable, CustomStringConvertible {
    /// The 32 bits of the name.
    public let bits: UInt32

    /// Makes the value of its parts.
    public init(bits: UInt32) {
        self.bits = bits
    }

    /// Eight hexadecimal digits.
    public var description: String {
        let digits = String(bits, radix: 16)
        return String(repeating: "0", count: 8 - digits.count) + digits
    }
}
