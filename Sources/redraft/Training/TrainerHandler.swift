import Control
import Runs
import Training

/// The trainer as the run's socket sees it.
final class TrainerHandler: ControlHandler {
    private let trainer: Trainer
    private let policies: PolicyDesk

    /// A handler.
    ///
    /// - Parameters:
    ///   - trainer: takes the commands.
    ///   - policies: takes the questions.
    init(_ trainer: Trainer, policies: PolicyDesk) {
        self.trainer = trainer
        self.policies = policies
    }

    func snapshot(newerThan version: inout UInt64) -> RunSnapshot? {
        trainer.snapshot(newerThan: &version)
    }

    func send(_ command: RunCommand) { trainer.send(command) }

    func ask(
        _ question: PolicyQuestion, _ answer: @escaping @Sendable (PolicyAnswer) -> Void
    ) -> QuestionID {
        policies.ask(question) { answer($1) }
    }

    func cancel(_ id: QuestionID) { policies.cancel(id) }
}
