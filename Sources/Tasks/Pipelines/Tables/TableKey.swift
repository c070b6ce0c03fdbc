/// Which table: a source and a seed.
struct TableKey: Hashable, Sendable {
    let source: TableSource
    let seed: Int

    /// What is done to the source's rows.
    var twists: TableTwists {
        var draws = TableDraws(source, seed: seed)
        return TableTwists(source, &draws)
    }

    /// By a hash of the source and the kinds of twists: a third is held out, a ninth is for
    /// development.
    var split: TaskSplit {
        switch CRC32.checksum([UInt8(source.rawValue)] + twists.kinds) % 9 {
        case 0, 3, 6: .heldOut
        case 1: .development
        default: .train
        }
    }

    /// `xor 17`.
    var text: String { "\(source.text) \(seed)" }
}
