/// The plane in which weighted vectors spread most: their first two principal axes.
///
/// Power iteration from a fixed start, so that the same vectors give the same picture, and with the
/// sign that makes an axis's largest component positive, so that it does not flip.
public struct PrincipalPlane: Sendable {
    /// The vectors' places along the two axes, in their order.
    public let places: [(x: Double, y: Double)]
    /// The shares of the variance that the axes show.
    public let shares: [Double]

    /// Rounds of the iteration; an axis that is not found by then spreads hardly more than the next.
    private static let rounds = 200

    /// Finds the plane.
    ///
    /// - Complexity: O(rounds × vectors × length).
    /// - Parameters:
    ///   - vectors: equally long ones.
    ///   - weights: how much each counts; positive.
    public init(of vectors: [[Float]], weights: [Double]) {
        precondition(vectors.count == weights.count, "a vector without a weight")
        let length = vectors.first?.count ?? 0
        let total = weights.reduce(0, +)
        guard length > 0, total > 0 else {
            places = vectors.map { _ in (0, 0) }
            shares = [0, 0]
            return
        }
        var mean = [Double](repeating: 0, count: length)
        for (vector, weight) in zip(vectors, weights) {
            for index in 0..<min(length, vector.count) {
                mean[index] += weight * Double(vector[index])
            }
        }
        let centred = vectors.map { vector in
            (0..<length).map { index in
                (index < vector.count ? Double(vector[index]) : 0) - mean[index] / total
            }
        }
        let variance = zip(centred, weights).reduce(0) { $0 + $1.1 * Self.dot($1.0, $1.0) }
        var axes: [[Double]] = []
        var spreads: [Double] = []
        for _ in 0..<2 {
            let (axis, spread) = Self.axis(of: centred, weights: weights, besides: axes)
            axes.append(axis)
            spreads.append(spread)
        }
        places = centred.map { (Self.dot($0, axes[0]), Self.dot($0, axes[1])) }
        shares = spreads.map { variance > 0 ? $0 / variance : 0 }
    }

    private static func dot(_ a: [Double], _ b: [Double]) -> Double {
        var sum = 0.0
        for index in a.indices { sum += a[index] * b[index] }
        return sum
    }

    /// The direction of the largest spread at right angles to others, and that spread.
    private static func axis(
        of vectors: [[Double]], weights: [Double], besides others: [[Double]]
    ) -> (axis: [Double], spread: Double) {
        let zero = [Double](repeating: 0, count: vectors.first?.count ?? 0)
        func cleaned(_ vector: [Double]) -> [Double] {
            var vector = vector
            for other in others {
                let share = dot(vector, other)
                for index in vector.indices { vector[index] -= share * other[index] }
            }
            return vector
        }
        var axis = zero
        var farthest = 0.0
        for (vector, weight) in zip(vectors, weights) {
            let candidate = cleaned(vector)
            let spread = weight * dot(candidate, candidate)
            if spread > farthest { (axis, farthest) = (candidate, spread) }
        }
        guard farthest > 1e-12 else { return (zero, 0) }
        // The vector farthest out may lie at right angles to the axis sought, where the iteration
        // would stay for ever: a little of every direction leads away from there.
        let little = 1e-3 * dot(axis, axis).squareRoot()
        for index in axis.indices { axis[index] += little / Double(index + 1) }
        axis = cleaned(axis)
        var spread = 0.0
        for _ in 0..<rounds {
            let norm = dot(axis, axis).squareRoot()
            guard norm > 0 else { return (zero, 0) }
            for index in axis.indices { axis[index] /= norm }
            var next = zero
            for (vector, weight) in zip(vectors, weights) {
                let share = weight * dot(vector, axis)
                for index in next.indices { next[index] += share * vector[index] }
            }
            let before = spread
            spread = dot(next, axis)
            if abs(spread - before) <= 1e-12 * spread { break }
            axis = cleaned(next)
        }
        let norm = dot(axis, axis).squareRoot()
        guard norm > 0 else { return (zero, 0) }
        let largest = axis.max { abs($0) < abs($1) } ?? 0
        return (axis.map { ($0 / norm) * (largest < 0 ? -1 : 1) }, spread)
    }
}
