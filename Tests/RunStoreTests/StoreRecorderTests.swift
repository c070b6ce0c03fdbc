import Foundation
import RunStore
import Runs
import Testing

@Suite("Store recorder")
struct StoreRecorderTests {
    @Test("a step of the default shape takes at most 12 KB, everything included")
    func stepSize() throws {
        let temporary = try TemporaryFolder()
        var run = SyntheticRun()
        let (folder, recorder) = try makeRun(in: temporary, configuration: run.configuration)
        let steps = 256
        for _ in 0..<steps { _ = recorder.record(.step(run.next())) }
        try recorder.close()
        let size = try FileManager.default.attributesOfItem(atPath: folder.database)[.size]
        let bytes = try #require(size as? Int)
        print("bytes a step: \(Double(bytes) / Double(steps))")
        #expect(Double(bytes) / Double(steps) <= 12 * 1024)
    }

    @Test("closing leaves one plain file")
    func closing() throws {
        let temporary = try TemporaryFolder()
        var run = SyntheticRun(groups: 2, completions: 2)
        let (folder, recorder) = try makeRun(in: temporary)
        for _ in 0..<10 { _ = recorder.record(.step(run.next())) }
        try recorder.save(makeCheckpoint(10))
        try recorder.close()
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
        #expect(names == ["checkpoints", "config.yaml", "lock", "run.sqlite"])
        #expect(recorder.committedStep == 10)
    }
}
