import Runs

/// How the log screen shows its lines.
struct LogPanel: Panel, Hashable {
    static let name = "logs"

    static let page = 200
    static let most = 5000

    var level = LogLevel.info
    /// Only lines it lets through are shown.
    var filter = RowFilter.all
    /// What lines are sought by; the others stay, unlike with a filter.
    var search = RowFilter.all
    /// The selected line's id, so that the selection stays on it as lines are added; nil for none.
    var line: Int?
    /// The id of the last line shown while lines are held still; nil while they follow.
    var bottom: Int?
    var isFollowing = true
    var isWrapping = false
    /// Columns shifted to the left.
    var shift = 0
    /// Lines scrolled up from the newest.
    var back = 0
    /// Lines asked for; grows when the oldest is reached.
    var limit = LogPanel.page

    mutating func lookedElsewhere() { if isFollowing { back = 0 } }

    /// Shows the newest lines from now on.
    mutating func follow() {
        (isFollowing, back, bottom, line) = (true, 0, nil, nil)
    }

    var saved: [String: String] { ["level": level.rawValue, "wrap": "\(isWrapping)"] }

    mutating func restore(_ saved: [String: String]) {
        level = saved["level"].flatMap(LogLevel.init(rawValue:)) ?? level
        isWrapping = saved["wrap"].flatMap(Bool.init) ?? isWrapping
    }
}
