import ArgumentParser
import RunStore
import Runs
import Tasks

/// `redraft compare`: what given runs came to, side by side.
struct CompareCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "compare",
        abstract: "Compares runs: what sets them apart, and what each strategy came to.",
        discussion: """
            Runs that differ in their seeds alone are one arm. Figures are those of each run's newest \
            recorded evaluation, or with --evaluate those of its newest policy, measured alike; only \
            these resample tasks besides seeds in their 95 % intervals.
            """)

    @Argument(
        help: "Runs: folders, or names among the runs.", completion: Completions.runs)
    var runs: [String]
    @OptionGroup var location: RunsOption
    @Option(help: "The arm that differences are taken to; by default grpo, else the first.")
    var baseline: String?
    @Flag(help: "Evaluate each run's newest policy anew, all in the same way.")
    var evaluate = false
    @Option(parsing: .unconditional, help: "Improve steps after the draft, with --evaluate.")
    var k = 16
    @Option(parsing: .unconditional, help: "Held-out tasks, with --evaluate.") var count = 512
    @Option(
        parsing: .unconditionalSingleValue,
        help: "Sampling temperature, with --evaluate; may be given several times.")
    var temperature = [1.0]
    @Option(parsing: .unconditional, help: "Kernel threads; they change no bit of the result.")
    var threads: String?
    @Flag(
        help: "Whole episodes, with k improve steps in every turn, with --evaluate.")
    var episodes = false
    @Flag(
        help: "Searches, and what they are held against, with --evaluate.")
    var search = false
    @Option(
        parsing: .unconditional, help: "Answers a search executes for a task; by default 17.")
    var executions: Int?
    @Option(
        parsing: .unconditional, help: "How many of these are drafts; by default the domain's.")
    var drafts: Int?
    @Flag(help: "Print one JSON document.") var json = false

    func validate() throws {
        if episodes, !evaluate {
            throw ValidationError("--episodes measures runs anew; add --evaluate")
        }
        if search, !evaluate {
            throw ValidationError("--search measures runs anew; add --evaluate")
        }
        if search, episodes {
            throw ValidationError("--search and --episodes are measured apart; leave out one")
        }
        if !search, executions != nil || drafts != nil {
            throw ValidationError("--executions and --drafts are those of a search; add --search")
        }
    }

    func run() throws {
        for (name, value, range) in [("--k", k, 0...1024), ("--count", count, 1...100_000)]
        where !range.contains(value) {
            throw Failure.usage(
                "\(name): \(value) is not accepted; expected a whole number from "
                    + "\(range.lowerBound) to \(range.upperBound)")
        }
        for value in temperature where !(0...100).contains(value) {
            throw Failure.usage(
                "--temperature: \(value) is not accepted; expected a number from 0 to 100")
        }
        let threads = try ThreadCount.parse(threads)
        let compared = try runs.map { name throws(Failure) in
            try ComparedRun(folder(name))
        }
        let comparison = try RunComparison(compared)
        let arms = comparison.arms.map(\.name)
        let baseline = self.baseline ?? (arms.contains("grpo") ? "grpo" : arms.first ?? "")
        guard arms.contains(baseline) else {
            throw Failure.usage(
                "--baseline: '\(baseline)' is not accepted; expected one of "
                    + arms.joined(separator: ", "))
        }
        let measurement =
            evaluate
            ? try measurement(upTo: k, of: compared) : try recordedMeasurement(compared)
        let results = try results(comparison, measurement, threads)
        let table = StudyTable(
            of: results, arms: arms, baseline: baseline, measurement: measurement)
        let report = StudyReport(name: "compare", table: table, count: results.count)
        if json {
            StandardStreams.line(try JSONOutput.document(report))
        } else {
            for line in comparison.lines + [""] + report.lines { StandardStreams.line(line) }
        }
    }

    private func folder(_ name: String) throws(Failure) -> RunFolder {
        do throws(StoreError) {
            return try RunFolder.find(name, in: location.folders)
        } catch {
            throw Failure(error)
        }
    }

    private static let told = [0, 1, 2, 4, 8, 16, 32, 64]

    private func measurement(
        upTo k: Int, of runs: [ComparedRun]
    ) throws(Failure) -> StudyPlan.Measurement {
        if search {
            var scaffold: SearchScaffold?
            for run in runs {
                let own = try SearchCheck.check(run.configuration, for: run.folder.path)
                scaffold = scaffold ?? own
            }
            guard let scaffold else { throw .usage("there is nothing to compare") }
            let budget = try SearchCheck.budget(
                executions: executions, drafts: drafts, scaffold)
            return StudyPlan.Measurement(
                k: budget.steps, temperatures: temperature, count: count, search: budget)
        }
        let told = Self.told.filter { $0 < k } + [k]
        return StudyPlan.Measurement(
            k: told, temperatures: temperature, count: count, episodes: episodes)
    }

    /// How all runs were measured, if they were measured alike.
    private func recordedMeasurement(
        _ runs: [ComparedRun]
    ) throws(Failure) -> StudyPlan.Measurement {
        var first: (run: ComparedRun, record: EvaluationRecord)?
        for run in runs {
            guard let record = run.recorded else {
                throw .usage("\(run.folder.path): has no evaluation yet; --evaluate makes one")
            }
            guard let known = first else {
                first = (run, record)
                continue
            }
            let (one, other) = (known.record, record)
            guard one.temperature == other.temperature, one.count == other.count,
                one.k == other.k, one.domain == other.domain
            else {
                throw .usage(
                    "\(run.folder.path): was not evaluated as \(known.run.folder.path) was; "
                        + "--evaluate measures both alike")
            }
        }
        guard let record = first?.record, let last = record.k.last else {
            throw .usage("there is nothing to compare")
        }
        return StudyPlan.Measurement(
            k: Self.told.filter { $0 < last } + [last], temperatures: [record.temperature],
            count: record.count)
    }

    private func results(
        _ comparison: RunComparison, _ measurement: StudyPlan.Measurement, _ threads: Int
    ) throws -> [StudyResult] {
        let meter = ProgressMeter("rounds", isShown: true)
        defer { meter.finish() }
        var place = 0
        return try Failure.translating {
            try comparison.arms.flatMap { arm in
                try arm.runs.map { run in
                    defer { place += 1 }
                    guard evaluate else {
                        return run.result(
                            arm: arm.name,
                            run.recorded.map { [.chains($0, nil)] } ?? [])
                    }
                    return run.result(
                        arm: arm.name,
                        try run.measured(measurement, threads: threads) { done, total in
                            meter.tell(place * total + done, of: runs.count * total)
                        })
                }
            }
        }
    }
}
