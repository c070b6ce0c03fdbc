import Foundation
import GRDB
import Runs
import Synchronization
import Testing

@testable import RunStore

@Suite("Jumping through a run")
struct JumpTests {
    /// What each screen asks at a step.
    private static func screens(_ step: Int, points: Int = 1024)
        -> [(name: String, queries: [HistoryQuery])]
    {
        func curves(_ metrics: [Metric]) -> HistoryQuery {
            .series(metrics: metrics, steps: 1...step, points: points, smoothing: 0.9)
        }
        let row = HistoryQuery.series(metrics: Metric.allCases, steps: step...step, points: 1)
        let chain = HistoryQuery.chain(RevisionID(step: step, group: 0, completion: 0))
        return [
            (
                "overview",
                [
                    row, curves([.reward]), .buffer(step: step), .depths(step: step, window: 50),
                    .episodes(upTo: step, limit: 1), chain, .marks(upTo: step),
                ]
            ),
            ("buffer", [row, .buffer(step: step)]),
            ("depth", [row, .depths(step: step, window: 500)]),
            ("curves", [row, curves(Array(Metric.allCases.prefix(9))), .marks(upTo: step)]),
            ("chain", [row, .episodes(upTo: step, limit: 128), chain]),
            ("logs", [row, .log(level: .info, before: nil, limit: 200, upTo: step)]),
            ("tree", [row, .tree(step: step)]),
            ("heat map", [row, .depthGrid(steps: 1...step, columns: 96)]),
            (
                "cell",
                [
                    row,
                    .chains(
                        ChainFilter(steps: max(1, step - 100)...step, depth: 2, order: .best),
                        limit: 128),
                ]
            ),
            (
                "search",
                [row, .chains(ChainFilter(steps: 1...step, change: .rightToWrong), limit: 1)]
            ),
        ]
    }

    private func record(_ steps: Int, groups: Int, completions: Int, in temporary: TemporaryFolder)
        throws -> RunFolder
    {
        var run = SyntheticRun(groups: groups, completions: completions)
        let (folder, recorder) = try makeRun(in: temporary, configuration: run.configuration)
        for step in 1...steps {
            _ = recorder.record(.step(run.next()))
            if step.isMultiple(of: 20) {
                _ = recorder.record(
                    .log(LogEntry(time: 1, level: .info, step: step, message: "a line")))
            }
        }
        try recorder.close()
        return folder
    }

    @Test("no screen looks at more rows when the run is longer than it needs to draw")
    func rows() throws {
        let temporary = try TemporaryFolder()
        let folder = try record(3000, groups: 2, completions: 2, in: temporary)
        let reader = try StoreReader(folder)
        defer { reader.close() }
        var counts: [String: Int] = [:]
        try reader.read { known in
            // The first look at the curves computes averages of all steps, once.
            var count = 0
            let memory = ReaderMemory()
            let history = HistoryReader(
                db: known.db, folder: folder, configuration: known.configuration,
                places: known.places, formatting: known.formatting,
                isCancelled: {
                    count += 1
                    return false
                }, memory: memory)
            for screen in Self.screens(3000) {
                for query in screen.queries { _ = try history.answer(query) }
            }
            var generator = SyntheticRun.SplitMix(state: 12)
            for _ in 0..<40 {
                let step = Int.random(in: 1...3000, using: &generator)
                for screen in Self.screens(step, points: 256) {
                    count = 0
                    memory.buffer.withLock { $0 = nil }
                    for query in screen.queries { _ = try history.answer(query) }
                    counts[screen.name] = max(counts[screen.name] ?? 0, count)
                }
            }
        }
        // Three nodes a bucket of a curve, steps since a keyframe, groups that buffer entries were
        // made from, sixteen steps a column: none of these grows with the run.
        print("rows at most: \(counts)")
        let bounds = [
            "overview": 1400, "buffer": 400, "depth": 510, "curves": 800, "chain": 260,
            "logs": 210, "tree": 1500, "heat map": 1540, "cell": 700, "search": 700,
        ]
        for (name, bound) in bounds {
            #expect(try #require(counts[name]) <= bound, "\(name)")
        }
    }

    /// Not a test but a measurement, of a build for release:
    /// `REDRAFT_JUMPS=10000 swift test -c release --filter JumpTests`.
    @Test(
        "99 of 100 random jumps are answered within 50 ms",
        .enabled(if: ProcessInfo.processInfo.environment["REDRAFT_JUMPS"] != nil))
    func times() throws {
        let steps = Int(ProcessInfo.processInfo.environment["REDRAFT_JUMPS"] ?? "") ?? 10_000
        let temporary = try TemporaryFolder()
        let folder = try record(steps, groups: 32, completions: 8, in: temporary)
        let reader = try StoreReader(folder)
        defer { reader.close() }
        let clock = ContinuousClock()
        var generator = SyntheticRun.SplitMix(state: 13)
        var times: [String: [Duration]] = [:]
        for screen in Self.screens(steps) {
            let time = clock.measure { for query in screen.queries { _ = reader.answer(query) } }
            print("first \(screen.name): \(time)")
        }
        var all: [Duration] = []
        for jump in 0..<1000 {
            let screens = Self.screens(Int.random(in: 1...steps, using: &generator))
            let screen = screens[jump % screens.count]
            let time = clock.measure { for query in screen.queries { _ = reader.answer(query) } }
            times[screen.name, default: []].append(time)
            all.append(time)
        }
        for (name, times) in times.sorted(by: { $0.key < $1.key }) {
            let sorted = times.sorted()
            print("\(name): median \(sorted[sorted.count / 2]), most \(sorted[sorted.count - 1])")
        }
        let p99 = all.sorted()[989]
        print("p99 of 1,000 random jumps: \(p99)")
        #expect(p99 < .milliseconds(50))
    }

    @Test("a query that is given up stops, whatever it reads", arguments: [0, 3, 40, 700])
    func cancelling(after count: Int) throws {
        let temporary = try TemporaryFolder()
        let folder = try record(400, groups: 4, completions: 2, in: temporary)
        let reader = try StoreReader(folder)
        defer { reader.close() }
        try reader.read { known in
            for screen in Self.screens(400) {
                for query in screen.queries {
                    var looked = 0
                    let history = HistoryReader(
                        db: known.db, folder: folder, configuration: known.configuration,
                        places: known.places, formatting: known.formatting,
                        isCancelled: {
                            looked += 1
                            return looked > count
                        }, memory: ReaderMemory())
                    do {
                        _ = try history.answer(query)
                        #expect(looked <= count)
                    } catch is CancellationError {
                        #expect(looked == count + 1)
                    }
                }
            }
        }
    }
}
