import Foundation
import Runs
import Synchronization

/// What a server serves: a trainer, seen from its socket.
public protocol ControlHandler: AnyObject, Sendable {
    /// The newest snapshot, if one was published after `version`.
    ///
    /// - Parameter version: the caller's newest; moved on when a snapshot is returned.
    /// - Returns: nil if nothing is newer.
    func snapshot(newerThan version: inout UInt64) -> RunSnapshot?

    /// Tells the trainer what to do.
    ///
    /// - Parameter command: what to do.
    func send(_ command: RunCommand)

    /// Puts a question to the living policy.
    ///
    /// - Parameters:
    ///   - question: within its bounds.
    ///   - answer: called on any thread with each answer; returns at once.
    /// - Returns: names the question to `cancel`.
    func ask(
        _ question: PolicyQuestion, _ answer: @escaping @Sendable (PolicyAnswer) -> Void
    ) -> QuestionID

    /// Gives up on a question.
    ///
    /// - Parameter id: the question.
    func cancel(_ id: QuestionID)
}

/// The run's Unix socket, served on a thread of its own.
///
/// Clients are of the same user. A client that sends nonsense is told so; one that sends too much,
/// or does not read, costs its own connection and nothing else.
public final class ControlServer: Sendable {
    private let folder: String
    private let wakePipe: (reading: Int32, writing: Int32)
    private let isClosing = Atomic<Bool>(false)
    private let finished = DispatchSemaphore(value: 0)
    /// Answers on their way to the server's thread, with the serial numbers of their questions.
    private let answers = Mutex<[(serial: UInt64, answer: PolicyAnswer)]>([])

    /// Connections at once.
    private static let clientLimit = 64
    /// Bytes that wait for a client before its requests do too.
    private static let outputLimit = 1 << 16
    /// Bytes that wait for a client before its question is given up.
    private static let answerLimit = 1 << 20

    /// Listens and serves until `close`.
    ///
    /// - Parameters:
    ///   - folder: the run's folder.
    ///   - run: its name, for the greeting.
    ///   - handler: the trainer.
    /// - Throws: `ControlError` if the socket can't be made.
    public init(
        folder: String, run: RunID, handler: any ControlHandler
    ) throws(ControlError) {
        self.folder = folder
        let listener = try Socket.listen(in: folder, name: ControlProtocol.socketName)
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else {
            Glibc.close(listener)
            throw ControlError("no pipe: \(String(cString: strerror(errno)))")
        }
        for end in ends {
            Socket.setNonBlocking(end)
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
        }
        wakePipe = (ends[0], ends[1])
        let thread = Thread { [self] in
            // The system is told the name only from within.
            Thread.current.name = "control"
            var loop = Loop(
                listener: listener, wake: wakePipe.reading, run: run, handler: handler,
                clientLimit: Self.clientLimit,
                // A late answer must not find the pipe's number in other hands.
                deliver: { [weak self] serial, answer in
                    guard let self else { return }
                    answers.withLock { $0.append((serial, answer)) }
                    notify()
                })
            loop.run(
                until: { self.isClosing.load(ordering: .acquiring) },
                answers: {
                    self.answers.withLock { answers in
                        defer { answers = [] }
                        return answers
                    }
                })
            unlink("\(folder)/\(ControlProtocol.socketName)")
            finished.signal()
        }
        thread.start()
    }

    /// Says that a snapshot is new; any thread, never waits.
    public func notify() {
        // A full pipe means that the server has yet to wake up: nothing is lost.
        _ = [UInt8(1)].withUnsafeBytes { write(wakePipe.writing, $0.baseAddress, 1) }
    }

    /// Ends all connections and removes the socket; returns when that is done.
    ///
    /// Call once.
    public func close() {
        isClosing.store(true, ordering: .releasing)
        notify()
        finished.wait()
    }

    deinit {
        Glibc.close(wakePipe.reading)
        Glibc.close(wakePipe.writing)
    }

    /// One connection.
    private struct Client {
        let descriptor: Int32
        var input: [UInt8] = []
        var output: [UInt8] = []
        var isSubscribed = false
        var version: UInt64 = 0
        var isDead = false
        var asked: Asked?

        /// Whether it has answers enough to read before it may ask again.
        var isBehind: Bool { output.count >= ControlServer.outputLimit }
    }

    /// The question a client waits for.
    private struct Asked {
        /// Told apart from one the client gave up, whatever names it gives them.
        let serial: UInt64
        /// The client's name for it.
        let id: QuestionID
        /// The handler's.
        let question: QuestionID
    }

    private struct Loop {
        let listener: Int32
        let wake: Int32
        let run: RunID
        let handler: any ControlHandler
        let clientLimit: Int
        let deliver: @Sendable (UInt64, PolicyAnswer) -> Void
        var clients: [Client] = []
        /// Questions so far.
        var questions: UInt64 = 0
        /// The newest snapshot as a line: encoded once, however many clients read it.
        var newest: (version: UInt64, line: [UInt8]) = (0, [])
        /// Whether new connections are taken: not while the process has no descriptor left.
        var isAccepting = true

        mutating func run(
            until isClosing: () -> Bool, answers: () -> [(serial: UInt64, answer: PolicyAnswer)]
        ) {
            while !isClosing() {
                var descriptors = [
                    pollfd(fd: isAccepting ? listener : -1, events: Int16(POLLIN), revents: 0),
                    pollfd(fd: wake, events: Int16(POLLIN), revents: 0),
                ]
                descriptors += clients.map { client in
                    pollfd(
                        fd: client.descriptor,
                        events: Int16(
                            (client.isBehind ? 0 : POLLIN)
                                | (client.output.isEmpty ? 0 : POLLOUT)),
                        revents: 0)
                }
                guard poll(&descriptors, nfds_t(descriptors.count), -1) >= 0 || errno == EINTR
                else { break }
                if descriptors[1].revents != 0 {
                    var bytes = [UInt8](repeating: 0, count: 256)
                    while read(wake, &bytes, bytes.count) > 0 {}
                }
                isAccepting = true
                for index in clients.indices {
                    let events = Int32(descriptors[index + 2].revents)
                    if events & Int32(POLLIN | POLLHUP | POLLERR) != 0 { receive(index) }
                }
                for (serial, answer) in answers() { pass(answer, of: serial) }
                for index in clients.indices { serve(index) }
                for client in clients where client.isDead { end(client) }
                clients.removeAll(where: \.isDead)
                if descriptors[0].revents != 0 { accept() }
            }
            for client in clients { end(client) }
            Glibc.close(listener)
        }

        /// Closes a connection; no one waits for its answers any more.
        private func end(_ client: Client) {
            if let asked = client.asked { handler.cancel(asked.question) }
            Glibc.close(client.descriptor)
        }

        /// Passes an answer on to the client that still waits for it.
        private mutating func pass(_ answer: PolicyAnswer, of serial: UInt64) {
            guard let index = clients.firstIndex(where: { $0.asked?.serial == serial }),
                let asked = clients[index].asked
            else { return }
            var answer = answer
            if !answer.isLast, clients[index].output.count > ControlServer.answerLimit {
                handler.cancel(asked.question)
                answer = .failed("given up, since the answers were not read")
            }
            clients[index].output += ControlResponse(id: asked.id, answer: answer).line
            if answer.isLast { clients[index].asked = nil }
        }

        private mutating func ask(_ id: QuestionID, _ question: PolicyQuestion, _ index: Int) {
            guard clients[index].asked == nil else {
                let refusal = PolicyAnswer.failed("another question is not answered yet")
                clients[index].output += ControlResponse(id: id, answer: refusal).line
                return
            }
            questions += 1
            let (serial, deliver) = (questions, deliver)
            let name = handler.ask(question) { deliver(serial, $0) }
            clients[index].asked = Asked(serial: serial, id: id, question: name)
        }

        private mutating func cancel(_ id: QuestionID, _ index: Int) {
            guard let asked = clients[index].asked, asked.id == id else { return }
            handler.cancel(asked.question)
            clients[index].asked = nil
        }

        private mutating func accept() {
            let descriptor = Glibc.accept(listener, nil, nil)
            guard descriptor >= 0 else {
                // Out of descriptors: asking again at once would only burn a processor.
                isAccepting = errno != EMFILE && errno != ENFILE
                return
            }
            Socket.setNonBlocking(descriptor)
            _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
            guard Socket.isTrusted(descriptor) else {
                Glibc.close(descriptor)
                return
            }
            guard clients.count < clientLimit else {
                let refusal = ControlResponse(error: "\(clientLimit) clients are connected already")
                _ = send(descriptor, refusal.line, refusal.line.count, Int32(MSG_NOSIGNAL))
                Glibc.close(descriptor)
                return
            }
            var client = Client(descriptor: descriptor)
            let greeting = Greeting(redraft: ControlProtocol.version, run: run.name)
            if let data = try? JSONEncoder().encode(greeting) {
                // A name and a number always encode.
                client.output = [UInt8](data) + [0x0a]
            }
            clients.append(client)
            serve(clients.count - 1)
        }

        /// Reads what is there and answers whole lines.
        private mutating func receive(_ index: Int) {
            var buffer = [UInt8](repeating: 0, count: ControlProtocol.requestLimit)
            let count = recv(clients[index].descriptor, &buffer, buffer.count, 0)
            if count == 0 || count < 0 && errno != EAGAIN && errno != EINTR {
                clients[index].isDead = true
                return
            }
            guard count > 0 else { return }
            clients[index].input += buffer[..<count]
            answerLines(index)
            // A line that does not end.
            if !clients[index].isBehind, clients[index].input.count > ControlProtocol.requestLimit {
                clients[index].isDead = true
            }
        }

        /// Answers the whole lines that have come, as long as the client reads the answers.
        private mutating func answerLines(_ index: Int) {
            while !clients[index].isBehind,
                let end = clients[index].input.firstIndex(of: 0x0a)
            {
                let line = Array(clients[index].input[..<end])
                clients[index].input.removeSubrange(...end)
                answer(line, index)
            }
        }

        /// The newest snapshot as a line; empty before the first.
        private mutating func newestLine() -> [UInt8] {
            if let snapshot = handler.snapshot(newerThan: &newest.version) {
                newest.line = ControlResponse(snapshot: snapshot).line
            }
            return newest.line
        }

        private mutating func answer(_ line: [UInt8], _ index: Int) {
            var response = ControlResponse()
            do {
                switch try ControlRequest(line: line) {
                case .status:
                    let line = newestLine()
                    clients[index].output += line.isEmpty ? response.line : line
                    return
                case .subscribe:
                    clients[index].isSubscribed = true
                    return
                case .command(let command):
                    handler.send(command)
                    response.done = true
                case .ask(let id, let question):
                    ask(id, question, index)
                    return
                case .cancel(let id):
                    cancel(id, index)
                    response.done = true
                }
            } catch {
                response.error = error.description
            }
            clients[index].output += response.line
        }

        /// Sends what fits; a subscriber with nothing left to read gets the newest snapshot.
        private mutating func serve(_ index: Int) {
            // Until there is nothing to say: no event would come for a snapshot that was published
            // while the one before it was still being sent.
            while !clients[index].isDead {
                if clients[index].isSubscribed, clients[index].output.isEmpty {
                    let line = newestLine()
                    if newest.version > clients[index].version {
                        clients[index].version = newest.version
                        clients[index].output = line
                    }
                }
                guard !clients[index].output.isEmpty else { return }
                let sent = clients[index].output.withUnsafeBytes {
                    send(
                        clients[index].descriptor, $0.baseAddress, $0.count,
                        Int32(MSG_NOSIGNAL))
                }
                if sent > 0 {
                    clients[index].output.removeFirst(sent)
                    answerLines(index)
                } else if errno == EAGAIN {
                    return
                } else if errno != EINTR {
                    clients[index].isDead = true
                }
            }
        }
    }
}
