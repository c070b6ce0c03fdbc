import ArgumentParser
import Runs

/// `redraft fork`: goes on from any step of a run, with other settings, as a run of its own.
struct ForkCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fork",
        abstract: "Makes a new run that goes on from a step of another, with changed settings.",
        discussion: """
            The fork holds all records up to the step and needs its parent no more. A step without a \
            checkpoint is reached by training again from the one before it, which gives the same \
            bits. The parent may be in training. Without --set the fork ends as its parent did. \
            \(ForkSettings.summary)
            """)

    @OptionGroup var target: RunArgument
    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "The last step the two have in common; 0 is the end of the warm start.",
            valueName: "step"))
    var at: String
    @Option(
        name: .customLong("set"),
        help: ArgumentHelp("Changes a key from this step on.", valueName: "key=value"),
        completion: Completions.settings)
    var settings: [String] = []
    @Option(parsing: .unconditional, help: "Training steps in all.") var steps: String?
    @Option(parsing: .unconditional, help: "The fork's name; made up if it is not given.")
    var name: String?
    @OptionGroup var training: TrainingOptions

    func run() throws {
        let plan = ForkPlan(
            parent: try target.folder(), step: try step(), settings: try changes(),
            name: try name.map { name throws(Failure) in try RunNames.given(name) },
            runs: ProgramFolders.current.newRuns(option: target.location.runs),
            threads: try ThreadCount.parse(training.threads))
        try training.run(in: target.location) { signals throws(Failure) in
            let lines = ForkLines(signals)
            return try LiveRun.fork(
                plan, command: CommandLineText.text(CommandLine.arguments),
                progress: lines.tell)
        }
    }

    private func step() throws(Failure) -> Int {
        guard let step = Int(at), (0...10_000_000).contains(step) else {
            throw .usage(
                "--at: '\(at)' is not accepted; expected a step of the run, a whole number from 0")
        }
        return step
    }

    private func changes() throws(Failure) -> [Setting] {
        var changes: [Setting] = []
        if let steps { changes.append(Setting(key: "steps", value: steps, place: "--steps")) }
        for text in settings { changes.append(try Setting(parsing: text, place: "--set")) }
        return changes
    }
}

/// Prints how far the making of a fork is, and gives it up when a signal asks for that.
private final class ForkLines {
    private let signals: SignalWatch
    private let clock = ContinuousClock()
    private var work: ForkProgress.Work?
    private var due: ContinuousClock.Instant?

    init(_ signals: SignalWatch) {
        self.signals = signals
    }

    /// Takes news.
    ///
    /// - Parameter news: how far it is.
    /// - Returns: false if it is to be given up.
    func tell(_ news: ForkProgress) -> Bool {
        for wish in signals.takeWishes() {
            switch wish {
            case .stop: return false
            case .hangUp: StreamSwitch.toNowhere()
            }
        }
        let now = clock.now
        if work != news.work || due.map({ now >= $0 }) ?? true {
            (work, due) = (news.work, now + .seconds(HeadlessRunner.interval))
            StandardStreams.line(news.line)
        }
        return true
    }
}
