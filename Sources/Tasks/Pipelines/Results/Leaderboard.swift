import Runs

/// What a hundred random programs reach on a task's table: the scale that quality and private scores
/// are read on.
///
/// The same hundred for every table. Policies never see it.
struct Leaderboard: Hashable, Sendable {
    /// The programs, all different.
    static let programs: [Pipeline] = {
        var generator = CounterGenerator(seed: 100, purpose: .programs)
        var programs: [Pipeline] = []
        while programs.count < 100 {
            let program = Pipeline.random(&generator)
            if !programs.contains(program) { programs.append(program) }
        }
        return programs
    }()

    /// Room above the best program, so that few first answers reach the top of the scale.
    private static let headroom = 1.15
    /// A narrower scale than this many accuracy points says nothing.
    private static let narrowest = 0.01

    /// First quartile and maximum of the cross-validated accuracies.
    private let low: Double
    private let high: Double
    /// Private accuracies, the best first.
    private let held: [Double]

    /// A refused program counts as an accuracy of 0.
    ///
    /// - Precondition: as many of either as `programs`.
    init(validated: [Double], held: [Double]) {
        let ranked = validated.sorted()
        low = ranked[ranked.count / 4]
        high = ranked[ranked.count - 1]
        self.held = held.sorted(by: >)
    }

    /// How good a cross-validated accuracy is, in (0, 1].
    ///
    ///     0.05 + 0.95 · clip((accuracy − p25) / (1.15 · (max − p25)), 0, 1)
    func quality(_ accuracy: Double) -> Double {
        let scale = Self.headroom * max(high - low, Self.narrowest)
        return 0.05 + 0.95 * min(max((accuracy - low) / scale, 0), 1)
    }

    /// What a private accuracy is worth: 1 is the best of the hundred, 0 their first quartile.
    ///
    /// - Source: the medals are those of MLE-bench (arXiv 2410.07095) for a contest of 100 teams: the
    ///   first ten places, 20 and 40 in a hundred.
    func privateScore(_ accuracy: Double) -> PrivateScore {
        let low = held[held.count - 1 - held.count / 4]
        let scale = max(held[0] - low, Self.narrowest)
        let better = held.count { $0 > accuracy }
        let medal: Medal? =
            switch better {
            case ..<10: .gold
            case ..<20: .silver
            case ..<40: .bronze
            default: nil
            }
        return PrivateScore(
            score: min(max((accuracy - low) / scale, 0), Self.headroom), medal: medal,
            isAboveMedian: accuracy > held[held.count / 2])
    }
}

extension Pipeline {
    /// Any program, in its canonical form.
    static func random(_ generator: inout CounterGenerator) -> Pipeline {
        Pipeline(index: generator.below(count))?.canonical
            ?? Pipeline(
                imputation: .mean, scaling: .none, feature: .raw, learner: .nb, h1: 0, h2: 0)
    }
}
