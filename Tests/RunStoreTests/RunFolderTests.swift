import Foundation
import Runs
import Synchronization
import Testing

@testable import RunStore

@Suite("Run folder")
struct RunFolderTests {
    private func name(_ text: String) throws -> RunID { try #require(RunID(text)) }

    @Test("a name that is taken is refused, and nothing is written over")
    func nameTaken() throws {
        let temporary = try TemporaryFolder()
        let (folder, lock) = try RunFolder.create(
            name("a"), in: temporary.path, configurationText: "seed: 5\n")
        defer { withExtendedLifetime(lock) {} }
        let error = #expect(throws: StoreError.self) {
            try RunFolder.create(name("a"), in: temporary.path, configurationText: "seed: 6\n")
        }
        #expect(error?.code == .nameTaken)
        #expect(try String(contentsOfFile: folder.configuration, encoding: .utf8) == "seed: 5\n")
    }

    @Test("of many starters exactly one gets the lock, and the others are told who has it")
    func contention() throws {
        let temporary = try TemporaryFolder()
        let (folder, first) = try RunFolder.create(
            name("a"), in: temporary.path, configurationText: "")
        #expect(folder.writer == (true, Int(getpid())))
        let refusals = Mutex<[StoreError]>([])
        DispatchQueue.concurrentPerform(iterations: 50) { _ in
            do throws(StoreError) {
                _ = try folder.takeLock()
            } catch {
                refusals.withLock { $0.append(error) }
            }
        }
        withExtendedLifetime(first) {}
        let errors = refusals.withLock { $0 }
        #expect(errors.count == 50)
        #expect(errors.allSatisfy { $0.code == .locked(pid: Int(getpid())) })
        #expect(errors.allSatisfy { $0.description.contains("process \(getpid())") })
    }

    @Test("a lock goes with its holder")
    func release() throws {
        let temporary = try TemporaryFolder()
        var (folder, lock): (RunFolder, RunLock?) = try RunFolder.create(
            name("a"), in: temporary.path, configurationText: "")
        #expect(folder.writer.isWriting)
        lock = nil
        #expect(lock == nil && !folder.writer.isWriting)
        let again = try folder.takeLock()
        #expect(folder.writer.isWriting)
        withExtendedLifetime(again) {}
    }

    @Test("a run is found by name or folder, and what is none is refused in one line")
    func finding() throws {
        let temporary = try TemporaryFolder()
        let (folder, recorder) = try makeRun(in: temporary, name: "good")
        try recorder.close()
        let runs = temporary.path + "/runs"
        #expect(try RunFolder.find("good", in: ["/nonexistent", runs]) == folder)
        #expect(try RunFolder.find(runs + "/good/", in: []) == folder)
        try FileManager.default.createDirectory(
            atPath: runs + "/empty", withIntermediateDirectories: false)
        for text in ["bad", "empty", "-x", "", "/", runs + "/none", "a/../b"] {
            let error = #expect(throws: StoreError.self) { try RunFolder.find(text, in: [runs]) }
            #expect(error?.description.contains("\n") == false)
        }
    }

    @Test("a folder of runs is listed whatever else lies in it")
    func listing() throws {
        let temporary = try TemporaryFolder()
        let runs = temporary.path + "/runs"
        var run = SyntheticRun(groups: 2, completions: 2)
        let (_, finished) = try makeRun(in: temporary, name: "finished")
        for _ in 0..<3 { _ = finished.record(.step(run.next())) }
        _ = finished.record(.state(phase: .saving, end: .finished, step: 3))
        try finished.close()
        let (_, live) = try makeRun(in: temporary, name: "live")
        try Data("text".utf8).write(to: URL(filePath: runs + "/a-file"))
        for (name, bytes) in [
            ("empty-store", [UInt8]()), ("garbage", Array("no database at all".utf8)),
            ("zeros", Array(repeating: 0, count: 10_000)),
        ] {
            try FileManager.default.createDirectory(
                atPath: runs + "/" + name, withIntermediateDirectories: false)
            try Data(bytes).write(to: URL(filePath: runs + "/\(name)/run.sqlite"))
        }
        let listings = RunListing.runs(in: runs)
        let words = Dictionary(uniqueKeysWithValues: listings.map { ($0.name, $0.standing.word) })
        #expect(
            words == [
                "finished": "finished", "live": "live", "empty-store": "unreadable",
                "garbage": "unreadable", "zeros": "unreadable",
            ])
        let listing = try #require(listings.first { $0.name == "finished" })
        #expect(listing.step == 3 && listing.configuration?.strategy == .exit)
        #expect(listing.byteCount > 10_000 && listing.changed > 0)
        #expect(RunListing.runs(in: temporary.path + "/none").isEmpty)
        try live.close()
    }
}
