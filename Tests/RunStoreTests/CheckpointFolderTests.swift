import Foundation
import Runs
import Testing

@testable import RunStore

@Suite("Checkpoints")
struct CheckpointFolderTests {
    private func folder(_ temporary: TemporaryFolder, _ operations: any FileOperations) throws
        -> CheckpointFolder
    {
        CheckpointFolder(path: temporary.path + "/checkpoints", operations: operations)
    }

    private func files(_ checkpoint: Checkpoint?) -> [String: [UInt8]]? {
        checkpoint.map { Dictionary(uniqueKeysWithValues: $0.files.map { ($0.name, $0.bytes) }) }
    }

    @Test("what is loaded is what was saved")
    func roundTrip() throws {
        let temporary = try TemporaryFolder()
        let checkpoints = try folder(temporary, SystemFiles())
        try checkpoints.save(makeCheckpoint(400), limit: 3)
        let found = checkpoints.newest(committedStep: 400)
        #expect(files(found.checkpoint) == files(makeCheckpoint(400)))
        #expect(found.checkpoint?.step == 400 && found.checkpoint?.kernelPath == "avx2")
        #expect(found.rejected.isEmpty)
        let names = try FileManager.default.contentsOfDirectory(atPath: checkpoints.path)
        #expect(names == ["step-000400"])
    }

    @Test("the newest of a stage are kept, and the warm start's go when training has one")
    func retention() throws {
        let temporary = try TemporaryFolder()
        let checkpoints = try folder(temporary, SystemFiles())
        for step in [500, 1000, 1500] {
            try checkpoints.save(makeCheckpoint(step, stage: .warmStart), limit: 2)
        }
        #expect(checkpoints.names.map(\.folder) == ["warm-start-001000", "warm-start-001500"])
        try checkpoints.save(makeCheckpoint(0), limit: 2)
        #expect(checkpoints.names.map(\.folder) == ["step-000000"])
        for step in [50, 100, 1_000_000] { try checkpoints.save(makeCheckpoint(step), limit: 2) }
        #expect(checkpoints.names.map(\.folder) == ["step-000100", "step-1000000"])
        // A run that went back to step 100: what came after is of a future that was given up.
        try checkpoints.save(makeCheckpoint(150), limit: 2)
        #expect(checkpoints.names.map(\.folder) == ["step-000100", "step-000150"])
    }

    @Test("a sound checkpoint of the same step stays, a damaged one is replaced")
    func again() throws {
        let temporary = try TemporaryFolder()
        let checkpoints = try folder(temporary, SystemFiles())
        try checkpoints.save(makeCheckpoint(50), limit: 3)
        let path = checkpoints.path + "/step-000050/model.safetensors"
        let before = try FileManager.default.attributesOfItem(atPath: path)[.systemFileNumber]
        try checkpoints.save(makeCheckpoint(50), limit: 3)
        let after = try FileManager.default.attributesOfItem(atPath: path)[.systemFileNumber]
        #expect(before as? Int == after as? Int)
        try Data([1, 2, 3]).write(to: URL(filePath: path))
        try checkpoints.save(makeCheckpoint(50), limit: 3)
        #expect(checkpoints.newest(committedStep: 50).checkpoint?.step == 50)
    }

    @Test("a step that the store does not hold is passed over, and said so")
    func uncommitted() throws {
        let temporary = try TemporaryFolder()
        let checkpoints = try folder(temporary, SystemFiles())
        for step in [50, 100] { try checkpoints.save(makeCheckpoint(step), limit: 3) }
        let found = checkpoints.newest(committedStep: 99)
        #expect(found.checkpoint?.step == 50)
        #expect(found.rejected == ["step-000100: the store ends at step 99"])
    }

    @Test("no damage is ever loaded: truncations, flipped bits, missing and swapped files")
    func damage() throws {
        let temporary = try TemporaryFolder()
        let checkpoints = try folder(temporary, SystemFiles())
        for step in [50, 100] { try checkpoints.save(makeCheckpoint(step), limit: 3) }
        let newest = checkpoints.path + "/step-000100"
        let older = files(makeCheckpoint(50))
        let sound = files(makeCheckpoint(100))
        var generator = SyntheticRun.SplitMix(state: 3)

        func expectFallback(_ what: String, maySucceed: Bool = false) {
            let found = checkpoints.newest(committedStep: 100)
            if maySucceed, found.checkpoint?.step == 100 {
                // A changed blank in the manifest's text changes nothing it says.
                #expect(files(found.checkpoint) == sound, "\(what)")
                #expect(found.checkpoint?.kernelPath == "avx2", "\(what)")
                return
            }
            #expect(files(found.checkpoint) == older, "\(what)")
            #expect(found.rejected.count == 1, "\(what)")
            #expect(found.rejected.first?.contains("\n") == false, "\(what)")
        }

        for name in try folderEntries(newest) {
            let path = newest + "/" + name
            let bytes = try readFile(path)
            for length in Set([0, 1, bytes.count / 2, bytes.count - 2]) {
                try Data(bytes.prefix(length)).write(to: URL(filePath: path))
                expectFallback("\(name) cut to \(length)")
            }
            try Data(bytes + [0]).write(to: URL(filePath: path))
            expectFallback("\(name) with a byte more", maySucceed: name == "manifest.json")
            for _ in 0..<200 {
                var damaged = bytes
                let offset = Int.random(in: bytes.indices, using: &generator)
                damaged[offset] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
                try Data(damaged).write(to: URL(filePath: path))
                expectFallback("\(name) at \(offset)", maySucceed: name == "manifest.json")
            }
            try FileManager.default.removeItem(atPath: path)
            expectFallback("\(name) removed")
            try FileManager.default.createDirectory(
                atPath: path, withIntermediateDirectories: false)
            expectFallback("\(name) a folder")
            try FileManager.default.removeItem(atPath: path)
            let other = try readFile(checkpoints.path + "/step-000050/" + name)
            try Data(other).write(to: URL(filePath: path))
            expectFallback("\(name) of another checkpoint")
            try Data(bytes).write(to: URL(filePath: path))
            #expect(files(checkpoints.newest(committedStep: 100).checkpoint) == sound)
        }
        try FileManager.default.removeItem(atPath: newest)
        try FileManager.default.copyItem(
            atPath: checkpoints.path + "/step-000050", toPath: newest)
        expectFallback("the folder of another checkpoint")
    }

    @Test(
        "a save that fails or dies at any operation leaves the old checkpoints or the new one",
        arguments: [FaultyFiles.Fault.fails, .dies])
    func faults(fault: FaultyFiles.Fault) throws {
        var place = 1
        while true {
            let temporary = try TemporaryFolder()
            let sound = try folder(temporary, SystemFiles())
            for step in [50, 100] { try sound.save(makeCheckpoint(step), limit: 2) }
            let operations = FaultyFiles(fault, at: place)
            let faulty = try folder(temporary, operations)
            var isSaved = true
            do throws(StoreError) {
                try faulty.save(makeCheckpoint(150), limit: 2)
            } catch {
                isSaved = false
                #expect(error.description.contains("space"), "\(error)")
            }
            let found = sound.newest(committedStep: 150)
            let step = try #require(found.checkpoint?.step, "operation \(place)")
            #expect(step == 150 || (!isSaved && step == 100), "operation \(place)")
            #expect(files(found.checkpoint) == files(makeCheckpoint(step)))
            #expect(found.rejected.isEmpty, "operation \(place): \(found.rejected)")

            // The next start cleans up, and the next save works.
            sound.removeLeftovers()
            try sound.save(makeCheckpoint(150), limit: 2)
            #expect(sound.names.map(\.step) == [100, 150], "operation \(place)")
            let names = try FileManager.default.contentsOfDirectory(atPath: sound.path)
            #expect(names.count == 2, "operation \(place): \(names)")
            if operations.operations < place { break }
            place += 1
        }
        #expect(place > 20)
    }
}

@Suite("Warm-start cache")
struct DirectoryWarmStartCacheTests {
    private let files = makeCheckpoint(7).files

    @Test("what is stored is loaded, from any of the directories")
    func roundTrip() throws {
        let temporary = try TemporaryFolder()
        let shipped = DirectoryWarmStartCache(directories: [temporary.path + "/shipped"])
        try shipped.store(files, key: "abc123")
        let cache = DirectoryWarmStartCache(
            directories: [temporary.path + "/a/b", temporary.path + "/shipped"])
        #expect(cache.load(key: "abc123")?.map(\.bytes) == files.map(\.bytes))
        #expect(cache.load(key: "abc124") == nil)
        #expect(cache.load(key: "../shipped/abc123") == nil)
        try cache.store(files, key: "ff")
        #expect(cache.load(key: "ff")?.map(\.name) == files.map(\.name))
    }

    @Test("a damaged entry counts as absent, and is replaced")
    func damage() throws {
        let temporary = try TemporaryFolder()
        let cache = DirectoryWarmStartCache(directories: [temporary.path])
        try cache.store(files, key: "ab")
        let path = temporary.path + "/ab/model.safetensors"
        var bytes = try readFile(path)
        bytes[17] ^= 4
        try Data(bytes).write(to: URL(filePath: path))
        #expect(cache.load(key: "ab") == nil)
        try cache.store(files, key: "ab")
        #expect(cache.load(key: "ab")?.map(\.bytes) == files.map(\.bytes))
    }

    @Test("many starters may store one entry at once")
    func sharing() throws {
        let temporary = try TemporaryFolder()
        let cache = DirectoryWarmStartCache(directories: [temporary.path + "/cache"])
        DispatchQueue.concurrentPerform(iterations: 16) { _ in
            // What counts is the entry after all are done.
            try? cache.store(makeCheckpoint(7).files, key: "ab")
            #expect(cache.load(key: "ab")?.map(\.bytes) == makeCheckpoint(7).files.map(\.bytes))
        }
        let names = try FileManager.default.contentsOfDirectory(atPath: temporary.path + "/cache")
        #expect(names == ["ab"])
    }

    @Test("a store that fails at any operation leaves no half entry")
    func faults() throws {
        var place = 1
        while true {
            let temporary = try TemporaryFolder()
            let operations = FaultyFiles(.dies, at: place)
            let faulty = DirectoryWarmStartCache(
                directories: [temporary.path], operations: operations)
            try? faulty.store(files, key: "ab")
            let cache = DirectoryWarmStartCache(directories: [temporary.path])
            let loaded = cache.load(key: "ab")
            #expect(loaded == nil || loaded?.map(\.bytes) == files.map(\.bytes))
            if operations.operations < place { break }
            place += 1
        }
    }
}
