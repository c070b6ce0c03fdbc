import ArgumentParser

/// The root of the command line; by itself it shows the list of runs.
struct Redraft: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "redraft",
        abstract: "Trains a language model to improve its own answers, and shows it happen.",
        discussion: """
            Without a command it lists the recorded runs, opens one, or starts one from a form.
            Exit codes: 0 done, 1 the run failed, 2 bad usage or input, 130 interrupted twice.
            """,
        version: Version.number,
        subcommands: [
            TrainCommand.self, ResumeCommand.self, ForkCommand.self, WatchCommand.self,
            ControlCommand.self,
            StudyCommand.self, CompareCommand.self,
            EvalCommand.self, ImproveCommand.self, ShowCommand.self, ExportCommand.self,
            RenderCommand.self,
            VerifyCommand.self, BenchCommand.self,
            ArchiveCommand.self, DeleteCommand.self, CompletionsCommand.self,
            KeysCommand.self,
        ])

    @OptionGroup var location: RunsOption
    @OptionGroup var screen: ScreenOptions

    func run() throws {
        let instead = "use 'redraft train --headless' or 'redraft show RUN'; see 'redraft --help'"
        guard ScreenOptions.hasTerminal else {
            throw Failure.usage("the list of runs needs a terminal; \(instead)")
        }
        let signals = SignalWatch()
        let places = RunPlaces(option: location.runs, threads: try ThreadCount.parse(nil))
        let host = DashboardHost(options: screen, places: places, signals: signals)
        try host.show(instead: instead) { nil }
    }
}
