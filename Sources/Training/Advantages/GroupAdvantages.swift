import Runs

/// What a group of completions of one prompt teaches.
public enum GroupAdvantages {
    /// Population variance of the rewards: the group's learnability.
    ///
    ///     S = 1/G · Σ (rᵢ − r̄)²
    ///
    /// For 0/1 rewards this is p(1 − p).
    ///
    /// - Shape: `rewards` is `[G]`, G at least 1.
    /// - Source: arXiv 2509.04575, section 4.1.
    /// - Parameter rewards: the group's rewards, on a [0, 1] scale.
    /// - Returns: S; exactly 0 when all rewards are equal.
    public static func learnability(_ rewards: [Double]) -> Double {
        guard let first = rewards.first, rewards.contains(where: { $0 != first }) else { return 0 }
        let mean = rewards.reduce(0, +) / Double(rewards.count)
        return rewards.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(rewards.count)
    }

    /// Rewards relative to the group.
    ///
    ///     Aᵢ = (rᵢ − r̄) / (max(σ, floor) + 10⁻⁸), σ the population standard deviation
    ///
    /// Without a floor a group whose rewards differ by noise alone, such as one row of a table, is
    /// told to learn as much from it as a group of right and wrong answers from that.
    ///
    /// - Shape: `[G]` to `[G]`.
    /// - Source: arXiv 2509.04575, Eq. 3; the floor is ours.
    /// - Parameters:
    ///   - rewards: the group's rewards.
    ///   - scaled: whether to divide by σ; false is Dr. GRPO's form.
    ///   - floor: the least σ that is divided by, on the rewards' scale; 0 is none.
    /// - Returns: advantages, all exactly 0 where the rewards are equal.
    public static func advantages(
        _ rewards: [Double], scaled: Bool, floor: Double = 0
    ) -> [Double] {
        let variance = learnability(rewards)
        guard variance > 0 else { return rewards.map { _ in 0 } }
        let mean = rewards.reduce(0, +) / Double(rewards.count)
        let scale = scaled ? divisor(variance, floor: floor) : 1
        return rewards.map { ($0 - mean) / scale }
    }

    /// What rewards add to the best of some of the group.
    ///
    ///     Aᵢ = contributionᵢ / (max(σ, floor) + 10⁻⁸), σ that of the rewards
    ///
    /// Divided as the mean's advantages are, and not by the contributions' own deviation, which would
    /// make the slightest lead as large as any.
    ///
    /// - Shape: `[G]` to `[G]`.
    /// - Source: see `BestOfGroup`.
    /// - Parameters:
    ///   - rewards: the group's rewards.
    ///   - size: completions of which the best counts, the whole group if it is smaller; of one, this
    ///     is the mean.
    ///   - scaled: whether to divide.
    ///   - floor: the least σ that is divided by.
    /// - Returns: advantages, none negative where `size` is more than 1.
    public static func advantages(
        _ rewards: [Double], bestOf size: Int, scaled: Bool, floor: Double = 0
    ) -> [Double] {
        let size = min(size, rewards.count)
        guard size > 1 else { return advantages(rewards, scaled: scaled, floor: floor) }
        let variance = learnability(rewards)
        guard variance > 0 else { return rewards.map { _ in 0 } }
        let scale = scaled ? divisor(variance, floor: floor) : 1
        return BestOfGroup.contributions(rewards, size: size).map { $0 / scale }
    }

    private static func divisor(_ variance: Double, floor: Double) -> Double {
        max(variance.squareRoot(), floor) + 1e-8
    }
}

/// The bonus that keeps a group's answers apart: distances of their embeddings to the centroid,
/// scaled within the group.
public enum DiversityBonus {
    /// Distances of each embedding to their mean.
    ///
    /// - Shape: `[G][E]` to `[G]`.
    /// - Precondition: all embeddings are equally long.
    /// - Parameter embeddings: one a completion.
    /// - Returns: Euclidean distances.
    public static func distances(_ embeddings: [[Float]]) -> [Double] {
        guard let first = embeddings.first else { return [] }
        var mean = [Double](repeating: 0, count: first.count)
        for embedding in embeddings {
            precondition(
                embedding.count == mean.count,
                "embeddings of \(embedding.count) and \(mean.count) in one group")
            for (index, value) in embedding.enumerated() { mean[index] += Double(value) }
        }
        for index in mean.indices { mean[index] /= Double(embeddings.count) }
        return embeddings.map { embedding in
            var sum = 0.0
            for (index, value) in embedding.enumerated() {
                let difference = Double(value) - mean[index]
                sum += difference * difference
            }
            return sum.squareRoot()
        }
    }

    /// Distances scaled within the group.
    ///
    ///     range:            dᵢ = ‖eᵢ − ē‖ / (max − min), no minimum subtracted, at most `cap`
    ///     minmax, positive: dᵢ = (‖eᵢ − ē‖ − min) / (max − min)
    ///
    /// Where all distances are equal the range tells nothing: `range` and `minmax` give 1, which
    /// leaves advantages as they are, and `positive` gives 0, which does the same.
    ///
    /// - Shape: `[G]` to `[G]`.
    /// - Source: arXiv 2509.04575, Eq. 6; guard and cap are ours, since the paper's form is
    ///   unbounded.
    /// - Parameters:
    ///   - distances: to the centroid.
    ///   - form: which scaling.
    ///   - cap: the largest value of `range`.
    /// - Returns: d.
    public static func scaled(_ distances: [Double], form: DiversityForm, cap: Double) -> [Double] {
        guard let low = distances.min(), let high = distances.max() else { return [] }
        let range = high - low
        switch form {
        case .range:
            guard range > 1e-6 else { return distances.map { _ in 1 } }
            return distances.map { min($0 / range, cap) }
        case .minmax, .positive:
            guard range > 1e-6 else { return distances.map { _ in form == .minmax ? 1 : 0 } }
            return distances.map { ($0 - low) / range }
        }
    }

    /// Advantages with the bonus.
    ///
    ///     range, minmax: Aᵢ ← dᵢ · Aᵢ
    ///     positive:      Aᵢ ← (1 + dᵢ) · Aᵢ where Aᵢ > 0
    ///
    /// - Shape: `[G]` and `[G]` to `[G]`.
    /// - Parameters:
    ///   - advantages: of the group.
    ///   - diversity: `scaled` distances.
    ///   - form: which.
    /// - Returns: the products; rewards and learnability are not touched.
    public static func applied(
        to advantages: [Double], diversity: [Double], form: DiversityForm
    ) -> [Double] {
        zip(advantages, diversity).map { advantage, d in
            switch form {
            case .range, .minmax: d * advantage
            case .positive: advantage > 0 ? (1 + d) * advantage : advantage
            }
        }
    }
}
