/// How the program ends when something goes wrong: a code and one line.
struct Failure: Error, Hashable, CustomStringConvertible {
    /// The exit codes of this program; scripts rely on them.
    enum Code: Int32 {
        /// Done, also after a graceful stop.
        case done = 0
        /// The run failed.
        case failed = 1
        /// Bad usage or input: nothing was written.
        case usage = 2
        /// Interrupted twice.
        case interrupted = 130
    }

    let code: Code
    /// What is wrong and what would help, on one line.
    let description: String

    /// Bad usage or input.
    static func usage(_ description: String) -> Failure {
        Failure(code: .usage, description: description)
    }

    /// Something that a person gave up before it was done.
    static let cancelled = Failure(
        code: .failed, description: "stopped before it was done; nothing was made")

    /// The run failed.
    static func failed(_ description: String) -> Failure {
        Failure(code: .failed, description: description)
    }
}
