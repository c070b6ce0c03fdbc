/// Numbers for tests: the same ones in every run (a Weyl sequence through a mixing function).
struct Numbers {
    private var state: UInt64

    init(_ seed: UInt64) {
        state = seed &* 0x9E37_79B9_7F4A_7C15
    }

    /// Uniform in [-1, 1), exact in single precision.
    mutating func next() -> Float {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return Float(Int64(bitPattern: z) >> 40) * 0x1p-23
    }

    mutating func floats(_ count: Int, scale: Float = 1) -> [Float] {
        (0..<count).map { _ in scale * next() }
    }

    /// Rows of `width` numbers with zeros up to `padded`.
    mutating func rows(_ rows: Int, width: Int, padded: Int, scale: Float = 1) -> [Float] {
        (0..<rows).flatMap { _ in
            floats(width, scale: scale) + [Float](repeating: 0, count: padded - width)
        }
    }
}

/// The largest |a - b| relative to the largest |b|, or 0 for nothing.
func relativeDistance(_ a: [Float], _ b: [Double]) -> Double {
    precondition(a.count == b.count, "\(a.count) against \(b.count)")
    var largest = 0.0
    var size = 1e-300
    for (x, y) in zip(a, b) {
        // A number that is not one must not hide from the comparison.
        if !x.isFinite { return .infinity }
        largest = max(largest, abs(Double(x) - y))
        size = max(size, abs(y))
    }
    return largest / size
}

/// The gradient of a scalar function by central differences, in double precision.
///
/// With a step of 1e-5 and values of order 1 the truncation is some 1e-10 and the rounding 1e-11:
/// far below single precision.
func centralDifferences(_ x: [Float], _ f: ([Double]) -> Double) -> [Double] {
    var x = x.map(Double.init)
    let step = 1e-5
    return x.indices.map { index in
        let middle = x[index]
        x[index] = middle + step
        let above = f(x)
        x[index] = middle - step
        let below = f(x)
        x[index] = middle
        return (above - below) / (2 * step)
    }
}
