import Foundation
import Testing

/// The dashboard's costs, measured on the program itself.
@Suite("Budgets", .serialized)
struct BudgetTests {
    /// Numbers sorted, and the one below which a share of them lies.
    private static func quantile(_ share: Double, of figures: [Double]) -> Double {
        let sorted = figures.sorted()
        return sorted.isEmpty
            ? .nan : sorted[min(sorted.count - 1, Int(share * Double(sorted.count)))]
    }

    /// Seconds from a key to the end of its frame; nil if it changed nothing that shows.
    private static func answer(_ key: String, _ line: Pseudoterminal) -> Double? {
        let start = ContinuousClock.now
        line.type(key)
        guard line.frame(upTo: 5) != nil else { return nil }
        return seconds(since: start)
    }

    @Test("nothing is drawn and nothing is done while nothing happens")
    func idle() throws {
        let place = try Workplace(cache: try ReferenceRun.get().cache)
        let paused = try Watched(
            ["train", "tiny.yaml", "--threads", "1", "--paused", "--name", "parked"], in: place)
        try paused.wait(for: "─ Run ")
        try place.park("parked", after: 3)
        let recorded = try Watched(
            ["watch", Workplace.package.path + "/sample-runs/exit"], in: place)
        try recorded.wait(for: "─ Run ")
        // A notice goes away after some seconds, and on a busy machine the answers to the screen's
        // first questions are long in coming: something happens then. What never comes to rest fails.
        let end = ContinuousClock.now + .seconds(40)
        var (bytes, times) = (0, [0.0])
        repeat {
            bytes = 0
            let before = [paused, recorded].map(\.processSeconds)
            let start = ContinuousClock.now
            while seconds(since: start) < 3 {
                bytes += paused.line.takeBytes(upTo: 0.1).count
                bytes += recorded.line.takeBytes(upTo: 0.1).count
            }
            times = zip([paused, recorded], before).map { ($0.processSeconds - $1) * 1000 }
        } while (bytes > 0 || times.contains { $0 > Budget.idleTime.allowed })
            && ContinuousClock.now < end
        Budget.idleBytes.check(Double(bytes))
        for time in times { Budget.idleTime.check(time) }
        // They are alive all the same.
        for one in [paused, recorded] {
            let frame = Self.answer("6", one.line)
            #expect(frame != nil)
            one.kill()
        }
    }

    @Test("a frame costs little, and the first comes soon")
    func drawing() throws {
        let place = try Workplace()
        let start = ContinuousClock.now
        let watched = try Watched(
            ["watch", Workplace.package.path + "/sample-runs/exit"], in: place)
        let first = watched.line.frame()
        try #require(first != nil, "\(watched.child.standardError)")
        Budget.firstFrame.check(seconds(since: start) * 1000)
        var costs: [Double] = []
        for key in Array(repeating: ["2", "3", "4", "6", "1"], count: 12).flatMap({ $0 }) {
            // Answers to what the screen asks for come in frames of their own.
            let isQuiet = watched.line.settle(quiet: 0.12)
            try #require(isQuiet)
            let before = watched.mainSeconds
            let time = Self.answer(key, watched.line)
            try #require(time != nil, "key \(key)")
            costs.append((watched.mainSeconds - before) * 1000)
        }
        Budget.draw.check(Self.quantile(0.5, of: costs))
        watched.kill()
    }

    @Test("keys are answered at once while training uses every thread, and watching costs little")
    func training() throws {
        let place = try Workplace()
        // The default shape, whose warm start ships with the sample runs.
        let watched = try Watched(
            ["train", "--threads", "2", "--name", "busy", "--steps", "100000"], in: place)
        try watched.wait(for: "─ Run ")
        _ = try place.status("busy", upTo: 300) { $0.step >= 2 }
        let start = (ContinuousClock.now, watched.mainSeconds)
        var bytes = 0
        while seconds(since: start.0) < (Budget.isRelease ? 10 : 4) {
            bytes += watched.line.takeBytes(upTo: 0.1).count
        }
        print("\(bytes) bytes in \(seconds(since: start.0)) s of training")
        Budget.dashboardShare.check(
            (watched.mainSeconds - start.1) / seconds(since: start.0) * 100)
        var random = SeededNumbers(seed: 7)
        var times: [Double] = []
        let keys = ["2", "3", "4", "6", "1", "?", "?"]
        for index in 0..<(Budget.isRelease ? 700 : 70) {
            // As a person types: not in step with the news.
            let end = ContinuousClock.now + .milliseconds(Int.random(in: 20...90, using: &random))
            while ContinuousClock.now < end { _ = watched.line.takeBytes(upTo: 0.005) }
            let time = Self.answer(keys[index % keys.count], watched.line)
            times.append((try #require(time)) * 1000)
        }
        print(
            "key to frame, ms: median \(Self.quantile(0.5, of: times)), "
                + "90 % \(Self.quantile(0.9, of: times)), longest \(times.max() ?? 0)")
        Budget.keyToFrame.check(Self.quantile(0.99, of: times))
        watched.kill()
    }

    /// The most memory that looking at a run's curves and screens takes.
    private static func memory(of run: String, in place: Workplace) throws -> Double {
        let watched = try Watched(["watch", run], in: place)
        try watched.wait(for: "─ Run ")
        for key in ["", "4", "]", "+", "+", "-", "[", "2", "3", "1"] {
            watched.line.type(key)
            let isQuiet = watched.line.settle(quiet: 0.3)
            try #require(isQuiet)
        }
        let peak = watched.peakBytes
        watched.line.type("q")
        #expect(watched.child.wait() == 0)
        return Double(peak) * 1e-6
    }

    @Test("a run of very many steps takes hardly more memory than a short one")
    func memory() throws {
        let place = try Workplace()
        let steps = Budget.isRelease ? 1_000_000 : 50_000
        try LongRun.make(steps, in: place.folder.appending(path: "runs/long"))
        let short = try Self.memory(of: Workplace.package.path + "/sample-runs/exit", in: place)
        let long = try Self.memory(of: "long", in: place)
        print("memory at most: \(short) MB for 600 steps, \(long) MB for \(steps)")
        Budget.memoryGrowth.check(long - short)
    }
}
