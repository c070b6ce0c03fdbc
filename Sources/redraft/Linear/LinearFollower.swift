import Dashboard
import Dispatch
import RunStore
import Runs
import Training

/// Follows a run in plain lines, one after the other, and takes typed words.
///
/// For screen readers, braille lines, pipes and any terminal: nothing is ever drawn over.
struct LinearFollower {
    let opened: OpenedRun
    let folder: RunFolder
    let signals: SignalWatch
    /// Seconds between lines that tell how far the run is.
    let interval: Double

    /// Seconds between looks at the run.
    private static let pollInterval = 0.2

    /// Prints and answers until the run that is trained here has ended, or the one that is watched
    /// is left.
    ///
    /// - Throws: `Failure` if the run's store can't be read.
    func follow() throws(Failure) {
        let reader = try StoreReader.open(folder)
        // Before the trainer's recorder is closed, which makes one plain file of the store.
        defer { reader.close() }
        let answers = LinearAnswers(session: opened.session, reader: reader, folder: folder)
        let arrived = DispatchSemaphore(value: 0)
        let input = InputLines()
        input.start { arrived.signal() }
        signals.onSignal(wish: { arrived.signal() }, secondStop: {})
        var version: UInt64 = 0
        var snapshot = opened.session.snapshot(newerThan: &version)
        // What a run that is watched has come to is told at once.
        if opened.role == .watches {
            for line in answers.status(snapshot) { say(line) }
        }
        say("type help for what can be asked; quit leaves")
        var lines = ProgressLines(interval: interval, known: snapshot)
        var hasEnded = snapshot?.end != nil
        let clock = ContinuousClock()
        let begun = clock.now
        while true {
            // Both first: what came before the end is then told too.
            let isOver = isOver
            let typed = input.take()
            if let newer = opened.session.snapshot(newerThan: &version) {
                snapshot = newer
                for line in lines.take(newer, at: (clock.now - begun) / .seconds(1)) { say(line) }
                if let end = newer.end, !hasEnded, opened.role == .watches {
                    say("the run has ended: \(end.word) after step \(newer.step)")
                }
                hasEnded = newer.end != nil
            }
            for line in typed.lines {
                switch answers.answer(line, snapshot) {
                case .lines(let lines): for line in lines { say(line) }
                case .quit:
                    guard case .training(let run) = opened else { return }
                    say("stopping: a checkpoint is written first")
                    run.trainer.send(.stop)
                }
            }
            if isOver || takeWishes() { return }
            // Who watches leaves with the end of input; a run trained here goes on without it.
            if typed.isAtEnd, opened.role == .watches { return }
            _ = arrived.wait(timeout: .now() + Self.pollInterval)
        }
    }

    private var isOver: Bool {
        if signals.isKilled { return true }
        guard case .training(let run) = opened else { return false }
        return run.trainer.end != nil
    }

    /// Does what signals ask for; true to leave.
    private func takeWishes() -> Bool {
        for wish in signals.takeWishes() {
            guard case .training(let run) = opened else { return true }
            switch wish {
            case .stop:
                say("stopping: a checkpoint is written first")
                run.trainer.send(.stop)
            case .hangUp: StreamSwitch.toNowhere()
            }
        }
        return false
    }

    private func say(_ line: String) { StandardStreams.line(PlainText.line(line)) }
}
