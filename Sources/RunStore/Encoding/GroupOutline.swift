import Runs

/// What a search for chains must know of a group to pass it over: six bytes.
///
/// A step's outlines stand in a blob, version 1: the version, then of each group in order
///
///     depth      255 stands for 255 and more
///     kind       mode + 4 some completion mends a wrong revision + 8 some breaks a right one
///                + 16 there is a revision before
///     task       the lowest byte of its id
///     highest, lowest, previous    grades of the best and the worst quality, and of that before
struct GroupOutline: Hashable {
    static let version: UInt8 = 1
    static let stride = 6

    var depth: UInt8
    var kind: UInt8
    var task: UInt8
    var highest: QualityGrade
    var lowest: QualityGrade
    var previous: QualityGrade

    init(_ group: Group) {
        depth = UInt8(clamping: group.instance.depth)
        task = UInt8(truncatingIfNeeded: group.instance.task.id.bits)
        let answers = group.completions.map(\.answer)
        let latest = group.instance.latest
        kind = UInt8(RevisionMode.allCases.firstIndex(of: group.mode) ?? 0)
        if let latest {
            kind |= 16
            if latest.isSolved {
                if answers.contains(where: { !$0.isSolved }) { kind |= 8 }
            } else if answers.contains(where: \.isSolved) {
                kind |= 4
            }
        }
        let grades = answers.map { QualityGrade($0.quality) }
        highest = grades.max() ?? QualityGrade(0)
        lowest = grades.min() ?? QualityGrade(0)
        previous = QualityGrade(latest?.quality ?? 0)
    }

    init(bytes: UnsafeRawBufferPointer, at start: Int) {
        depth = bytes[start]
        kind = bytes[start + 1]
        task = bytes[start + 2]
        highest = QualityGrade(code: bytes[start + 3])
        lowest = QualityGrade(code: bytes[start + 4])
        previous = QualityGrade(code: bytes[start + 5])
    }

    var hasPrevious: Bool { kind & 16 != 0 }
    var mends: Bool { kind & 4 != 0 }
    var breaks: Bool { kind & 8 != 0 }
    var mode: Int { Int(kind & 3) }

    static func encode(_ groups: [Group]) -> [UInt8] {
        var bytes = [version]
        bytes.reserveCapacity(1 + groups.count * stride)
        for group in groups {
            let outline = GroupOutline(group)
            bytes += [
                outline.depth, outline.kind, outline.task, outline.highest.code,
                outline.lowest.code, outline.previous.code,
            ]
        }
        return bytes
    }

    /// Reads the outlines of a step.
    ///
    /// - Parameter bytes: the blob.
    /// - Returns: one a group.
    /// - Throws: `BlobError` if the bytes are not what `encode` writes.
    static func decode(_ bytes: [UInt8]) throws(BlobError) -> [GroupOutline] {
        guard bytes.first == version, (bytes.count - 1).isMultiple(of: stride) else {
            throw BlobError(reason: "holds no outlines of groups")
        }
        return bytes.withUnsafeBytes { bytes in
            Swift.stride(from: 1, to: bytes.count, by: stride).map {
                GroupOutline(bytes: bytes, at: $0)
            }
        }
    }
}

/// A quality in one byte: exact at 0 and 1, and bounds between.
///
/// Most of what is best or worst in a run lies at the ends, where a grade loses nothing.
struct QualityGrade: Hashable, Comparable {
    let code: UInt8

    init(code: UInt8) {
        self.code = code
    }

    /// The grade of a quality; what is no number counts as 0.
    init(_ quality: Double) {
        switch quality {
        case 1...: code = 255
        case let inside where inside > 0: code = 1 + UInt8(inside * 254)
        default: code = 0
        }
    }

    /// No quality of this grade is lower; a little slack makes up for rounding.
    var lower: Double {
        switch code {
        case 255: 1
        case 0: 0
        default: Double(code - 1) / 254 - 1e-12
        }
    }

    /// No quality of this grade is higher.
    var upper: Double {
        switch code {
        case 255: 1
        case 0: 0
        default: Double(code) / 254 + 1e-12
        }
    }

    static func < (left: QualityGrade, right: QualityGrade) -> Bool { left.code < right.code }
}
