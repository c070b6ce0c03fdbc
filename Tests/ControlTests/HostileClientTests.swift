import Foundation
import Runs
import Testing

@testable import Control

/// Clients that do what no client of ours does.
@Suite("Control socket with hostile clients", .timeLimit(.minutes(30)))
struct HostileClientTests {
    /// A raw connection, read line by line.
    private struct RawClient {
        let connection: Connection
        var lines: LineReader

        init(_ folder: String) throws {
            connection = try Connection(folder: folder, patience: 30)
            lines = LineReader(connection: connection)
        }

        /// Sends bytes as far as the other end takes them; how many it took.
        func send(_ text: String) -> Int {
            let bytes = Array(text.utf8)
            let flags = Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT)
            return Glibc.send(connection.descriptor, bytes, bytes.count, flags)
        }

        mutating func line() throws -> String {
            let line = lines.next()
            return String(decoding: try #require(line), as: UTF8.self)
        }
    }

    @Test("the greeting names version and run, and requests may come in pieces or many at once")
    func pieces() throws {
        try ControlTests.serve { folder, trainer, _ in
            var client = try RawClient(folder)
            let greeting = try client.line()
            #expect(greeting.contains(#""redraft":1"#) && greeting.contains(#""run":"fake""#))
            for piece in [#"{"requ"#, #"est": "pau"#, #"se"}"#, "\n{\"request\": \"resume\"}\n\n"] {
                #expect(client.send(piece) == piece.utf8.count)
            }
            #expect(try client.line() == #"{"done":true}"#)
            #expect(try client.line() == #"{"done":true}"#)
            #expect(try client.line().contains("error"))
            #expect(trainer.commands == [.pause, .resume])
        }
    }

    @Test("a line that does not end costs its own connection")
    func endlessLine() throws {
        try ControlTests.serve { folder, trainer, _ in
            var client = try RawClient(folder)
            _ = try client.line()
            // Sent in parts: the server may hang up before the last.
            for _ in 0..<4 { _ = client.send(String(repeating: "x", count: 4096)) }
            #expect(client.lines.next() == nil)
            #expect(try ControlClient.status(folder: folder).step == 1)
            #expect(trainer.commands.isEmpty)
        }
    }

    @Test("a client that asks without reading waits in its own socket, and its answers all come")
    func greedy() throws {
        try ControlTests.serve { folder, _, _ in
            var greedy = try RawClient(folder)
            let request = "{\"request\": \"status\"}\n"
            var sent = 0
            // As long as the server takes more, this ends only by its refusal: a server without a
            // bound would take all of it.
            while sent < 200_000, greedy.send(request) == request.utf8.count { sent += 1 }
            #expect(sent < 200_000)
            for _ in 0..<20 { #expect(try ControlClient.status(folder: folder).step == 1) }
            _ = try greedy.line()
            for _ in 0..<sent { #expect(try greedy.line().hasPrefix(#"{"snapshot":"#)) }
        }
    }

    @Test("subscribers that vanish or never read leave the others alone")
    func vanishing() throws {
        try ControlTests.serve { folder, trainer, server in
            var sleepers: [RawClient] = []
            for index in 0..<30 {
                let client = try RawClient(folder)
                #expect(client.send("{\"request\": \"subscribe\"}\n") > 0)
                if index % 3 == 0 { sleepers.append(client) }
            }
            let reader = try ControlClient(folder: folder)
            let news = DispatchSemaphore(value: 0)
            reader.onNews { news.signal() }
            var version: UInt64 = 0
            var step = 0
            for next in 2...2000 {
                trainer.publish(step: next)
                server.notify()
            }
            while step < 2000, reader.isAlive {
                if let snapshot = reader.snapshot(newerThan: &version) {
                    step = snapshot.step
                } else {
                    news.wait()
                }
            }
            #expect(step == 2000)
            // A sleeper that wakes up has the greeting, then snapshots in order up to the newest.
            var sleeper = sleepers[0]
            _ = try sleeper.line()
            var last = 0
            while last < 2000 {
                let line = Array(try sleeper.line().utf8)
                let step = try #require(ControlResponse(line: line)?.snapshot?.step)
                #expect(step > last)
                last = step
            }
        }
    }

    @Test("a client there is no room for is told so, and room comes back")
    func full() throws {
        try ControlTests.serve { folder, _, _ in
            var clients: [RawClient] = []
            for _ in 0..<64 {
                var client = try RawClient(folder)
                _ = try client.line()
                clients.append(client)
            }
            let refusal = #expect(throws: ControlError.self) {
                try ControlClient.status(folder: folder)
            }
            #expect(refusal?.description.contains("64 clients") == true)
            clients = []
            while (try? ControlClient.status(folder: folder)) == nil { sched_yield() }
        }
    }

    @Test("numbers that are not finite survive the trip")
    func notFinite() throws {
        let alarm = Alarm(
            kind: .nonFinite, step: 1, isRaised: true, value: .infinity, message: "loss")
        var snapshot = try FakeTrainer().newest
        snapshot.alarms = [alarm]
        snapshot.stepSeconds = -.infinity
        let line = ControlResponse(snapshot: snapshot).line
        #expect(ControlResponse(line: line.dropLast())?.snapshot == snapshot)
    }

    @Test(
        "what listens but is no trainer of this version is not talked to",
        arguments: [#"{"redraft": 2, "run": "x"}"#, "SSH-2.0-OpenSSH", "", #"{"error": "busy"}"#])
    func strangers(greeting: String) throws {
        let folder = try ControlTests.folder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let listener = try Socket.listen(in: folder, name: ControlProtocol.socketName)
        let thread = Thread {
            var waiting = pollfd(fd: listener, events: Int16(POLLIN), revents: 0)
            poll(&waiting, 1, -1)
            let peer = accept(listener, nil, nil)
            let bytes = Array((greeting + "\n").utf8)
            _ = send(peer, bytes, bytes.count, Int32(MSG_NOSIGNAL))
            close(peer)
            close(listener)
        }
        thread.start()
        let error = #expect(throws: ControlError.self) {
            try ControlClient.status(folder: folder)
        }
        #expect(error?.description.contains(folder) == true)
        #expect(error?.description.contains("\n") == false)
    }
}
