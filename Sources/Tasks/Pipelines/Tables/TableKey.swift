import Runs

/// Which table: a source and a seed.
struct TableKey: Hashable, Sendable {
    let source: TableSource
    let seed: Int
    /// The person's table whose rows are drawn from; nil of every other source.
    let own: OwnTable?

    /// A table that every run has.
    ///
    /// - Precondition: the source is no person's own.
    init(source: TableSource, seed: Int) {
        precondition(source != .own, "whose own?")
        (self.source, self.seed, own) = (source, seed, nil)
    }

    /// A part of a person's own table.
    init(own: OwnTable, seed: Int) {
        (source, self.seed, self.own) = (.own, seed, own)
    }

    /// What is done to the source's rows.
    var twists: TableTwists {
        var draws = TableDraws(source, seed: seed)
        return TableTwists(source, &draws)
    }

    /// By a hash of the source and the kinds of twists: a third is held out, a ninth is for
    /// development.
    ///
    /// Of a person's own table, by the seed. Its parts overlap, whatever their split; what is in none
    /// of them are its private rows.
    var split: TaskSplit {
        if own != nil {
            switch seed % 9 {
            case 0, 3, 6: return .heldOut
            case 1: return .development
            default: return .train
            }
        }
        switch CRC32.checksum([UInt8(source.rawValue)] + twists.kinds) % 9 {
        case 0, 3, 6: return .heldOut
        case 1: return .development
        default: return .train
        }
    }

    /// `xor 17`.
    var text: String { "\(source.text) \(seed)" }
}
