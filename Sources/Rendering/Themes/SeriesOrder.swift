/// The order in which a scheme's hues serve as series, so that neighbours differ for every eye.
///
/// Which two curves lie over each other cannot be known; but most charts have two or three, and these
/// take the first colours.
enum SeriesOrder {
    /// The order that makes the two most alike neighbours as different as can be.
    ///
    /// - Complexity: O(n² · 2ⁿ), for eight colours at most.
    /// - Parameter colors: the colours as they are shown; the first stays first.
    /// - Returns: their indices.
    static func best(for colors: [RGB]) -> [Int] {
        let count = colors.count
        guard count > 2, count <= Role.seriesCount else { return Array(colors.indices) }
        var distances = Array(repeating: Array(repeating: 0.0, count: count), count: count)
        for first in 0..<count {
            for second in 0..<first {
                let distance = least(colors[first], colors[second])
                distances[first][second] = distance
                distances[second][first] = distance
            }
        }
        // For each set of colours already in a row and each last one: the best row's least distance.
        var best = Array(repeating: Array(repeating: -1.0, count: count), count: 1 << count)
        var before = Array(repeating: Array(repeating: 0, count: count), count: 1 << count)
        best[1][0] = 1
        for used in 1..<(1 << count) {
            for last in 0..<count where best[used][last] >= 0 {
                for next in 0..<count where used & (1 << next) == 0 {
                    let value = min(best[used][last], distances[last][next])
                    let grown = used | 1 << next
                    if value > best[grown][next] {
                        best[grown][next] = value
                        before[grown][next] = last
                    }
                }
            }
        }
        var used = (1 << count) - 1
        var last = (0..<count).max { best[used][$0] < best[used][$1] } ?? 0
        var order: [Int] = []
        while order.count < count {
            order.append(last)
            let previous = before[used][last]
            used &= ~(1 << last)
            last = previous
        }
        return order.reversed()
    }

    /// How different two colours look to the eye that tells them apart worst.
    ///
    /// Lightness alone counts less: many schemes have hues of one lightness, and shapes help there.
    static func least(_ a: RGB, _ b: RGB) -> Double {
        let hues = ColorVision.allCases.filter { $0 != .greyscale }.map { $0.distance(a, b) }
        return min(hues.min() ?? 0, ColorVision.greyscale.distance(a, b) + 0.06)
    }
}
