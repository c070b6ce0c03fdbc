import Runs

/// How the curves screen shows its metrics.
struct CurvesPanel: Panel, Hashable {
    static let name = "curves"

    /// The smoothing weights that can be chosen.
    static let weights = [0, 0.6, 0.8, 0.9, 0.95, 0.98, 0.99]

    /// The metrics in the order of the screen: those people look at first, then the rest.
    static let metrics: [Metric] = {
        let first: [Metric] = [
            .reward, .solved, .wrongToRight, .rightToWrong, .entropy, .kl, .gradNorm,
            .zeroStdFraction, .rewardBase, .rewardImprove, .rewardDiverge, .depthMean,
        ]
        return first + Metric.allCases.filter { !first.contains($0) }
    }()

    /// Index of the selected metric.
    var selected = 0
    var isMaximised = false
    /// The step the cursor is on; nil while it is off.
    var cursor: Int?
    /// Index of the smoothing weight.
    var smoothing = 3
    var logarithmic: Set<Metric> = []

    var metric: Metric { Self.metrics[selected] }
    var weight: Double { Self.weights[smoothing] }

    var saved: [String: String] {
        [
            "metric": metric.rawValue, "smoothing": "\(weight)",
            "log": logarithmic.map(\.rawValue).sorted().joined(separator: " "),
        ]
    }

    mutating func restore(_ saved: [String: String]) {
        selected =
            saved["metric"].flatMap(Metric.init(rawValue:))
            .flatMap(Self.metrics.firstIndex(of:)) ?? selected
        smoothing =
            saved["smoothing"].flatMap(Double.init).flatMap(Self.weights.firstIndex(of:))
            ?? smoothing
        if let log = saved["log"] {
            logarithmic = Set(log.split(separator: " ").compactMap { Metric(rawValue: String($0)) })
        }
    }
}
