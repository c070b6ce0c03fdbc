import Foundation
import Runs
import Synchronization
import Testing

@testable import Control

@Suite("Questions through the control socket", .timeLimit(.minutes(30)))
struct QuestionTests {
    /// What came back, by the question.
    private final class Answers: Sendable {
        private let given = Mutex<[(id: UInt64, answer: PolicyAnswer)]>([])
        private let arrived = DispatchSemaphore(value: 0)

        func receiver(_ id: UInt64) -> @Sendable (PolicyAnswer) -> Void {
            { answer in
                self.given.withLock { $0.append((id, answer)) }
                self.arrived.signal()
            }
        }

        /// Waits until so many answers are there.
        func wait(for count: Int) -> [(id: UInt64, answer: PolicyAnswer)] {
            while given.withLock({ $0.count }) < count { arrived.wait() }
            return given.withLock { $0 }
        }
    }

    static func revision(_ depth: Int, isLast: Bool = false, text: String = "3 + 4")
        -> PolicyAnswer
    {
        .played(
            PlayedRevision(
                taskText: "7: 3 4", depth: depth, mode: .improve, prompt: "7: 3 4", text: text,
                feedback: nil, quality: 1, isValid: true, isSolved: true,
                tokens: [ScoredToken(text: "3", sampled: -.infinity, now: -0.25)], step: 12,
                isLast: isLast))
    }

    private static func name(_ number: UInt64) -> QuestionID { QuestionID(number: number) }

    @Test(
        "every kind of question arrives as it was asked",
        arguments: [
            PolicyQuestion.play(PlayRequest(task: .typed("7: 3 4"), count: 0, seed: .max)),
            .play(PlayRequest(task: .typed("\u{1b}[2J\n\"\\\u{0}"), count: 1024, temperature: 0)),
            .play(PlayRequest(task: .typed(String(repeating: "\u{1}", count: 500)))),
            .play(
                PlayRequest(
                    task: .drawn(number: -3, isTraining: true), temperature: 0.1, mode: .diverge)),
            .play(PlayRequest(task: .recorded(RevisionID(step: 7, group: 2, completion: 1)))),
            .rescore(RescoreRequest(revision: RevisionID(step: 120, group: 3, completion: 0))),
        ])
    func roundTrip(question: PolicyQuestion) throws {
        let request = ControlRequest.ask(Self.name(9), question)
        #expect(request.line.utf8.count < ControlProtocol.requestLimit)
        #expect(try ControlRequest(line: Array(request.line.utf8)) == request)
    }

    @Test(
        "a question that is none, or out of bounds, is refused",
        arguments: [
            #"{"request": "ask"}"#, #"{"request": "ask", "id": -1, "rescore": "1.2.3"}"#,
            #"{"request": "ask", "id": 1}"#, #"{"request": "ask", "id": 1, "rescore": "1.2"}"#,
            #"{"request": "ask", "id": 1, "rescore": "1.0.0", "play": {"number": 1}}"#,
            #"{"request": "ask", "id": 1, "play": {}}"#,
            #"{"request": "ask", "id": 1, "play": {"number": 1, "task": "7: 3 4"}}"#,
            #"{"request": "ask", "id": 1, "play": {"number": 1, "count": 1025}}"#,
            #"{"request": "ask", "id": 1, "play": {"number": 1, "count": -1}}"#,
            #"{"request": "ask", "id": 1, "play": {"number": 1, "temperature": -0.5}}"#,
            #"{"request": "ask", "id": 1, "play": {"number": 1, "temperature": 1e300}}"#,
            #"{"request": "ask", "id": 1, "play": {"number": 1, "mode": "win"}}"#,
            #"{"request": "ask", "id": 1, "play": {"number": 1e99}}"#,
            #"{"request": "ask", "id": 1, "play": {"revision": "../../x"}}"#,
            #"{"request": "ask", "id": 1, "play": {"task": "TEXT"}}"#, #"{"request": "cancel"}"#,
        ])
    func refused(line: String) throws {
        let long = line.replacing(
            "TEXT", with: String(repeating: "7", count: PlayRequest.Bounds.textBytes + 1))
        let error = #expect(throws: ControlError.self) {
            try ControlRequest(line: Array(long.utf8))
        }
        #expect(error?.description.contains("\n") == false)
    }

    @Test("questions of one client are put one after the other, and answered one by one")
    func order() throws {
        try ControlTests.serve { folder, trainer, _ in
            let client = try ControlClient(folder: folder)
            let answers = Answers()
            let rescore = PolicyQuestion.rescore(
                RescoreRequest(revision: RevisionID(step: 1, group: 0, completion: 0)))
            client.ask(
                Self.name(1), .play(PlayRequest(task: .typed("7: 3 4"), count: 1)),
                answers.receiver(1))
            client.ask(Self.name(2), rescore, answers.receiver(2))
            while trainer.questions.isEmpty { sched_yield() }
            trainer.give(Self.revision(0), to: 1)
            #expect(answers.wait(for: 1).map(\.answer) == [Self.revision(0)])
            #expect(trainer.questions.count == 1)
            trainer.give(Self.revision(1, isLast: true), to: 1)
            while trainer.questions.count < 2 { sched_yield() }
            #expect(trainer.questions[1] == rescore)
            trainer.give(.failed("no such revision"), to: 2)
            let all = answers.wait(for: 3)
            #expect(all.map(\.id) == [1, 1, 2])
            #expect(all.last?.answer == .failed("no such revision"))
        }
    }

    @Test("what is given up is taken from the trainer, and its late answers reach no one")
    func cancel() throws {
        try ControlTests.serve { folder, trainer, _ in
            let client = try ControlClient(folder: folder)
            let answers = Answers()
            let play = PolicyQuestion.play(PlayRequest(task: .typed("7: 3 4")))
            for number: UInt64 in 1...3 {
                client.ask(Self.name(number), play, answers.receiver(number))
            }
            while trainer.questions.isEmpty { sched_yield() }
            client.cancel(Self.name(2))
            client.cancel(Self.name(1))
            while trainer.questions.count < 2 { sched_yield() }
            #expect(trainer.cancelled == [Self.name(1)])
            trainer.give(Self.revision(0, isLast: true), to: 2)
            #expect(answers.wait(for: 1).map(\.id) == [3])
        }
    }

    @Test("a client that goes away takes its question along")
    func gone() throws {
        try ControlTests.serve { folder, trainer, _ in
            let client = try ControlClient(folder: folder)
            client.ask(
                Self.name(1), .play(PlayRequest(task: .typed("7: 3 4"))), Answers().receiver(1))
            while trainer.questions.isEmpty { sched_yield() }
            client.disconnect()
            while trainer.cancelled.isEmpty { sched_yield() }
            #expect(trainer.cancelled == [Self.name(1)])
        }
    }

    @Test("questions that wait when the trainer ends are answered: it has ended")
    func ended() throws {
        let answers = Answers()
        var client: ControlClient?
        try ControlTests.serve { folder, trainer, _ in
            let asking = try ControlClient(folder: folder)
            client = asking
            for number: UInt64 in 1...2 {
                asking.ask(
                    Self.name(number), .play(PlayRequest(task: .typed("7: 3 4"))),
                    answers.receiver(number))
            }
            while trainer.questions.isEmpty { sched_yield() }
        }
        #expect(answers.wait(for: 2).allSatisfy { $0.answer == .failed("the run has ended") })
        client?.ask(
            Self.name(3), .play(PlayRequest(task: .typed("7: 3 4"))), answers.receiver(3))
        #expect(answers.wait(for: 3).last?.id == 3)
    }

    @Test("a second question at once is refused, and answers that no one reads are given up")
    func greedy() throws {
        try ControlTests.serve { folder, trainer, _ in
            let connection = try Connection(folder: folder, patience: 60)
            let play = PolicyQuestion.play(PlayRequest(task: .typed("7: 3 4"), count: 1024))
            for number: UInt64 in [5, 6] {
                #expect(connection.send(.ask(Self.name(number), play)))
            }
            while trainer.questions.isEmpty { sched_yield() }
            // Nothing is read: the answers pile up until the server has had enough.
            let long = String(repeating: "x", count: 100_000)
            var given = 0
            while trainer.cancelled.isEmpty, given < 10_000 {
                trainer.give(Self.revision(given, text: long), to: 1)
                given += 1
                sched_yield()
            }
            #expect(trainer.cancelled == [Self.name(1)])
            #expect(trainer.questions.count == 1)
            #expect(try ControlClient.status(folder: folder).step == 1)
            var lines = LineReader(connection: connection)
            _ = lines.next()
            var played = 0
            var failures: [UInt64: String] = [:]
            while failures.count < 2, let line = lines.next() {
                let response = try #require(ControlResponse(line: line))
                switch (response.id, response.answer) {
                case (let id?, .failed(let reason)?): failures[id] = reason
                case (5, .played?): played += 1
                default: Issue.record("not an answer")
                }
            }
            #expect(failures[5]?.contains("not read") == true)
            #expect(failures[6] == "another question is not answered yet")
            #expect(played > 0 && played < given)
        }
    }
}
