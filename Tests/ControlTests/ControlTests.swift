import Foundation
import Runs
import Synchronization
import Testing

@testable import Control

/// A trainer that counts.
final class FakeTrainer: ControlHandler {
    struct State {
        var version: UInt64 = 1
        var snapshot: RunSnapshot
        var commands: [RunCommand] = []
        var questions: [PolicyQuestion] = []
        var receivers: [QuestionID: @Sendable (PolicyAnswer) -> Void] = [:]
        var cancelled: [QuestionID] = []
    }

    private let state: Mutex<State>

    init() throws {
        let run = try #require(RunID("fake"))
        state = Mutex(
            State(
                snapshot: RunSnapshot(
                    run: run, phase: .rollout, control: .running, step: 1, steps: 10,
                    metrics: MetricRow(), depths: [], bufferSize: 0, bufferCapacity: 8, alarms: [],
                    published: 0)))
    }

    var commands: [RunCommand] { state.withLock { $0.commands } }

    var newest: RunSnapshot { state.withLock { $0.snapshot } }

    func publish(step: Int) {
        state.withLock { state in
            state.snapshot.step = step
            state.version += 1
        }
    }

    func snapshot(newerThan version: inout UInt64) -> RunSnapshot? {
        let (newest, snapshot) = state.withLock { ($0.version, $0.snapshot) }
        guard newest > version else { return nil }
        version = newest
        return snapshot
    }

    func send(_ command: RunCommand) { state.withLock { $0.commands.append(command) } }

    var questions: [PolicyQuestion] { state.withLock { $0.questions } }

    var cancelled: [QuestionID] { state.withLock { $0.cancelled } }

    func ask(
        _ question: PolicyQuestion, _ answer: @escaping @Sendable (PolicyAnswer) -> Void
    ) -> QuestionID {
        state.withLock { state in
            state.questions.append(question)
            let id = QuestionID(number: UInt64(state.questions.count))
            state.receivers[id] = answer
            return id
        }
    }

    func cancel(_ id: QuestionID) {
        state.withLock { state in
            state.cancelled.append(id)
            state.receivers[id] = nil
        }
    }

    /// Answers the n-th question, if someone still waits.
    func give(_ answer: PolicyAnswer, to number: Int) {
        let receiver = state.withLock { $0.receivers[QuestionID(number: UInt64(number))] }
        receiver?(answer)
    }
}

@Suite("Control socket", .timeLimit(.minutes(30)))
struct ControlTests {
    /// A folder whose path is longer than a socket's address.
    static func folder() throws -> String {
        let path = FileManager.default.temporaryDirectory.appending(
            path: "redraft-\(UUID().uuidString)" + String(repeating: " a long name", count: 12))
        try FileManager.default.createDirectory(at: path, withIntermediateDirectories: true)
        return path.path(percentEncoded: false)
    }

    static func serve(
        _ body: (String, FakeTrainer, ControlServer) throws -> Void
    ) throws {
        let folder = try folder()
        let trainer = try FakeTrainer()
        let server = try ControlServer(
            folder: folder, run: try #require(RunID("fake")), handler: trainer)
        defer {
            server.close()
            try? FileManager.default.removeItem(atPath: folder)
        }
        try body(folder, trainer, server)
    }

    @Test(
        "status and commands go through a socket in a folder with a long path, for its owner only")
    func requests() throws {
        try Self.serve { folder, trainer, _ in
            #expect(try ControlClient.status(folder: folder).step == 1)
            let all: [RunCommand] = [
                .pause, .resume, .step(1), .step(7), .set(key: "beta", value: "0.5"), .checkpoint,
                .stop,
            ]
            for command in all { try ControlClient.send(command, folder: folder) }
            #expect(trainer.commands == all)
            let attributes = try FileManager.default.attributesOfItem(
                atPath: "\(folder)/control.sock")
            #expect((attributes[.posixPermissions] as? Int).map { $0 & 0o777 } == 0o600)
        }
    }

    @Test("without a trainer the client says so, and a stale socket is replaced")
    func absent() throws {
        let folder = try Self.folder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        #expect(throws: ControlError.self) { try ControlClient.status(folder: folder) }
        close(try Socket.listen(in: folder, name: ControlProtocol.socketName))
        #expect(throws: ControlError.self) { try ControlClient.status(folder: folder) }
        let server = try ControlServer(
            folder: folder, run: try #require(RunID("fake")), handler: try FakeTrainer())
        #expect(try ControlClient.status(folder: folder).step == 1)
        server.close()
        #expect(!FileManager.default.fileExists(atPath: "\(folder)/control.sock"))
    }

    @Test("a subscriber gets the newest snapshot, and hears of the end")
    func subscription() throws {
        let news = DispatchSemaphore(value: 0)
        var client: ControlClient?
        try Self.serve { folder, trainer, server in
            let subscriber = try ControlClient(folder: folder)
            subscriber.onNews { news.signal() }
            client = subscriber
            var version: UInt64 = 0
            var step = 0
            for next in 2...50 {
                trainer.publish(step: next)
                server.notify()
            }
            while step < 50 {
                if let snapshot = subscriber.snapshot(newerThan: &version) {
                    #expect(snapshot.step >= step)
                    step = snapshot.step
                } else {
                    news.wait()
                }
            }
            subscriber.send(.pause)
            while trainer.commands.isEmpty { _ = try ControlClient.status(folder: folder) }
            #expect(trainer.commands == [.pause])
        }
        while client?.isAlive == true { news.wait() }
    }

    @Test("nonsense is answered or cut off, and harms no one else")
    func garbage() throws {
        try Self.serve { folder, trainer, _ in
            var generator = CounterGenerator(seed: 1, purpose: .play)
            for round in 0..<200 {
                let descriptor = try Socket.connect(in: folder, name: ControlProtocol.socketName)
                let count = [0, 1, 40, 9000][round % 4]
                var bytes = (0..<count).map { _ in UInt8(truncatingIfNeeded: generator.next()) }
                if round % 3 == 0 { bytes += Array("\n{\"request\": \"fly\"}\n".utf8) }
                _ = send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL))
                close(descriptor)
            }
            for line in [
                "", "{}", "[1]", #"{"request": 3}"#, #"{"request": "step", "count": -1}"#,
                #"{"request": "step", "count": 1e99}"#, #"{"request": "set"}"#,
                #"{"request": "set", "key": "seed", "value": "2"}"#, "\u{0}",
            ] {
                #expect(throws: ControlError.self) { try ControlRequest(line: Array(line.utf8)) }
            }
            #expect(try ControlClient.status(folder: folder).step == 1)
            #expect(trainer.commands.isEmpty)
        }
    }

    @Test("fifty clients are served, and more than there is room for are turned away")
    func crowd() throws {
        try Self.serve { folder, _, _ in
            let clients = try (0..<50).map { _ in try ControlClient(folder: folder) }
            for client in clients {
                var version: UInt64 = 0
                let arrived = DispatchSemaphore(value: 0)
                client.onNews { arrived.signal() }
                while client.snapshot(newerThan: &version) == nil {
                    _ = arrived.wait(timeout: .now() + .milliseconds(50))
                }
            }
            let more = (0..<100).map { _ in try? Socket.connect(in: folder, name: "control.sock") }
            for descriptor in more.compactMap({ $0 }) { close(descriptor) }
            for client in clients { client.disconnect() }
        }
    }
}
