import CLearners

/// The part of a program that comes before its learner.
///
/// Programs that have it in common share prepared folds.
struct PipelineSteps: Hashable, Sendable {
    let imputation: Pipeline.Imputation
    let scaling: Pipeline.Scaling
    let feature: Pipeline.Feature

    /// The steps of a program.
    init(_ pipeline: Pipeline) {
        imputation = pipeline.imputation
        scaling = pipeline.scaling
        feature = pipeline.feature
    }
}

extension learners_steps {
    /// The shim's words for steps.
    init(_ steps: PipelineSteps) {
        self.init()
        switch steps.imputation {
        case .mean: imputation = LEARNERS_MEAN
        case .zero: imputation = LEARNERS_ZERO
        case .indicator: imputation = LEARNERS_INDICATOR
        }
        switch steps.scaling {
        case .none: scaling = LEARNERS_UNSCALED
        case .standard: scaling = LEARNERS_STANDARD
        case .minmax: scaling = LEARNERS_MINMAX
        case .rank: scaling = LEARNERS_RANK
        }
        switch steps.feature {
        case .raw: feature = LEARNERS_RAW
        case .poly2: feature = LEARNERS_POLY2
        case .pca4: feature = LEARNERS_PCA4
        case .sel2: feature = LEARNERS_SELECT2
        case .sel4: feature = LEARNERS_SELECT4
        case .sel8: feature = LEARNERS_SELECT8
        }
    }
}

extension learners_settings {
    /// The shim's words for a learner and its settings.
    init(_ settings: PipelineSettings) {
        self.init()
        switch settings {
        case .xgb(let rounds, let depth):
            kind = LEARNERS_XGBOOST
            (self.rounds, self.depth) = (Int32(rounds), Int32(depth))
        case .logit(let cost, let l1):
            kind = LEARNERS_LOGISTIC
            (strength, sparse) = (cost, l1)
        case .ridge(let lambda):
            kind = LEARNERS_RIDGE
            strength = lambda
        case .svml(let cost):
            kind = LEARNERS_LINEAR_SVM
            strength = cost
        case .svmr(let cost, let gamma):
            kind = LEARNERS_RADIAL_SVM
            (strength, self.gamma) = (cost, gamma)
        case .knn(let neighbours, let manhattan, let weighted):
            kind = LEARNERS_NEIGHBOURS
            self.neighbours = Int32(neighbours)
            (self.manhattan, self.weighted) = (manhattan, weighted)
        case .nb(let smoothing):
            kind = LEARNERS_NAIVE_BAYES
            strength = smoothing
        }
    }
}
