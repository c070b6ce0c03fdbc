import ArgumentParser
import Foundation

/// The program: every outcome becomes an exit code and at most one line of text.
@main
enum Program {
    static func main() {
        do {
            var command = try Redraft.parseAsRoot()
            try command.run()
            exit(Failure.Code.done.rawValue)
        } catch let failure as Failure {
            if !failure.description.isEmpty { StandardStreams.error("redraft: \(failure)") }
            exit(failure.code.rawValue)
        } catch {
            exit(report(error))
        }
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
            StandardStreams.error("redraft: \(line); see 'redraft --help'")
            return Failure.Code.usage.rawValue
        default:
            StandardStreams.error("redraft: \(error)")
            return Failure.Code.failed.rawValue
        }
    }
}
