import Foundation
import RunStore
import Runs
import TerminalUI
import Training

/// Brings the dashboard up, and goes on with what it leaves behind.
struct DashboardHost {
    let options: ScreenOptions
    let places: RunPlaces
    let signals: SignalWatch
    /// The study whose runs are in the list.
    var study: StudyThread?

    /// Shows the dashboard until it is left; a run trained here goes on to its end.
    ///
    /// - Parameters:
    ///   - instead: what to use where there is no terminal that will do.
    ///   - open: opens or makes the run to show, once the terminal is up; nil begins with the list.
    /// - Throws: `Failure` if the terminal or the run can't be opened, or the run failed.
    func show(
        instead: String, _ open: () throws(Failure) -> OpenedRun?
    ) throws(Failure) {
        // A theme that is no theme is told before the screen changes.
        _ = try options.chosen()
        var terminal = try options.open(instead: instead)
        // The terminal has the time that opening the run takes to tell its background.
        let run = try open()
        let theme = try options.first(
            for: terminal.capabilities.depth, on: terminal.background())
        let loop = DashboardLoop(
            run, options: options, theme: theme, places: places, signals: signals,
            study: study)
        let exit = loop.run(&terminal)
        terminal.leave()
        switch exit {
        case .killed: _exit(Failure.Code.interrupted.rawValue)
        case .lost: StreamSwitch.toNowhere()
        case .quit, .detach: break
        }
        guard case .training(let run) = loop.opened else {
            loop.opened?.close()
            return
        }
        if exit == .detach {
            StandardStreams.line(
                "run \(run.folder.run) goes on; Ctrl-C checkpoints and stops it, "
                    + "'redraft watch \(run.folder.run)' shows it again")
        }
        if run.trainer.end == nil {
            HeadlessRunner(run: run, signals: signals, known: run.trainer.snapshot).follow()
        }
        try run.conclude()
    }
}
