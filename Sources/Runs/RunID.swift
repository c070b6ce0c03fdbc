/// The name of a run: also the name of its folder.
///
/// One to 64 characters out of letters, digits, `.`, `_` and `-`, not beginning with `.` or `-`,
/// so that it is safe as a file name, on a command line and on the screen.
public struct RunID: Hashable, Codable, Sendable, CustomStringConvertible {
    /// The name.
    public let name: String

    /// What a name may be made of, for error messages.
    public static let accepted =
        "1 to 64 letters, digits, '.', '_' or '-', not beginning with '.' or '-'"

    /// Checks a name; nil if it is not acceptable.
    ///
    /// - Parameter name: what a person or a file gave.
    public init?(_ name: String) {
        let bytes = Array(name.utf8)
        guard (1...64).contains(bytes.count), bytes[0] != UInt8(ascii: "."),
            bytes[0] != UInt8(ascii: "-")
        else { return nil }
        for byte in bytes {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "-"):
                continue
            default: return nil
            }
        }
        self.name = name
    }

    /// The name.
    public var description: String { name }
}
