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
        guard let snapshot = response.snapshot else { return }
        let wake = state.withLock { state in
            state.snapshot = snapshot
            state.version += 1
            return state.wake
        }
        wake()
    }

    private func end() {
        let wake = state.withLock { state in
            state.isAlive = false
            return state.wake
        }
        wake()
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
    public func send(_ command: RunCommand) {
        sending.withLock { _ in
            if !connection.send(.command(command)) { disconnect() }
        }
    }

    /// Has `wake` called whenever a snapshot is new or the trainer has ended.
    ///
    /// - Parameter wake: must return at once.
    public func onNews(_ wake: @escaping @Sendable () -> Void) {
        state.withLock { $0.wake = wake }
    }
}
