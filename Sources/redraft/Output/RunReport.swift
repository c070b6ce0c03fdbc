import RunStore
import Runs

/// A run as `redraft show` prints it.
struct RunReport: Encodable, TextReport {
    let description: RunDescription
    let standing: RunStanding
    let step: Int
    let evaluations: [EvaluationRecord]

    /// Reads what is to be printed.
    ///
    /// - Parameter reader: the run's store.
    /// - Throws: `Failure` if it can't be read.
    init(_ reader: StoreReader) throws(Failure) {
        description = reader.description
        step = reader.committedStep
        standing = try RunStanding(reader)
        switch reader.answer(.evaluations(upTo: nil)) {
        case .evaluations(let records): evaluations = records
        case .failed(let reason): throw .usage(reason)
        default: evaluations = []
        }
    }

    private enum CodingKeys: String, CodingKey {
        case run, path, command, created, configuration, origin, step, steps, state, reason
        case evaluations
        case kernelPath = "kernel_path"
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(description.run.name, forKey: .run)
        try container.encode(description.path, forKey: .path)
        try container.encode(description.command, forKey: .command)
        try container.encode(description.created, forKey: .created)
        try container.encode(description.kernelPath, forKey: .kernelPath)
        let configuration = description.configuration
        try container.encode(
            Dictionary(
                uniqueKeysWithValues: ConfigurationKey.all.map {
                    ($0.name, $0.shown(configuration))
                }), forKey: .configuration)
        try container.encode(description.origin, forKey: .origin)
        try container.encode(step, forKey: .step)
        try container.encode(description.configuration.steps, forKey: .steps)
        try container.encode(standing.word, forKey: .state)
        try container.encode(standing.reason, forKey: .reason)
        try container.encode(
            evaluations.map { EvaluationReport(run: description.run, record: $0) },
            forKey: .evaluations)
    }

    var lines: [String] {
        let configuration = description.configuration
        var lines = [
            "run       \(description.run)  (\(description.path))",
            "command   \(description.command)",
            "state     \(standing.text)",
            "step      \(step) of \(configuration.steps)",
            "strategy  \(configuration.strategy.rawValue), \(configuration.domain) level "
                + "\(configuration.level), seed \(configuration.seed)",
            "kernels   \(description.kernelPath)",
        ]
        if let origin = description.origin {
            lines.append("forked    from \(origin.run) at step \(origin.step)")
        }
        if evaluations.count > 1 {
            lines += ["", "evaluations (held out, solved)", "    step      first       last"]
            for record in evaluations {
                lines.append(
                    ReportText.padded("\(record.step)", 8)
                        + ReportText.padded(record.solve.first.map(ReportText.percent) ?? "-", 11)
                        + ReportText.padded(record.solve.last.map(ReportText.percent) ?? "-", 11))
            }
        }
        if let last = evaluations.last {
            lines += [""] + EvaluationReport(run: description.run, record: last).lines
        }
        return lines
    }
}
