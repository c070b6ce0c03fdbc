import Dispatch
import Runs
import Synchronization
import Testing

@testable import Training

@Suite("Live edits", .timeLimit(.minutes(30)))
struct LiveEditTests {
    typealias Trajectory = TrainerTests.Trajectory

    /// A run of six steps that is told to change settings as a step is finished.
    private func edited(
        _ commands: [RunCommand], at step: Int, threads: Int = 1
    ) throws -> MemoryRecorder {
        let target = Mutex<Trainer?>(nil)
        let recorder = MemoryRecorder { event in
            if case .step(let record) = event, record.step == step {
                for command in commands { target.withLock { $0 }?.send(command) }
            }
        }
        let trainer = try TrainerTests.trainer(
            TrainerTests.tiny(), threads: threads, recorder: recorder)
        target.withLock { $0 = trainer }
        trainer.start()
        #expect(trainer.wait() == .finished)
        target.withLock { $0 = nil }
        return recorder
    }

    private func edits(_ recorder: MemoryRecorder) -> [LiveEdit] {
        recorder.events.compactMap { if case .edit(let edit) = $0 { edit } else { nil } }
    }

    private static let all: [RunCommand] = [
        .set(key: "learning_rate", value: "0.01"), .set(key: "beta", value: "0"),
        .set(key: "temperature", value: "0.7"),
        .set(key: "curriculum.probability", value: "0.9"),
        .set(key: "curriculum.diverge_probability", value: "0.5"),
        .set(key: "curriculum.sharpness", value: "100"),
        .set(key: "curriculum.staleness", value: "0.25"), .set(key: "save_steps", value: "1"),
    ]

    @Test("an edit is committed before the step it holds for, and changes what follows only")
    func edit() throws {
        let straight = try TrainerTests.run(TrainerTests.tiny())
        let recorder = try edited(Self.all, at: 3)
        let edits = edits(recorder)
        #expect(edits.map(\.step) == [Int](repeating: 3, count: 8))
        #expect(edits.first?.old == "0.0005")
        #expect(edits.first?.new == "0.01")
        let order = recorder.events.compactMap { event -> String? in
            switch event {
            case .edit(let edit): edit.key
            case .step(let record): "step \(record.step)"
            default: nil
            }
        }
        #expect(
            order.firstIndex(of: "save_steps") ?? 99 < order.firstIndex(of: "step 4") ?? 0)
        #expect(
            Array(recorder.steps[..<3].map(\.groups)) == Array(straight.steps[..<3].map(\.groups)))
        #expect(
            recorder.steps[3].metrics[.learningRate] != straight.steps[3].metrics[.learningRate])
        #expect(recorder.steps[4].groups != straight.steps[4].groups)
        // Every step after the edit is saved.
        #expect(recorder.checkpoints.map(\.step).suffix(4).elementsEqual([2, 4, 5, 6]))
    }

    @Test("an edited run, its edits replayed from the store, has the same bits", arguments: [1, 2])
    func replay(threads: Int) throws {
        let recorder = try edited(Self.all, at: 3)
        let edits = edits(recorder)
        let end = try Trajectory(recorder)
        let again = MemoryRecorder()
        let trainer = try TrainerTests.trainer(
            TrainerTests.tiny(), threads: threads, recorder: again, edits: edits)
        trainer.start()
        #expect(trainer.wait() == .finished)
        #expect(try Trajectory(again) == end)
        #expect(trainer.snapshot.edits == edits)
    }

    @Test(
        "an edited run resumes from every checkpoint, before and after the edit, to the same bits")
    func resume() throws {
        let recorder = try edited(Self.all, at: 3)
        let edits = edits(recorder)
        let end = try Trajectory(recorder).files
        for checkpoint in recorder.checkpoints
        where checkpoint.step < 6 || checkpoint.stage == .warmStart {
            let rest = MemoryRecorder()
            let trainer = try TrainerTests.trainer(
                TrainerTests.tiny(), recorder: rest, checkpoint: checkpoint, edits: edits)
            trainer.start()
            #expect(trainer.wait() == .finished)
            #expect(
                try Trajectory(rest).files == end, "from \(checkpoint.stage) \(checkpoint.step)")
            #expect(self.edits(rest).isEmpty, "a replayed edit is not recorded again")
        }
    }

    @Test("the second of two edits of one key at one boundary holds, and knows the first")
    func order() throws {
        let recorder = try edited(
            [.set(key: "beta", value: "0.5"), .set(key: "beta", value: "0.25")], at: 2)
        let edits = edits(recorder)
        #expect(edits.map(\.old) == ["0.03", "0.5"])
        #expect(edits.map(\.new) == ["0.5", "0.25"])
    }

    @Test(
        "what no living run can change is refused, and changes no bit",
        arguments: [
            RunCommand.set(key: "model.layers", value: "2"), .set(key: "steps", value: "9"),
            .set(key: "beta", value: "much"), .set(key: "beta", value: "-1"),
            .set(key: "betta", value: "1"), .set(key: "beta", value: "0.03"),
        ])
    func refused(command: RunCommand) throws {
        let straight = try Trajectory(TrainerTests.run(TrainerTests.tiny()))
        let recorder = try edited([command], at: 3)
        #expect(edits(recorder).isEmpty)
        #expect(try Trajectory(recorder) == straight)
    }

    @Test("a paused run takes an edit at once, and shows it")
    func paused() throws {
        let target = Mutex<Trainer?>(nil)
        let recorder = MemoryRecorder { event in
            if case .step(let record) = event, record.step == 2 {
                target.withLock { $0 }?.send(.pause)
            }
        }
        let trainer = try TrainerTests.trainer(TrainerTests.tiny(), recorder: recorder)
        target.withLock { $0 = trainer }
        let isTold = Mutex(false)
        trainer.onNews {
            let snapshot = trainer.snapshot
            guard case .paused = snapshot.control else { return }
            let isFirst = isTold.withLock { was in
                defer { was = true }
                return !was
            }
            if isFirst { trainer.send(.set(key: "beta", value: "0.5")) }
            if !snapshot.edits.isEmpty { trainer.send(.resume) }
        }
        trainer.start()
        #expect(trainer.wait() == .finished)
        target.withLock { $0 = nil }
        #expect(edits(recorder).map(\.step) == [2])
    }

    @Test("an edit in the warm start holds from the first step, through a kill in the warm start")
    func warmStart() throws {
        let straight = try TrainerTests.run(TrainerTests.tiny())
        let target = Mutex<Trainer?>(nil)
        let recorder = MemoryRecorder { event in
            if case .warmStart(let record) = event, record.step <= 30 {
                target.withLock { $0 }?.send(.set(key: "learning_rate", value: "0.01"))
            }
        }
        let trainer = try TrainerTests.trainer(TrainerTests.tiny(), recorder: recorder)
        target.withLock { $0 = trainer }
        trainer.start()
        #expect(trainer.wait() == .finished)
        target.withLock { $0 = nil }
        let edits = edits(recorder)
        #expect(edits.map(\.step) == [0])
        #expect(recorder.steps[0].groups == straight.steps[0].groups)
        #expect(
            recorder.steps[0].metrics[.learningRate] != straight.steps[0].metrics[.learningRate])
        let begun = try #require(recorder.checkpoints.first { $0.stage == .warmStart })
        let rest = MemoryRecorder()
        let again = try TrainerTests.trainer(
            TrainerTests.tiny(), recorder: rest, checkpoint: begun, edits: edits)
        again.start()
        #expect(again.wait() == .finished)
        #expect(try Trajectory(rest).files == Trajectory(recorder).files)
    }
}
