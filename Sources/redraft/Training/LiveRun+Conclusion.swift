import RunStore
import Runs
import Training

extension LiveRun {
    /// Waits for the trainer's end, closes the run, and says how it went.
    ///
    /// - Throws: `Failure` if the run failed.
    func conclude() throws(Failure) {
        let end = finish()
        let snapshot = trainer.snapshot
        switch end {
        case .finished:
            if let evaluation = snapshot.evaluation {
                let report = EvaluationReport(run: folder.run, record: evaluation)
                for line in [""] + report.lines + [""] { StandardStreams.line(line) }
            }
            StandardStreams.line("finished after step \(snapshot.step)")
        case .interrupted:
            if let failure = storageFailure {
                StandardStreams.error("redraft: the newest steps are not stored: \(failure)")
            }
            StandardStreams.line(
                "stopped after step \(snapshot.step); "
                    + "go on with 'redraft resume \(folder.run)'")
        case .failed(let reason):
            throw .failed("\(folder.path): the run failed: \(reason)")
        }
    }
}
