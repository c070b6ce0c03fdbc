import Foundation
import Runs
import Testing

@testable import Modeling
@testable import Training

@Suite("The key of a stored warm start")
struct WarmStartKeyTests {
    @Test("the warm start that ships is the default configuration's")
    func shipped() throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let names = try FileManager.default.contentsOfDirectory(
            atPath: root.path() + "sample-runs/warm-starts")
        // It was computed with fused multiply-adds, whatever this machine has.
        #expect(names.contains(WarmStart.cacheKey(RunConfiguration(), path: .avx512)))
    }

    @Test("what changes the warm start changes the key, and nothing else does")
    func parts() {
        let standard = WarmStart.cacheKey(RunConfiguration(), path: .avx512)
        func key(_ change: (inout RunConfiguration) -> Void) -> String {
            var configuration = RunConfiguration()
            change(&configuration)
            return WarmStart.cacheKey(configuration, path: .avx512)
        }
        #expect(key { $0.model.cachePrecision = .float16 } != standard)
        #expect(key { $0.model.weightPrecision = .float16 } != standard)
        #expect(key { $0.warmStart.seed = 2 } != standard)
        #expect(key { $0.model.layers = 2 } != standard)
        #expect(key { $0.gradientShards = 4 } != standard)
        #expect(key { $0.seed = 2 } == standard)
        #expect(key { $0.strategy = .grpo } == standard)
        #expect(key { $0.trainTasks = 8 } == standard)
        #expect(WarmStart.cacheKey(RunConfiguration(), path: .portable) != standard)
    }
}
