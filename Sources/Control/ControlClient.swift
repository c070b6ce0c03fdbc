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

    private let descriptor: Int32
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
        let descriptor = try Socket.connect(in: folder, name: ControlProtocol.socketName)
        defer { close(descriptor) }
        var limit = timeval(tv_sec: patience, tv_usec: 0)
        setsockopt(
            descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        var lines = LineReader(descriptor: descriptor)
        try greet(&lines, folder: folder)
        guard write(request, to: descriptor), let line = lines.next() else {
            throw ControlError("\(folder): the trainer ended before it answered")
        }
        let response = try decode(line, folder: folder)
        if let error = response.error { throw ControlError("\(folder): \(error)") }
        return response
    }

    private static func greet(
        _ lines: inout LineReader, folder: String
    ) throws(ControlError) {
        guard let line = lines.next() else {
            throw ControlError("\(folder): the trainer ended before it answered")
        }
        guard let greeting = try? JSONDecoder().decode(Greeting.self, from: Data(line)),
            greeting.redraft == ControlProtocol.version
        else {
            // Whatever it is that listens there, it is no trainer this program can talk to.
            throw ControlError(
                "\(folder): what listens there does not speak version \(ControlProtocol.version)")
        }
    }

    private static func decode(
        _ line: [UInt8], folder: String
    ) throws(ControlError) -> ControlResponse {
        guard let response = try? JSONDecoder().decode(ControlResponse.self, from: Data(line))
        else { throw ControlError("\(folder): the trainer's answer is not understood") }
        return response
    }

    private static func write(_ request: ControlRequest, to descriptor: Int32) -> Bool {
        let bytes = Array((request.line + "\n").utf8)
        return Glibc.send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count
    }

    /// Connects and subscribes; snapshots arrive on a thread of its own.
    ///
    /// - Parameter folder: the run's folder.
    /// - Throws: `ControlError` if no trainer answers.
    public init(folder: String) throws(ControlError) {
        descriptor = try Socket.connect(in: folder, name: ControlProtocol.socketName)
        var lines = LineReader(descriptor: descriptor)
        do {
            try Self.greet(&lines, folder: folder)
        } catch {
            close(descriptor)
            throw error
        }
        guard Self.write(.subscribe, to: descriptor) else {
            close(descriptor)
            throw ControlError("\(folder): the trainer ended before it answered")
        }
        let reader = lines
        let thread = Thread { [weak self] in
            var lines = reader
            while let line = lines.next() {
                guard let client = self else { return }
                guard
                    let response = try? JSONDecoder().decode(
                        ControlResponse.self, from: Data(line))
                else { break }
                client.take(response)
            }
            self?.end()
        }
        thread.name = "control client"
        thread.start()
    }

    deinit { close(descriptor) }

    /// Ends the subscription.
    public func disconnect() { shutdown(descriptor, Int32(SHUT_RDWR)) }

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
            if !Self.write(.command(command), to: descriptor) { disconnect() }
        }
    }

    /// Has `wake` called whenever a snapshot is new or the trainer has ended.
    ///
    /// - Parameter wake: must return at once.
    public func onNews(_ wake: @escaping @Sendable () -> Void) {
        state.withLock { $0.wake = wake }
    }
}

/// Lines from a blocking socket, each of bounded length.
struct LineReader: Sendable {
    let descriptor: Int32
    private var buffer: [UInt8] = []

    init(descriptor: Int32) {
        self.descriptor = descriptor
    }

    /// The next line without its end; nil at the end, on an error, or past the bound.
    mutating func next() -> [UInt8]? {
        var searched = 0
        while true {
            if let end = buffer[searched...].firstIndex(of: 0x0a) {
                let line = Array(buffer[..<end])
                buffer.removeSubrange(...end)
                return line
            }
            searched = buffer.count
            guard buffer.count < ControlProtocol.responseLimit else { return nil }
            var part = [UInt8](repeating: 0, count: 1 << 16)
            let count = recv(descriptor, &part, part.count, 0)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return nil }
            buffer += part[..<count]
        }
    }
}
