import ArgumentParser
import Foundation
import Modeling
import RunStore
import Runs
import Tasks
import Training

/// `redraft eval`: chains of revisions with a saved policy.
struct EvalCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "eval",
        abstract: "Evaluates a run's policy: a draft, then improve steps, on tasks it never saw.")

    @OptionGroup var target: RunArgument
    @Option(parsing: .unconditional, help: "The step of the checkpoint; by default the newest.")
    var at: Int?
    @Option(parsing: .unconditional, help: "Improve steps after the draft.") var k = 16
    @Option(parsing: .unconditional, help: "Tasks; by default 512, of searches 64.")
    var count: Int?
    @Option(parsing: .unconditional, help: "Chains a task.") var samples = 1
    @Option(
        parsing: .unconditionalSingleValue,
        help: """
            Sampling temperature; 0 is greedy. Given several times, each is evaluated, and --json \
            prints a list of their documents.
            """)
    var temperature = [1.0]
    @Option(
        help: """
            held-out or train, or development where the domain has it; of a run with train_tasks, \
            train is those tasks.
            """)
    var split = TaskSplit.heldOut
    @Option(
        help: """
            A file of tasks, one a line, as 'show' prints them or as JSON with target and numbers, or with task; \
            replaces --count and --split.
            """,
        completion: .file())
    var tasks: String?
    @Option(parsing: .unconditional, help: "Kernel threads; they change no bit of the result.")
    var threads: String?
    @Flag(
        help: """
            Whole episodes instead of the first turn: 0, 1, 2, 4, 8, 16 and --k improve steps in \
            every turn.
            """)
    var episodes = false
    @Flag(
        help: """
            Searches where a verifier chooses: drafts, then greedy improvement of the best and \
            mending of what failed, beside as many drafts, the plain chain at k of 0, 1, 4, 8 and \
            16, and what needs no policy; with the private score of what is chosen.
            """)
    var search = false
    @Option(parsing: .unconditional, help: "Answers a search executes for a task; by default 17.")
    var executions: Int?
    @Option(parsing: .unconditional, help: "How many of these are drafts; by default the domain's.")
    var drafts: Int?
    @Flag(help: "Print one JSON document.") var json = false

    func validate() throws {
        if episodes, search {
            throw ValidationError("--search and --episodes are measured apart; leave out one")
        }
        if search, samples != 1 {
            throw ValidationError("--search takes one sample a task; leave out --samples")
        }
        if !search, executions != nil || drafts != nil {
            throw ValidationError("--executions and --drafts are those of a search; add --search")
        }
        if episodes, samples != 1 {
            throw ValidationError("--episodes takes one sample a task; leave out --samples")
        }
    }

    func run() throws {
        let count = count ?? (search ? 64 : 512)
        for (name, value, range) in [
            ("--k", k, 0...1024), ("--count", count, 1...100_000), ("--samples", samples, 1...1000),
        ] where !range.contains(value) {
            throw Failure.usage(
                "\(name): \(value) is not accepted; expected a whole number from "
                    + "\(range.lowerBound) to \(range.upperBound)")
        }
        for value in temperature where !(0...100).contains(value) {
            throw Failure.usage(
                "--temperature: \(value) is not accepted; expected a number from 0 to 100")
        }
        let threads = try ThreadCount.parse(threads)
        let reader = try target.reader()
        let configuration = reader.description.configuration
        let committed = reader.committedStep
        let folder = reader.folder
        reader.close()

        let domain = try Failure.translating { try Domains.make(for: configuration) }
        guard domain.splits.contains(split) else {
            let known = domain.splits.map(\.rawValue).joined(separator: ", ")
            throw Failure.usage(
                "--split: \(split.rawValue) is not accepted: \(domain.name) has no such tasks; "
                    + "expected one of \(known)")
        }
        var options = EvaluationOptions(
            k: k, count: count, samples: samples, split: split, seed: configuration.seed)
        if let tasks { options.tasks = try TaskFile.tasks(at: tasks, for: configuration) }
        let budget =
            search
            ? try SearchCheck.budget(
                executions: executions, drafts: drafts,
                SearchCheck.check(configuration, for: "--search")) : nil
        let checkpoint = try checkpoint(in: folder, committed: committed)
        if let budget {
            try show(
                try reports(options) { options, progress in
                    let outcome = try CheckpointEvaluation.search(
                        checkpoint, configuration: configuration, options: options, budget: budget,
                        threads: threads, progress: progress)
                    return SearchReport(
                        run: folder.run, record: outcome.record, trees: outcome.trees,
                        texts: domain)
                })
        } else if episodes {
            try show(
                try reports(options) { options, progress in
                    EpisodesReport(
                        run: folder.run,
                        record: try CheckpointEvaluation.episodes(
                            checkpoint, configuration: configuration, options: options,
                            threads: threads, progress: progress
                        ).record)
                })
        } else {
            try show(
                try reports(options) { options, progress in
                    EvaluationReport(
                        run: folder.run,
                        record: try CheckpointEvaluation.outcome(
                            checkpoint, configuration: configuration, options: options,
                            threads: threads, progress: progress
                        ).record)
                })
        }
    }

    /// A report for each temperature, with a meter over all of them.
    private func reports<Report>(
        _ options: EvaluationOptions,
        _ make: (EvaluationOptions, (Int, Int) throws -> Void) throws -> Report
    ) throws(Failure) -> [Report] {
        let meter = ProgressMeter("rounds", isShown: true)
        return try Failure.translating {
            defer { meter.finish() }
            return try temperature.enumerated().map { place, temperature in
                var options = options
                options.temperature = temperature
                return try make(options) { done, rounds in
                    meter.tell(place * rounds + done, of: self.temperature.count * rounds)
                }
            }
        }
    }

    /// One document as it has always been; of several temperatures a list of them.
    private func show(_ reports: [some Encodable & TextReport]) throws {
        if json {
            let one = reports.count == 1 ? reports.first : nil
            StandardStreams.line(
                try one.map { try JSONOutput.document($0) } ?? JSONOutput.document(reports))
            return
        }
        for (index, report) in reports.enumerated() {
            if index > 0 { StandardStreams.line("") }
            for line in report.lines { StandardStreams.line(line) }
        }
    }

    /// The checkpoint of the step asked for, else the newest sound one.
    private func checkpoint(in folder: RunFolder, committed: Int) throws(Failure) -> Checkpoint {
        let checkpoints = CheckpointFolder(path: folder.checkpoints)
        if let at {
            let steps = checkpoints.names.filter { $0.stage == .training }.map(\.step)
            guard steps.contains(at) else {
                let known = steps.map { String($0) }.joined(separator: ", ")
                throw .usage(
                    "--at: \(folder.path) has no checkpoint of step \(at); "
                        + (steps.isEmpty ? "it has none yet" : "expected one of \(known)"))
            }
            return try Failure.translating {
                try checkpoints.load(CheckpointFolder.Name(stage: .training, step: at))
            }
        }
        let search = checkpoints.newest(committedStep: committed)
        for rejected in search.rejected {
            StandardStreams.error("redraft: checkpoint left aside: \(rejected)")
        }
        guard let checkpoint = search.checkpoint, checkpoint.stage == .training else {
            throw .usage("\(folder.path): has no sound checkpoint of training yet")
        }
        return checkpoint
    }
}

extension TaskSplit: ExpressibleByArgument {}
