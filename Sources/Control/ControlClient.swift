import Foundation
import Runs
import Synchronization

/// A connection to a run's trainer in another process.
public final class ControlClient: Sendable {
    private struct State {
        var version: UInt64 = 0
        var snapshot: RunSnapshot?
        var isAlive = true
        var wake: @Sendable () -> Void = {}
        /// Questions, the first of which was sent.
        var asked: [Asked] = []
    }

    private struct Asked: Sendable {
        let id: QuestionID
        let question: PolicyQuestion
        let answer: @Sendable (PolicyAnswer) -> Void
    }

    private let connection: Connection
    private let state = Mutex(State())
    private let sending = Mutex(())

    /// Seconds that a one-shot request waits for its answer.
    private static let patience = 10

    /// The trainer's newest snapshot, asked once.
    ///
    /// - Parameter folder: the run's folder.
    /// - Returns: the snapshot.
    /// - Throws: `ControlError` if no trainer answers.
    public static func status(folder: String) throws(ControlError) -> RunSnapshot {
        guard let snapshot = try request(.status, folder: folder).snapshot else {
            throw ControlError("\(folder): the trainer has no state to tell yet")
        }
        return snapshot
    }

    /// Sends one command and waits until the trainer has taken it.
    ///
    /// - Parameters:
    ///   - command: what to do.
    ///   - folder: the run's folder.
    /// - Throws: `ControlError` if no trainer answers.
    public static func send(_ command: RunCommand, folder: String) throws(ControlError) {
        _ = try request(.command(command), folder: folder)
    }

    private static func request(
        _ request: ControlRequest, folder: String
    ) throws(ControlError) -> ControlResponse {
        let connection = try Connection(folder: folder, patience: patience)
        var lines = LineReader(connection: connection)
        try greet(&lines, folder: folder)
        guard connection.send(request), let line = lines.next() else {
            throw silence(folder: folder)
        }
        let response = try decode(line, folder: folder)
        if let error = response.error { throw ControlError("\(folder): \(error)") }
        return response
    }

    private static func greet(
        _ lines: inout LineReader, folder: String
    ) throws(ControlError) {
        guard let line = lines.next() else { throw silence(folder: folder) }
        guard let greeting = try? JSONDecoder().decode(Greeting.self, from: Data(line)),
            greeting.redraft == ControlProtocol.version
        else {
            if let refusal = ControlResponse(line: line)?.error {
                throw ControlError("\(folder): \(refusal)")
            }
            // Whatever it is that listens there, it is no trainer this program can talk to.
            throw ControlError(
                "\(folder): what listens there does not speak version \(ControlProtocol.version)")
        }
    }

    private static func decode(
        _ line: [UInt8], folder: String
    ) throws(ControlError) -> ControlResponse {
        guard let response = ControlResponse(line: line) else {
            throw ControlError("\(folder): the trainer's answer is not understood")
        }
        return response
    }

    /// Why no line came: the socket's time limit, or its end.
    private static func silence(folder: String) -> ControlError {
        errno == EAGAIN
            ? ControlError("\(folder): the trainer has not answered for \(patience) seconds")
            : ControlError("\(folder): the trainer ended before it answered")
    }

    /// Connects and subscribes; snapshots arrive on a thread of its own.
    ///
    /// - Parameter folder: the run's folder.
    /// - Throws: `ControlError` if no trainer answers.
    public init(folder: String) throws(ControlError) {
        let connection = try Connection(folder: folder, patience: Self.patience)
        self.connection = connection
        var lines = LineReader(connection: connection)
        try Self.greet(&lines, folder: folder)
        guard connection.send(.subscribe) else { throw Self.silence(folder: folder) }
        // A paused trainer has nothing new to say for hours.
        connection.wait(seconds: 0)
        let reader = lines
        let thread = Thread { [weak self] in
            var lines = reader
            while let line = lines.next(), let client = self {
                guard let response = ControlResponse(line: line) else { break }
                client.take(response)
            }
            self?.end()
        }
        thread.name = "control client"
        thread.start()
    }

    // The thread holds the connection too: its descriptor is closed when neither uses it any more.
    deinit { connection.shutDown() }

    /// Ends the subscription.
    public func disconnect() { connection.shutDown() }

    private func take(_ response: ControlResponse) {
        if let id = response.id, let answer = response.answer {
            pass(answer, of: QuestionID(number: id))
        }
        guard let snapshot = response.snapshot else { return }
        let wake = state.withLock { state in
            state.snapshot = snapshot
            state.version += 1
            return state.wake
        }
        wake()
    }

    private func end() {
        let (wake, asked) = state.withLock { state in
            state.isAlive = false
            defer { state.asked = [] }
            return (state.wake, state.asked)
        }
        for question in asked { question.answer(.failed("the run has ended")) }
        wake()
    }

    // MARK: Questions

    /// Puts a question to the living policy, after those that were put before.
    ///
    /// - Parameters:
    ///   - id: the caller's name for it.
    ///   - question: what is asked; whose weights it names is passed over.
    ///   - answer: called on any thread with each answer, the last one included; must return at once.
    public func ask(
        _ id: QuestionID, _ question: PolicyQuestion,
        _ answer: @escaping @Sendable (PolicyAnswer) -> Void
    ) {
        do throws(PolicyQuestionError) {
            try question.check()
        } catch {
            answer(.failed("\(error)"))
            return
        }
        let isAlive = state.withLock { state in
            guard state.isAlive else { return false }
            state.asked.append(Asked(id: id, question: question, answer: answer))
            if state.asked.count == 1 { sendQuestion(&state) }
            return true
        }
        if !isAlive { answer(.failed("the run has ended")) }
    }

    /// Gives up on a question; no answer to it comes any more.
    ///
    /// - Parameter id: the question.
    public func cancel(_ id: QuestionID) {
        state.withLock { state in
            guard let index = state.asked.firstIndex(where: { $0.id == id }) else { return }
            state.asked.remove(at: index)
            guard index == 0 else { return }
            send(.cancel(id))
            sendQuestion(&state)
        }
    }

    private func pass(_ answer: PolicyAnswer, of id: QuestionID) {
        let asked = state.withLock { state -> Asked? in
            guard let asked = state.asked.first, asked.id == id else { return nil }
            if answer.isLast {
                state.asked.removeFirst()
                sendQuestion(&state)
            }
            return asked
        }
        asked?.answer(answer)
    }

    /// Sends the question that is now the first; the trainer takes one at a time.
    private func sendQuestion(_ state: inout State) {
        guard let asked = state.asked.first else { return }
        send(.ask(asked.id, asked.question))
    }

    private func send(_ request: ControlRequest) {
        sending.withLock { _ in
            if !connection.send(request) { disconnect() }
        }
    }

    /// Whether the trainer is still there.
    public var isAlive: Bool { state.withLock { $0.isAlive } }

    /// The newest snapshot, if one arrived after `version`.
    ///
    /// - Parameter version: the caller's newest; moved on when a snapshot is returned.
    /// - Returns: nil if nothing is newer.
    public func snapshot(newerThan version: inout UInt64) -> RunSnapshot? {
        let (newest, snapshot) = state.withLock { ($0.version, $0.snapshot) }
        guard newest > version else { return nil }
        version = newest
        return snapshot
    }

    /// Tells the trainer what to do.
    ///
    /// - Parameter command: what to do; a trainer that has ended does not hear it.
    public func send(_ command: RunCommand) { send(.command(command)) }

    /// Has `wake` called whenever a snapshot is new or the trainer has ended.
    ///
    /// - Parameter wake: must return at once.
    public func onNews(_ wake: @escaping @Sendable () -> Void) {
        state.withLock { $0.wake = wake }
    }
}
