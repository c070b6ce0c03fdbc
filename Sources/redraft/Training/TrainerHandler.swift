import Control
import Runs
import Training

/// The trainer as the run's socket sees it.
final class TrainerHandler: ControlHandler {
    private let trainer: Trainer

    init(_ trainer: Trainer) {
        self.trainer = trainer
    }

    func snapshot(newerThan version: inout UInt64) -> RunSnapshot? {
        trainer.snapshot(newerThan: &version)
    }

    func send(_ command: RunCommand) { trainer.send(command) }
}
