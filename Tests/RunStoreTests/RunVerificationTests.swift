import Foundation
import GRDB
import Runs
import Testing

@testable import RunStore

@Suite("Verification")
struct RunVerificationTests {
    private func run(in temporary: TemporaryFolder, name: String = "run") throws -> RunFolder {
        var run = SyntheticRun(groups: 2, completions: 2)
        let (folder, recorder) = try makeRun(in: temporary, name: name)
        for _ in 0..<130 { _ = recorder.record(.step(run.next())) }
        try recorder.save(makeCheckpoint(130))
        try recorder.close()
        return folder
    }

    @Test("a sound run has no problems, and its digest does not depend on name or time")
    func sound() throws {
        let temporary = try TemporaryFolder()
        let first = try RunVerification.verify(run(in: temporary, name: "first"))
        let second = try RunVerification.verify(run(in: temporary, name: "second"))
        #expect(first.ok && first.problems.isEmpty && first == second)
        #expect(first.step == 130 && first.kernelPath == "avx2")
        for part in [
            first.digest.weights, first.digest.optimizer, first.digest.buffer,
            first.digest.metrics, first.digest.revisions, first.digest.all,
        ] { #expect(part.count == 64) }
        let object =
            try JSONSerialization.jsonObject(with: JSONEncoder().encode(first))
            as? [String: Any]
        #expect(
            Set(try #require(object).keys) == [
                "ok", "step", "kernel_path", "checkpoint", "digest", "problems",
            ])
    }

    @Test(
        "whatever is changed in the store is found",
        arguments: [
            ("DELETE FROM step WHERE step = 70", "steps 70 to 70 are missing"),
            ("DELETE FROM revision_group WHERE id >> 16 = 70", "lacks groups of step 70"),
            ("DELETE FROM keyframe WHERE step = 64", "keyframe of step 64 is missing"),
            ("DELETE FROM pyramid WHERE id = (SELECT max(id) FROM pyramid)", "level 3"),
            (
                "UPDATE keyframe SET entries = (SELECT entries FROM keyframe WHERE step = 1) "
                    + "WHERE step = 128", "keyframe at step 128"
            ),
            (
                "UPDATE step SET changes = (SELECT changes FROM step WHERE step = 2) "
                    + "WHERE step = 90", "keyframe at step 128"
            ),
            ("UPDATE revision_group SET record = x'0102' WHERE id = 70 << 16", "70.0"),
            ("UPDATE step SET depths = x'09' WHERE step = 3", "version 9"),
        ])
    func changes(sql: String, words: String) throws {
        let temporary = try TemporaryFolder()
        let folder = try run(in: temporary)
        try DatabaseQueue(path: folder.database).write { try $0.execute(sql: sql) }
        let found = try RunVerification.verify(folder)
        #expect(!found.ok)
        #expect(found.problems.contains { $0.contains(words) }, "\(found.problems)")
    }

    @Test("one bit of a metric changes the digest of metrics; a volatile one changes nothing")
    func metrics() throws {
        let temporary = try TemporaryFolder()
        let before = try RunVerification.verify(run(in: temporary, name: "before")).digest
        for metric in [Metric.reward, .stepTime] {
            let folder = try run(in: temporary, name: "\(metric)")
            try DatabaseQueue(path: folder.database).write { db in
                let place = try Int.fetchOne(
                    db, sql: "SELECT place FROM metric WHERE name = ?",
                    arguments: [metric.rawValue])
                let row = try Data.fetchOne(
                    db, sql: "SELECT metrics FROM step WHERE step = 100")
                var bytes = try #require(row)
                bytes[bytes.startIndex + 8 * (try #require(place))] ^= 1
                try db.execute(
                    sql: "UPDATE step SET metrics = ? WHERE step = 100", arguments: [bytes])
            }
            let after = try RunVerification.verify(folder).digest
            #expect((after.metrics == before.metrics) == metric.isVolatile)
            #expect((after.all == before.all) == metric.isVolatile)
            #expect(after.revisions == before.revisions && after.weights == before.weights)
        }
    }

    @Test("a damaged checkpoint is a problem that names its file")
    func checkpoint() throws {
        let temporary = try TemporaryFolder()
        let folder = try run(in: temporary)
        let path = folder.checkpoints + "/step-000130/optimizer.safetensors"
        var bytes = try readFile(path)
        bytes[9] ^= 1
        try Data(bytes).write(to: URL(filePath: path))
        let found = try RunVerification.verify(folder)
        #expect(found.problems.count == 1)
        #expect(found.problems.first?.contains("optimizer.safetensors") == true)
    }

    @Test("reading a closed run leaves no trace in its folder")
    func traceless() throws {
        let temporary = try TemporaryFolder()
        let folder = try run(in: temporary)
        let before = try FileManager.default.subpathsOfDirectory(atPath: folder.path).sorted()
        let bytes = try readFile(folder.database)
        let reader = try StoreReader(folder)
        _ = reader.answer(.buffer(step: nil))
        let during = try FileManager.default.subpathsOfDirectory(atPath: folder.path).sorted()
        #expect(during == before)
        reader.close()
        _ = try RunVerification.verify(folder)
        _ = RunListing.runs(in: temporary.path + "/runs")
        #expect(
            try FileManager.default.subpathsOfDirectory(atPath: folder.path).sorted() == before)
        #expect(try readFile(folder.database) == bytes)
    }

    @Test("a run in a folder that can't be written is read, even one in WAL mode")
    func readOnly() async throws {
        let temporary = try TemporaryFolder()
        let closed = try run(in: temporary, name: "closed")
        // As a reader of another process leaves it that outlived the writer.
        let inWAL = try run(in: temporary, name: "wal")
        let queue = try DatabaseQueue(path: inWAL.database)
        try await queue.writeWithoutTransaction { db in
            _ = try String.fetchOne(db, sql: "PRAGMA journal_mode = WAL")
        }
        try queue.close()
        for folder in [closed, inWAL] {
            let path = folder.path
            chmod(path, 0o555)
            chmod(temporary.path, 0o755)
            await #expect(processExitsWith: .success) { [path = path as String] in
                // The superuser may write anywhere; nobody may not.
                if getuid() == 0 { try #require(setuid(65534) == 0) }
                let reader = try StoreReader(RunFolder.open(path))
                #expect(reader.committedStep == 130)
                guard case .buffer(let view) = reader.answer(.buffer(step: 100)) else {
                    throw CocoaError(.fileReadUnknown)
                }
                #expect(view.step == 100)
                reader.close()
                #expect(try RunVerification.verify(RunFolder.open(path)).ok)
            }
            chmod(path, 0o755)
        }
    }

    @Test("a recorded run's snapshot tells how it stood, at its end and at any step")
    func snapshot() throws {
        let temporary = try TemporaryFolder()
        var run = SyntheticRun(groups: 2, completions: 2)
        let (folder, recorder) = try makeRun(in: temporary)
        func alarm(_ step: Int, _ isRaised: Bool) -> Alarm {
            Alarm(kind: .lowEntropy, step: step, isRaised: isRaised, value: 0.05, message: "low")
        }
        var records: [StepRecord] = []
        for _ in 0..<10 {
            let record = run.next()
            records.append(record)
            _ = recorder.record(.step(record))
            if record.step == 4 { _ = recorder.record(.alarm(alarm(4, true))) }
            if record.step == 8 { _ = recorder.record(.alarm(alarm(8, false))) }
        }
        _ = recorder.record(.state(phase: .rollout, end: nil, step: 10))
        try recorder.flush()
        let reader = try StoreReader(folder)
        #expect(try reader.snapshot().end == nil)
        #expect(try reader.snapshot(at: 6).alarms == [alarm(4, true)])
        #expect(try reader.snapshot(at: 6).metrics == records[5].metrics)
        #expect(try reader.snapshot(at: 9).alarms.isEmpty)
        _ = recorder.record(.state(phase: .saving, end: .failed("no luck"), step: 10))
        try recorder.flush()
        #expect(try reader.snapshot().end == .failed("no luck"))
        try recorder.prepareResume(from: makeCheckpoint(10))
        #expect(try reader.snapshot().end == nil)
        #expect(try reader.groups(step: 3).count == 2)
        #expect(try reader.metrics(step: 11) == nil)
        reader.close()
        try recorder.close()
    }
}
