import Runs

/// What happens to the dashboard.
public enum DashboardEvent: Sendable {
    /// A key was pressed.
    case key(DashboardKey)
    /// Text was pasted; it never acts as keys.
    case paste(String)
    /// The mouse was used.
    case mouse(DashboardMouse)
    /// The window has a new size.
    case resize(columns: Int, rows: Int)
    /// The clock, in seconds since 1970: at each waking before other events, and when
    /// `DashboardState.nextTick` is due. A tick that changes nothing costs nothing.
    case tick(Double)
    /// A run was opened.
    case opened(RunDescription, SessionAbility, SessionRole)
    /// The run's ability changed.
    case ability(SessionAbility)
    /// A newer snapshot, with the newest step that queries can see.
    case snapshot(RunSnapshot, committed: Int)
    /// The newest step that queries can see, where no snapshot tells.
    case committed(Int)
    /// The answer to a submitted query.
    case answer(ticket: Int, HistoryAnswer)
    /// Processor time that the open run's answers have taken so far, in seconds.
    case reading(Double)
    /// A policy's answer to a question; a play has several.
    case policyAnswer(ticket: Int, PolicyAnswer)
    /// How the open run was looked at the last time.
    case view(String)
    /// What the person's file of keys holds, and where it is.
    case keys(text: String, path: String)
    /// The runs in the list.
    case runs([ListedRun])
    /// How far the study is whose runs are in the list.
    case study(StudyProgress)
    /// The themes to pick from, and the one in use.
    case themes([String], current: String)
    /// What the terminal can show.
    case capabilities(DashboardCapabilities)
    /// Something to tell the person.
    case notice(DashboardNotice)
}

/// How this program stands to the run it shows.
public enum SessionRole: Hashable, Sendable {
    /// It trains the run: leaving asks what becomes of it.
    case trains
    /// It watches a run that lives elsewhere, or is recorded: leaving just leaves.
    case watches
}

/// What the terminal can show.
public struct DashboardCapabilities: Hashable, Sendable {
    /// Whether only ASCII may be drawn.
    public var isASCII: Bool
    /// The colour depth, in words for the screen, such as `256` or `mono`.
    public var colors: String
    /// Seconds to add to universal time for the clock on the wall.
    public var clockOffset: Int

    /// Makes the value of its parts.
    public init(isASCII: Bool = false, colors: String = "mono", clockOffset: Int = 0) {
        self.isASCII = isASCII
        self.colors = colors
        self.clockOffset = clockOffset
    }
}

/// A line for the person, shown for a few seconds.
public struct DashboardNotice: Hashable, Sendable {
    /// How much it matters.
    public let level: LogLevel
    /// One line.
    public let text: String

    /// Makes the value of its parts.
    public init(level: LogLevel, text: String) {
        self.level = level
        self.text = text
    }
}
