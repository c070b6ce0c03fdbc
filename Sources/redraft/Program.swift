import ArgumentParser
import Foundation
import RunStore
import Tasks

/// The program: every outcome becomes an exit code and at most one line of text.
@main
enum Program {
    static func main() {
        do {
            try refuseUnknownHelp()
            Domains.keepResults(
                in: DirectoryResultCache(directory: ProgramFolders.current.results))
            var command = try Redraft.parseAsRoot()
            try command.run()
            exit(Failure.Code.done.rawValue)
        } catch let failure as Failure {
            if !failure.description.isEmpty {
                StandardStreams.error(PlainText.line("redraft: \(failure)"))
            }
            exit(failure.code.rawValue)
        } catch {
            exit(report(error))
        }
    }

    /// The names of the commands.
    private static var commands: [String] {
        Redraft.configuration.subcommands.compactMap { $0.configuration.commandName }
    }

    /// The command that was typed, if it is one.
    private static var named: String? {
        CommandLine.arguments.dropFirst().first.flatMap { commands.contains($0) ? $0 : nil }
    }

    /// The parser helps with everything where it is asked about what it does not know.
    private static func refuseUnknownHelp() throws(Failure) {
        let words = CommandLine.arguments.dropFirst()
        guard words.first == "help", let name = words.dropFirst().first, !name.hasPrefix("-"),
            !(commands + ["help"]).contains(name)
        else { return }
        throw .usage(
            "help: there is no command '\(name)'; expected one of "
                + commands.joined(separator: ", "))
    }

    /// Tells a parser's error, or prints the help or the version that was asked for.
    private static func report(_ error: any Error) -> Int32 {
        switch Redraft.exitCode(for: error) {
        case .success:
            let message = Redraft.fullMessage(for: error)
            let lines = message == Version.number ? Version.lines : [message]
            for line in lines { StandardStreams.line(line) }
            return Failure.Code.done.rawValue
        case .validationFailure:
            let message = Redraft.message(for: error)
            let line = message.split(whereSeparator: \.isNewline).joined(separator: " ")
            let help = named.map { "redraft help \($0)" } ?? "redraft --help"
            StandardStreams.error(PlainText.line("redraft: \(line); see '\(help)'"))
            return Failure.Code.usage.rawValue
        default:
            StandardStreams.error(PlainText.line("redraft: \(error)"))
            return Failure.Code.failed.rawValue
        }
    }
}
