import Foundation
import GRDB
import Runs
import Testing

@testable import RunStore

@Suite("Smoothed curves")
struct SmoothingTests {
    /// What TensorBoard computes, step by step; nil before the first value.
    private func smoothed(_ values: [Double], weight: Double) -> [Double?] {
        var sum = 0.0
        var count = 0.0
        return values.map { value in
            if value.isFinite {
                sum = weight * sum + (1 - weight) * value
                count += 1
            }
            return count == 0 ? nil : sum / (1 - pow(weight, count))
        }
    }

    private func series(
        _ reader: StoreReader, _ metrics: [Metric], _ steps: ClosedRange<Int>?, points: Int,
        weight: Double
    ) throws -> [Series] {
        let query = HistoryQuery.series(
            metrics: metrics, steps: steps, points: points, smoothing: weight)
        guard case .series(let series) = reader.answer(query) else {
            throw CocoaError(.fileReadUnknown)
        }
        return series
    }

    /// A run without groups, whose metrics are these.
    private func record(_ rows: [[Metric: Double]], with recorder: StoreRecorder, from first: Int)
        throws
    {
        for (index, row) in rows.enumerated() {
            var metrics = MetricRow()
            for (metric, value) in row { metrics[metric] = value }
            _ = recorder.record(
                .step(
                    StepRecord(
                        step: first + index, groups: [], metrics: metrics, depths: [], changes: [],
                        keyframe: nil)))
        }
        try recorder.flush()
    }

    @Test("every window shows what smoothing all steps from the first gives")
    func windows() throws {
        let temporary = try TemporaryFolder()
        let (folder, recorder) = try makeRun(in: temporary)
        var generator = SyntheticRun.SplitMix(state: 3)
        // Reward has gaps, the learning rate is constant for a while.
        var rewards: [Double] = []
        let rows = (1...500).map { step -> [Metric: Double] in
            let isMissing = step < 5 || (100..<140).contains(step) || step % 17 == 0
            rewards.append(isMissing ? .nan : Double.random(in: 0..<1, using: &generator))
            return [.reward: rewards[step - 1], .learningRate: step <= 300 ? 0.1 : 0.2]
        }
        try record(rows, with: recorder, from: 1)
        try recorder.close()
        let reader = try StoreReader(folder)
        defer { reader.close() }
        for round in 0..<60 {
            let weight = [0.6, 0.9, 0.99][round % 3]
            let expected = smoothed(rewards, weight: weight)
            let first = Int.random(in: 1...500, using: &generator)
            let last = Int.random(in: first...500, using: &generator)
            let points = Int.random(in: 1...200, using: &generator)
            let found = try series(
                reader, [.reward, .learningRate, .reward], first...last, points: points,
                weight: weight)
            #expect(found[0].buckets == found[2].buckets)
            for one in found {
                let ends = one.buckets.dropFirst().map { $0.step - 1 } + [last]
                for (bucket, end) in zip(one.buckets, ends) {
                    let value = try #require(bucket.smoothed)
                    if one.metric == .reward {
                        // Buckets without values are absent, so that the next may begin later.
                        let end = end - rewards[..<end].reversed().prefix { $0.isNaN }.count
                        #expect(abs(value - (expected[end - 1] ?? .nan)) < 1e-12)
                    } else {
                        #expect(end <= 300 ? value == 0.1 : value > 0.1 && value < 0.2 + 1e-12)
                    }
                }
            }
        }
        // Where no value is, no bucket is: a gap stays a gap.
        let gap = try series(reader, [.reward], 101...130, points: 30, weight: 0.9)
        #expect(gap[0].buckets.isEmpty)
        let plain = try series(reader, [.reward], nil, points: 10, weight: 0)
        #expect(plain[0].buckets.allSatisfy { $0.smoothed == nil })
        for weight in [1, 7, .infinity] {
            let still = try series(reader, [.reward], nil, points: 10, weight: weight)
            #expect(still[0].buckets.allSatisfy { $0.smoothed?.isFinite == true })
        }
        for weight in [-1, Double.nan] {
            let none = try series(reader, [.reward], nil, points: 10, weight: weight)
            #expect(none[0].buckets.allSatisfy { $0.smoothed == nil })
        }
    }

    @Test("a curve that grows, and one that a resume takes back, are smoothed anew")
    func growth() throws {
        let temporary = try TemporaryFolder()
        let (folder, recorder) = try makeRun(in: temporary)
        var generator = SyntheticRun.SplitMix(state: 4)
        func rows(_ count: Int) -> [[Metric: Double]] {
            (0..<count).map { _ in [.reward: Double.random(in: 0..<1, using: &generator)] }
        }
        var values: [Double] = []
        let reader = try StoreReader(folder)
        func check() throws {
            let found = try series(reader, [.reward], nil, points: 1000, weight: 0.9)
            let expected = smoothed(values, weight: 0.9)
            #expect(found[0].buckets.count == values.count)
            for (bucket, value) in zip(found[0].buckets, expected) {
                #expect(abs((bucket.smoothed ?? .nan) - (value ?? .nan)) < 1e-12)
            }
        }
        for _ in 0..<3 {
            let next = rows(40)
            try record(next, with: recorder, from: values.count + 1)
            values += next.compactMap { $0[.reward] }
            try check()
        }
        try recorder.prepareResume(from: makeCheckpoint(70))
        let next = rows(30)
        try record(next, with: recorder, from: 71)
        values = Array(values.prefix(70)) + next.compactMap { $0[.reward] }
        try check()
        reader.close()
        try recorder.close()
    }

    @Test("a long curve keeps few states, and goes on from them with the same bits")
    func coarseStates() throws {
        var generator = SyntheticRun.SplitMix(state: 6)
        var average = MovingAverage(weight: 0.98)
        var state = MovingAverage.State()
        var states = [state]
        let values = (1...100_000).map { _ in Double.random(in: -1...1, using: &generator) }
        for (index, value) in values.enumerated() {
            try average.append(value, step: index + 1)
            average.add(value, to: &state)
            states.append(state)
        }
        #expect(average.spacing == 16 && average.count <= MovingAverage.mostStates)
        for step in [0, 1, 15, 16, 17, 99_983, 99_984, 99_985, 99_999, 100_000, 200_000] {
            let known = average.known(upTo: step)
            #expect(known.step <= step && step - known.step < 16 || step > 100_000)
            #expect(known.state == states[known.step])
        }
        #expect(throws: BlobError.self) { try average.append(1, step: 1 << 39) }
    }

    @Test("between the states it keeps, a long run's steps are read again")
    func betweenStates() throws {
        let temporary = try TemporaryFolder()
        let (folder, recorder) = try makeRun(in: temporary)
        try record([[.reward: 0.5]], with: recorder, from: 1)
        var generator = SyntheticRun.SplitMix(state: 8)
        let place = try #require(Metric.allCases.firstIndex(of: .reward))
        var values = [0.5]
        try recorder.withDatabase { db in
            try db.inTransaction {
                let insert = try db.makeStatement(sql: "INSERT INTO step VALUES (?, ?, x'', x'')")
                for step in 2...20_000 {
                    values.append(Double.random(in: 0..<1, using: &generator))
                    var bytes = ByteWriter()
                    for _ in 0..<place { bytes.write(double: .nan) }
                    bytes.write(double: values[step - 1])
                    try insert.execute(arguments: [step, Data(bytes.bytes)])
                }
                return .commit
            }
        }
        try recorder.close()
        let reader = try StoreReader(folder)
        defer { reader.close() }
        let expected = smoothed(values, weight: 0.95)
        for (steps, points) in [
            (20_000...20_000, 1), (19_000...19_100, 60), (19_000...19_101, 200), (3...90, 40),
            (16_384...16_390, 10),
        ] {
            let found = try series(reader, [.reward], steps, points: points, weight: 0.95)[0]
            let ends = found.buckets.dropFirst().map { $0.step - 1 } + [steps.upperBound]
            #expect(!found.buckets.isEmpty)
            for (bucket, end) in zip(found.buckets, ends) {
                #expect(abs((bucket.smoothed ?? .nan) - (expected[end - 1] ?? .nan)) < 1e-12)
            }
        }
    }
}
