import Runs

/// What can be typed in linear mode besides the words of `redraft ctl`.
enum LinearWord: String, CaseIterable, Sendable {
    case buffer, chain, depth, curves, search, log, help, quit

    /// How it is typed.
    var usage: String {
        switch self {
        case .buffer: "buffer [COUNT]"
        case .chain: "chain [EPISODE]"
        case .depth, .help, .quit: rawValue
        case .curves: "curves [METRIC]"
        case .search: "search [TASK]"
        case .log: "log [COUNT]"
        }
    }

    /// What it does.
    var summary: String {
        switch self {
        case .buffer: "the entries of the buffer with the highest scores"
        case .chain: "a revision chain, by default the latest"
        case .depth: "scores by depth, in training and in the latest evaluation"
        case .curves: "a metric over the whole run; without a name all metrics of the newest step"
        case .search: "the newest searches; of one task, by its number, every answer"
        case .log: "the newest lines of the log"
        case .help: "this list"
        case .quit: "leave; a run that is trained here is stopped after a checkpoint"
        }
    }

    /// The list that `help` prints.
    static var list: [String] {
        let control = ControlCommand.Action.allCases.map { ($0.usage, $0.summary) }
        let others = allCases.map { ($0.usage, $0.summary) }
        return (control + others).map { ReportText.left($0.0, 17) + $0.1 }
    }
}
