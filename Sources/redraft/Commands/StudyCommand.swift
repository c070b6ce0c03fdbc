import ArgumentParser
import Foundation
import Runs

/// `redraft study`: several settings and seeds compared from one warm start.
struct StudyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "study",
        abstract:
            "Trains every arm of a study with every seed, measures them, and writes the table.",
        discussion: """
            The file is YAML: 'arms' with their settings, 'seeds', 'set' for what all arms share, \
            'baseline', and 'evaluation' with k, temperatures and count; sample-runs/studies has \
            examples. Each run is an ordinary one, STUDY-ARM-sSEED, that 'watch' and the dashboard \
            open, also while it trains. A study goes on where it stopped. Tables are in \
            RUNS/studies/STUDY, as text, Markdown, CSV and JSON, and grow with every run.
            """)

    @Argument(help: "The study's file.", completion: .file(extensions: ["yaml", "yml"]))
    var config: String
    @OptionGroup var location: RunsOption
    @Option(
        parsing: .unconditional,
        help: "Runs at once; by default one for each processor. It changes no result.")
    var jobs: String?
    @Option(parsing: .unconditional, help: "Kernel threads of each run; they change no result.")
    var threads: Int = 1
    @Flag(help: "Print one JSON document, in place of the tables.") var json = false

    func run() throws {
        guard (1...256).contains(threads) else {
            throw Failure.usage(
                "--threads: '\(threads)' is not accepted; expected a whole number from 1 to 256")
        }
        let width = try jobs.map { text throws(Failure) in
            guard let count = Int(text), (1...256).contains(count) else {
                throw .usage(
                    "--jobs: '\(text)' is not accepted; expected a whole number from 1 to 256")
            }
            return count
        }
        let processors = ProcessInfo.processInfo.activeProcessorCount
        let plan = try StudyFile.plan(at: config)
        for arm in plan.arms { try PlanCheck.check(arm.configuration) }
        let runs = ProgramFolders.current.newRuns(option: location.runs)
        let folder = StudyFolder(plan, runs: runs)
        let command = CommandLineText.text(CommandLine.arguments)
        // Before any other thread, so that all of them leave the signals to it.
        let signals = SignalWatch()
        let all = try plan.runs.map { run in
            try StudyJob(
                run, plan: plan, folder: folder, runs: runs, threads: threads, command: command)
        }
        let outcome = try StudyRunner(
            plan: plan, folder: folder, jobs: all,
            width: width ?? max(1, processors / threads), signals: signals,
            cache: LiveRun.warmStarts,
            tell: { json ? StandardStreams.error($0) : StandardStreams.line($0) }
        ).run()
        let report = StudyReport(plan, outcome.results)
        if json {
            StandardStreams.line(try JSONOutput.document(report))
        } else {
            for line in [""] + report.lines { StandardStreams.line(line) }
        }
        if outcome.isStopped {
            StandardStreams.error("redraft: stopped; go on with the same command")
        }
        guard outcome.failures.isEmpty else {
            throw Failure.failed(
                "\(outcome.failures.count) of \(all.count) runs failed: "
                    + outcome.failures.joined(separator: "; "))
        }
    }
}
