import ArgumentParser
import RunStore

/// `redraft verify`: integrity of store and checkpoints, and the digest of a run's bits.
struct VerifyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Checks a run's store and checkpoints, and prints the digest of its bits.",
        discussion: "Exit code 1 if anything is wrong with a run that can be opened.")

    @OptionGroup var target: RunArgument
    @Flag(help: "Print one JSON document.") var json = false

    func run() throws {
        let folder = try target.folder()
        let verification: RunVerification
        do throws(StoreError) {
            verification = try RunVerification.verify(folder)
        } catch {
            throw Failure(error)
        }
        if json {
            StandardStreams.line(try JSONOutput.document(verification))
        } else {
            let digest = verification.digest
            let checkpoint = verification.checkpoint.isEmpty ? "none" : verification.checkpoint
            for (name, value) in [
                ("step", "\(verification.step)"), ("kernels", verification.kernelPath),
                ("checkpoint", checkpoint), ("weights", digest.weights),
                ("optimizer", digest.optimizer), ("buffer", digest.buffer),
                ("metrics", digest.metrics), ("revisions", digest.revisions), ("all", digest.all),
            ] {
                StandardStreams.line(
                    ReportText.left(name, 12) + (value.isEmpty ? "none" : value))
            }
            for problem in verification.problems { StandardStreams.line("problem: \(problem)") }
            StandardStreams.line(verification.ok ? "ok" : "not ok")
        }
        if !verification.ok { throw Failure.failed("") }
    }
}
