import ArgumentParser
import Dashboard

/// `redraft keys`: every command of the dashboard with its keys.
struct KeysCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "keys",
        abstract: "Lists the dashboard's commands and keys, as a file of keys names them.",
        discussion: """
            A file of keys changes some of them: \(ProgramFolders.current.settings)/keys, one line a \
            command, its keys behind it:

                buffer.sort = o Ctrl-o
                trainer.pause = Space p

            Keys are written as they are listed here. A line that begins with # is a comment.
            """)

    func run() throws {
        for line in Dashboard.keyLines { StandardStreams.line(line) }
    }
}
