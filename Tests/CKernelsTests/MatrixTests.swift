import Testing

@Suite("Products with packed weights")
struct MatrixTests {
    struct Case: Sendable {
        let rows: Int
        let depth: Int
        let columns: Int
    }

    /// Every height of a tile and its neighbours, every number of panels, depths around a vector.
    static let cases =
        (1...17).map { Case(rows: $0, depth: 21, columns: 64) }
        + [1, 15, 16, 17, 64].map { Case(rows: 9, depth: $0, columns: 48) }
        + (1...8).map { Case(rows: 5, depth: 8, columns: 16 * $0) }
        + [Case(rows: 300, depth: 40, columns: 96)]

    /// |error| of a sum of n products in any order is below n u sum|terms|, u = 2^-24; one more for
    /// the start value.
    private static func bound(_ n: Int, _ terms: Double) -> Double {
        Double(n + 2) * 0x1p-24 * terms + 1e-30
    }

    @Test(
        "x W and from + x W are the sums, and dy W^T is the transposed sum",
        arguments: Kernels.supported)
    func products(kernels: Kernels) throws {
        for (seed, at) in Self.cases.enumerated() {
            var numbers = Numbers(UInt64(seed))
            let (rows, depth, columns) = (at.rows, at.depth, at.columns)
            let x = numbers.floats(rows * depth)
            let w = numbers.floats(depth * columns)
            let from = numbers.floats(rows * columns)
            let plain = try kernels.multiply(x, w, rows: rows, depth: depth, columns: columns)
            let added = try kernels.multiply(
                x, w, rows: rows, depth: depth, columns: columns, from: from)
            for r in 0..<rows {
                for c in 0..<columns {
                    let terms = (0..<depth).map {
                        Double(x[r * depth + $0]) * Double(w[$0 * columns + c])
                    }
                    let sum = terms.reduce(0, +)
                    let size = terms.reduce(0) { $0 + abs($1) }
                    let start = Double(from[r * columns + c])
                    #expect(
                        abs(Double(plain[r * columns + c]) - sum) <= Self.bound(depth, size),
                        "\(at) at \(r), \(c)")
                    #expect(
                        abs(Double(added[r * columns + c]) - sum - start)
                            <= Self.bound(depth, size + abs(start)), "\(at) at \(r), \(c)")
                }
            }
            let dy = numbers.floats(rows * columns)
            let dx = try kernels.multiply(
                dy, w, rows: rows, depth: depth, columns: columns, backward: true)
            let padded = roundUp(depth)
            for r in 0..<rows {
                for k in 0..<padded {
                    let terms = (0..<columns).map {
                        k < depth ? Double(dy[r * columns + $0]) * Double(w[k * columns + $0]) : 0
                    }
                    #expect(
                        abs(Double(dx[r * padded + k]) - terms.reduce(0, +))
                            <= Self.bound(columns, terms.reduce(0) { $0 + abs($1) }),
                        "\(at) backward at \(r), \(k)")
                }
            }
        }
    }

    @Test("w + x^T dy is the sum over rows", arguments: Kernels.supported)
    func outer(kernels: Kernels) throws {
        for (seed, at) in Self.cases.enumerated() {
            var numbers = Numbers(100 + UInt64(seed))
            let (rows, depth, columns) = (at.rows, at.depth, at.columns)
            let x = numbers.floats(rows * depth)
            let dy = numbers.floats(rows * columns)
            let w = numbers.floats(depth * columns)
            let sums = try kernels.accumulateOuter(
                into: w, x, dy, rows: rows, depth: depth, columns: columns)
            for k in 0..<depth {
                for c in 0..<columns {
                    let terms = (0..<rows).map {
                        Double(x[$0 * depth + k]) * Double(dy[$0 * columns + c])
                    }
                    let start = Double(w[k * columns + c])
                    #expect(
                        abs(Double(sums[k * columns + c]) - start - terms.reduce(0, +))
                            <= Self.bound(rows, abs(start) + terms.reduce(0) { $0 + abs($1) }),
                        "\(at) at \(k), \(c)")
                }
            }
        }
    }

    @Test("a row's product depends on no other row, to the bit", arguments: Kernels.supported)
    func rowByRow(kernels: Kernels) throws {
        var numbers = Numbers(7)
        let (rows, depth, columns) = (23, 33, 80)
        let x = numbers.floats(rows * depth)
        let w = numbers.floats(depth * columns)
        let together = try kernels.multiply(x, w, rows: rows, depth: depth, columns: columns)
        for r in 0..<rows {
            let alone = try kernels.multiply(
                Array(x[r * depth..<(r + 1) * depth]), w, rows: 1, depth: depth, columns: columns)
            #expect(alone == Array(together[r * columns..<(r + 1) * columns]))
        }
    }

    @Test("rows added in two calls give the bits of one", arguments: Kernels.supported)
    func rowsInOrder(kernels: Kernels) throws {
        var numbers = Numbers(8)
        let (rows, depth, columns) = (301, 20, 48)
        let x = numbers.floats(rows * depth)
        let dy = numbers.floats(rows * columns)
        let zero = [Float](repeating: 0, count: depth * columns)
        let once = try kernels.accumulateOuter(
            into: zero, x, dy, rows: rows, depth: depth, columns: columns)
        let cut = 77
        let first = try kernels.accumulateOuter(
            into: zero, Array(x[..<(cut * depth)]), Array(dy[..<(cut * columns)]), rows: cut,
            depth: depth, columns: columns)
        let both = try kernels.accumulateOuter(
            into: first, Array(x[(cut * depth)...]), Array(dy[(cut * columns)...]),
            rows: rows - cut, depth: depth, columns: columns)
        #expect(both == once)
    }
}
