import Dispatch
import Runs
import Training

/// Follows a training run without a screen: plain lines, no escape codes.
struct HeadlessRunner {
    let run: LiveRun
    let signals: SignalWatch
    /// What was on a screen before.
    var known: RunSnapshot?
    /// Seconds between progress lines.
    var interval = HeadlessRunner.interval

    /// Seconds between progress lines where nothing else is asked for.
    static let interval = 5.0
    /// Seconds between looks at the trainer.
    private static let pollInterval = 0.2

    /// Prints lines until the trainer has ended.
    func follow() {
        let trainer = run.trainer
        let arrived = DispatchSemaphore(value: 0)
        // Steps may take milliseconds: only signals and the end are worth a wake.
        run.session.onNews { if trainer.end != nil { arrived.signal() } }
        signals.onSignal(wish: { arrived.signal() }, secondStop: {})
        var lines = ProgressLines(interval: interval, known: known)
        let clock = ContinuousClock()
        let begun = clock.now
        var version: UInt64 = 0
        while true {
            takeWishes()
            // The end first: what was published before it is then printed too.
            let isOver = trainer.end != nil || signals.isKilled
            if let snapshot = trainer.snapshot(newerThan: &version) {
                let time = (clock.now - begun) / .seconds(1)
                for line in lines.take(snapshot, at: time) { StandardStreams.line(line) }
            }
            if isOver { return }
            _ = arrived.wait(timeout: .now() + Self.pollInterval)
        }
    }

    private func takeWishes() {
        for wish in signals.takeWishes() {
            switch wish {
            case .stop:
                StandardStreams.line("stopping: a checkpoint is written first")
                run.trainer.send(.stop)
            case .hangUp: StreamSwitch.toNowhere()
            }
        }
    }
}
