import Foundation
import Testing

/// What signals and `ctl` do to a run.
@Suite("Signals and control", .serialized)
struct SignalTests {
    @Test("SIGTERM checkpoints and exits 0, and the run resumes from that very step")
    func terminate() throws {
        let place = try Workplace(cache: try ReferenceRun.get().cache)
        let child = try place.train("gentle", "--steps", "100000")
        try place.waitForTrainer("gentle", child)
        _ = try place.status("gentle") { $0.step >= 2 }
        let start = ContinuousClock.now
        child.signal(SIGTERM)
        #expect(child.wait() == 0)
        print("SIGTERM to exit: \(seconds(since: start)) s")
        #expect(child.standardError.isEmpty)
        let status = try place.status("gentle")
        #expect(status.end == "interrupted")
        #expect(status.values["live"] as? Bool == false)
        let report = try place.object(["verify", "gentle"])
        #expect(report["step"] as? Int == status.step)
        #expect(report["checkpoint"] as? String == String(format: "step-%06d", status.step))
        _ = try place.digest("gentle")
    }

    @Test("SIGINT does the same to a headless run")
    func interrupt() throws {
        let place = try Workplace(cache: try ReferenceRun.get().cache)
        let child = try place.train("gentle", "--steps", "100000")
        try place.waitForTrainer("gentle", child)
        child.signal(SIGINT)
        #expect(child.wait() == 0)
        #expect(try place.status("gentle").end == "interrupted")
    }

    @Test(
        "a second signal exits 130 at once, and the store is sound",
        arguments: [(SIGTERM, SIGTERM), (SIGINT, SIGINT), (SIGTERM, SIGINT)])
    func twice(first: Int32, second: Int32) throws {
        let place = try Workplace(cache: try ReferenceRun.get().cache)
        // A step so long that the end of the first signal's stop is far away.
        let child = try place.train(
            "hasty", "--steps", "100000", "--set", "evaluation.final_count=100")
        try place.waitForTrainer("hasty", child)
        _ = try place.status("hasty") { $0.step >= 1 }
        kill(child.pid, SIGSTOP)
        // Both wait for the stopped process, so that it gets them in one breath.
        child.signal(first)
        if first != second { child.signal(second) }
        kill(child.pid, SIGCONT)
        if first == second {
            // Equal signals that wait are one: the second may be sent when the first was taken.
            while child.isRunning {
                child.signal(second)
                poll(nil, 0, 1)
            }
        }
        let code = child.wait()
        // A stop that was quicker than the second signal is a graceful one.
        #expect(code == 130 || (first == second && code == 0), "\(code ?? -999)")
        _ = try place.digest("hasty")
        let resumed = try place.start(
            "resume", "hasty", "--headless", "--threads", "1")
        try place.waitForTrainer("hasty", resumed)
        try place.tell("hasty", "stop")
        #expect(resumed.wait() == 0, "\(resumed.standardError)")
        _ = try place.digest("hasty")
    }

    @Test("ctl tells how the run stands, and pausing is quick in warm start and training")
    func pausing() throws {
        let place = try Workplace()
        let child = try place.train("long", "--steps", "100000")
        try place.waitForTrainer("long", child)
        var times: [String] = []
        for target in [0, 1, 40] {
            _ = try place.status("long") { $0.step >= target }
            let start = ContinuousClock.now
            let told = try place.tell("long", "pause")
            let acknowledged = seconds(since: start)
            #expect(["pausing", "paused"].contains(told.control), "\(told.values)")
            let status = try place.status("long", upTo: 20) { $0.control == "paused" }
            times.append(
                "\(status.phase ?? "?") at step \(status.step): told \(acknowledged) s, "
                    + "seen paused \(seconds(since: start)) s")
            for key in [
                "run", "phase", "control", "step", "steps", "step_time", "eta_seconds", "reward",
                "buffer_size", "alarms",
            ] { #expect(status.values.keys.contains(key), "\(key)") }
            #expect(status.values["run"] as? String == "long")
            #expect(status.values["steps"] as? Int == 100_000)
            #expect(status.reason == "asked to")
            // Paused is paused: nothing moves until it is told to.
            #expect(try place.status("long").step == status.step)
            #expect(try place.tell("long", "resume").control == "running")
        }
        print("pausing, two processes' starts included: \(times)")
        try place.tell("long", "stop")
        #expect(child.wait() == 0, "\(child.standardError)")
    }

    @Test("stop ends a paused run gracefully")
    func stopPaused() throws {
        let place = try Workplace(cache: try ReferenceRun.get().cache)
        let child = try place.train("parked", "--steps", "100000")
        try place.waitForTrainer("parked", child)
        try place.tell("parked", "pause")
        _ = try place.status("parked") { $0.control == "paused" }
        try place.tell("parked", "stop")
        #expect(child.wait() == 0, "\(child.standardError)")
        #expect(try place.status("parked").end == "interrupted")
    }

    @Test("a headless run writes no escape codes and at most one line an interval")
    func plainLines() throws {
        let place = try Workplace(cache: try ReferenceRun.get().cache)
        let child = try place.train("plain")
        #expect(child.wait() == 0)
        #expect(!child.standardOutput.contains("\u{1b}"))
        #expect(!child.standardOutput.contains("\r"))
        #expect(child.standardOutput.contains("finished after step 60"))
    }
}
