/// A program of machine-learning engineering: how missing cells are filled, how columns are scaled,
/// which features are made of them, and which learner is fitted with which two settings.
///
/// Six fields of one token each, so that a program is well formed whatever values they have. There
/// are 12,096 of them; some learners do not use their second setting, so fewer are different.
///
/// - Source: a language of our own, after the solutions that MLE-bench's agents write (arXiv
///   2509.04575, appendix A.4, has them write Python).
struct Pipeline: Hashable, Sendable {
    /// How missing cells are filled.
    enum Imputation: Int, CaseIterable, Sendable {
        case mean, zero
        /// The mean, and a column of 0 and 1 for each column with missing cells.
        case indicator
    }

    /// How columns are scaled, after imputation.
    enum Scaling: Int, CaseIterable, Sendable {
        case none, standard, minmax
        /// The empirical distribution function of the training rows, in [-1.7, 1.7].
        case rank
    }

    /// Which features are made, after scaling.
    enum Feature: Int, CaseIterable, Sendable {
        case raw
        /// The columns and all products of two.
        case poly2
        /// The first four principal components.
        case pca4
        /// The columns of the highest ratio of variance between classes to that in all.
        case sel2, sel4, sel8
    }

    /// What is fitted.
    enum Learner: Int, CaseIterable, Sendable {
        /// Gradient boosted trees.
        case xgb
        /// Logistic regression.
        case logit
        /// Ridge regression on the classes.
        case ridge
        /// A linear support vector machine.
        case svml
        /// A support vector machine with a radial kernel.
        case svmr
        /// Nearest neighbours.
        case knn
        /// Gaussian naive Bayes.
        case nb
    }

    /// Values of the first setting.
    static let firstSettings = 6
    /// Values of the second setting.
    static let secondSettings = 4
    /// Programs there are.
    static let count =
        Imputation.allCases.count * Scaling.allCases.count * Feature.allCases.count
        * Learner.allCases.count * firstSettings * secondSettings

    var imputation: Imputation
    var scaling: Scaling
    var feature: Feature
    var learner: Learner
    /// The first setting, in `0..<firstSettings`; `PipelineSettings` says what it means.
    var h1: Int
    /// The second setting, in `0..<secondSettings`.
    var h2: Int
}

extension Pipeline {
    /// Values of the second setting that make a difference.
    private var usedSecondSettings: Int {
        switch learner {
        case .xgb, .svmr, .knn: Self.secondSettings
        case .logit: 2
        case .ridge, .svml, .nb: 1
        }
    }

    /// The program that does the same with the smallest second setting.
    var canonical: Pipeline {
        var pipeline = self
        pipeline.h2 = h2 % usedSecondSettings
        return pipeline
    }

    /// The program's number, in `0..<count`.
    var index: Int {
        var index = imputation.rawValue
        index = index * Scaling.allCases.count + scaling.rawValue
        index = index * Feature.allCases.count + feature.rawValue
        index = index * Learner.allCases.count + learner.rawValue
        index = index * Self.firstSettings + h1
        return index * Self.secondSettings + h2
    }

    /// The program of a number; nil outside `0..<count`.
    init?(index: Int) {
        guard (0..<Self.count).contains(index) else { return nil }
        var rest = index
        func take(_ count: Int) -> Int {
            defer { rest /= count }
            return rest % count
        }
        h2 = take(Self.secondSettings)
        h1 = take(Self.firstSettings)
        let places = (
            learner: take(Learner.allCases.count), feature: take(Feature.allCases.count),
            scaling: take(Scaling.allCases.count), imputation: take(Imputation.allCases.count)
        )
        guard let learner = Learner(rawValue: places.learner),
            let feature = Feature(rawValue: places.feature),
            let scaling = Scaling(rawValue: places.scaling),
            let imputation = Imputation(rawValue: places.imputation)
        else { return nil }
        (self.learner, self.feature) = (learner, feature)
        (self.scaling, self.imputation) = (scaling, imputation)
    }
}
