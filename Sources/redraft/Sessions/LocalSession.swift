import RunStore
import Runs
import Training

/// The run this process trains: live snapshots from the trainer, history from the store.
final class LocalSession: RunSession {
    let description: RunDescription
    private let trainer: Trainer
    private let reader: StoreReader

    init(trainer: Trainer, reader: StoreReader) {
        self.trainer = trainer
        self.reader = reader
        description = reader.description
    }

    var ability: SessionAbility { .live }

    func snapshot(newerThan version: inout UInt64) -> RunSnapshot? {
        trainer.snapshot(newerThan: &version)
    }

    var committedStep: Int { reader.committedStep }

    func submit(_ query: HistoryQuery) -> QueryID { reader.submit(query) }

    func cancel(_ id: QueryID) { reader.cancel(id) }

    func takeAnswers() -> [(QueryID, HistoryAnswer)] { reader.takeAnswers() }

    func send(_ command: RunCommand) { trainer.send(command) }

    func onNews(_ wake: @escaping @Sendable () -> Void) {
        trainer.onNews(wake)
        reader.onNews(wake)
    }
}
