import Foundation

extension [BufferEntry] {
    /// The chance of each entry to be drawn from a buffer of these.
    ///
    ///     pᵢ = (1 − ρ) exp(κ Sᵢ) / Σⱼ exp(κ Sⱼ) + ρ (t − tᵢ) / Σⱼ (t − tⱼ)
    ///
    /// t is the step that draws, and tᵢ the step at which the entry's score was last set: by a draw
    /// of it, by an equal history, or by its insertion. The second part brings back what the first
    /// has forgotten: a score is only measured when its entry is drawn, so that one which was once
    /// high and is no longer true would hold its place for good, and one too low to be drawn would
    /// never be found wrong.
    ///
    /// The trainer draws by it and screens show it. A score from a file may be anything: one that is
    /// not finite is never drawn. Where no entry is stale the first part is all.
    ///
    /// - Source: arXiv 2509.04575, section 4.1, for the first part. The second is that of Jiang,
    ///   Grefenstette, Rocktäschel: "Prioritized Level Replay", ICML 2021, arXiv 2010.03934, which
    ///   counts episodes where this counts steps; the ExIt paper leaves it out.
    /// - Complexity: O(n).
    /// - Parameters:
    ///   - sharpness: κ.
    ///   - staleness: ρ; 0 gives the softmax, to the bit.
    ///   - step: the step that draws.
    /// - Returns: one chance an entry; they sum to 1 where any score is finite.
    public func drawProbabilities(sharpness: Double, staleness: Double, at step: Int) -> [Double] {
        guard let highest = lazy.map(\.score).filter(\.isFinite).max() else {
            return map { _ in 0 }
        }
        // Less the largest, so that nothing overflows.
        let weights = map { $0.score.isFinite ? exp(sharpness * ($0.score - highest)) : 0 }
        let total = weights.reduce(0, +)
        let byScore = weights.map { $0 / total }
        guard staleness > 0 else { return byScore }
        let ages = map { $0.score.isFinite ? Swift.max(0, Double(step) - Double($0.scored)) : 0 }
        let age = ages.reduce(0, +)
        guard age > 0 else { return byScore }
        return zip(byScore, ages).map { (1 - staleness) * $0 + staleness * ($1 / age) }
    }
}
