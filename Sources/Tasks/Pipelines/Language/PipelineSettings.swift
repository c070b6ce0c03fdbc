import Foundation

/// What a program's two settings mean to its learner.
enum PipelineSettings: Hashable, Sendable {
    case xgb(rounds: Int, depth: Int)
    /// `l1` penalises the sum of the weights' sizes rather than of their squares.
    case logit(cost: Double, l1: Bool)
    case ridge(lambda: Double)
    case svml(cost: Double)
    case svmr(cost: Double, gamma: Double)
    /// `manhattan` adds the differences' sizes rather than their squares; `weighted` counts a
    /// neighbour by the inverse of its distance.
    case knn(neighbours: Int, manhattan: Bool, weighted: Bool)
    /// `smoothing` times the mean variance of the columns is added to each variance.
    case nb(smoothing: Double)

    /// Boosting rounds: no more than 32, beyond which boosted trees are good at everything and a
    /// policy has nothing to choose.
    private static let rounds = [2, 4, 8, 12, 20, 32]
    private static let depths = [1, 2, 4, 6]
    private static let radialCosts = [0.3, 1, 10, 100]
    private static let neighbours = [1, 3, 5, 9, 17, 33]
    private static let smoothings = [1e-9, 1e-4, 0.01, 0.1, 1, 10]
    private static let powers = [1e-4, 1e-3, 0.01, 0.1, 1, 10, 100, 1000]

    init(_ pipeline: Pipeline) {
        let (h1, h2) = (pipeline.h1, pipeline.h2)
        switch pipeline.learner {
        case .xgb: self = .xgb(rounds: Self.rounds[h1], depth: Self.depths[h2])
        case .logit: self = .logit(cost: Self.powers[h1 + 1], l1: h2 % 2 == 1)
        case .ridge: self = .ridge(lambda: Self.powers[h1 + 2])
        case .svml: self = .svml(cost: Self.powers[h1])
        case .svmr: self = .svmr(cost: Self.radialCosts[h2], gamma: exp2(Double(2 * h1 - 7)))
        case .knn:
            self = .knn(
                neighbours: Self.neighbours[h1], manhattan: h2 & 1 == 1, weighted: h2 & 2 == 2)
        case .nb: self = .nb(smoothing: Self.smoothings[h1])
        }
    }
}
