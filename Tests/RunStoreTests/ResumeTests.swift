import Foundation
import GRDB
import Runs
import Testing

@testable import RunStore

@Suite("Going on after a failure")
struct ResumeTests {
    /// Steps, warm-start records, evaluations, commands and log lines; checkpoints every 10 steps.
    private func record(_ steps: Int, with recorder: StoreRecorder, run: inout SyntheticRun)
        throws
    {
        for _ in 0..<steps {
            let record = run.next()
            _ = recorder.record(.step(record))
            _ = recorder.record(
                .command(.pause, step: record.step, time: Double(record.step)))
            _ = recorder.record(
                .log(LogEntry(time: 1, level: .info, step: record.step, message: "a line")))
            _ = recorder.record(
                .alarm(
                    Alarm(
                        kind: .noVariance, step: record.step, isRaised: true, value: 1,
                        message: "no variance")))
            if record.step.isMultiple(of: 10) { try recorder.save(makeCheckpoint(record.step)) }
        }
    }

    @Test("a resumed run's store has the bits of one that was never interrupted")
    func sameBits() throws {
        let temporary = try TemporaryFolder()
        var run = SyntheticRun(groups: 4, completions: 4)
        let (straight, first) = try makeRun(in: temporary, name: "straight")
        try record(80, with: first, run: &run)
        try first.close()

        run = SyntheticRun(groups: 4, completions: 4)
        let (folder, second) = try makeRun(in: temporary, name: "resumed")
        try record(70, with: second, run: &run)
        var atSeventy = run
        try record(7, with: second, run: &run)
        try second.close()

        let resumed = try StoreRecorder.open(folder, lock: folder.takeLock())
        #expect(resumed.committedStep == 77)
        let found = resumed.checkpoints.newest(committedStep: resumed.committedStep)
        #expect(found.checkpoint?.step == 70)
        try resumed.prepareResume(from: found.checkpoint)
        #expect(resumed.committedStep == 70)
        try record(10, with: resumed, run: &atSeventy)
        try resumed.close()

        let expected = try RunVerification.verify(straight)
        let verified = try RunVerification.verify(folder)
        #expect(expected.problems.isEmpty && verified.problems.isEmpty)
        #expect(verified.digest == expected.digest)
        #expect(verified.step == 80 && verified.checkpoint == "step-000080")

        // Inputs from outside are never rewound; what follows from the trajectory is.
        let reader = try StoreReader(folder)
        #expect(try reader.commands().count == 87)
        #expect(try reader.alarms().count == 80)
        guard case .log(let lines) = reader.answer(.log(level: .debug, before: nil, limit: 1000))
        else { return #expect(Bool(false), "no log") }
        #expect(lines.count == 87)
        let other = try StoreReader(straight)
        let query = HistoryQuery.series(metrics: Metric.allCases, steps: nil, points: 9)
        #expect(reader.answer(query) == other.answer(query))
        reader.close()
        other.close()
    }

    @Test("going back into the warm start, or to the beginning, removes all steps")
    func warmStart() throws {
        let temporary = try TemporaryFolder()
        var run = SyntheticRun(groups: 2, completions: 2)
        let (folder, recorder) = try makeRun(in: temporary)
        for step in stride(from: 10, through: 50, by: 10) {
            _ = recorder.record(
                .warmStart(WarmStartRecord(step: step, steps: 50, loss: 1, learningRate: 1)))
        }
        try record(9, with: recorder, run: &run)
        try recorder.prepareResume(from: makeCheckpoint(30, stage: .warmStart))
        try recorder.flush()
        let reader = try StoreReader(folder)
        #expect(reader.committedStep == 0)
        guard case .warmStart(let records) = reader.answer(.warmStart) else {
            return #expect(Bool(false), "no records")
        }
        #expect(records.map(\.step) == [10, 20, 30])
        #expect(try reader.bufferEntries().isEmpty)
        #expect(reader.answer(.groups(step: 1)) == .groups([]))
        try recorder.prepareResume(from: nil)
        #expect(reader.answer(.warmStart) == .warmStart([]))
        // Another life of the run: nothing of the old one is remembered.
        var other = SyntheticRun(groups: 2, completions: 2, seed: 99)
        for _ in 0..<9 {
            try record(1, with: recorder, run: &other)
            try recorder.flush()
            #expect(try reader.bufferEntries() == other.buffer)
        }
        try recorder.prepareResume(from: makeCheckpoint(4))
        var third = SyntheticRun(groups: 2, completions: 2, seed: 99)
        for _ in 0..<4 { _ = third.next() }
        #expect(try reader.bufferEntries() == third.buffer)
        reader.close()
        try recorder.close()
    }

    @Test("a full disk stops the commits, keeps every event, and a retry goes on")
    func diskFull() throws {
        let temporary = try TemporaryFolder()
        var run = SyntheticRun(groups: 8, completions: 4)
        let (folder, recorder) = try makeRun(in: temporary, queueBound: 4)
        for _ in 0..<5 { _ = recorder.record(.step(run.next())) }
        try recorder.flush()
        // SQLite's own limit on pages makes it fail as a full disk does; reopening lifts it.
        try recorder.withDatabase { db in try db.execute(sql: "PRAGMA max_page_count = 1") }
        for _ in 0..<40 { _ = recorder.record(.step(run.next())) }
        let error = #expect(throws: RecorderError.self) { try recorder.flush() }
        #expect(error?.description.contains("disk full") == true)
        #expect(error?.path == folder.database)
        #expect(throws: RecorderError.self) { try recorder.save(makeCheckpoint(45)) }
        #expect(recorder.checkpoints.names.isEmpty)
        let committed = recorder.committedStep
        #expect((5..<45).contains(committed))

        recorder.retry()
        #expect(recorder.failure == nil)
        try recorder.flush()
        try recorder.save(makeCheckpoint(45))
        try recorder.close()
        let verified = try RunVerification.verify(folder)
        #expect(verified.ok && verified.step == 45)
    }

    @Test("a retry tells at once whether it helped")
    func retryInVain() throws {
        let temporary = try TemporaryFolder()
        var run = SyntheticRun(groups: 2, completions: 2)
        let (folder, recorder) = try makeRun(in: temporary)
        _ = recorder.record(.step(run.next()))
        try recorder.flush()
        try recorder.withDatabase { db in try db.execute(sql: "PRAGMA query_only = 1") }
        _ = recorder.record(.step(run.next()))
        #expect(throws: RecorderError.self) { try recorder.flush() }
        // The file is gone: a new connection can't be had either.
        try FileManager.default.moveItem(atPath: folder.database, toPath: folder.path + "/aside")
        recorder.retry()
        #expect(recorder.failure?.reason.contains("missing") == true)
        recorder.retry()
        #expect(recorder.failure != nil)
        _ = recorder.record(.step(run.next()))
        try FileManager.default.moveItem(atPath: folder.path + "/aside", toPath: folder.database)
        recorder.retry()
        #expect(recorder.failure == nil)
        try recorder.flush()
        #expect(recorder.committedStep == 3)
        try recorder.close()
        #expect(try RunVerification.verify(folder).ok)
    }

    @Test("closing after a failure tells of it, and what was committed stays")
    func closingFailed() throws {
        let temporary = try TemporaryFolder()
        var run = SyntheticRun(groups: 8, completions: 4)
        let (folder, recorder) = try makeRun(in: temporary)
        for _ in 0..<5 { _ = recorder.record(.step(run.next())) }
        try recorder.flush()
        try recorder.withDatabase { db in try db.execute(sql: "PRAGMA max_page_count = 1") }
        for _ in 0..<20 { _ = recorder.record(.step(run.next())) }
        #expect(throws: RecorderError.self) { try recorder.close() }
        #expect(!folder.writer.isWriting)
        let verified = try RunVerification.verify(folder)
        #expect(verified.problems.isEmpty && verified.step >= 5)
    }

    @Test("a full queue makes the trainer wait, and nothing is dropped")
    func backPressure() throws {
        let temporary = try TemporaryFolder()
        var run = SyntheticRun(groups: 8, completions: 8)
        let (folder, recorder) = try makeRun(in: temporary, queueBound: 1)
        var waited = 0.0
        for _ in 0..<50 {
            waited += recorder.record(.step(run.next()))
            waited += recorder.record(
                .log(LogEntry(time: 0, level: .info, step: 0, message: "line")))
        }
        try recorder.close()
        #expect(waited > 0)
        #expect(try RunVerification.verify(folder).step == 50)
    }

    @Test("killed again and again at random moments, a run ends with the same bits")
    func kills() async throws {
        let temporary = try TemporaryFolder()
        var run = SyntheticRun(groups: 4, completions: 4)
        let (straight, first) = try makeRun(in: temporary, name: "straight")
        try record(Self.stepCount, with: first, run: &run)
        try first.close()
        let (_, second) = try makeRun(in: temporary, name: "killed")
        try second.close()

        var generator = SyntheticRun.SplitMix(state: 11)
        for _ in 0..<20 {
            let delay = UInt32.random(in: 0..<80_000, using: &generator)
            let path = temporary.path + "/runs/killed"
            await #expect(processExitsWith: .signal(SIGKILL)) {
                [path = path as String, delay = delay as UInt32] in
                let killer = Thread {
                    usleep(delay)
                    kill(getpid(), SIGKILL)
                }
                killer.start()
                try ResumeTests().goOn(path)
                // Done before its time: it dies here.
                while true { pause() }
            }
        }
        let killed = try RunFolder.open(temporary.path + "/runs/killed")
        try goOn(killed.path)
        let expected = try RunVerification.verify(straight)
        let verified = try RunVerification.verify(killed)
        #expect(expected.problems.isEmpty && verified.problems.isEmpty)
        #expect(verified.digest == expected.digest)
    }

    private static let stepCount = 100

    /// What a trainer does that goes on with a run: back to the newest checkpoint, then to the end.
    private func goOn(_ path: String) throws {
        let folder = try RunFolder.open(path)
        let recorder = try StoreRecorder.open(folder, lock: folder.takeLock())
        let found = recorder.checkpoints.newest(committedStep: recorder.committedStep)
        #expect(found.rejected.isEmpty)
        try recorder.prepareResume(from: found.checkpoint)
        var run = SyntheticRun(groups: 4, completions: 4)
        for _ in 0..<(found.checkpoint?.step ?? 0) { _ = run.next() }
        try record(Self.stepCount - run.step, with: recorder, run: &run)
        try recorder.close()
    }
}
