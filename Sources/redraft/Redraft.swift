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
        version: Program.version,
        subcommands: [
            TrainCommand.self, ResumeCommand.self, ShowCommand.self, VerifyCommand.self,
        ])

    func run() throws {}
}
