/// Cheap programs that are run along with a draft, and whose accuracies its feedback shows.
///
/// Part of a draft's log, the same for every draft and every policy: what tells a linear table from
/// a curved one, ranks that help from ranks that do not, gaps that carry the class.
enum Diagnostics {
    /// In the order in which they are shown; the first tell the most for their cost.
    static let programs = [
        program(.mean, .standard, .ridge, 2),
        program(.mean, .standard, .knn, 2),
        program(.mean, .standard, .nb, 1),
        program(.mean, .none, .xgb, 2, 1),
        program(.mean, .standard, .svmr, 2, 1),
        program(.mean, .rank, .ridge, 2),
        program(.indicator, .standard, .ridge, 2),
    ]

    /// Their names in words.
    static let names = [
        "ridge", "5-NN", "bayes", "8 trees", "rbf", "ridge on ranks", "ridge with gaps",
    ]

    private static func program(
        _ imputation: Pipeline.Imputation, _ scaling: Pipeline.Scaling, _ learner: Pipeline.Learner,
        _ h1: Int, _ h2: Int = 0
    ) -> Pipeline {
        Pipeline(
            imputation: imputation, scaling: scaling, feature: .raw, learner: learner, h1: h1,
            h2: h2)
    }
}
