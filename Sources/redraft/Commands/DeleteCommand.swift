import ArgumentParser
import Foundation
import RunStore
import Runs

/// `redraft delete`: removes a run for good.
struct DeleteCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "delete",
        abstract: "Removes a run for good: its records and its checkpoints.",
        discussion: "A run that is being written is refused; forks of it stay as they are.")

    @OptionGroup var target: RunArgument
    @Flag(help: "Do not ask.") var yes = false

    func run() throws {
        let folder = try target.folder()
        if !yes { try ask(folder) }
        do throws(StoreError) {
            try folder.delete()
        } catch {
            throw Failure(error)
        }
        StandardStreams.line("deleted \(folder.path)")
    }

    private func ask(_ folder: RunFolder) throws(Failure) {
        guard isatty(STDIN_FILENO) == 1 else {
            throw .usage(
                "delete: \(folder.path) is not removed without being asked; say --yes where there "
                    + "is no terminal")
        }
        StandardStreams.text("delete \(folder.path) for good? [y/N] ")
        let answer = readLine()?.lowercased() ?? ""
        guard ["y", "yes"].contains(answer) else { throw .usage("\(folder.path) is kept") }
    }
}
