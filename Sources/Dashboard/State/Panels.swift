import Runs

/// How the buffer screen shows its table and histogram.
struct BufferPanel: Hashable, Sendable {
    /// The columns the table can be sorted by.
    enum Column: Hashable, Sendable, CaseIterable {
        case score, probability, depth, quality, created, sampled, id, task

        /// The column's heading.
        var title: String {
            switch self {
            case .score: "score"
            case .probability: "prob"
            case .depth: "depth"
            case .quality: "quality"
            case .created: "created"
            case .sampled: "sampled"
            case .id: "id"
            case .task: "task"
            }
        }

        /// Whether large values stand first until the order is reversed.
        var isDescending: Bool { self != .id && self != .task }
    }

    /// The quantity of the histogram.
    enum Quantity: Hashable, Sendable, CaseIterable {
        case score, depth, quality, created, sampled

        var title: String {
            switch self {
            case .score: "score"
            case .depth: "depth"
            case .quality: "quality"
            case .created: "step created"
            case .sampled: "times sampled"
            }
        }
    }

    var column = Column.score
    var isReversed = false
    var quantity = Quantity.score
    /// The selected entry's id, so that the selection stays on it when the buffer changes.
    var entry: Int?
    var table = ListCursor()
    /// The first change shown.
    var changesTop = 0
}

/// How the depth screen shows its scores.
struct DepthPanel: Hashable, Sendable {
    /// The windows of training steps that can be chosen.
    static let windows = [1, 5, 10, 20, 50, 100, 200, 500]

    /// Index of the window.
    var window = 4
    /// How many evaluations before the latest is looked at.
    var evaluationsBack = 0

    var steps: Int { Self.windows[window] }
}

/// How the curves screen shows its metrics.
struct CurvesPanel: Hashable, Sendable {
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
}

/// How the chain screen walks along revision chains.
struct ChainPanel: Hashable, Sendable {
    /// How two revisions are compared.
    enum Mode: Hashable, Sendable, CaseIterable {
        case inline, sideBySide, texts

        var title: String {
            switch self {
            case .inline: "inline"
            case .sideBySide: "side by side"
            case .texts: "texts"
            }
        }
    }

    /// The episode; nil until one was chosen, when the newest is shown.
    var episode: RevisionID?
    /// The step whose episodes are listed; nil for the newest, or the step looked at.
    var anchor: Int?
    /// Whether to go on to an older (true) or newer episode when the list arrives.
    var pendingTurn: Bool?
    /// Index of the revision in the chain; nil for the last.
    var revision: Int?
    /// Which child the last jump took, to walk them in turn.
    var child = 0
    /// The selected completion of the group; nil for the revision itself.
    var sibling: Int?
    var siblings = ListCursor()
    var mode = Mode.inline
    /// First line shown of the difference and of the prompt.
    var differenceTop = 0
    var promptTop = 0
}

/// How the log screen shows its lines.
struct LogPanel: Hashable, Sendable {
    static let page = 200
    static let most = 5000

    var level = LogLevel.info
    var isFollowing = true
    var isWrapping = false
    /// Columns shifted to the left.
    var shift = 0
    /// Lines scrolled up from the newest.
    var back = 0
    /// Lines asked for; grows when the oldest is reached.
    var limit = LogPanel.page
}
