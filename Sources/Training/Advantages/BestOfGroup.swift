/// Credit for a group's best answer instead of its mean one.
///
/// Where a search keeps the best of what it samples, the mean is the wrong aim: it moves all
/// probability to the one answer that is good everywhere, and the best of several samples falls
/// while the mean still rises.
public enum BestOfGroup {
    /// What each answer adds to the best of a random subset of its group.
    ///
    ///     Aᵢ = k · E_S [ max(rᵢ, max r_S) − max r_S ],   S uniform among the k − 1 out of G − 1 others
    ///
    /// The aim is J = E[max of k answers], an expectation over k independent samples. Its policy
    /// gradient is Σ max · ∇log π over the k of them, and the mean over all subsets of a group of G
    /// has its expectation with the least variance. The baseline of answer i in a subset is the
    /// maximum of the others there: it does not depend on answer i, and so takes nothing from the
    /// expectation; what is left is the marginal contribution above. Hence 1/G Σ Aᵢ ∇log π(oᵢ) is an
    /// unbiased estimate of ∇J.
    ///
    /// No subset need be listed. With the rewards sorted, r₁ ≤ … ≤ r_G, a rise from r_l to r_{l + 1}
    /// counts for every answer above it, as often as all of S are among the l lowest:
    ///
    ///     A₍ᵢ₎ = k Σ_{l < i} (r_{l + 1} − r_l) · C(l, k − 1) / C(G − 1, k − 1)
    ///
    /// None is negative: what does not add to the maximum is neither taught nor taught against, and
    /// fades only as the others' share grows. With k = G only the best answer is credited, by its lead
    /// over the second; two equal best ones teach nothing, since either could be spared.
    ///
    /// - Shape: `[G]` to `[G]`.
    /// - Complexity: O(G log G).
    /// - Precondition: `size` is 2 to G. Of one answer there are no others: its baseline is the
    ///   group's mean, which is what `GroupAdvantages` does.
    /// - Source: Walder and Karkhanis, "Pass@K Policy Optimization", arXiv 2505.15201: the
    ///   estimator for continuous rewards with its baseline over subsets of k − 1, here times G.
    ///   For k = G it is the leave-one-out estimator of Tang et al., arXiv 2503.19595. The sum over
    ///   rises is our way to write it.
    /// - Parameters:
    ///   - rewards: the group's rewards.
    ///   - size: k, answers of which the best counts.
    /// - Returns: A, unscaled; equal for equal rewards.
    public static func contributions(_ rewards: [Double], size: Int) -> [Double] {
        let count = rewards.count
        precondition((2...max(count, 2)).contains(size) && size <= count, "\(size) of \(count)")
        // The chance that the others of a subset are all among so many lowest ones.
        var chances = [Double](repeating: 0, count: count)
        chances[count - 1] = 1
        for lowest in stride(from: count - 1, through: size, by: -1) {
            chances[lowest - 1] = chances[lowest] * Double(lowest - size + 1) / Double(lowest)
        }
        let order = rewards.indices.sorted { (rewards[$0], $0) < (rewards[$1], $1) }
        var contributions = [Double](repeating: 0, count: count)
        var sum = 0.0
        for place in 1..<count {
            let rise = rewards[order[place]] - rewards[order[place - 1]]
            sum += Double(size) * rise * chances[place]
            contributions[order[place]] = sum
        }
        return contributions
    }
}
