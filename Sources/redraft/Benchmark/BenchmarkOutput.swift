import Modeling
import Runs
import Training

/// What `redraft bench` prints.
struct BenchmarkOutput: TextReport, Encodable {
    let report: BenchmarkReport
    /// Where a step's time goes; nil where the instructions asked for are not a run's.
    let loop: TrainingLoop.Outcome?

    // MARK: JSON

    private enum CodingKeys: String, CodingKey {
        case scaling
        case stepSplit = "step_split"
        case stepShares = "step_shares"
        case stepCount = "step_count"
        case stepSeconds = "step_seconds"
        case warmStart = "warm_start"
    }

    func encode(to encoder: any Encoder) throws {
        try report.encode(to: encoder)
        var container = encoder.container(keyedBy: CodingKeys.self)
        // What has no value is there as well, so that the keys are always the same.
        if report.scaling == nil { try container.encodeNil(forKey: .scaling) }
        guard let loop else {
            for key in [
                CodingKeys.stepSplit, .stepShares, .stepCount, .stepSeconds, .warmStart,
            ] { try container.encodeNil(forKey: key) }
            return
        }
        let parts = StepSplit.Part.allCases.map(\.rawValue)
        let shares = loop.split.shares.map(\.share)
        try container.encode(
            Dictionary(uniqueKeysWithValues: zip(parts, loop.split.seconds)), forKey: .stepSplit)
        try container.encode(
            Dictionary(uniqueKeysWithValues: zip(parts, shares)), forKey: .stepShares)
        try container.encode(loop.steps, forKey: .stepCount)
        try container.encode(loop.split.total, forKey: .stepSeconds)
        try container.encode(loop.hasWarmStart ? "cached" : "short", forKey: .warmStart)
    }

    // MARK: Text

    var lines: [String] { heading + table + whole + split }

    private static let names = 24

    private static func line(_ name: String, _ value: String) -> String {
        ReportText.left(name, names) + value
    }

    private var heading: [String] {
        let (model, work) = (report.model, report.workload)
        return [
            Self.line(
                "shape",
                "\(report.shape): \(model.layers) layers of \(model.hidden), \(model.heads) heads, "
                    + "vocabulary \(model.vocabulary), \(model.parameters) weights, "
                    + "keys and values \(model.cachePrecision.rawValue)"),
            Self.line(
                "work",
                "\(work.prompts) prompts of \(work.promptLength) tokens, \(work.completions) "
                    + "completions of \(work.newTokens) each, \(work.gradientShards) gradient shards"
            ),
            Self.line(
                "machine",
                "\(report.kernelPath.rawValue), \(Self.threads(report.threads)), load "
                    + "\(ReportText.short(report.loadAverage)) before; medians of \(report.reps)"),
            Self.line(
                "peak",
                "\(Self.rounded(report.peakGFLOPS)) GFLOP/s, "
                    + "\(Self.rounded(report.peakGFLOPS / Double(report.threads))) a thread"),
        ]
    }

    private static func threads(_ count: Int) -> String {
        count == 1 ? "1 thread" : "\(count) threads"
    }

    private static func rounded(_ value: Double) -> String { ReportText.short(value.rounded()) }

    private var table: [String] {
        let widths = [10, 14, 9, 10, 12]
        func row(_ name: String, _ cells: [String]) -> String {
            Self.line(name, zip(cells, widths).map { ReportText.padded($0, $1) }.joined())
        }
        func row(_ name: String, _ figure: BenchmarkFigure) -> String {
            row(
                name,
                [
                    Self.rounded(figure.tokensPerSecond), Self.rounded(figure.tokensPerCPUSecond),
                    ReportText.percent(figure.shareOfPeak), ReportText.fixed(figure.seconds),
                    ReportText.fixed(figure.cpuSeconds),
                ])
        }
        return [
            "",
            row("", ["tokens/s", "tokens/CPU-s", "of peak", "seconds", "CPU-seconds"]),
            row("rollout", report.rollout),
            row("update", report.update),
            row("update, prompts apart", report.updateUnshared),
            row("one sequence", report.decoding),
            row("  with half weights", report.halvedDecoding),
        ]
    }

    private var whole: [String] {
        var lines = [""]
        if let scaling = report.scaling {
            lines.append(
                Self.line(
                    "a step on two threads",
                    "\(ReportText.fixed(scaling.twoThreads)) s, on one "
                        + "\(ReportText.fixed(scaling.oneThread)) s: "
                        + "\(ReportText.fixed(scaling.speedup)) times as fast, "
                        + "\(ReportText.fixed(scaling.bestSpeedup)) by the quickest of each"))
        }
        for memory in report.memory {
            lines.append(
                Self.line(
                    "memory, \(memory.shape)",
                    ReportText.bytes(memory.peakResidentBytes) + " resident at most in a step"))
        }
        let allocations = report.allocations
        lines.append(
            Self.line(
                "kernels' allocations",
                "\(allocations.kernels) in \(allocations.steps) steps after the third"))
        let growth = Int(allocations.heapGrowth.rounded())
        lines.append(
            Self.line(
                "heap growth",
                (growth < 0 ? "-" : "") + ReportText.bytes(abs(growth))
                    + " a step, over the same"))
        return lines
    }

    private var split: [String] {
        guard let loop else { return [] }
        let start = loop.hasWarmStart ? "the default's warm start" : "a short warm start"
        return [
            "",
            "a step of a real run, \(ReportText.fixed(loop.split.total)) s: the mean of "
                + "\(loop.steps), default configuration, from \(start)",
        ]
            + loop.split.shares.map { part, share in
                Self.line(
                    "  " + part.word,
                    ReportText.padded(ReportText.percent(share), 6)
                        + ReportText.padded(
                            ReportText.fixed(share * loop.split.total * 1000) + " ms", 14))
            }
    }
}
