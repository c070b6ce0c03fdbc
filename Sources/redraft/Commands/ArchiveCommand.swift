import ArgumentParser
import RunStore
import Runs

/// `redraft archive`: puts a run away, and takes it back.
struct ArchiveCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "archive",
        abstract: "Puts a run away into archive/ beside it, or takes it back.",
        discussion: "Archived runs are listed apart and otherwise as they were.")

    @OptionGroup var target: RunArgument
    @Flag(help: "Take the run out of the archive.") var undo = false

    func run() throws {
        let moved: RunFolder
        do throws(StoreError) {
            let archives = target.location.folders.map { $0 + "/" + RunFolder.archiveName }
            moved =
                try undo
                ? RunFolder.find(target.run, in: archives).unarchive()
                : RunFolder.find(target.run, in: target.location.folders).archive()
        } catch {
            throw Failure(error)
        }
        StandardStreams.line("run \(moved.run) in \(moved.path)")
    }
}
