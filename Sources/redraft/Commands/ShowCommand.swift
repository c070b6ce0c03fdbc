import ArgumentParser
import RunStore
import Runs

/// `redraft show`: a run's data as text.
struct ShowCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Prints a run, one of its episodes, one of its steps, or its buffer.",
        discussion: "Without an option it prints how the run stands and its evaluations.")

    @OptionGroup var target: RunArgument
    @Option(parsing: .unconditional, help: "The episode that ends in a revision, such as 120.7.3.")
    var episode: String?
    @Option(parsing: .unconditional, help: "A step: its metrics and groups.") var step: Int?
    @Flag(help: "The buffer after the newest step, or after --step.") var buffer = false
    @Flag(help: "Print one JSON document.") var json = false

    func validate() throws {
        if episode != nil, step != nil || buffer {
            throw ValidationError("--episode stands alone, without --step or --buffer")
        }
    }

    func run() throws {
        let reader = try target.reader()
        defer { reader.close() }
        if let episode {
            try show(episode: episode, in: reader)
        } else if buffer {
            try reader.check(step, option: "--step")
            guard case .buffer(let view) = try answer(.buffer(step: step), of: reader) else {
                return
            }
            try print(BufferReport(view: view))
        } else if let step {
            try reader.check(step, option: "--step")
            guard case .groups(let groups) = try answer(.groups(step: step), of: reader) else {
                return
            }
            let metrics: MetricRow
            do throws(StoreError) {
                metrics = try reader.metrics(step: step) ?? MetricRow()
            } catch {
                throw Failure(error)
            }
            try print(StepReport(step: step, metrics: metrics, groups: groups))
        } else {
            try print(try RunReport(reader))
        }
    }

    private func show(episode text: String, in reader: StoreReader) throws {
        guard let id = RevisionID(text) else {
            throw Failure.usage(
                "--episode: '\(text)' is not accepted; expected step.group.completion, "
                    + "such as 120.7.3")
        }
        guard case .chain(let view) = try answer(.chain(id), of: reader) else { return }
        try print(EpisodeReport(view: view))
    }

    private func answer(
        _ query: HistoryQuery, of reader: StoreReader
    ) throws(Failure) -> HistoryAnswer {
        let answer = reader.answer(query)
        if case .failed(let reason) = answer { throw .usage(reason) }
        return answer
    }

    private func print(_ report: some Encodable & TextReport) throws {
        if json {
            StandardStreams.line(try JSONOutput.document(report))
        } else {
            for line in report.lines { StandardStreams.line(PlainText.line(line)) }
        }
    }
}
