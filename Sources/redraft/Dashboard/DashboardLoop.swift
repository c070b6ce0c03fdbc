import Dashboard
import Foundation
import Rendering
import RunStore
import Runs
import TerminalUI
import Training

/// The main thread's loop while the dashboard is up: waits, tells the dashboard what happened, does
/// what it asks for, and draws what changed.
///
/// Nothing in it waits for the trainer or the disk: opening and listing runs are errands for
/// another thread.
final class DashboardLoop {
    /// Why the loop ended.
    enum Exit {
        /// The person is done, or the run is.
        case quit
        /// The run this process trains goes on with plain lines.
        case detach
        /// The terminal is gone.
        case lost
        /// Interrupted twice: the process is to end at once.
        case killed
    }

    /// What an errand brought back.
    enum Arrival: Sendable {
        case listed([ListedRun])
        case opened(OpenedRun)
        case failed(String)
        /// How far a long errand is, in one line.
        case progress(String)
        /// How a run was looked at the last time, and its folder.
        case view(String, run: String)
    }

    /// The run on the screen.
    var opened: OpenedRun?
    let options: ScreenOptions
    let places: RunPlaces
    let errands: ErrandThread<Arrival>
    /// Runs that are compared with the one on the screen.
    let others: OtherRuns
    var theme: Theme
    var themeName: String
    let themeWatch = ThemeWatch()
    /// Whether somebody has picked a theme.
    var hasChosenTheme = false
    /// Whether the screen is to be drawn again though the state is as it was.
    var isStale = false
    var exit: Exit?
    let views = SavedViews(folder: ProgramFolders.current.views)
    var tickets: [QueryID: Int] = [:]
    /// Questions to policies; a play has many answers, so that they stay until it is given up.
    var questions: [QuestionID: Int] = [:]
    var state: DashboardState
    /// The study whose runs are in the list.
    let study: StudyThread?
    private var studyVersion = 0
    private let signals: SignalWatch
    private let bell: NewsBell
    private var version: UInt64 = 0
    private var ability: SessionAbility?
    private var mouse = MouseReader()
    private var hasMouse = true
    private var pacer = FramePacer()
    /// Whether the dashboard ends as soon as the run has, as a signal asked.
    private var isEnding = false
    private var restoreErrors: (() -> Void)?

    /// A dashboard on a run, or on the list of runs.
    ///
    /// - Parameters:
    ///   - opened: the run; nil begins with the list.
    ///   - options: how screens look.
    ///   - theme: the theme to begin with.
    ///   - places: where runs are, for the list and for new ones.
    ///   - signals: what the system asks for.
    ///   - study: the study whose runs are in the list.
    init(
        _ opened: OpenedRun?, options: ScreenOptions, theme: Theme, places: RunPlaces,
        signals: SignalWatch, study: StudyThread? = nil
    ) {
        self.opened = opened
        self.study = study
        self.options = options
        self.theme = theme
        self.places = places
        self.signals = signals
        themeName = options.theme ?? theme.name
        let bell = NewsBell()
        self.bell = bell
        errands = ErrandThread { bell.ring() }
        others = OtherRuns { bell.ring() }
        let now = Date().timeIntervalSince1970
        if let opened {
            state = DashboardState(
                run: opened.session.description, ability: opened.session.ability,
                role: opened.role, now: now)
        } else {
            state = DashboardState(runs: [], now: now)
        }
    }

    // MARK: The loop

    /// Runs until the dashboard is left.
    ///
    /// - Parameter terminal: the terminal; still open afterwards unless it was lost.
    /// - Returns: why it ended.
    func run(_ terminal: inout Terminal) -> Exit {
        begin(&terminal)
        defer { restoreErrors?() }
        var drawn = -1
        while true {
            takeNews(&terminal)
            update(.tick(Date().timeIntervalSince1970), &terminal)
            if signals.isKilled { return .killed }
            if let exit { return exit }
            if terminal.isLost { return .lost }
            var due: Double?
            if drawn != state.revision || isStale {
                let now = Self.seconds
                due = pacer.due(at: now, isAwaiting: state.isAwaitingFirstAnswer)
                if let time = due, time <= now {
                    drawn = state.revision
                    isStale = false
                    terminal.present(Dashboard.view(state), theme: theme)
                    pacer.drew(at: now, processorTime: ProcessorTime.thread)
                    due = nil
                }
            }
            for event in wait(&terminal, until: due) {
                if take(event, &terminal) { pacer.ask(at: Self.seconds) }
            }
        }
    }

    /// Waits for the time of the next frame, whatever news rings meanwhile: a fast run commits many
    /// steps between two frames, and each time to wake up and look would cost as much as a frame.
    ///
    /// - Parameters:
    ///   - terminal: where a person types.
    ///   - due: when the frame is due; nil if there is nothing to draw.
    /// - Returns: what happened, if it was more than news.
    private func wait(_ terminal: inout Terminal, until due: Double?) -> [TerminalEvent] {
        while true {
            let events = waitOnce(&terminal, until: due)
            let now = Self.seconds
            guard let due, now < due, events == [.wake], !signals.hasWishes,
                !pacer.isAttended(at: now), !state.isAwaitingFirstAnswer
            else { return events }
        }
    }

    private func begin(_ terminal: inout Terminal) {
        let bell = bell
        signals.onSignal(
            wish: {
                // Drawing may be waiting for a terminal that takes nothing.
                Waker().hurry()
                bell.ring()
            },
            secondStop: {
                Waker().hurry()
                bell.ring()
                // The main thread gives the terminal back and ends the process; if it can't, the
                // signals' thread does after this.
                sleep(1)
            })
        let capabilities = terminal.capabilities
        var events: [DashboardEvent] = [
            .capabilities(
                DashboardCapabilities(
                    isASCII: capabilities.glyphs == .ascii,
                    colors: capabilities.depth.rawValue,
                    clockOffset: TimeZone.current.secondsFromGMT())),
            .resize(columns: terminal.width, rows: terminal.height),
            .themes(options.files.names, current: themeName),
        ]
        var notes = capabilities.notes + theme.warnings
        if case .training(let run) = opened { notes += run.notes }
        let keys = ProgramFolders.current.settings + "/keys"
        if let data = FileManager.default.contents(atPath: keys) {
            events.append(.keys(text: String(decoding: data, as: UTF8.self), path: keys))
        }
        for text in notes {
            events.append(.notice(DashboardNotice(level: .warning, text: text)))
        }
        sendErrors(to: "/dev/null")
        if let opened { attend(to: opened) }
        study?.onNews { bell.ring() }
        // What came before there was anyone to hear it.
        bell.ring()
        perform(Dashboard.begin(&state), &terminal)
        for event in events { update(event, &terminal) }
        if opened == nil { perform([.listRuns], &terminal) }
        watchTheme(&terminal)
    }

    /// Waits for the terminal, for news, for the clock, or for the time of the next frame.
    private func waitOnce(_ terminal: inout Terminal, until due: Double?) -> [TerminalEvent] {
        var seconds = due.map { max(0, $0 - Self.seconds) }
        if let tick = state.nextTick {
            let left = max(0, tick - Date().timeIntervalSince1970)
            seconds = min(seconds ?? left, left)
        }
        return terminal.events(waiting: seconds.map { .seconds($0) })
    }

    private static var seconds: Double {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
    }

    // MARK: What happened

    /// Tells the dashboard of an event of the terminal.
    ///
    /// - Returns: whether a person waits for the answer.
    private func take(_ event: TerminalEvent, _ terminal: inout Terminal) -> Bool {
        switch event {
        case .key(TerminalKey(.function(2))): switchMouse(&terminal)
        case .key(let key):
            guard let key = DashboardKey(key) else { return false }
            update(.key(key), &terminal)
        case .paste(let text): update(.paste(text), &terminal)
        case .mouse(let event):
            guard let event = mouse.read(event, at: .now) else { return false }
            update(.mouse(event), &terminal)
        case .resize(let width, let height):
            update(.resize(columns: width, rows: height), &terminal)
        case .background: follow(terminal.background(), &terminal)
        case .watched: rereadTheme(&terminal)
        case .lost, .wake: return false
        }
        return true
    }

    /// Lets the mouse go, so that the terminal itself selects text with it, or takes it again.
    private func switchMouse(_ terminal: inout Terminal) {
        hasMouse.toggle()
        let text =
            !terminal.setMouse(hasMouse)
            ? "this terminal has no mouse"
            : hasMouse
                ? "the mouse is the dashboard's again" : "the mouse selects text; F2 takes it back"
        update(.notice(DashboardNotice(level: .info, text: text)), &terminal)
    }

    private func takeNews(_ terminal: inout Terminal) {
        guard bell.take() else { return }
        for wish in signals.takeWishes() { take(wish, &terminal) }
        for arrival in errands.take() { take(arrival, &terminal) }
        for (ticket, answer) in others.takeAnswers() {
            update(.answer(ticket: ticket, answer), &terminal)
        }
        if let progress = study?.progress(newerThan: &studyVersion) {
            update(.study(progress), &terminal)
            if progress.isOver, isEnding { exit = .quit }
        }
        guard let session = opened?.session else { return }
        if let snapshot = session.snapshot(newerThan: &version) {
            update(.snapshot(snapshot, committed: session.committedStep), &terminal)
            if snapshot.end != nil, isEnding { exit = .quit }
        } else {
            update(.committed(session.committedStep), &terminal)
        }
        if session.ability != ability {
            ability = session.ability
            update(.ability(session.ability), &terminal)
        }
        for (id, answer) in session.takePolicyAnswers() {
            guard let ticket = questions[id] else { continue }
            if answer.isLast { questions[id] = nil }
            update(.policyAnswer(ticket: ticket, answer), &terminal)
        }
        let answers = session.takeAnswers()
        if !answers.isEmpty { update(.reading(session.readingSeconds), &terminal) }
        for (id, answer) in answers {
            guard let ticket = tickets.removeValue(forKey: id) else { continue }
            update(.answer(ticket: ticket, answer), &terminal)
        }
    }

    private func take(_ wish: SignalWatch.Wish, _ terminal: inout Terminal) {
        switch wish {
        case .hangUp:
            // The line may look alive, but is somebody else's.
            terminal.abandon()
            exit = .lost
        case .stop:
            let isTraining = study.map { $0.outcome == nil } ?? false
            study?.desk.stop()
            guard case .training(let run) = opened, run.trainer.end == nil else {
                guard !isTraining else {
                    isEnding = true
                    return
                }
                exit = .quit
                return
            }
            isEnding = true
            run.session.send(.stop)
        }
    }

    private func take(_ arrival: Arrival, _ terminal: inout Terminal) {
        switch arrival {
        case .listed(let runs): update(.runs(runs), &terminal)
        case .failed(let text):
            update(.notice(DashboardNotice(level: .error, text: text)), &terminal)
        case .progress(let line):
            update(.notice(DashboardNotice(level: .info, text: line)), &terminal)
        case .view(let text, let run):
            if opened?.session.description.path == run { update(.view(text), &terminal) }
        case .opened(let run):
            if let before = opened {
                // A fork takes the place of the run it was made from.
                errands.run {
                    before.close()
                    return nil
                }
            }
            opened = run
            attend(to: run)
            update(
                .opened(run.session.description, run.session.ability, run.role), &terminal)
        }
    }

    /// Begins to listen to a run, before the first question to it.
    private func attend(to run: OpenedRun) {
        version = 0
        tickets = [:]
        questions = [:]
        ability = run.session.ability
        let bell = bell
        run.session.onNews { bell.ring() }
        // What came before there was anyone to hear it.
        bell.ring()
        if case .training(let live) = run { sendErrors(to: live.folder.log) }
        let path = run.session.description.path
        let views = views
        errands.run { views.view(of: path).map { .view($0, run: path) } }
    }

    /// Keeps what others write to standard error off the screen.
    private func sendErrors(to path: String) {
        restoreErrors?()
        restoreErrors = StreamSwitch.errorsToFile(path)
    }

    // MARK: What is to be done

    func update(_ event: DashboardEvent, _ terminal: inout Terminal) {
        perform(Dashboard.update(&state, event), &terminal)
    }
}
