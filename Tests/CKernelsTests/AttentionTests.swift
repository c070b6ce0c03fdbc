import Foundation
import Testing

@Suite("Attention")
struct AttentionTests {
    struct Shape: Sendable {
        let heads: Int
        let keyValueHeads: Int
        let width: Int
        let prefix: Int
        let owns: [Int]

        var rows: Int { prefix + owns.reduce(0, +) }
        var stride: Int { (heads + 2 * keyValueHeads) * width }
    }

    /// Heads narrower and wider than a vector; lists of one key, of whole blocks, and beyond four.
    static let shapes = [
        Shape(heads: 2, keyValueHeads: 2, width: 4, prefix: 1, owns: []),
        Shape(heads: 4, keyValueHeads: 2, width: 8, prefix: 16, owns: [1, 3]),
        Shape(heads: 3, keyValueHeads: 1, width: 6, prefix: 5, owns: [17, 2, 16]),
        Shape(heads: 1, keyValueHeads: 1, width: 16, prefix: 70, owns: [4]),
        Shape(heads: 2, keyValueHeads: 1, width: 20, prefix: 18, owns: [3]),
    ]

    /// Rows each row may see: the prompt's up to itself, or the whole prompt and its completion's
    /// up to itself.
    private static func visible(_ shape: Shape) -> [[Int]] {
        var rows = (0..<shape.prefix).map { Array(0...$0) }
        for own in shape.owns {
            let start = rows.count
            for i in 0..<own { rows.append(Array(0..<shape.prefix) + Array(start...start + i)) }
        }
        return rows
    }

    /// The same in double precision, by the definition.
    private static func twin(_ shape: Shape, _ qkv: [Double]) -> [Double] {
        let (w, share) = (shape.width, shape.heads / shape.keyValueHeads)
        var out: [Double] = []
        for (row, seen) in visible(shape).enumerated() {
            for head in 0..<shape.heads {
                let q = row * shape.stride + head * w
                func key(_ r: Int) -> Int { r * shape.stride + (shape.heads + head / share) * w }
                let scores = seen.map { r in
                    (0..<w).reduce(0) { $0 + qkv[q + $1] * qkv[key(r) + $1] }
                        / Double(w).squareRoot()
                }
                let top = scores.max() ?? 0
                let weights = scores.map { Foundation.exp($0 - top) }
                let total = weights.reduce(0, +)
                for i in 0..<w {
                    out.append(
                        zip(seen, weights).reduce(0) {
                            $0 + $1.1 / total
                                * qkv[key($1.0) + shape.keyValueHeads * w + i]
                        })
                }
            }
        }
        return out
    }

    @Test(
        "a row sees its prompt and its own completion, and nothing else",
        arguments: Kernels.supported)
    func forward(kernels: Kernels) throws {
        for (seed, shape) in Self.shapes.enumerated() {
            var numbers = Numbers(UInt64(seed))
            let qkv = numbers.floats(shape.rows * shape.stride, scale: 2)
            let out = try kernels.attention(
                heads: shape.heads, keyValueHeads: shape.keyValueHeads, width: shape.width,
                prefix: shape.prefix, owns: shape.owns, qkv: qkv
            ).out
            #expect(
                relativeDistance(out, Self.twin(shape, qkv.map(Double.init))) < 1e-6, "\(shape)")
        }
    }

    @Test("gradients of queries, keys and values", arguments: Kernels.supported)
    func backward(kernels: Kernels) throws {
        for (seed, shape) in Self.shapes.enumerated() where shape.rows < 60 {
            var numbers = Numbers(50 + UInt64(seed))
            let qkv = numbers.floats(shape.rows * shape.stride, scale: 1.5)
            let dout = numbers.floats(shape.rows * shape.heads * shape.width)
            let dqkv = try kernels.attention(
                heads: shape.heads, keyValueHeads: shape.keyValueHeads, width: shape.width,
                prefix: shape.prefix, owns: shape.owns, qkv: qkv, dout: dout
            ).dqkv
            // A sample of the numbers: the differences are quadratic in the rows.
            let exact = qkv.map(Double.init)
            func loss(_ x: [Double]) -> Double {
                zip(Self.twin(shape, x), dout).reduce(0) { $0 + $1.0 * Double($1.1) }
            }
            let picked = Array(stride(from: seed % 3, to: qkv.count, by: 97))
            let expected = picked.map { index in
                var (above, below) = (exact, exact)
                above[index] += 1e-5
                below[index] -= 1e-5
                return (loss(above) - loss(below)) / 2e-5
            }
            #expect(relativeDistance(picked.map { dqkv[$0] }, expected) < 5e-6, "\(shape)")
            #expect(dqkv.allSatisfy { $0.isFinite })
        }
    }

    @Test("a completion's rows depend on no sibling, to the bit", arguments: Kernels.supported)
    func siblings(kernels: Kernels) throws {
        let shape = Self.shapes[2]
        var numbers = Numbers(9)
        let qkv = numbers.floats(shape.rows * shape.stride)
        func attended(_ owns: [Int], _ qkv: [Float]) throws -> [Float] {
            try kernels.attention(
                heads: shape.heads, keyValueHeads: shape.keyValueHeads, width: shape.width,
                prefix: shape.prefix, owns: owns, qkv: qkv
            ).out
        }
        let all = try attended(shape.owns, qkv)
        let out = shape.heads * shape.width
        var start = shape.prefix
        for own in shape.owns {
            let rows = Array(0..<shape.prefix) + Array(start..<start + own)
            let alone = try attended(
                [own], rows.flatMap { qkv[$0 * shape.stride..<($0 + 1) * shape.stride] })
            #expect(alone == rows.flatMap { all[$0 * out..<($0 + 1) * out] })
            start += own
        }
    }
}
