import ArgumentParser
import Dispatch
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
            RUNS/studies/STUDY, as text, Markdown, CSV and JSON, and grow with every run. \
            On a terminal its runs are shown while they train; leaving asks whether it goes on.
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
    @Flag(help: "Print one JSON document, in place of the tables; no dashboard.") var json = false
    @Flag(help: "No dashboard: plain progress lines.") var headless = false
    @OptionGroup var screen: ScreenOptions

    /// Whether the dashboard is wanted, and possible.
    private var usesScreen: Bool { !headless && !json && ScreenOptions.hasTerminal }

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
        let desk = StudyDesk()
        let study = StudyThread(desk: desk) { tell in
            StudyRunner(
                plan: plan, folder: folder, jobs: all,
                width: width ?? max(1, processors / threads), desk: desk,
                cache: LiveRun.warmStarts, tell: tell)
        }
        if usesScreen {
            // Its own folder of runs alone, which may not be there yet.
            let places = RunPlaces(option: runs, threads: threads)
            try DashboardHost(options: screen, places: places, signals: signals, study: study)
                .show(instead: "study with --headless") { () throws(Failure) in nil }
        }
        let outcome = try follow(study, signals)
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

    /// Prints lines until the study has ended.
    private func follow(
        _ study: StudyThread, _ signals: SignalWatch
    ) throws(Failure) -> StudyRunner.Outcome {
        let arrived = DispatchSemaphore(value: 0)
        study.onNews { arrived.signal() }
        signals.onSignal(wish: { arrived.signal() }, secondStop: {})
        var lines = StudyLines()
        var version = 0
        let clock = ContinuousClock()
        let begun = clock.now
        while true {
            for wish in signals.takeWishes() {
                switch wish {
                case .stop: study.desk.stop()
                case .hangUp: StreamSwitch.toNowhere()
                }
            }
            // The end first: what was told before it is then printed too.
            let isOver = study.outcome != nil
            if let progress = study.progress(newerThan: &version) {
                for line in lines.take(progress, at: (clock.now - begun) / .seconds(1)) {
                    json ? StandardStreams.error(line) : StandardStreams.line(line)
                }
            }
            if isOver { return try study.wait() }
            arrived.wait()
        }
    }
}
