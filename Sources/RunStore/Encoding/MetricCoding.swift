import Runs

/// A step's metrics as a blob: eight bytes each, so that one metric is read without the others.
///
/// Which metric stands where is written in the table `metric`: a run may be read by a program that
/// knows more metrics, or fewer.
enum MetricCoding {
    static func encode(_ row: MetricRow, places: [Metric?]) -> [UInt8] {
        var writer = ByteWriter()
        for metric in places { writer.write(double: metric.flatMap { row[$0] } ?? .nan) }
        return writer.bytes
    }

    /// The value at a place; NaN where absent or beyond the blob's end.
    static func value(_ bytes: UnsafeRawBufferPointer, place: Int) -> Double {
        guard place >= 0, place * 8 + 8 <= bytes.count else { return .nan }
        let bits = bytes.loadUnaligned(fromByteOffset: place * 8, as: UInt64.self)
        return Double(bitPattern: UInt64(littleEndian: bits))
    }

    static func decode(_ bytes: [UInt8], places: [Metric?]) -> MetricRow {
        var row = MetricRow()
        bytes.withUnsafeBytes { bytes in
            for (place, metric) in places.enumerated() {
                guard let metric else { continue }
                let value = value(bytes, place: place)
                if !value.isNaN { row[metric] = value }
            }
        }
        return row
    }
}

/// What some consecutive steps make of one metric.
struct MetricNode: Hashable {
    var count = 0
    var minimum = Double.infinity
    var maximum = -Double.infinity
    var mean = 0.0
    var last = 0.0

    init() {}

    /// One step's value; one that is not finite counts as absent, for no chart can show it.
    init(value: Double) {
        guard value.isFinite else { return }
        self.count = 1
        self.minimum = value
        self.maximum = value
        self.mean = value
        self.last = value
    }

    /// Adds steps that follow.
    mutating func append(_ next: MetricNode) {
        guard next.count > 0 else { return }
        let total = count + next.count
        mean += (next.mean - mean) * (Double(next.count) / Double(total))
        minimum = min(minimum, next.minimum)
        maximum = max(maximum, next.maximum)
        last = next.last
        count = total
    }
}

/// Nodes of all metrics as a blob: twenty bytes each, in the order of `metric`.
enum NodeCoding {
    static let stride = 20

    static func encode(_ nodes: [MetricNode]) -> [UInt8] {
        var writer = ByteWriter()
        for node in nodes {
            let isEmpty = node.count == 0
            writer.write(word: UInt32(truncatingIfNeeded: node.count))
            for value in [node.minimum, node.maximum, node.mean, node.last] {
                writer.write(single: isEmpty ? 0 : finite(value))
            }
        }
        return writer.bytes
    }

    static func node(_ bytes: UnsafeRawBufferPointer, place: Int) -> MetricNode {
        let start = place * stride
        guard place >= 0, start + stride <= bytes.count else { return MetricNode() }
        func word(_ index: Int) -> UInt32 {
            UInt32(
                littleEndian: bytes.loadUnaligned(
                    fromByteOffset: start + 4 * index, as: UInt32.self))
        }
        var node = MetricNode()
        node.count = Int(word(0))
        guard node.count > 0 else { return node }
        node.minimum = Double(Float(bitPattern: word(1)))
        node.maximum = Double(Float(bitPattern: word(2)))
        node.mean = Double(Float(bitPattern: word(3)))
        node.last = Double(Float(bitPattern: word(4)))
        return node
    }

    private static func finite(_ value: Double) -> Float {
        let largest = Float.greatestFiniteMagnitude
        return min(max(Float(value), -largest), largest)
    }
}

/// A step's scores by depth as a blob: version 1, count, then depth, count, quality, solved and
/// gain (0 where there is none, else 1 and the value) of each.
enum DepthCoding {
    static let version: UInt8 = 1

    static func encode(_ scores: [DepthScore]) -> [UInt8] {
        var writer = ByteWriter()
        writer.write(byte: version)
        writer.write(scores.count)
        for score in scores {
            writer.write(score.depth)
            writer.write(score.count)
            writer.write(real: score.quality)
            writer.write(real: score.solved)
            writer.write(byte: score.gain == nil ? 0 : 1)
            if let gain = score.gain { writer.write(real: gain) }
        }
        return writer.bytes
    }

    static func decode(_ bytes: [UInt8]) throws(BlobError) -> [DepthScore] {
        var reader = ByteReader(bytes)
        let version = try reader.byte()
        guard version == Self.version else {
            throw BlobError(reason: "has version \(version); this program reads \(Self.version)")
        }
        var scores: [DepthScore] = []
        for _ in 0..<(try reader.count()) {
            let depth = try reader.integer()
            let count = try reader.integer()
            guard (0..<1 << 32).contains(count) else {
                throw BlobError(reason: "counts \(count) revisions")
            }
            let quality = try reader.real()
            let solved = try reader.real()
            let gain = try reader.byte() == 0 ? nil : try reader.real()
            scores.append(
                DepthScore(
                    depth: depth, count: count, quality: quality, solved: solved, gain: gain))
        }
        try reader.end()
        return scores
    }
}
