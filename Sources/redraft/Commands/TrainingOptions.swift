import ArgumentParser
import RunStore
import Runs
import Training

/// What `train` and `resume` have in common: threads, and how the run is followed.
struct TrainingOptions: ParsableArguments {
    @Option(parsing: .unconditional, help: "Kernel threads; they change no bit of the result.")
    var threads: String?
    @Flag(help: "No dashboard: plain progress lines.") var headless = false
    @Flag(help: "Starts paused: nothing is trained until it is told to go on.") var paused = false
    @OptionGroup var linear: LinearOptions
    @OptionGroup var screen: ScreenOptions

    func validate() throws {
        if headless, linear.linear {
            throw ValidationError("--headless takes no words and --linear does; choose one")
        }
    }

    /// Trains a run to its end.
    ///
    /// - Parameters:
    ///   - location: the option that names the folder of runs.
    ///   - make: makes or opens the run; called when nothing else can be wrong any more.
    /// - Throws: `Failure` if the run can't start, or failed.
    func run(
        in location: RunsOption, _ make: () throws(Failure) -> LiveRun
    ) throws(Failure) {
        // Before any other thread, so that all of them leave the signals to it.
        let signals = SignalWatch()
        guard usesScreen else {
            _ = try screen.chosen()
            return try follow(try make(), signals)
        }
        try show(in: location, signals, make)
    }

    /// Trains a run to its end whose making may take long and tells how far it is.
    ///
    /// - Parameters:
    ///   - location: the option that names the folder of runs.
    ///   - make: makes the run before a screen is there; looks at the signals.
    /// - Throws: `Failure` if the run can't start, or failed.
    func run(
        in location: RunsOption, making make: (SignalWatch) throws(Failure) -> LiveRun
    ) throws(Failure) {
        let signals = SignalWatch()
        _ = try screen.chosen()
        let run = try make(signals)
        guard usesScreen else { return try follow(run, signals) }
        try show(in: location, signals) { run }
    }

    /// Whether the dashboard is wanted, and possible.
    private var usesScreen: Bool { !headless && !linear.linear && ScreenOptions.hasTerminal }

    private func follow(_ run: LiveRun, _ signals: SignalWatch) throws(Failure) {
        StandardStreams.line("run \(run.folder.run) in \(run.folder.path)")
        for note in run.notes { StandardStreams.error("redraft: \(note)") }
        start(run)
        if linear.linear {
            try LinearFollower(
                opened: .training(run), folder: run.folder, signals: signals,
                interval: linear.interval
            ).follow()
        } else {
            HeadlessRunner(run: run, signals: signals, interval: linear.interval).follow()
        }
        try run.conclude()
    }

    private func show(
        in location: RunsOption, _ signals: SignalWatch, _ make: () throws(Failure) -> LiveRun
    ) throws(Failure) {
        let places = RunPlaces(option: location.runs, threads: try ThreadCount.parse(threads))
        let host = DashboardHost(options: screen, places: places, signals: signals)
        try host.show(instead: "train with --headless") { () throws(Failure) in
            let run = try make()
            start(run)
            return .training(run)
        }
    }

    private func start(_ run: LiveRun) {
        // Before the trainer's first safe point, so that not a step is taken.
        if paused { run.trainer.send(.pause) }
        run.trainer.start()
    }
}
