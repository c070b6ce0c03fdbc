import Runs

/// How the log screen shows its lines.
struct LogPanel: Panel, Hashable {
    static let name = "logs"

    static let page = 200
    static let most = 5000

    var level = LogLevel.info
    /// Only lines it lets through are shown.
    var filter = RowFilter.all
    var isFollowing = true
    var isWrapping = false
    /// Columns shifted to the left.
    var shift = 0
    /// Lines scrolled up from the newest.
    var back = 0
    /// Lines asked for; grows when the oldest is reached.
    var limit = LogPanel.page

    mutating func lookedElsewhere() { if isFollowing { back = 0 } }

    var saved: [String: String] { ["level": level.rawValue, "wrap": "\(isWrapping)"] }

    mutating func restore(_ saved: [String: String]) {
        level = saved["level"].flatMap(LogLevel.init(rawValue:)) ?? level
        isWrapping = saved["wrap"].flatMap(Bool.init) ?? isWrapping
    }
}
