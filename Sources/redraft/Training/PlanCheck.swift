import Runs
import Training

/// Finds out whether a configuration can be trained, before anything is written.
enum PlanCheck {
    /// Checks that the parts of a configuration fit together.
    ///
    /// - Parameter configuration: each value accepted by itself.
    /// - Throws: `Failure` with what does not fit.
    static func check(_ configuration: RunConfiguration) throws(Failure) {
        guard let run = RunID("check") else { return }
        try Failure.translating {
            // A trainer checks its plan when it is made; this one never starts.
            _ = try Trainer(
                TrainingPlan(
                    run: run, configuration: configuration, threads: 1, recorder: NoRecorder()))
        }
    }

    private final class NoRecorder: RunRecorder {
        func record(_ event: RunEvent) -> Double { 0 }
        var failure: RecorderError? { nil }
        func retry() {}
        func save(_ checkpoint: Checkpoint) {}
        func flush() {}
    }
}
