import ArgumentParser
import Foundation
import RunStore
import Runs
import Training

/// What `train` and `resume` have in common: threads, and how the run is followed.
struct TrainingOptions: ParsableArguments {
    @Option(help: "Kernel threads; they change no bit of the result.") var threads: String?
    @Flag(help: "No dashboard: plain progress lines.") var headless = false

    /// The kernel threads asked for; by default one for each processor.
    ///
    /// - Returns: at least 1.
    /// - Throws: `Failure` for anything but a number in range.
    func threadCount() throws(Failure) -> Int {
        guard let threads else { return max(1, ProcessInfo.processInfo.activeProcessorCount) }
        guard let count = Int(threads), (1...256).contains(count) else {
            throw .usage(
                "--threads: '\(threads)' is not accepted; expected a whole number from 1 to 256")
        }
        return count
    }

    /// Trains a run to its end.
    ///
    /// - Parameter make: makes or opens the run; called when nothing else can be wrong any more.
    /// - Throws: `Failure` if the run can't start, or failed.
    func run(_ make: () throws(Failure) -> LiveRun) throws(Failure) {
        let signals = SignalWatch()
        let run = try make()
        StandardStreams.line("run \(run.folder.run) in \(run.folder.path)")
        run.trainer.start()
        HeadlessRunner(run: run, signals: signals).follow()
        try conclude(run)
    }

    /// Closes a run whose trainer ends, and says how it went.
    private func conclude(_ run: LiveRun) throws(Failure) {
        let end = run.finish()
        let snapshot = run.trainer.snapshot
        switch end {
        case .finished:
            if let evaluation = snapshot.evaluation {
                StandardStreams.line("")
                let report = EvaluationReport(run: run.folder.run, record: evaluation)
                for line in report.lines { StandardStreams.line(line) }
                StandardStreams.line("")
            }
            StandardStreams.line("finished after step \(snapshot.step)")
        case .interrupted:
            StandardStreams.line(
                "stopped after step \(snapshot.step); "
                    + "go on with 'redraft resume \(run.folder.run)'")
        case .failed(let reason):
            throw .failed("\(run.folder.path): the run failed: \(reason)")
        }
    }
}
