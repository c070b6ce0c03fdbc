import ArgumentParser
import Control
import RunStore
import Runs

/// `redraft ctl`: asks a run how it stands, or tells its trainer what to do.
struct ControlCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ctl",
        abstract: "Tells how a run stands, or tells its trainer what to do.",
        discussion: Action.allCases.map { ReportText.left($0.usage, 12) + $0.summary }
            .joined(separator: "\n"))

    /// What may be asked.
    enum Action: String, CaseIterable, ExpressibleByArgument {
        case status, pause, resume, step, set, checkpoint, stop

        /// How it is typed.
        var usage: String {
            switch self {
            case .step: "step [N]"
            case .set: "set K=V"
            default: rawValue
            }
        }

        /// What it does.
        var summary: String {
            switch self {
            case .status: "how the run stands; works for any run"
            case .pause: "park at the next safe point"
            case .resume: "go on"
            case .step: "train N steps, 1 by default, then pause"
            case .set: "change a setting at the next step boundary: \(liveKeys)"
            case .checkpoint: "write a checkpoint at the next step boundary"
            case .stop: "checkpoint, and end the run"
            }
        }

        /// What it tells the trainer.
        ///
        /// - Parameter argument: the word after it.
        /// - Returns: the command; nil for `status`, which is a question.
        /// - Throws: `ValidationError` for an argument it does not take or accept.
        func command(_ argument: String?) throws(ValidationError) -> RunCommand? {
            switch self {
            case .step:
                let text = argument ?? "1"
                guard let count = Int(text), (1...10_000_000).contains(count) else {
                    throw ValidationError("step \(text); expected 1 to 10000000")
                }
                return .step(count)
            case .set:
                let parts = (argument ?? "").split(
                    separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                let (key, value) = (
                    String(parts.first ?? ""), parts.count > 1 ? String(parts[1]) : ""
                )
                do throws(ConfigurationError) {
                    _ = try LiveEdit.check(key: key, value: value)
                } catch {
                    throw ValidationError("set: \(error)")
                }
                return .set(key: key, value: value)
            default:
                guard argument == nil else {
                    throw ValidationError("only 'step' takes a number, and only 'set' KEY=VALUE")
                }
            }
            return switch self {
            case .pause: .pause
            case .resume: .resume
            case .checkpoint: .checkpoint
            case .stop: .stop
            case .status, .step, .set: nil
            }
        }
    }

    static let liveKeys = ConfigurationKey.all.filter(\.isLive).map(\.name)
        .joined(separator: ", ")

    @OptionGroup var target: RunArgument
    @Argument(help: "status, pause, resume, step, set, checkpoint or stop.") var action: Action
    @Argument(help: "How many steps, or KEY=VALUE for set.") var argument: String?
    @Flag(help: "Print one JSON document.") var json = false

    func validate() throws {
        _ = try action.command(argument)
    }

    func run() throws {
        let folder = try target.folder()
        if let command = try action.command(argument) {
            guard folder.writer.isWriting else {
                throw Failure.usage(try Self.refusal(folder, target.run))
            }
            do throws(ControlError) {
                try ControlClient.send(command, folder: folder.path)
            } catch {
                throw Failure.usage("\(error)")
            }
            guard json else { return }
        }
        let status = try StatusReport(folder)
        if json {
            StandardStreams.line(try JSONOutput.document(status))
        } else {
            for line in status.lines { StandardStreams.line(PlainText.line(line)) }
        }
    }

    /// Why a run that no one trains can't be told anything, and what would help.
    private static func refusal(_ folder: RunFolder, _ name: String) throws(Failure) -> String {
        let reader = try StoreReader.open(folder)
        defer { reader.close() }
        let isFinished = try RunStanding(reader) == .ended(.finished)
        return "\(folder.path): is not being trained; "
            + (isFinished
                ? "it is finished, 'redraft resume \(name) --steps N' trains on"
                : "go on with it by 'redraft resume \(name)'")
    }
}
