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
    /// Leave the dashboard.
    case leave(Leave)
    /// Open a run of the list; answered by `DashboardEvent.opened` or a notice.
    case open(path: String)
    /// Start a run; answered by `DashboardEvent.opened` or a notice.
    case start(RunRequest)
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
    /// Put a text on the clipboard of the person's terminal, or in a file where that can't be.
    case copy(text: String)
    /// Keep how a run was looked at, for the next time it is opened.
    case saveView(run: String, text: String)
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
