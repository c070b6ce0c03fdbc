import Runs

/// One thing known of a program on a table, as sixteen bytes of a cache.
///
///     source, kind, program (2), seed (4), right (2), right on fitted rows (2), CRC-32 (4)
///
/// little-endian. The checksum tells records from what a broken write left.
struct ResultRecord: Hashable, Sendable {
    /// What is known.
    enum Fact: Hashable, Sendable {
        case result(PipelineResult)
        /// Right answers on private rows.
        case held(Int)
    }

    static let size = 16

    let table: TableKey
    /// The canonical program's number.
    let program: UInt16
    let fact: Fact

    /// The name of what was computed with these libraries, and by this version of the language and
    /// the tables; a change of either changes it.
    ///
    /// What is known of a person's own table has a name of its own, by what the table holds.
    static func cacheKey(_ own: OwnTable? = nil) -> String {
        var hasher = SHA256()
        let table = own.map { "own \($0.digest)\n" } ?? ""
        hasher.update(
            bytes: Array("redraft pipelines 1\n\(LearnerLibraries.versions)\n\(table)".utf8))
        return hasher.finalize().description
    }

    var bytes: [UInt8] {
        let (kind, first, second) =
            switch fact {
            case .result(.ran(let validated, let trained)): (0, validated, trained)
            case .result(.refused(let error)):
                (1, PipelineError.allCases.firstIndex(of: error) ?? 0, 0)
            case .held(let right): (2, right, 0)
            }
        var bytes = [UInt8(table.source.rawValue), UInt8(kind)]
        func append(_ value: UInt32, _ count: Int) {
            for place in 0..<count { bytes.append(UInt8(value >> UInt32(8 * place) & 0xff)) }
        }
        append(UInt32(program), 2)
        append(UInt32(table.seed), 4)
        append(UInt32(first), 2)
        append(UInt32(second), 2)
        append(CRC32.checksum(bytes), 4)
        return bytes
    }

    /// The records of a cache; what is none is passed over byte by byte.
    ///
    /// - Parameters:
    ///   - bytes: the cache's.
    ///   - own: the person's table that they are of; nil where they are of those that every run has.
    /// - Returns: in their order.
    static func records(in bytes: [UInt8], of own: OwnTable? = nil) -> [ResultRecord] {
        var records: [ResultRecord] = []
        var place = 0
        while place + size <= bytes.count {
            if let record = ResultRecord(bytes[place..<place + size], own) {
                records.append(record)
                place += size
            } else {
                place += 1
            }
        }
        return records
    }

    init(table: TableKey, program: UInt16, fact: Fact) {
        (self.table, self.program, self.fact) = (table, program, fact)
    }

    private init?(_ bytes: ArraySlice<UInt8>, _ own: OwnTable?) {
        let bytes = Array(bytes)
        func value(_ place: Int, _ count: Int) -> Int {
            (0..<count).reduce(0) { $0 | Int(bytes[place + $1]) << (8 * $1) }
        }
        guard CRC32.checksum(Array(bytes.prefix(12))) == UInt32(value(12, 4)),
            let source = TableSource(rawValue: value(0, 1)), value(2, 2) < Pipeline.count,
            value(4, 4) < PipelineTask.seeds, (source == .own) == (own != nil)
        else { return nil }
        let seed = value(4, 4)
        table = own.map { TableKey(own: $0, seed: seed) } ?? TableKey(source: source, seed: seed)
        program = UInt16(value(2, 2))
        switch value(1, 1) {
        case 0: fact = .result(.ran(validated: value(8, 2), trained: value(10, 2)))
        case 1:
            guard PipelineError.allCases.indices.contains(value(8, 2)) else { return nil }
            fact = .result(.refused(PipelineError.allCases[value(8, 2)]))
        case 2: fact = .held(value(8, 2))
        default: return nil
        }
    }
}
