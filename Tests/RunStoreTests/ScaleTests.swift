import Foundation
import Runs
import Testing

@testable import RunStore

@Suite("A long run")
struct ScaleTests {
    @Test("of 10,000 steps every curve and buffer is answered at once")
    func queries() throws {
        let temporary = try TemporaryFolder()
        var run = SyntheticRun(groups: 4, completions: 2)
        let (folder, recorder) = try makeRun(in: temporary, configuration: run.configuration)
        var rewards: [Double] = []
        for _ in 0..<10_000 {
            let record = run.next()
            rewards.append(record.metrics[.reward] ?? .nan)
            _ = recorder.record(.step(record))
        }
        try recorder.close()
        let reader = try StoreReader(folder)
        var generator = SyntheticRun.SplitMix(state: 5)

        // Reduced curves agree with the values they were reduced from.
        for _ in 0..<50 {
            let first = Int.random(in: 1...10_000, using: &generator)
            let last = Int.random(in: first...10_000, using: &generator)
            let points = Int.random(in: 1...300, using: &generator)
            guard
                case .series(let series) = reader.answer(
                    .series(metrics: [.reward], steps: first...last, points: points))
            else { return #expect(Bool(false), "no series") }
            let buckets = series[0].buckets
            #expect(buckets.count <= points && buckets.first?.step == first)
            let ends = buckets.dropFirst().map { $0.step - 1 } + [last]
            for (bucket, end) in zip(buckets, ends) {
                let values = rewards[(bucket.step - 1)..<end]
                #expect(bucket.count == values.count)
                #expect(abs(bucket.minimum - (values.min() ?? 0)) < 1e-6)
                #expect(abs(bucket.maximum - (values.max() ?? 0)) < 1e-6)
                #expect(abs(bucket.last - (values.last ?? 0)) < 1e-6)
                let mean = values.reduce(0, +) / Double(values.count)
                #expect(abs(bucket.mean - mean) < 1e-5)
            }
        }

        let curves = times(200) {
            let last = Int.random(in: 1...10_000, using: &generator)
            _ = reader.answer(
                .series(
                    metrics: [.reward, .solved, .kl, .entropy], steps: 1...last, points: 200))
        }
        let buffers = times(200) {
            _ = reader.answer(.buffer(step: Int.random(in: 1...10_000, using: &generator)))
        }
        let chains = times(200) {
            let step = Int.random(in: 1...10_000, using: &generator)
            _ = reader.answer(.chain(RevisionID(step: step, group: 0, completion: 0)))
        }
        print("p99 of random queries: curves \(curves), buffers \(buffers), chains \(chains)")
        // Bounds for an unoptimised build on a busy machine; a release build takes a tenth.
        #expect(curves < .milliseconds(500) && buffers < .seconds(1) && chains < .seconds(1))
        reader.close()
    }

    /// The time that one call in a hundred exceeds.
    private func times(_ count: Int, _ body: () -> Void) -> Duration {
        let clock = ContinuousClock()
        let all = (0..<count).map { _ in clock.measure(body) }.sorted()
        return all[count * 99 / 100]
    }
}
