import ArgumentParser
import Modeling
import Runs
import Training

/// `redraft bench`: the policy's speed against the machine's measured peak.
struct BenchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench",
        abstract:
            "Measures sampling and training against the machine's peak, and the time of a step.",
        discussion: """
            Every repetition does each kind of work once, with the peak before and behind it; figures are
            medians. A share of peak is by processor time, so that it says little about what else
            the machine does; tokens a second are by wall time and want an idle machine.
            """)

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "small (4 layers of 128), medium (6 of 256), or numbers.",
            valueName: "small|medium|L,D,H,V"),
        completion: .list(["small", "medium"]))
    var shape = BenchmarkShape.small.name
    @Option(parsing: .unconditional, help: "Prompts of a step.")
    var prompts = Workload.standard.prompts
    @Option(parsing: .unconditional, help: "Completions of each prompt.")
    var completions = Workload.standard.completions
    @Option(parsing: .unconditional, help: "Tokens of a prompt.")
    var promptLength = Workload.standard.promptLength
    @Option(parsing: .unconditional, help: "Tokens of a completion.")
    var newTokens = Workload.standard.newTokens
    @Option(parsing: .unconditional, help: "Kernel threads; by default one for each processor.")
    var threads: String?
    @Option(parsing: .unconditional, help: "Timed repetitions, after two that warm up.")
    var reps = 5
    @Option(
        help: "The kernels' instructions; by default the best this machine has.",
        completion: .list(KernelPath.allCases.map(\.rawValue)))
    var path: String?
    @Option(
        parsing: .unconditional, help: "Precision of keys and values.",
        completion: .list(StoredPrecision.allCases.map(\.rawValue)))
    var kvDtype = StoredPrecision.float16.rawValue
    @Flag(help: "Print one JSON document.") var json = false

    func run() throws {
        let plan = try plan()
        let signals = SignalWatch()
        let loop = TrainingLoop(threads: plan.threads)
        signals.onSignal(wish: { loop.interrupt() }, secondStop: {})
        // One that came before there was anyone to take it.
        if !signals.takeWishes().isEmpty { loop.interrupt() }
        let meter = ProgressMeter("measurements", isShown: true)
        let report = try Failure.translating {
            try Benchmark(plan) { meter.tell($0, of: $1) }.run()
        }
        // The trainer knows no path but the best.
        let steps = plan.path == .best ? try loop.run() : nil
        meter.finish()
        let output = BenchmarkOutput(report: report, loop: steps)
        if json {
            StandardStreams.line(try JSONOutput.document(output))
        } else {
            for line in output.lines { StandardStreams.line(line) }
        }
    }

    /// Tokens of the longest sequence that a policy may see.
    private static let longest = 4096

    private func plan() throws(Failure) -> BenchmarkPlan {
        guard let shape = BenchmarkShape(shape) else {
            throw .usage(
                "--shape: '\(shape)' is not accepted; expected small, medium, or four positive "
                    + "whole numbers: layers,width,heads,vocabulary")
        }
        for (name, value, range) in [
            ("--reps", reps, 1...1000), ("--prompts", prompts, 1...4096),
            ("--completions", completions, 1...256), ("--prompt-length", promptLength, 1...4000),
            ("--new-tokens", newTokens, 2...4000),
        ] where !range.contains(value) {
            throw .usage(
                "\(name): \(value) is not accepted; expected a whole number from "
                    + "\(range.lowerBound) to \(range.upperBound)")
        }
        var plan = BenchmarkPlan(
            shape: shape,
            workload: Workload(
                prompts: prompts, completions: completions, promptLength: promptLength,
                newTokens: newTokens, singleTokens: Workload.standard.singleTokens),
            threads: try ThreadCount.parse(threads), reps: reps)
        if let path {
            let supported = KernelPath.supported
            guard let wanted = KernelPath(rawValue: path), supported.contains(wanted) else {
                throw .usage(
                    "--path: '\(path)' is not accepted; this machine runs "
                        + supported.map(\.rawValue).joined(separator: ", "))
            }
            plan.path = wanted
        }
        guard let cachePrecision = StoredPrecision(rawValue: kvDtype) else {
            throw .usage(
                "--kv-dtype: '\(kvDtype)' is not accepted; expected "
                    + StoredPrecision.allCases.map(\.rawValue).joined(separator: " or "))
        }
        plan.cachePrecision = cachePrecision
        let together = promptLength + newTokens
        guard together <= Self.longest else {
            throw .usage(
                "--prompt-length and --new-tokens: \(together) tokens together are not accepted; "
                    + "expected \(Self.longest) at most")
        }
        do throws(ModelError) {
            try shape.configuration(context: plan.workload.context).validate()
        } catch {
            throw .usage("--shape: \(error)")
        }
        return plan
    }
}
