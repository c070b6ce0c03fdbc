import Foundation
import Testing

@Suite("Elementwise kernels")
struct ElementwiseTests {
    @Test(
        "e^x is right to 3e-7 where it is in range, and clamped beyond",
        arguments: Kernels.supported)
    func exponential(kernels: Kernels) throws {
        let x = (0...40_000).map { -86.9 + Float($0) * (174.8 / 40_000) }
        let y = try kernels.exponential(x)
        var worst = 0.0
        for (x, y) in zip(x, y) {
            worst = max(worst, abs(Double(y) / Foundation.exp(Double(x)) - 1))
        }
        #expect(worst < 3e-7, "relative error \(worst)")
        let edges = try kernels.exponential([0, -.infinity, .infinity, -1000, 1000])
        #expect(edges[0] == 1)
        #expect(edges[1] == edges[3] && edges[1] > 0 && edges[1] < 2e-38)
        #expect(edges[2] == edges[4] && edges[2].isFinite && edges[2] > 1e38)
    }

    @Test("log x is right to 2 ulp, or to 1e-7 near 1", arguments: Kernels.supported)
    func logarithm(kernels: Kernels) throws {
        let wide = (0...30_000).map { Float(Foundation.exp(Double($0 - 15_000) / 188)) }
        let near = (0...10_000).map { 0.5 + Float($0) * 1.5e-4 }
        let x = wide + near
        let y = try kernels.logarithm(x)
        var worst = 0.0
        for (x, y) in zip(x, y) {
            let expected = Foundation.log(Double(x))
            worst = max(worst, abs(Double(y) - expected) / max(abs(expected), 0.4))
        }
        #expect(worst < 2.4e-7, "error \(worst)")
        let edges = try kernels.logarithm([1, 0, -1, .nan])
        #expect(edges[0] == 0)
        #expect(edges[1] == -.infinity)
        #expect(edges[2].isNaN && edges[3].isNaN)
    }

    @Test("numbers are rounded to half precision, ties to even", arguments: Kernels.supported)
    func halves(kernels: Kernels) throws {
        let halves = (0...UInt16(0x7bff)).map { Float(Float16(bitPattern: $0)) }
        let ties = zip(halves, halves.dropFirst()).map { ($0 + $1) / 2 }
        let beside = ties.flatMap { [$0.nextUp, $0.nextDown] }
        let positive = halves + ties + beside + [1e-10, 1e-30, 0]
        let x = positive + positive.map(-)
        let y = try kernels.roundToHalf(x)
        #expect(zip(x, y).allSatisfy { Float(Float16($0)).bitPattern == $1.bitPattern })
        #expect(
            try kernels.roundToHalf([65_519, 65_520, 1e30, -.infinity])
                == [65_504, 65_504, 65_504, -65_504])
    }

    /// RMSNorm in double precision.
    private static func norm(
        _ x: [Double], _ w: [Double], rows: Int, width: Int, epsilon: Double
    ) -> [Double] {
        let padded = roundUp(width)
        return (0..<rows).flatMap { r in
            let row = x[r * padded..<r * padded + width]
            let mean = row.reduce(0) { $0 + $1 * $1 } / Double(width)
            let scale = 1 / (mean + epsilon).squareRoot()
            return (0..<padded).map { $0 < width ? x[r * padded + $0] * scale * w[$0] : 0 }
        }
    }

    @Test("RMSNorm and its gradients", arguments: Kernels.supported, [1, 15, 16, 24, 64])
    func norms(kernels: Kernels, width: Int) throws {
        var numbers = Numbers(UInt64(width))
        let rows = 3
        let padded = roundUp(width)
        let x = numbers.rows(rows, width: width, padded: padded, scale: 2)
        let w = numbers.rows(1, width: width, padded: padded)
        let dy = numbers.rows(rows, width: width, padded: padded)
        let epsilon: Float = 1e-3
        func twin(_ x: [Double], _ w: [Double]) -> [Double] {
            Self.norm(x, w, rows: rows, width: width, epsilon: Double(epsilon))
        }
        let (y, inverse) = try kernels.norm(x, w, rows: rows, width: width, epsilon: epsilon)
        #expect(relativeDistance(y, twin(x.map(Double.init), w.map(Double.init))) < 5e-7)
        // Gradients are added to what is there.
        let startX = numbers.rows(rows, width: width, padded: padded)
        let startW = numbers.rows(1, width: width, padded: padded)
        var dx = startX
        var dw = startW
        try kernels.normBackward(
            dx: &dx, dw: &dw, dy: dy, x: x, w: w, inverse: inverse, rows: rows, width: width)
        func loss(_ y: [Double]) -> Double { zip(y, dy).reduce(0) { $0 + $1.0 * Double($1.1) } }
        let wide = w.map(Double.init)
        let byX = centralDifferences(x) { loss(twin($0, wide)) }
        let tall = x.map(Double.init)
        let byW = centralDifferences(w) { loss(twin(tall, $0)) }
        #expect(relativeDistance(dx, zip(startX, byX).map { Double($0) + $1 }) < 2e-6)
        #expect(relativeDistance(dw, zip(startW, byW).map { Double($0) + $1 }) < 2e-6)
        #expect(y.enumerated().allSatisfy { $0.offset % padded < width || $0.element == 0 })
    }

    @Test("SwiGLU and its gradients, far arguments too", arguments: Kernels.supported)
    func swiglu(kernels: Kernels) throws {
        var numbers = Numbers(3)
        let (rows, padded) = (5, 32)
        var gateUp = numbers.floats(rows * 2 * padded, scale: 4)
        gateUp[0] = 60
        gateUp[1] = -60
        gateUp[2] = 0
        let dy = numbers.floats(rows * padded)
        func twin(_ x: [Double]) -> [Double] {
            (0..<rows).flatMap { r in
                (0..<padded).map { i in
                    let (gate, up) = (x[r * 2 * padded + i], x[r * 2 * padded + padded + i])
                    return gate / (1 + Foundation.exp(-gate)) * up
                }
            }
        }
        let y = try kernels.swiglu(gateUp, rows: rows, padded: padded)
        #expect(relativeDistance(y, twin(gateUp.map(Double.init))) < 5e-7)
        let (again, gradient) = try kernels.swigluBackward(
            gateUp, dy: dy, rows: rows, padded: padded)
        #expect(again == y, "the backward pass works with the forward pass's values")
        let expected = centralDifferences(gateUp) {
            zip(twin($0), dy).reduce(0) { $0 + $1.0 * Double($1.1) }
        }
        #expect(relativeDistance(gradient, expected) < 1e-6)
    }

    @Test(
        "rotation is the half-split one, and sign -1 is its transpose",
        arguments: Kernels.supported, [2, 6, 8, 16, 40])
    func rotation(kernels: Kernels, width: Int) throws {
        var numbers = Numbers(UInt64(width))
        let half = width / 2
        let heads = numbers.floats(3 * width)
        let angles = numbers.floats(half, scale: 3).map(Double.init)
        let cosines = angles.map { Float(Foundation.cos($0)) }
        let sines = angles.map { Float(Foundation.sin($0)) }
        let turned = try kernels.rotate(
            heads, width: width, cosines: cosines, sines: sines, sign: 1)
        let expected = (0..<3).flatMap { h in
            (0..<width).map { i in
                let other = heads[h * width + (i < half ? i + half : i - half)]
                let sign = i < half ? -1.0 : 1.0
                return Double(heads[h * width + i]) * Double(cosines[i % half])
                    + sign * Double(other) * Double(sines[i % half])
            }
        }
        #expect(relativeDistance(turned, expected) < 2e-7)
        let back = try kernels.rotate(
            turned, width: width, cosines: cosines, sines: sines, sign: -1)
        #expect(relativeDistance(back, heads.map(Double.init)) < 5e-7)
    }

    @Test(
        "log-softmax and entropy at a temperature", arguments: Kernels.supported,
        [1, 2, 16, 61, 130])
    func logSoftmax(kernels: Kernels, count: Int) throws {
        var numbers = Numbers(UInt64(count))
        for (scale, temperature) in [(Float(3), Float(1)), (20, 0.7), (100, 1), (0, 2)] {
            let z = numbers.floats(count, scale: scale)
            let (values, entropy) = try kernels.logSoftmax(z, temperature: temperature)
            let scaled = z.map { Double($0) / Double(temperature) }
            let top = scaled.max() ?? 0
            let total = Foundation.log(scaled.reduce(0) { $0 + Foundation.exp($1 - top) }) + top
            let expected = scaled.map { $0 - total }
            for (a, b) in zip(values, expected) {
                #expect(abs(Double(a) - b) < 1e-6 * (1 + abs(b)))
            }
            let exact = -expected.reduce(0) { $0 + Foundation.exp($1) * $1 }
            #expect(abs(Double(entropy) - exact) < 2e-6 * (1 + exact))
        }
    }
}
