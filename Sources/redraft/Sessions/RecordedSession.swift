import RunStore
import Runs

/// A recorded run: its newest state, and history.
final class RecordedSession: RunSession {
    let description: RunDescription
    let ability: SessionAbility
    private let reader: StoreReader
    private let policies: PolicyDesk
    private let last: RunSnapshot?

    /// A session over an open store.
    ///
    /// - Parameters:
    ///   - reader: the store; closed by `close`.
    ///   - reason: why the run can't be controlled, in a few words.
    init(_ reader: StoreReader, reason: String) {
        self.reader = reader
        policies = PolicyDesk(reader: reader)
        description = reader.description
        ability = .readOnly(reason)
        // A store without one is shown by its history alone.
        last = try? reader.snapshot()
    }

    /// Closes the store.
    func close() {
        policies.close()
        reader.close()
    }

    func snapshot(newerThan version: inout UInt64) -> RunSnapshot? {
        guard version == 0 else { return nil }
        version = 1
        return last
    }

    var committedStep: Int { reader.committedStep }

    func submit(_ query: HistoryQuery) -> QueryID { reader.submit(query) }

    func cancel(_ id: QueryID) { reader.cancel(id) }

    func takeAnswers() -> [(QueryID, HistoryAnswer)] { reader.takeAnswers() }

    var readingSeconds: Double { reader.processorSeconds }

    func ask(_ question: PolicyQuestion) -> QuestionID { policies.ask(question) }

    func cancel(_ id: QuestionID) { policies.cancel(id) }

    func takePolicyAnswers() -> [(QuestionID, PolicyAnswer)] { policies.takeAnswers() }

    func send(_ command: RunCommand) {}

    func onNews(_ wake: @escaping @Sendable () -> Void) {
        reader.onNews(wake)
        policies.onNews(wake)
    }
}
