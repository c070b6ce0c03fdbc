import Control
import RunStore
import Runs
import Synchronization

/// A run that another process trains: snapshots and commands through its socket, history from its
/// store.
final class AttachedSession: RunSession {
    let description: RunDescription
    private let client: ControlClient
    private let reader: StoreReader
    private let policies: PolicyDesk
    /// The run as recorded at its end, once its trainer has gone.
    private let last = Mutex<RunSnapshot?>(nil)

    /// A session over a connection and an open store.
    ///
    /// - Parameters:
    ///   - client: the connection; ended by `close`.
    ///   - reader: the store; closed by `close`.
    init(client: ControlClient, reader: StoreReader) {
        self.client = client
        self.reader = reader
        policies = PolicyDesk(reader: reader, living: .elsewhere(client))
        description = reader.description
    }

    /// Ends the connection and closes the store; the run goes on.
    func close() {
        client.onNews {}
        client.disconnect()
        policies.close()
        reader.close()
    }

    var ability: SessionAbility {
        client.isAlive ? .live : .readOnly("its trainer has ended")
    }

    func snapshot(newerThan version: inout UInt64) -> RunSnapshot? {
        if let last = last.withLock({ $0 }) {
            guard version != .max else { return nil }
            version = .max
            return last
        }
        return client.snapshot(newerThan: &version)
    }

    var committedStep: Int { reader.committedStep }

    func submit(_ query: HistoryQuery) -> QueryID { reader.submit(query) }

    func cancel(_ id: QueryID) { reader.cancel(id) }

    func takeAnswers() -> [(QueryID, HistoryAnswer)] { reader.takeAnswers() }

    var readingSeconds: Double { reader.processorSeconds }

    func ask(_ question: PolicyQuestion) -> QuestionID { policies.ask(question) }

    func cancel(_ id: QuestionID) { policies.cancel(id) }

    func takePolicyAnswers() -> [(QuestionID, PolicyAnswer)] { policies.takeAnswers() }

    func send(_ command: RunCommand) { client.send(command) }

    func onNews(_ wake: @escaping @Sendable () -> Void) {
        let client = client
        client.onNews { [weak self] in
            // On the connection's own thread, which may read the disk.
            if !client.isAlive { self?.takeLast() }
            wake()
        }
        reader.onNews(wake)
        policies.onNews(wake)
    }

    private func takeLast() {
        // A store that can't be read now leaves the newest snapshot on the screen.
        let snapshot = try? reader.snapshot()
        last.withLock { if $0 == nil { $0 = snapshot } }
    }
}
