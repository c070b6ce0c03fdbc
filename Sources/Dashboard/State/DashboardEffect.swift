import Runs

/// What the dashboard asks of the program around it.
public enum DashboardEffect: Hashable, Sendable {
    /// How the dashboard is left.
    public enum Leave: Hashable, Sendable {
        /// The run goes on, or is over, or was only watched: end the dashboard.
        case quit
        /// The run this program trains goes on; plain progress lines replace the dashboard.
        case detach
    }

    /// Ask the run's store; the answer comes back as `DashboardEvent.answer` with the ticket.
    case submit(ticket: Int, HistoryQuery)
    /// Ask the store of another run, named by its folder; answered alike.
    case submitOther(ticket: Int, path: String, HistoryQuery)
    /// Ask a policy of the run; answers come back as `DashboardEvent.policyAnswer`.
    case ask(ticket: Int, PolicyQuestion)
    /// Give up on a query or a question.
    case cancel(ticket: Int)
    /// Tell the trainer.
    case command(RunCommand)
    /// Have the study stop; `DashboardEvent.study` tells when it has.
    case stopStudy
    /// Leave the dashboard.
    case leave(Leave)
    /// Open a run of the list; answered by `DashboardEvent.opened` or a notice.
    case open(path: String)
    /// Start a run; answered by `DashboardEvent.opened` or a notice.
    case start(RunRequest)
    /// Make a run that goes on from a step of another, and show it; answered by
    /// `DashboardEvent.opened` or a notice.
    case fork(ForkRequest)
    /// Put a run aside, or back among the others; answered by `DashboardEvent.runs`.
    case archive(path: String, isArchived: Bool)
    /// Delete a run with all it holds; answered by `DashboardEvent.runs`.
    case delete(path: String)
    /// Close the session and go on with the list of runs.
    case close
    /// List the runs again; answered by `DashboardEvent.runs`.
    case listRuns
    /// Use a theme from now on.
    case useTheme(String)
    /// Suspend the process, the screen restored.
    case suspend
    /// Forget what the terminal shows and draw everything.
    case redraw
    /// Write the screen's text to a file whose name begins like this.
    case write(name: String, text: String)
    /// Write the rows behind a screen of the run to a new file, whose name ends in `.csv` or `.jsonl`:
    /// those after a step, nil for the newest, and of an episode's chain.
    case export(screen: DashboardScreen, step: Int?, episode: RevisionID?, path: String)
    /// Put a text on the clipboard of the person's terminal, or in a file where that can't be.
    case copy(text: String)
    /// Keep how a run was looked at, for the next time it is opened.
    case saveView(run: String, text: String)
}

/// A run to be forked from another.
public struct ForkRequest: Hashable, Sendable {
    /// The folder of the run it comes from.
    public let path: String
    /// The last step that both share.
    public let step: Int
    /// The fork's name; nil to have one made.
    public let name: RunID?
    /// What differs after that step, to be applied in this order.
    public let settings: [RunRequest.Setting]

    /// Makes the value of its parts.
    public init(path: String, step: Int, name: RunID?, settings: [RunRequest.Setting]) {
        self.path = path
        self.step = step
        self.name = name
        self.settings = settings
    }

    /// Reads a line such as `step=120 name=hot learning_rate=0.001`; a bare word is the name.
    ///
    /// - Parameters:
    ///   - line: what was typed.
    ///   - path: the folder of the run it comes from.
    ///   - newest: the newest step that can be forked; the step where none is given.
    /// - Returns: the request, or one line that says what is not accepted.
    static func read(_ line: String, path: String, newest: Int) -> Result<ForkRequest, Refusal> {
        var step = newest
        var name: RunID?
        var settings: [RunRequest.Setting] = []
        for word in line.split(separator: " ").map(String.init) {
            let parts = word.split(separator: "=", maxSplits: 1).map(String.init)
            switch (parts.first, parts.count) {
            case ("step", 2):
                guard let number = Int(parts[1]), (0...max(0, newest)).contains(number) else {
                    return .failure(
                        Refusal("step: '\(parts[1])' is not accepted; expected 0 to \(newest)"))
                }
                step = number
            case ("name", 2), (_, 1):
                guard let run = RunID(parts[parts.count - 1]) else {
                    return .failure(Refusal("name: '\(word)'; expected \(RunID.accepted)"))
                }
                name = run
            default:
                switch RunForm.setting(word) {
                case .success(let setting): settings.append(setting)
                case .failure(let error): return .failure(Refusal(error.description))
                }
            }
        }
        return .success(ForkRequest(path: path, step: step, name: name, settings: settings))
    }

    /// Why a line is not accepted.
    struct Refusal: Error, Hashable {
        let reason: String

        init(_ reason: String) { self.reason = reason }
    }
}

/// A run to be started, as the form gives it.
public struct RunRequest: Hashable, Sendable {
    /// One key of the configuration with its value.
    public struct Setting: Hashable, Sendable {
        /// The key's name.
        public let key: String
        /// The value as text, already accepted by `ConfigurationKey`.
        public let value: String

        /// Makes the value of its parts.
        public init(key: String, value: String) {
            self.key = key
            self.value = value
        }
    }

    /// The run's name; nil to have one made.
    public let name: RunID?
    /// The preset to start from.
    public let preset: Preset
    /// What differs from it, to be applied in this order.
    public let settings: [Setting]

    /// Makes the value of its parts.
    public init(name: RunID?, preset: Preset, settings: [Setting]) {
        self.name = name
        self.preset = preset
        self.settings = settings
    }
}
