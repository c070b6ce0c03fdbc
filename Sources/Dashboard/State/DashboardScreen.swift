/// The six screens of a run, by the digit that shows them.
public enum DashboardScreen: Int, Hashable, Sendable, CaseIterable {
    case overview = 1
    case buffer, depth, curves, chain, logs

    /// The name on the command line and in titles.
    public var name: String {
        switch self {
        case .overview: "overview"
        case .buffer: "buffer"
        case .depth: "depth"
        case .curves: "curves"
        case .chain: "chain"
        case .logs: "logs"
        }
    }

    /// The screen of a name, or of its digit; nil if there is none.
    ///
    /// - Parameter name: what a person typed.
    public init?(name: String) {
        guard
            let screen = Self.allCases.first(where: {
                $0.name == name || String($0.rawValue) == name
            })
        else { return nil }
        self = screen
    }

    /// The panes, in the order Tab visits them.
    var panes: [Pane] {
        switch self {
        case .overview: [.run, .bufferSummary, .depthSummary, .rewardCurve, .latestChain]
        case .buffer: [.bufferTable, .histogram, .changes, .entry]
        case .depth: [.trainingDepths, .evaluationCurve, .corrections]
        case .curves: [.charts]
        case .chain: [.revisions, .difference, .figures, .prompt, .siblings, .episodes]
        case .logs: [.log]
        }
    }
}

/// A framed part of a screen.
enum Pane: Hashable, Sendable, CaseIterable {
    case run, bufferSummary, depthSummary, rewardCurve, latestChain
    case bufferTable, histogram, changes, entry
    case trainingDepths, evaluationCurve, corrections
    case charts
    case revisions, difference, figures, prompt, siblings, episodes
    case log
}
