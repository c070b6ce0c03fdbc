import ArgumentParser
import Foundation
import Runs

/// `redraft train`: makes a run and trains it.
struct TrainCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "train",
        abstract: "Makes a run and trains it, in the dashboard or headless.",
        discussion: """
            Values come from the preset, the domain, the level, the configuration file, the options and --set, \
            in this order; the last one stands. Without a terminal the run is headless.

            Keys of --set and of files: \(ConfigurationKey.all.map(\.name).joined(separator: ", ")). \
            What each means and accepts: redraft export RUN --to csv --screen settings
            """)

    @Argument(
        help: "A configuration file in YAML; a run's config.yaml repeats the run.",
        completion: Completions.configurationFiles)
    var config: String?
    @Option(
        help: "The values to start from: default or paper.", completion: Completions.presets)
    var preset: String?
    @Option(help: "The task domain: math, tools or mle.", completion: Completions.domains)
    var domain: String?
    @Option(
        parsing: .unconditional, help: "The domain's named level: 1, 2 or 3.",
        completion: Completions.levels)
    var level: String?
    @Option(
        help: "grpo, curriculum, improve, diverge, exit or chain.",
        completion: Completions.strategies)
    var strategy: String?
    @Option(parsing: .unconditional, help: "Training steps.") var steps: String?
    @Option(parsing: .unconditional, help: "Seed of every random draw.") var seed: String?
    @Option(
        help: """
            Your own tasks to train on: a file of them, one a line, as 'show' prints them or as JSON \
            with target and numbers, or with task.
            """,
        completion: .file())
    var tasks: String?
    @Option(
        help: ArgumentHelp(
            "Your own table to make programs for, with --domain mle: comma-separated values with a header.",
            valueName: "file"), completion: .file(extensions: ["csv"]))
    var data: String?
    @Option(help: ArgumentHelp("The column of --data to predict.", valueName: "column"))
    var target: String?
    @Option(
        help: """
            Your own tools: a file of JSON lines that declare what there is, what is so and what calls do, \
            and may hold tasks. Implies --domain tools.
            """,
        completion: .file())
    var tools: String?
    @Option(
        name: .customLong("set"),
        help: ArgumentHelp("Sets any key of the configuration.", valueName: "key=value"),
        completion: Completions.settings)
    var settings: [String] = []
    @Option(parsing: .unconditional, help: "The run's name; made up if it is not given.")
    var name: String?
    @OptionGroup var location: RunsOption
    @OptionGroup var training: TrainingOptions

    func run() throws {
        let tools = try tools.map { path throws(Failure) in try ToolFile(at: path) }
        var configuration = try sources(tools).resolve()
        if data != nil || target != nil {
            try OwnTableFile.use(data, target: target, in: &configuration)
        }
        if tasks == nil { try tools?.useTasks(in: &configuration) }
        if let tasks { try TaskFile.use(tasks, in: &configuration) }
        let run = NewRun(
            name: try name.map { name throws(Failure) in try RunNames.given(name) },
            runs: ProgramFolders.current.newRuns(option: location.runs),
            configuration: configuration, threads: try ThreadCount.parse(training.threads))
        try training.run(in: location) { () throws(Failure) in
            try LiveRun.create(run, command: CommandLineText.text(CommandLine.arguments))
        }
    }

    /// Where the configuration's values come from.
    private func sources(_ tools: ToolFile?) throws(Failure) -> ConfigurationSources {
        var sources = ConfigurationSources()
        if let config { sources.file = try ConfigurationFile.settings(at: config) }
        for (key, value) in [
            ("preset", preset), ("domain", domain ?? tools.map { _ in "tools" }), ("level", level),
            ("strategy", strategy),
            ("steps", steps), ("seed", seed),
        ] {
            if let value {
                sources.options.append(Setting(key: key, value: value, place: "--\(key)"))
            }
        }
        if let tools {
            guard domain ?? "tools" == "tools" else {
                throw .usage("--tools: needs --domain tools, not '\(domain ?? "")'")
            }
            sources.options += tools.settings
        }
        for text in settings { sources.sets.append(try Setting(parsing: text, place: "--set")) }
        return sources
    }
}
