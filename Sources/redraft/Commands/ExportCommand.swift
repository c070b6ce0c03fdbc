import ArgumentParser
import Foundation
import RunStore
import Runs

extension ExportFormat: ExpressibleByArgument {}

/// `redraft export`: the data behind a screen as JSON Lines or CSV.
struct ExportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Writes the data that a screen shows as JSON Lines or CSV.",
        discussion: """
            overview  the run in one row, with all metrics of a step
            curves    the metrics of every step; --metrics chooses some
            buffer    the buffer's entries after a step
            tree      the buffer's entries, present and past, with what they were made from
            depth     scores by depth: training's last steps, and every evaluation
            heatmap   training's scores by depth and time
            chain     the revisions of one chain; with --all every revision of the run, as data \
            for supervised training
            logs      the log
            marks     edits, alarms, commands and resumptions
            settings  the configuration in force
            figures   every evaluation, a row for each number of improve steps
            instances different tasks and revisions trained on, up to each step
            answers   different answers to the task most worked on, as points of a plane
            search    every answer of the newest evaluation's searches, in domains that have one

            CSV is that of RFC 4180. So that no spreadsheet takes an answer for a formula, text \
            that begins with = + - @ or ' has a ' put before it, and control characters are written \
            as \\u001b; JSON Lines has texts as they are. Numbers that are absent are empty cells, \
            or null. A file appears when it is whole, and never replaces another.
            """)

    @OptionGroup var target: RunArgument
    @Option(name: .customLong("to"), help: "jsonl or csv.") var format: ExportFormat
    @Option(help: "What to write, from the list above.", completion: Completions.subjects)
    var screen = ExportSubject.curves.rawValue
    @Option(
        parsing: .unconditional,
        help:
            "The step the screen shows, and the last of curves, logs and --all; by default the newest."
    )
    var at: Int?
    @Option(
        help: "Metrics of curves, with commas between them; by default all.",
        completion: Completions.metrics)
    var metrics: String?
    @Option(
        parsing: .unconditional,
        help: "The chain that ends in a revision, such as 120.7.3; by default the latest.")
    var episode: String?
    @Flag(help: "Every revision of the run instead of one chain.") var all = false
    @Option(
        help: ArgumentHelp("A new file, or - for standard output.", valueName: "file"),
        completion: .file())
    var output = "-"

    func validate() throws {
        if screen != ExportSubject.chain.rawValue, screen != "5", episode != nil || all {
            throw ValidationError("--episode and --all go with --screen chain")
        }
        if episode != nil, all || at != nil {
            throw ValidationError("--episode stands alone, without --all or --at")
        }
        if screen != ExportSubject.curves.rawValue, screen != "4", metrics != nil {
            throw ValidationError("--metrics goes with --screen curves")
        }
    }

    func run() throws {
        let request = try request()
        // Before any other thread, so that all of them leave the signals to it.
        let signals = SignalWatch()
        let reader = try target.reader()
        defer { reader.close() }
        try reader.check(at, option: "--at")
        let file = output == "-" ? ExportOutput() : try ExportOutput(newFile: output)
        signals.onSignal(wish: {}, secondStop: { file.discard() })
        // On the terminal that shows the rows a meter would be in their way.
        let isFree = file.path != nil || isatty(STDOUT_FILENO) != 1
        let meter = ProgressMeter(
            request.subject == .logs ? "lines" : "steps", isShown: isFree)
        defer { meter.finish() }
        try RunExport(request, of: reader, to: file) { done, total in
            meter.tell(done, of: total)
            return signals.takeWishes().isEmpty
        }.write()
    }

    private func request() throws(Failure) -> ExportRequest {
        var request = ExportRequest(
            subject: try ExportSubject.named(screen), format: format, step: at, isWhole: all)
        if let metrics { request.metrics = try MetricNames.metrics(in: metrics) }
        if let episode {
            guard let id = RevisionID(episode) else {
                throw .usage(
                    "--episode: '\(episode)' is not accepted; expected step.group.completion, "
                        + "such as 120.7.3")
            }
            request.episode = id
        }
        return request
    }
}

/// Names of metrics as a person types them.
enum MetricNames {
    /// The metrics of a list with commas.
    ///
    /// - Parameter text: what a person typed.
    /// - Returns: the metrics in the list's order, each once.
    /// - Throws: `Failure` naming the metrics there are.
    static func metrics(in text: String) throws(Failure) -> [Metric] {
        var metrics: [Metric] = []
        for name in text.split(separator: ",", omittingEmptySubsequences: false) {
            guard let metric = Metric(rawValue: String(name)) else {
                let known = Metric.allCases.map(\.rawValue).joined(separator: ", ")
                throw .usage("--metrics: '\(name)' is no metric; expected some of \(known)")
            }
            if !metrics.contains(metric) { metrics.append(metric) }
        }
        return metrics
    }
}
