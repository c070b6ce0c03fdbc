import ArgumentParser
import RunStore

/// `redraft watch`: the dashboard on a run that is trained elsewhere, or recorded.
struct WatchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "watch",
        abstract:
            "Shows a run in the dashboard: a live one can be controlled, a recorded one read.",
        discussion: """
            Leaving never stops the run. With --linear words are typed on standard input, one \
            command a line, and its end leaves; 'help' lists them.
            """)

    @OptionGroup var target: RunArgument
    @OptionGroup var linear: LinearOptions
    @OptionGroup var screen: ScreenOptions

    /// What to use where there is no terminal.
    private var instead: String {
        "use --linear, 'redraft ctl \(target.run) status' or 'redraft show \(target.run)'; "
            + "'redraft train --headless' trains without one"
    }

    func run() throws {
        if linear.linear { return try follow() }
        guard ScreenOptions.hasTerminal else {
            throw Failure.usage("watch needs a terminal; \(instead)")
        }
        let folder = try target.folder()
        let signals = SignalWatch()
        let places = RunPlaces(option: target.location.runs, threads: try ThreadCount.parse(nil))
        let host = DashboardHost(options: screen, places: places, signals: signals)
        try host.show(instead: instead) { () throws(Failure) in try OpenedRun.watch(folder) }
    }

    private func follow() throws(Failure) {
        let folder = try target.folder()
        let signals = SignalWatch()
        let opened = try OpenedRun.watch(folder)
        defer { opened.close() }
        StandardStreams.line("run \(folder.run) in \(folder.path)")
        try LinearFollower(
            opened: opened, folder: folder, signals: signals, interval: linear.interval
        ).follow()
    }
}
