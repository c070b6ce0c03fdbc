import ArgumentParser
import Control
import RunStore
import Runs

/// `redraft ctl`: asks a run how it stands, or tells its trainer what to do.
struct ControlCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ctl",
        abstract: "Tells how a run stands, or tells its trainer what to do.",
        discussion: """
            status      how the run stands; works for any run
            pause       park at the next safe point
            resume      go on
            step [N]    train N steps, 1 by default, then pause
            set K=V     change a setting at the next step boundary: \(liveKeys)
            checkpoint  write a checkpoint at the next step boundary
            stop        checkpoint, and end the run
            """)

    /// What may be asked.
    enum Action: String, CaseIterable, ExpressibleByArgument {
        case status, pause, resume, step, set, checkpoint, stop
    }

    private static let liveKeys = ConfigurationKey.all.filter(\.isLive).map(\.name)
        .joined(separator: ", ")

    @OptionGroup var target: RunArgument
    @Argument(help: "status, pause, resume, step, set, checkpoint or stop.") var action: Action
    @Argument(help: "How many steps, or KEY=VALUE for set.") var argument: String?
    @Flag(help: "Print one JSON document.") var json = false

    func validate() throws {
        switch action {
        case .step:
            guard let argument else { return }
            guard let count = Int(argument), (1...10_000_000).contains(count) else {
                throw ValidationError("step \(argument); expected 1 to 10000000")
            }
        case .set:
            do throws(ConfigurationError) {
                let (key, value) = parts
                _ = try LiveEdit.check(key: key, value: value)
            } catch {
                throw ValidationError("set: \(error)")
            }
        default:
            if argument != nil {
                throw ValidationError("only 'step' takes a number, and only 'set' KEY=VALUE")
            }
        }
    }

    func run() throws {
        let folder = try target.folder()
        if let command {
            guard folder.writer.isWriting else {
                throw Failure.usage(
                    "\(folder.path): is not being trained; "
                        + "go on with it by 'redraft resume \(target.run)'")
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
            for line in status.lines { StandardStreams.line(line) }
        }
    }

    /// The two sides of KEY=VALUE.
    private var parts: (key: String, value: String) {
        let parts = (argument ?? "").split(
            separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        return (String(parts.first ?? ""), parts.count > 1 ? String(parts[1]) : "")
    }

    private var command: RunCommand? {
        switch action {
        case .status: nil
        case .pause: .pause
        case .resume: .resume
        case .step: .step(argument.flatMap { Int($0) } ?? 1)
        case .set: .set(key: parts.key, value: parts.value)
        case .checkpoint: .checkpoint
        case .stop: .stop
        }
    }
}
