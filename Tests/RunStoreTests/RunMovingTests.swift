import Foundation
import GRDB
import Runs
import Testing

@testable import RunStore

/// Runs put away, removed, and never begun.
@Suite("Moving runs")
struct RunMovingTests {
    private let temporary: TemporaryFolder
    private var runs: String { temporary.path + "/runs" }

    init() throws { temporary = try TemporaryFolder() }

    private func names(_ folder: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
    }

    @Test("an archived run is listed apart, whole, and comes back")
    func archive() throws {
        let (folder, recorder) = try makeRun(in: temporary)
        let live = #expect(throws: StoreError.self) { try folder.archive() }
        #expect(live?.code == .locked(pid: Int(getpid())))
        try recorder.close()
        let moved = try folder.archive()
        #expect(moved.isArchived && moved.path == runs + "/archive/run")
        #expect(RunListing.runs(in: runs).isEmpty)
        #expect(RunListing.runs(in: runs + "/archive").map(\.name) == ["run"])
        #expect(throws: StoreError.self) { try moved.archive() }
        // Its name is free meanwhile, and then taken.
        let (_, other) = try makeRun(in: temporary)
        try other.close()
        let taken = #expect(throws: StoreError.self) { try moved.unarchive() }
        #expect(taken?.code == .nameTaken)
        try RunFolder.open(runs + "/run").delete()
        #expect(try moved.unarchive() == folder)
        #expect(try RunVerification.verify(folder).ok)
        #expect(throws: StoreError.self) { try folder.unarchive() }
    }

    @Test("a run that is written is not deleted; another goes without a trace")
    func delete() throws {
        let (folder, recorder) = try makeRun(in: temporary)
        let live = #expect(throws: StoreError.self) { try folder.delete() }
        #expect(live?.code == .locked(pid: Int(getpid())))
        #expect(RunListing.runs(in: runs).map(\.name) == ["run"])
        try recorder.close()
        try folder.delete()
        #expect(try names(runs).isEmpty)
        #expect(throws: StoreError.self) { try folder.delete() }
    }

    @Test("a run that can't be read can be deleted")
    func unreadable() throws {
        try FileManager.default.createDirectory(
            atPath: runs + "/broken", withIntermediateDirectories: true)
        try Data("no database".utf8).write(to: URL(filePath: runs + "/broken/run.sqlite"))
        try RunFolder.open(runs + "/broken").delete()
        #expect(try names(runs).isEmpty)
    }

    /// What a process leaves that is killed at some moment before its first commit.
    enum Moment: CaseIterable {
        case beforeStore, emptyStore, emptyTables, schemaOnly
    }

    @Test(
        "the name of a run that was killed before its first commit can be used",
        arguments: Moment.allCases)
    func takeOver(_ moment: Moment) throws {
        let run = try #require(RunID("run"))
        var (folder, lock): (RunFolder, RunLock?) = try RunFolder.create(
            run, in: runs, configurationText: "seed: 1\n")
        switch moment {
        case .beforeStore: break
        case .emptyStore:
            try Data().write(to: URL(filePath: folder.database))
        case .emptyTables:
            let queue = try DatabaseQueue(path: folder.database)
            try queue.write { db in
                try db.execute(sql: "CREATE TABLE grdb_migrations (identifier TEXT PRIMARY KEY)")
            }
            try queue.close()
        case .schemaOnly:
            try StoreConnection.writer(folder.database, isNew: true).close()
        }
        // As long as the process lives the name is its own.
        let taken = #expect(throws: StoreError.self) {
            try RunFolder.create(run, in: runs, configurationText: "")
        }
        #expect(taken?.code == .nameTaken)
        #expect(throws: StoreError.self) { try RunFolder.check(run, isFreeIn: runs) }
        lock = nil
        #expect(lock == nil)
        // Nor is it taken for a run of the default configuration.
        if moment != .beforeStore {
            let refused = #expect(throws: StoreError.self) { try StoreReader(folder).close() }
            #expect(refused?.reason.contains("never started") == true, "\(refused?.reason ?? "")")
            #expect(throws: StoreError.self) {
                try StoreRecorder.open(folder, lock: folder.takeLock()).close()
            }
        }
        try RunFolder.check(run, isFreeIn: runs)
        let (again, recorder) = try makeRun(in: temporary)
        #expect(again == folder)
        try recorder.close()
        #expect(try names(runs) == ["run"])
        #expect(try RunVerification.verify(again).ok)
    }

    @Test("a folder that holds anything else is never taken over")
    func notTakenOver() throws {
        let run = try #require(RunID("run"))
        let made = try RunFolder.create(run, in: runs, configurationText: "")
        let folder = made.folder
        withExtendedLifetime(made.lock) {}
        for (file, text) in [("notes.txt", "mine"), ("run.sqlite", "no database at all")] {
            let path = folder.path + "/" + file
            try Data(text.utf8).write(to: URL(filePath: path))
            let error = #expect(throws: StoreError.self) {
                try RunFolder.create(run, in: runs, configurationText: "")
            }
            #expect(error?.code == .nameTaken)
            #expect(try String(contentsOfFile: path, encoding: .utf8) == text)
            try FileManager.default.removeItem(atPath: path)
        }
        try CheckpointFolder(path: folder.checkpoints).save(makeCheckpoint(1), limit: 1)
        #expect(throws: StoreError.self) {
            try RunFolder.create(run, in: runs, configurationText: "")
        }
        try FileManager.default.createDirectory(
            atPath: runs + "/empty", withIntermediateDirectories: false)
        #expect(throws: StoreError.self) {
            try RunFolder.create(#require(RunID("empty")), in: runs, configurationText: "")
        }
    }

    @Test("a list tells of each run its curve, its newest evaluation, its origin and its bytes")
    func listing() throws {
        let (folder, recorder) = try makeRun(in: temporary)
        var run = SyntheticRun(groups: 2, completions: 2)
        var rewards: [Double] = []
        for _ in 0..<100 {
            let record = run.next()
            rewards.append(record.metrics[.reward] ?? .nan)
            _ = recorder.record(.step(record))
        }
        for (step, solve) in [(0, 0.25), (100, 0.75)] {
            let record = EvaluationRecord(
                step: step, domain: "math", split: "held-out", count: 4, samples: 1,
                temperature: 1, k: [0, 1], solve: [0, solve], quality: [0, 1],
                corrections: EvaluationRecord.Corrections(wrongToRight: 1, rightToWrong: 0, net: 1),
                distinct: 1, invalid: 0, copied: 0, bestSoFar: 1)
            _ = recorder.record(.evaluation(record))
        }
        try recorder.save(makeCheckpoint(100))
        try recorder.close()
        let listing = try #require(RunListing.runs(in: runs).first)
        #expect(listing.evaluation?.solve.last == 0.75)
        #expect(listing.origin == nil)
        let points = listing.rewards
        #expect((16...RunListing.sparklinePoints).contains(points.count))
        // Equal shares of all steps, whatever their number.
        let mean = rewards.reduce(0, +) / 100
        #expect(abs(points.reduce(0, +) / Double(points.count) - mean) < 0.05)
        let store = try FileManager.default.attributesOfItem(atPath: folder.database)[.size] as? Int
        #expect(listing.storeByteCount == store)
        #expect(listing.checkpointByteCount > 700)
        #expect(listing.byteCount >= listing.storeByteCount + listing.checkpointByteCount)
    }
}
