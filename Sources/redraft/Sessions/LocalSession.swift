import RunStore
import Runs
import Synchronization
import Training

/// The run this process trains: live snapshots from the trainer, history from the store.
final class LocalSession: RunSession {
    let description: RunDescription
    private let trainer: Trainer
    private let reader: StoreReader
    /// Answers for the run's policies, also to other processes.
    let policies: PolicyDesk
    private let wake = Mutex<@Sendable () -> Void>({})

    /// A session; the owner passes the trainer's news on by `ring`.
    init(trainer: Trainer, reader: StoreReader) {
        self.trainer = trainer
        self.reader = reader
        policies = PolicyDesk(reader: reader, living: .here(trainer))
        description = reader.description
    }

    /// Ends what answers for the run's policies.
    func close() { policies.close() }

    var ability: SessionAbility { .live }

    func snapshot(newerThan version: inout UInt64) -> RunSnapshot? {
        trainer.snapshot(newerThan: &version)
    }

    var committedStep: Int { reader.committedStep }

    func submit(_ query: HistoryQuery) -> QueryID { reader.submit(query) }

    func cancel(_ id: QueryID) { reader.cancel(id) }

    func takeAnswers() -> [(QueryID, HistoryAnswer)] { reader.takeAnswers() }

    var readingSeconds: Double { reader.processorSeconds }

    func ask(_ question: PolicyQuestion) -> QuestionID { policies.ask(question) }

    func cancel(_ id: QuestionID) { policies.cancel(id) }

    func takePolicyAnswers() -> [(QuestionID, PolicyAnswer)] { policies.takeAnswers() }

    func send(_ command: RunCommand) { trainer.send(command) }

    func onNews(_ wake: @escaping @Sendable () -> Void) {
        self.wake.withLock { $0 = wake }
        reader.onNews(wake)
        policies.onNews(wake)
    }

    /// Says that the trainer has published something.
    func ring() {
        let wake = wake.withLock { $0 }
        wake()
    }
}
