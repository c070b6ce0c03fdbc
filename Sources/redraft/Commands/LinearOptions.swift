import ArgumentParser

/// Following a run in plain lines.
struct LinearOptions: ParsableArguments {
    @Flag(
        help: ArgumentHelp(
            "Plain lines instead of the dashboard, and typed words: for screen readers and pipes."))
    var linear = false
    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "Seconds between lines that tell how far a run is.", valueName: "seconds"))
    var interval = HeadlessRunner.interval

    func validate() throws {
        guard (0.1...86_400).contains(interval) else {
            throw ValidationError(
                "--interval: \(interval) is not accepted; expected a number from 0.1 to 86400")
        }
    }
}
