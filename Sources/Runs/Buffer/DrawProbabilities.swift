import Foundation

extension [BufferEntry] {
    /// The chance of each entry to be drawn from a buffer of these.
    ///
    ///     pᵢ = exp(κ Sᵢ) / Σⱼ exp(κ Sⱼ)
    ///
    /// The trainer draws by it and screens show it. A score from a file may be anything: one that is
    /// not finite is never drawn.
    ///
    /// - Source: arXiv 2509.04575, section 4.1.
    /// - Complexity: O(n).
    /// - Parameter sharpness: κ.
    /// - Returns: one chance an entry; they sum to 1 where any score is finite.
    public func drawProbabilities(sharpness: Double) -> [Double] {
        guard let highest = lazy.map(\.score).filter(\.isFinite).max() else {
            return map { _ in 0 }
        }
        // Less the largest, so that nothing overflows.
        let weights = map { $0.score.isFinite ? exp(sharpness * ($0.score - highest)) : 0 }
        let total = weights.reduce(0, +)
        return weights.map { $0 / total }
    }
}
