import Dispatch
import Runs
import Synchronization
import Tasks
import Testing

@testable import Training

@Suite("Questions to a policy", .timeLimit(.minutes(30)))
struct PolicyQuestionTests {
    typealias Trajectory = TrainerTests.Trajectory

    private static let configuration = TrainerTests.tiny()

    private static func play(_ number: UInt64, count: Int = 5) throws -> PolicyJob {
        let domain = try Domains.make(for: configuration)
        let request = PlayRequest(
            task: .drawn(number: Int(number), isTraining: false), count: count, seed: number)
        let start = try #require(try PolicyJob.start(of: request, in: domain))
        return PolicyJob(id: QuestionID(number: number), work: .play(start, request))
    }

    @Test(
        "plays while training runs, in every phase and while paused, change no bit",
        arguments: [1, 2])
    func trajectory(threads: Int) throws {
        let straight = try Trajectory(TrainerTests.run(Self.configuration))
        let target = Mutex<Trainer?>(nil)
        let answers = Mutex<[UInt64: [PolicyAnswer]]>([:])
        let asked = Mutex<UInt64>(0)
        let ask: @Sendable () throws -> Void = {
            let number = asked.withLock { number in
                number += 1
                return number
            }
            target.withLock { $0 }?.ask(try Self.play(number)) { answer in
                answers.withLock { $0[number, default: []].append(answer) }
            }
        }
        let recorder = MemoryRecorder { event in
            switch event {
            case .step(let record):
                // A test whose question can't be made fails below, for want of answers.
                try? ask()
                if record.step == 4 { target.withLock { $0 }?.send(.pause) }
            case .warmStart(let record) where record.step % 25 == 0: try? ask()
            default: break
            }
        }
        let trainer = try TrainerTests.trainer(
            Self.configuration, threads: threads, recorder: recorder)
        target.withLock { $0 = trainer }
        let parked = DispatchSemaphore(value: 0)
        let isParked = Mutex(false)
        trainer.onNews {
            guard case .paused = trainer.snapshot.control else { return }
            let isFirst = isParked.withLock { was in
                defer { was = true }
                return !was
            }
            if isFirst { parked.signal() }
        }
        trainer.start()
        // While it is paused, one more is asked, and answered before it goes on.
        parked.wait()
        let answered = DispatchSemaphore(value: 0)
        trainer.ask(try Self.play(99)) { answer in
            if case .played(let revision) = answer, revision.isLast { answered.signal() }
        }
        answered.wait()
        trainer.send(.resume)
        #expect(trainer.wait() == .finished)
        target.withLock { $0 = nil }
        let files = try Trajectory(recorder)
        #expect(files.files == straight.files)
        #expect(files.groups == straight.groups)
        #expect(files.metrics == straight.metrics)
        let given = answers.withLock { $0 }
        #expect(given.count >= 8)
        for answers in given.values where answers.count > 1 {
            for (depth, answer) in answers.enumerated() {
                switch answer {
                case .played(let revision):
                    #expect(revision.depth == depth)
                    #expect(revision.isLast == (depth == 5))
                case .failed(let reason): #expect(reason == "the run has ended")
                case .rescored: Issue.record("a play was answered by scores")
                }
            }
        }
    }

    @Test("the same play of the same weights is the same chain, and another seed's is another")
    func repeatable() throws {
        let recorder = try TrainerTests.run(Self.configuration)
        let checkpoint = try #require(recorder.checkpoints.last)
        func chain(_ number: UInt64) throws -> [PolicyAnswer] {
            var answers: [PolicyAnswer] = []
            try SavedPolicy(checkpoint, configuration: Self.configuration)
                .answer(Self.play(number, count: 8)) { answers.append($0) }
            return answers
        }
        let first = try chain(3)
        #expect(first.count == 9)
        #expect(try chain(3) == first)
        #expect(try chain(4) != first)
    }

    @Test(
        "tokens scored by the policy that sampled them have the log-probabilities of their sampling"
    )
    func rescore() throws {
        let recorder = try TrainerTests.run(Self.configuration)
        // Steps 3 and 5 were sampled by the weights of checkpoints 2 and 4.
        for step in [3, 5] {
            let checkpoint = try #require(
                recorder.checkpoints.last { $0.stage == .training && $0.step == step - 1 })
            let later = try #require(recorder.checkpoints.last)
            for group in recorder.steps[step - 1].groups {
                let completion = group.completions[1]
                let job = PolicyJob(
                    id: QuestionID(number: 1),
                    work: .rescore(
                        PolicyJob.RecordedAnswer(
                            revision: group.revisionID(1), instance: group.instance,
                            mode: group.mode, tokens: completion.answer.tokens,
                            logProbabilities: completion.logProbabilities),
                        temperature: 1))
                func scores(_ checkpoint: Checkpoint) throws -> RescoredRevision? {
                    var found: RescoredRevision?
                    try SavedPolicy(checkpoint, configuration: Self.configuration).answer(job) {
                        if case .rescored(let revision) = $0 { found = revision }
                    }
                    return found
                }
                let same = try #require(try scores(checkpoint))
                #expect(same.step == step - 1)
                #expect(same.tokens.allSatisfy { $0.now == $0.sampled })
                let other = try #require(try scores(later))
                #expect(other.tokens.contains { $0.now != $0.sampled })
            }
        }
    }

    @Test("tokens that no vocabulary holds are refused")
    func hostile() throws {
        let recorder = try TrainerTests.run(Self.configuration)
        let checkpoint = try #require(recorder.checkpoints.last)
        let group = try #require(recorder.steps.first?.groups.first)
        for (tokens, scores) in [
            ([Int32.max], [Float(0)]), ([-1], [0]), ([], []), ([1, 2], [0]),
            ([Int32](repeating: 1, count: 4000), [Float](repeating: 0, count: 4000)),
        ] {
            let job = PolicyJob(
                id: QuestionID(number: 1),
                work: .rescore(
                    PolicyJob.RecordedAnswer(
                        revision: group.revisionID(0), instance: group.instance,
                        mode: group.mode, tokens: tokens, logProbabilities: scores),
                    temperature: 1))
            try SavedPolicy(checkpoint, configuration: Self.configuration).answer(job) { answer in
                guard case .failed = answer else {
                    Issue.record("tokens \(tokens.prefix(3)) were scored")
                    return
                }
            }
        }
    }

    @Test("a run pauses in the middle of a long play, which goes on while it is paused")
    func pause() throws {
        let trainer = try TrainerTests.trainer(Self.configuration, recorder: MemoryRecorder())
        let depths = Mutex<[Int]>([])
        let pausedAt = Mutex<Int?>(nil)
        let parked = DispatchSemaphore(value: 0)
        let done = DispatchSemaphore(value: 0)
        trainer.onNews {
            guard case .paused = trainer.snapshot.control else { return }
            let depth = depths.withLock { $0.last ?? 0 }
            let isFirst = pausedAt.withLock { found in
                defer { found = found ?? depth }
                return found == nil
            }
            if isFirst { parked.signal() }
        }
        trainer.ask(try Self.play(1, count: 1024)) { answer in
            guard case .played(let revision) = answer else { return }
            depths.withLock { $0.append(revision.depth) }
            if revision.depth == 10 { trainer.send(.pause) }
            if revision.isLast { done.signal() }
        }
        trainer.start()
        parked.wait()
        done.wait()
        #expect(depths.withLock { $0 } == Array(0...1024))
        // One answer a safe point: the pause comes with the next, not after the last.
        #expect(try #require(pausedAt.withLock { $0 }) <= 12)
        trainer.send(.stop)
        #expect(trainer.wait() == .interrupted)
    }
}
