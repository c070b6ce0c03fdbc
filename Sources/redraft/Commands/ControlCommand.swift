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
            checkpoint  write a checkpoint at the next step boundary
            stop        checkpoint, and end the run
            """)

    /// What may be asked.
    enum Action: String, CaseIterable, ExpressibleByArgument {
        case status, pause, resume, step, checkpoint, stop
    }

    @OptionGroup var target: RunArgument
    @Argument(help: "status, pause, resume, step, checkpoint or stop.") var action: Action
    @Argument(help: "How many steps.") var count: Int?
    @Flag(help: "Print one JSON document.") var json = false

    func validate() throws {
        if count != nil, action != .step {
            throw ValidationError("only 'step' takes a number")
        }
        if let count, !(1...10_000_000).contains(count) {
            throw ValidationError("step \(count); expected 1 to 10000000")
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

    private var command: RunCommand? {
        switch action {
        case .status: nil
        case .pause: .pause
        case .resume: .resume
        case .step: .step(count ?? 1)
        case .checkpoint: .checkpoint
        case .stop: .stop
        }
    }
}
