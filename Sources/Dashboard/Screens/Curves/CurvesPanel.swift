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
    var hasGrid = false
    /// The steps shown; nil for all up to the step looked at.
    var window: ClosedRange<Int>?
    /// The ends of a range that is being drawn with the mouse.
    var dragFrom: Int?
    var dragTo: Int?
    /// The charts of the curves screen.
    var charts = Kept<CurveCharts.Key, CurveCharts>()

    /// The range that is being drawn, if any is.
    var dragged: ClosedRange<Double>? {
        guard let dragFrom, let dragTo else { return nil }
        return Double(min(dragFrom, dragTo))...Double(max(dragFrom, dragTo))
    }

    /// Shows another part of the steps.
    mutating func zoom(by factor: Double, about step: Int, in all: ClosedRange<Int>) {
        var shown = StepWindow(window)
        shown.zoom(by: factor, about: step, in: all)
        window = shown.steps
    }

    /// Shifts the window by a share of its width.
    mutating func pan(by share: Double, in all: ClosedRange<Int>) {
        var shown = StepWindow(window)
        shown.pan(by: share, in: all)
        window = shown.steps
    }

    var metric: Metric { Self.metrics[selected] }
    var weight: Double { Self.weights[smoothing] }

    mutating func lookedElsewhere() {
        dragFrom = nil
        dragTo = nil
    }

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
