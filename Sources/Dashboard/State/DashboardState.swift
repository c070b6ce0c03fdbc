import Runs

/// Everything the dashboard shows, as a value.
///
/// `Dashboard.update` turns it and an event into the next one and some effects; `Dashboard.view`
/// draws it. Nothing else changes it.
public struct DashboardState: Sendable {
    /// Whether the list of runs is shown, or a run.
    enum Place: Hashable, Sendable {
        case browser, run
    }

    /// An open run.
    struct Session: Sendable {
        let description: RunDescription
        var ability: SessionAbility
        let role: SessionRole
        var snapshot: RunSnapshot?
        /// When the newest snapshot came, by this program's clock.
        var heard: Double
        /// The newest step that queries can see.
        var committed = 0

        var isLive: Bool { ability == .live }
    }

    var place: Place
    var browser = BrowserPanel()
    /// The study whose runs are in the list.
    var study: StudyProgress?
    var session: Session?
    var screen = DashboardScreen.overview
    /// The screen whose pane led to this one.
    var cameFrom: DashboardScreen?
    /// The step looked at; nil for the newest.
    var at: Int?
    var focus: [DashboardScreen: Pane] = [:]
    var isMaximised = false
    var overlays: [Overlay] = []
    var panels = PanelStore()
    var keymap = Keymap.standard
    var board = QueryBoard()
    /// What the mouse holds on to.
    var grip: Grip?
    var notice: (value: DashboardNotice, until: Double)?
    /// Whether the dashboard ends as soon as the run has.
    var isLeavingAtEnd = false
    var themes: [String] = []
    var theme = ""
    var capabilities = DashboardCapabilities()
    /// The window, in cells.
    public internal(set) var columns = 80
    /// The window, in cells.
    public internal(set) var rows = 24
    var now: Double
    /// Whether the browser can be gone back to.
    var hasBrowser: Bool

    /// Counts what could be seen: the screen needs drawing only when this has changed.
    public internal(set) var revision = 0

    /// The list of runs, for bare `redraft`.
    ///
    /// - Parameters:
    ///   - runs: the runs found.
    ///   - now: seconds since 1970.
    public init(runs: [ListedRun], now: Double) {
        self.place = .browser
        self.now = now
        self.hasBrowser = true
        browser.runs = runs
    }

    /// A run, for `train`, `resume` and `watch`.
    ///
    /// - Parameters:
    ///   - description: the run.
    ///   - ability: what its session can do.
    ///   - role: how this program stands to it.
    ///   - now: seconds since 1970.
    public init(
        run description: RunDescription, ability: SessionAbility, role: SessionRole, now: Double
    ) {
        self.place = .run
        self.now = now
        self.hasBrowser = false
        self.session = Session(
            description: description, ability: ability, role: role, heard: now)
    }

    /// When the clock should next be told by `DashboardEvent.tick`; nil while nothing waits for it.
    public var nextTick: Double? {
        var times: [Double] = []
        if let notice { times.append(notice.until) }
        if let due = board.due { times.append(due) }
        if let silence = silenceDue { times.append(silence) }
        return times.min()
    }

    /// Whether a pane shows nothing yet, or what was asked before, until an answer comes: a frame is
    /// better drawn with the answer, if that is there in a moment.
    public var isAwaitingFirstAnswer: Bool { place == .run && board.isAwaitingFirst }

    /// The run shown; nil in the list of runs.
    public var run: RunID? { place == .run ? session?.description.run : nil }

    /// What listens to keys, innermost first.
    var contexts: [KeyContext] {
        if let overlay = overlays.last {
            switch overlay {
            case .help, .themes: return [overlay.context, .movement]
            default: return [overlay.context]
            }
        }
        switch place {
        case .browser:
            return browser.form == nil ? [.browser, .movement, .program] : [.form]
        case .run: return KeyContext.stack(of: screen)
        }
    }

    /// The focused pane of the screen shown.
    var focusedPane: Pane {
        focus[screen] ?? screen.definition.firstPane
    }

    /// The newest step with records: what `at` nil stands for.
    var newestStep: Int {
        max(session?.committed ?? 0, session?.isLive == true ? 0 : session?.snapshot?.step ?? 0)
    }

    /// The step the panels show.
    var shownStep: Int { min(at ?? newestStep, newestStep) }
}

// MARK: - Silence of the trainer

extension DashboardState {
    /// Seconds without news after which a busy trainer is marked silent.
    static let silenceSeconds = 5.0

    /// Whether snapshots should be coming.
    private var isNewsExpected: Bool {
        guard place == .run, let session, session.isLive, let snapshot = session.snapshot,
            snapshot.end == nil
        else { return false }
        if case .paused = snapshot.control { return false }
        return true
    }

    /// Whole seconds since the last news, once that is long.
    var silence: Int? {
        guard isNewsExpected, let session, now - session.heard >= Self.silenceSeconds else {
            return nil
        }
        return Int(now - session.heard)
    }

    private var silenceDue: Double? {
        guard isNewsExpected, let session else { return nil }
        let age = max(0, now - session.heard)
        return session.heard + max(Self.silenceSeconds, age.rounded(.down) + 1)
    }
}
