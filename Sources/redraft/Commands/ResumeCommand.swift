import ArgumentParser
import Runs

/// `redraft resume`: goes on with a run.
struct ResumeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "resume",
        abstract: "Goes on with a run from its newest sound checkpoint.")

    @OptionGroup var target: RunArgument
    @Option(parsing: .unconditional, help: "Training steps in all; more than the run's extends it.")
    var steps: String?
    @OptionGroup var training: TrainingOptions

    func run() throws {
        let folder = try target.folder()
        let threads = try ThreadCount.parse(training.threads)
        let total = try steps.map { text throws(Failure) in
            var configuration = RunConfiguration()
            try Setting(key: "steps", value: text, place: "--steps").apply(to: &configuration)
            return configuration.steps
        }
        try training.run(in: target.location) { () throws(Failure) in
            try LiveRun.resume(
                folder, steps: total, threads: threads,
                command: CommandLineText.text(CommandLine.arguments))
        }
    }
}
