/// An answer while it is searched for: two bits a sign, so that trials cost no memory.
struct PackedSigns: Hashable {
    /// The most signs.
    static let capacity = 16

    private var bits: UInt32 = 0

    subscript(slot: Int) -> MathVocabulary.Sign {
        get { MathVocabulary.Sign(rawValue: Int(bits >> (2 * UInt32(slot)) & 3)) ?? .leave }
        set {
            bits &= ~(3 << (2 * UInt32(slot)))
            bits |= UInt32(newValue.rawValue) << (2 * UInt32(slot))
        }
    }

    /// The slots with different signs.
    func distance(to other: PackedSigns) -> Int {
        let change = bits ^ other.bits
        return ((change | change >> 1) & 0x5555_5555).nonzeroBitCount
    }
}
