import ArgumentParser
import Dispatch
import RunStore
import Runs

/// `redraft improve`: one revision chain at inference time, printed answer by answer.
struct ImproveCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "improve",
        abstract: "Lets a saved policy revise its answer to one task, step by step.",
        discussion: """
            The same task, seed and checkpoint give the same answers. A task of several turns is gone \
            through to its end: each turn has its draft and its revisions, and goes on from what the last \
            valid answer of the turn before left.
            Where a domain keeps something private, the best answer of the chain is told at the end with what \
            it is worth there: 1 is the best of a hundred random programs, 0 their first quartile.
            A run that trains meanwhile is not disturbed: its newest checkpoint answers.
            """)

    /// What a revision may be asked for.
    enum Request: String, CaseIterable, ExpressibleByArgument {
        case improve, diverge

        var mode: RevisionMode {
            switch self {
            case .improve: .improve
            case .diverge: .diverge
            }
        }
    }

    @OptionGroup var target: RunArgument
    @Option(
        help: """
            The task as 'show' prints it, such as '6: 11 4 8 4 11 10 6 10', or of tool use \
            'in f0 d2, read f1; at d3 | d1 f0:d1=w2? f1:d0=w3 f2:- f3:d3=w0 f4:-'.
            """)
    var task: String
    @Option(parsing: .unconditional, help: "Revisions after the draft, in each turn.") var k = 16
    @Option(parsing: .unconditional, help: "Sampling temperature; 0 is greedy.")
    var temperature = 1.0
    @Option(help: "What each revision is asked for: improve or diverge.")
    var mode = Request.improve
    @Option(parsing: .unconditional, help: "Seed of the draws.") var seed: UInt64 = 1
    @Option(parsing: .unconditional, help: "The step of the checkpoint; by default the newest.")
    var at: Int?
    @Flag(help: "Print one JSON document.") var json = false

    func run() throws {
        let request = PlayRequest(
            source: at.map { .checkpoint(step: $0) } ?? .live, task: .typed(task), count: k,
            temperature: temperature, mode: mode.mode, seed: seed, isEpisode: true)
        let reader = try target.reader()
        defer { reader.close() }
        let desk = PolicyDesk(reader: reader)
        defer { desk.close() }
        let arrived = DispatchSemaphore(value: 0)
        desk.onNews { arrived.signal() }
        _ = desk.ask(.play(request))
        var report = ImproveReport(run: reader.folder.run, request: request)
        while report.revisions.last?.isLast != true {
            arrived.wait()
            for (_, answer) in desk.takeAnswers() {
                switch answer {
                case .played(let revision):
                    if !json { print(revision, after: report.revisions.last) }
                    report.revisions.append(revision)
                case .failed(let reason):
                    throw Failure.usage("\(reader.folder.path): \(reason)")
                case .rescored: break
                }
            }
        }
        if json {
            StandardStreams.line(try JSONOutput.document(report))
        } else {
            for line in report.closing { StandardStreams.line(line) }
        }
    }

    private func print(_ revision: PlayedRevision, after before: PlayedRevision?) {
        if before == nil {
            StandardStreams.line("task    \(revision.taskText)")
            StandardStreams.line("policy  step \(revision.step)")
        }
        if let turn = revision.turn, turn > 0, turn != before?.turn {
            StandardStreams.line("")
            StandardStreams.line("turn \(turn + 1)")
        }
        StandardStreams.line("")
        for line in ImproveReport.lines(of: revision) { StandardStreams.line(line) }
    }
}
