import Control
import Dispatch
import Foundation
import RunStore
import Runs
import Synchronization
import Testing
import Training

@testable import redraft

/// A run, and a session attached to it through its socket as another process would be.
@Suite("Sessions attached to a run", .timeLimit(.minutes(30)))
struct AttachedSessionTests {
    /// Six steps; no checkpoint between the warm start and the end.
    private static var configuration: RunConfiguration {
        var configuration = RunConfiguration()
        configuration.apply(level: 1)
        configuration.steps = 6
        configuration.model.layers = 1
        configuration.model.hidden = 16
        configuration.model.heads = 2
        configuration.model.keyValueHeads = 2
        configuration.model.intermediate = 32
        configuration.warmStart.steps = 60
        configuration.warmStart.batch = 32
        configuration.warmStart.learningRate = 1e-2
        configuration.warmStart.warmup = 5
        configuration.warmStart.probeSteps = 25
        configuration.promptsPerStep = 6
        configuration.numGenerations = 4
        configuration.curriculum.minimum = 4
        configuration.evaluation.steps = 0
        configuration.evaluation.finalCount = 4
        configuration.evaluation.k = 2
        configuration.saveSteps = 100
        return configuration
    }

    /// Asks, and waits for the last answer.
    private func answers(
        _ session: AttachedSession, _ question: PolicyQuestion
    ) -> [PolicyAnswer] {
        let news = DispatchSemaphore(value: 0)
        session.onNews { news.signal() }
        let id = session.ask(question)
        var answers: [PolicyAnswer] = []
        while answers.last?.isLast != true {
            news.wait()
            answers += session.takePolicyAnswers().filter { $0.0 == id }.map(\.1)
        }
        return answers
    }

    private func played(_ answers: [PolicyAnswer]) -> [PlayedRevision] {
        answers.compactMap { if case .played(let revision) = $0 { revision } else { nil } }
    }

    /// Trains in a folder, pausing after the third step for `visit`.
    ///
    /// - Returns: the digest of all it left behind.
    private func train(
        in runs: String, visit: (AttachedSession) throws -> Void,
        after: (AttachedSession) throws -> Void
    ) throws -> String {
        let (folder, lock) = try RunFolder.create(
            try #require(RunID("run")), in: runs, configurationText: "")
        let recorder = try StoreRecorder.create(
            folder, lock: lock,
            description: RunDescription(
                run: folder.run, path: folder.path, configuration: Self.configuration,
                command: "test", created: 0, kernelPath: "portable"))
        let paused = DispatchSemaphore(value: 0)
        let trainer = try Trainer(
            TrainingPlan(
                run: folder.run, configuration: Self.configuration, threads: 1,
                recorder: recorder))
        let reader = try StoreReader.open(folder)
        let local = LocalSession(trainer: trainer, reader: reader)
        let server = try ControlServer(
            folder: folder.path, run: folder.run,
            handler: TrainerHandler(trainer, policies: local.policies))
        recorder.onCommit { reader.noteCommit($0) }
        let isTold = Mutex(false)
        trainer.onNews {
            server.notify()
            let snapshot = trainer.snapshot
            if snapshot.step == 3, !isTold.withLock({ $0 }) {
                isTold.withLock { $0 = true }
                trainer.send(.pause)
            }
            if case .paused = snapshot.control { paused.signal() }
        }
        trainer.start()
        paused.wait()
        let attached = AttachedSession(
            client: try ControlClient(folder: folder.path),
            reader: try StoreReader.open(folder, pollInterval: 0.05))
        try visit(attached)
        attached.send(.resume)
        #expect(trainer.wait() == .finished)
        server.close()
        local.close()
        reader.close()
        try recorder.close()
        try after(attached)
        attached.close()
        return try RunVerification.verify(folder).digest.all
    }

    @Test("plays and scores are of the weights the trainer has now, and change no bit of the run")
    func live() throws {
        let folder = FileManager.default.temporaryDirectory
            .appending(path: "redraft-attached-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        let play = PlayRequest(task: .drawn(number: 3, isTraining: false), count: 4)
        let asked = try train(in: folder.appending(path: "asked").path()) { session in
            let live = played(answers(session, .play(play)))
            #expect(live.map(\.depth) == Array(0...4))
            #expect(live.allSatisfy { $0.step == 3 })
            #expect(played(answers(session, .play(play))) == live)

            // A checkpoint is read here; the first is the warm start's.
            var old = play
            old.source = .checkpoint(step: 0)
            let before = played(answers(session, .play(old)))
            #expect(before.count == 5 && before.allSatisfy { $0.step == 0 })
            old.source = .checkpoint(step: 2)
            guard case .failed(let reason) = answers(session, .play(old)).last else {
                Issue.record("a checkpoint that is not there has played")
                return
            }
            #expect(reason.contains("expected one of 0"))

            let first = RevisionID(step: 1, group: 0, completion: 0)
            var rescore = RescoreRequest(source: .checkpoint(step: 0), revision: first)
            guard case .rescored(let same) = answers(session, .rescore(rescore)).last else {
                Issue.record("not scored again")
                return
            }
            // The store keeps log-probabilities in half precision.
            #expect(same.tokens.allSatisfy { abs($0.now - $0.sampled) < 0.01 })
            rescore.source = .live
            guard case .rescored(let now) = answers(session, .rescore(rescore)).last else {
                Issue.record("not scored again by the living policy")
                return
            }
            #expect(now.step == 3)
            #expect(now.tokens.map(\.sampled) == same.tokens.map(\.sampled))
            #expect(now.tokens.map(\.now) != same.tokens.map(\.now))

            for wrong in [
                PolicyQuestion.rescore(
                    RescoreRequest(revision: RevisionID(step: 1, group: 99, completion: 0))),
                .play(PlayRequest(task: .typed("seventeen"))),
                .play(PlayRequest(task: .typed(String(repeating: "7", count: 2049)))),
            ] {
                guard case .failed = answers(session, wrong).last else {
                    Issue.record("\(wrong) was answered")
                    continue
                }
            }
        } after: { session in
            // The trainer is gone: its newest checkpoint stands for it, once the store has told.
            while session.ability == .live || session.committedStep < 6 { sched_yield() }
            let last = played(answers(session, .play(play)))
            #expect(last.count == 5 && last.allSatisfy { $0.step == 6 })
        }
        let straight = try train(in: folder.appending(path: "straight").path()) { _ in
        } after: { _ in
        }
        #expect(asked == straight)
    }
}
