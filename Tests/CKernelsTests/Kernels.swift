import CKernels
import Testing

/// One path's kernels, over arrays: the fast half of every comparison.
struct Kernels: Sendable, CustomTestStringConvertible {
    let path: kernels_path

    /// The paths this machine can run.
    static let supported = [KERNELS_PORTABLE, KERNELS_AVX2, KERNELS_AVX512]
        .filter(kernels_path_is_supported).map(Kernels.init)

    var testDescription: String {
        switch path {
        case KERNELS_AVX512: "avx512"
        case KERNELS_AVX2: "avx2"
        default: "portable"
        }
    }

    private func parts() throws -> kernels_parts {
        try #require(kernels_parts_of(path), "no parts").pointee
    }

    func exponential(_ x: [Float]) throws -> [Float] {
        let padded = x + [Float](repeating: 1, count: roundUp(x.count) - x.count)
        var y = [Float](repeating: 0, count: padded.count)
        let function = try #require(try parts().exponential)
        function(&y, padded, Int32(padded.count))
        return Array(y[..<x.count])
    }

    func logarithm(_ x: [Float]) throws -> [Float] {
        var y = [Float](repeating: 0, count: x.count)
        let function = try #require(try parts().logarithm)
        function(&y, x, Int32(x.count))
        return y
    }

    func roundToHalf(_ x: [Float]) throws -> [Float] {
        var y = x
        let function = try #require(try parts().round_to_half)
        function(&y, Int32(y.count))
        return y
    }

    /// from + x W, for x[rows][depth] and W[depth][columns]; from may be nil.
    func multiply(
        _ x: [Float], _ w: [Float], rows: Int, depth: Int, columns: Int, from: [Float]? = nil,
        backward: Bool = false
    ) throws -> [Float] {
        var forwardPanels = [Float](repeating: .nan, count: columns * depth)
        var backwardPanels = [Float](repeating: .nan, count: roundUp(depth) * columns)
        kernels_parts_pack(
            &forwardPanels, &backwardPanels, w, Int32(depth), Int32(columns), Int32(columns))
        let (inner, outer) = backward ? (columns, roundUp(depth)) : (depth, columns)
        var y = guarded([Float](repeating: .nan, count: rows * outer), by: 8 * outer)
        let function = try #require(try parts().multiply)
        function(
            &y, from, outer, x, inner, backward ? backwardPanels : forwardPanels, Int32(rows),
            Int32(inner), Int32(outer))
        return try unguarded(y, count: rows * outer)
    }

    /// w + xᵀ dy.
    func accumulateOuter(
        into w: [Float], _ x: [Float], _ dy: [Float], rows: Int, depth: Int, columns: Int
    ) throws -> [Float] {
        let count = w.count
        var w = guarded(w, by: 8 * columns)
        let function = try #require(try parts().accumulate_outer)
        function(
            &w, columns, x, depth, dy, columns, Int32(rows), Int32(depth), Int32(columns))
        return try unguarded(w, count: count)
    }

    func norm(_ x: [Float], _ w: [Float], rows: Int, width: Int, epsilon: Float) throws -> (
        y: [Float], inverse: [Float]
    ) {
        var y = [Float](repeating: .nan, count: x.count)
        var inverse = [Float](repeating: .nan, count: rows)
        let function = try #require(try parts().norm_forward)
        function(
            &y, &inverse, x, w, Int32(rows), Int32(width), Int32(roundUp(width)), epsilon)
        return (y, inverse)
    }

    func normBackward(
        dx: inout [Float], dw: inout [Float], dy: [Float], x: [Float], w: [Float],
        inverse: [Float], rows: Int, width: Int
    ) throws {
        let function = try #require(try parts().norm_backward)
        function(
            &dx, &dw, dy, x, w, inverse, Int32(rows), Int32(width), Int32(roundUp(width)))
    }

    func swiglu(_ gateUp: [Float], rows: Int, padded: Int) throws -> [Float] {
        var y = [Float](repeating: .nan, count: rows * padded)
        let function = try #require(try parts().swiglu_forward)
        function(&y, gateUp, Int32(rows), Int32(padded))
        return y
    }

    func swigluBackward(
        _ gateUp: [Float], dy: [Float], rows: Int, padded: Int
    ) throws -> (y: [Float], gradient: [Float]) {
        var (y, gradient) = ([Float](repeating: 0, count: rows * padded), gateUp)
        let function = try #require(try parts().swiglu_backward)
        function(&y, &gradient, dy, Int32(rows), Int32(padded))
        return (y, gradient)
    }

    func rotate(
        _ heads: [Float], width: Int, cosines: [Float], sines: [Float], sign: Float
    ) throws -> [Float] {
        var heads = heads
        let count = Int32(heads.count / width)
        let function = try #require(try parts().rotate)
        function(&heads, count, Int32(width), cosines, sines, sign)
        return heads
    }

    func logSoftmax(_ logits: [Float], temperature: Float) throws -> (
        values: [Float], entropy: Float
    ) {
        var z = logits + [Float](repeating: 7, count: roundUp(logits.count) - logits.count)
        let function = try #require(try parts().log_softmax)
        let entropy = function(&z, Int32(logits.count), temperature)
        return (Array(z[..<logits.count]), entropy)
    }

    func attention(
        heads: Int, keyValueHeads: Int, width: Int, prefix: Int, owns: [Int], qkv: [Float],
        dout: [Float]? = nil
    ) throws -> (out: [Float], dqkv: [Float]) {
        var shape = kernels_shape()
        shape.heads = Int32(heads)
        shape.kv_heads = Int32(keyValueHeads)
        shape.hidden = Int32(heads * width)
        let rows = prefix + owns.reduce(0, +)
        let workspace = try #require(kernels_workspace_create())
        defer { kernels_workspace_free(workspace) }
        var out = [Float](repeating: .nan, count: rows * heads * width)
        var dqkv = [Float](repeating: .nan, count: qkv.count)
        let function = try #require(try parts().attention)
        let isDone = function(
            &shape, workspace, Int32(prefix), owns.map(Int32.init), Int32(owns.count), qkv, &out,
            dout, &dqkv)
        try #require(isDone)
        return (out, dqkv)
    }
}

func roundUp(_ count: Int) -> Int { (count + 15) / 16 * 16 }

/// A number no kernel computes, behind a buffer, so that a tile too large is seen.
private let guardValue: Float = -12_345

private func guarded(_ values: [Float], by count: Int) -> [Float] {
    values + [Float](repeating: guardValue, count: count)
}

private func unguarded(_ values: [Float], count: Int) throws -> [Float] {
    try #require(
        values[count...].allSatisfy { $0 == guardValue }, "a kernel wrote beyond its rows")
    return Array(values[..<count])
}
