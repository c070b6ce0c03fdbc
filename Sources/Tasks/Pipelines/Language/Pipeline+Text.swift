extension Pipeline.Imputation {
    var text: String {
        switch self {
        case .mean: "mean"
        case .zero: "zero"
        case .indicator: "ind"
        }
    }
}

extension Pipeline.Scaling {
    var text: String {
        switch self {
        case .none: "none"
        case .standard: "std"
        case .minmax: "minmax"
        case .rank: "rank"
        }
    }
}

extension Pipeline.Feature {
    var text: String {
        switch self {
        case .raw: "raw"
        case .poly2: "poly2"
        case .pca4: "pca4"
        case .sel2: "sel2"
        case .sel4: "sel4"
        case .sel8: "sel8"
        }
    }
}

extension Pipeline.Learner {
    var text: String {
        switch self {
        case .xgb: "xgb"
        case .logit: "logit"
        case .ridge: "ridge"
        case .svml: "svml"
        case .svmr: "svmr"
        case .knn: "knn"
        case .nb: "nb"
        }
    }
}

extension Pipeline {
    /// A line such as `mean std sel4 xgb rounds=12 depth=2`.
    var text: String {
        "\(imputation.text) \(scaling.text) \(feature.text) \(learner.text) "
            + PipelineSettings(self).text
    }
}

extension PipelineSettings {
    fileprivate var text: String {
        switch self {
        case .xgb(let rounds, let depth): "rounds=\(rounds) depth=\(depth)"
        case .logit(let cost, let l1): "C=\(short(cost)) \(l1 ? "L1" : "L2")"
        case .ridge(let lambda): "lambda=\(short(lambda))"
        case .svml(let cost): "C=\(short(cost))"
        case .svmr(let cost, let gamma): "C=\(short(cost)) gamma=\(short(gamma))"
        case .knn(let neighbours, let manhattan, let weighted):
            "k=\(neighbours) \(manhattan ? "L1" : "L2") \(weighted ? "weighted" : "even")"
        case .nb(let smoothing): "smoothing=\(short(smoothing))"
        }
    }

    private func short(_ value: Double) -> String {
        value >= 1 && value == value.rounded() ? String(Int(value)) : "\(value)"
    }
}
