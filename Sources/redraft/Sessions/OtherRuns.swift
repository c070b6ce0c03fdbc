import RunStore
import Runs
import Synchronization

/// Runs beside the one on the screen, opened as they are asked for.
///
/// `submit` reads the disk when it opens a run: call it from a thread that may wait.
final class OtherRuns: Sendable {
    private struct State {
        var readers: [String: StoreReader] = [:]
        /// Paths in the order they were last asked, oldest first.
        var order: [String] = []
        var tickets: [String: [QueryID: Int]] = [:]
        var failed: [(Int, HistoryAnswer)] = []
    }

    /// Runs kept open; the one asked longest ago is closed for another.
    private static let most = 8

    private let state = Mutex(State())
    private let wake: @Sendable () -> Void

    /// No run yet.
    ///
    /// - Parameter wake: called when an answer has come; must return at once.
    init(wake: @escaping @Sendable () -> Void) {
        self.wake = wake
    }

    /// Asks a run's store, opening it first if need be.
    ///
    /// - Parameters:
    ///   - ticket: names the answer.
    ///   - path: the run's folder.
    ///   - query: the question.
    func submit(ticket: Int, path: String, _ query: HistoryQuery) {
        do throws(Failure) {
            let reader = try reader(path)
            // Under the lock, so that the answer can't be taken before its ticket is known.
            state.withLock {
                $0.tickets[path, default: [:]][reader.submit(query)] = ticket
            }
        } catch {
            state.withLock { $0.failed.append((ticket, .failed(error.description))) }
            wake()
        }
    }

    /// The answers that have arrived, each once.
    func takeAnswers() -> [(ticket: Int, answer: HistoryAnswer)] {
        state.withLock { state in
            var answers = state.failed.map { (ticket: $0.0, answer: $0.1) }
            state.failed = []
            for (path, reader) in state.readers {
                for (id, answer) in reader.takeAnswers() {
                    guard let ticket = state.tickets[path]?.removeValue(forKey: id) else {
                        continue
                    }
                    answers.append((ticket, answer))
                }
            }
            return answers
        }
    }

    /// Closes them all.
    func close() {
        let readers = state.withLock { state in
            defer { state = State() }
            return state.readers.values.map { $0 }
        }
        for reader in readers { reader.close() }
    }

    private func reader(_ path: String) throws(Failure) -> StoreReader {
        if let known = state.withLock({ state -> StoreReader? in
            guard let reader = state.readers[path] else { return nil }
            state.order.removeAll { $0 == path }
            state.order.append(path)
            return reader
        }) {
            return known
        }
        let reader = try StoreReader.open(
            try Failure.translating { try RunFolder.open(path) }, pollInterval: 1)
        reader.onNews(wake)
        let surplus = state.withLock { state -> StoreReader? in
            state.readers[path] = reader
            state.order.append(path)
            guard state.order.count > Self.most else { return nil }
            let oldest = state.order.removeFirst()
            state.tickets[oldest] = nil
            return state.readers.removeValue(forKey: oldest)
        }
        surplus?.close()
        return reader
    }
}
