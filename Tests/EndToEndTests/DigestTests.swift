import Foundation
import Testing

/// The same configuration and seed give the same bits, whatever happens to the process meanwhile.
@Suite("Digest", .serialized)
struct DigestTests {
    @Test("a run on two threads, from the cached warm start, has the bits of one on one thread")
    func threads() throws {
        let reference = try ReferenceRun.get()
        let place = try Workplace(cache: reference.cache)
        let child = try place.start(
            "train", "tiny.yaml", "--headless", "--threads", "2", "--name", "two")
        try #require(child.wait() == 0, "\(child.standardError)")
        #expect(try place.digest("two") == reference.digest)
    }

    @Test("another seed gives other bits")
    func seed() throws {
        let reference = try ReferenceRun.get()
        let place = try Workplace(cache: reference.cache)
        let child = try place.train("other", "--seed", "2", "--steps", "8")
        try #require(child.wait() == 0, "\(child.standardError)")
        let other = try place.train("again", "--seed", "3", "--steps", "8")
        try #require(other.wait() == 0, "\(other.standardError)")
        #expect(try place.digest("other") != place.digest("again"))
    }

    @Test("a run that is paused, stepped, checkpointed and resumed by hand has the same bits")
    func controlled() throws {
        let reference = try ReferenceRun.get()
        let place = try Workplace(cache: reference.cache)
        let child = try place.train("hand", pausedAfter: 4)
        let parked = try place.status("hand")
        try place.tell("hand", "step", "5")
        let stepped = try place.status("hand") {
            $0.control == "paused" && $0.step == parked.step + 5
        }
        #expect(stepped.reason == "steps done")
        try place.tell("hand", "checkpoint")
        try place.tell("hand", "step")
        _ = try place.status("hand") { $0.control == "paused" && $0.step == parked.step + 6 }
        try place.tell("hand", "resume")
        try #require(child.wait() == 0, "\(child.standardError)")
        #expect(try place.digest("hand") == reference.digest)
    }

    @Test("a run that SIGTERM stops, and that is resumed, has the same bits")
    func stopped() throws {
        let reference = try ReferenceRun.get()
        let place = try Workplace()
        // Once in the warm start, once in training; the trainer listens before it begins.
        let first = try place.train("stopped")
        try place.waitForTrainer("stopped", first)
        first.signal(SIGTERM)
        try #require(first.wait() == 0, "\(first.standardError)")
        let halted = try place.status("stopped")
        #expect(halted.end == "interrupted")
        let second = try place.resume("stopped")
        _ = try place.status("stopped") { $0.step >= 3 }
        second.signal(SIGTERM)
        try #require(second.wait() == 0, "\(second.standardError)")
        if try place.status("stopped").end == "interrupted" {
            let third = try place.resume("stopped")
            try #require(third.wait() == 0, "\(third.standardError)")
        }
        #expect(try place.digest("stopped") == reference.digest)
    }

    @Test("runs killed twenty times at random moments, the warm start included, have the same bits")
    func killed() throws {
        let reference = try ReferenceRun.get()
        var numbers = SeededNumbers(seed: 20)
        var kills = 0
        var steps: [Int] = []
        var run = 0
        while kills < 20 {
            // A place of its own, so that each run has its warm start to do.
            let place = try Workplace()
            run += 1
            let name = "killed-\(run)"
            var child = try place.train(name)
            var isFinished = false
            while !isFinished {
                let delay = Double.random(in: 0...0.8, using: &numbers) * reference.seconds
                // Five kills are enough for one run; then it may reach its end.
                let isLast = kills >= 5 * run || kills >= 20
                if let code = child.wait(upTo: isLast ? 120 : delay) {
                    try #require(code == 0, "\(name) after \(kills) kills: \(child.standardError)")
                    isFinished = true
                    continue
                }
                child.signal(SIGKILL)
                // It may have ended by itself just before.
                isFinished = child.wait() == 0
                if isFinished { continue }
                try #require(child.wait() == -SIGKILL)
                kills += 1
                let asked = try place.run(["ctl", name, "status", "--json"])
                if asked.code == 0 {
                    let status = try place.status(name)
                    steps.append(status.step)
                    isFinished = status.end == "finished"
                    if !isFinished { child = try place.resume(name) }
                } else {
                    // Killed before its first commit: there is nothing to resume, it says so, and
                    // the name can be used again.
                    try #require(
                        asked.code == 2 && asked.errors.contains(name),
                        "\(asked.errors)")
                    steps.append(-1)
                    child = try place.train(name)
                }
            }
            #expect(try place.digest(name) == reference.digest, "\(name)")
        }
        print("killed in \(run) runs after steps \(steps)")
    }

    @Test("a run edited while it lives keeps its edit through a kill, and ends with the same bits")
    func edited() throws {
        let reference = try ReferenceRun.get()
        let place = try Workplace(cache: reference.cache)
        var digests: [String] = []
        for (name, isKilled) in [("edited", false), ("killed", true)] {
            // Past the first checkpoint, and between two.
            let child = try place.train(name, pausedAfter: 23)
            try place.tell(name, "set", "learning_rate=0.002")
            // The boundary is here: it is committed and in force while the run is paused.
            let set = try place.status(name) {
                ($0.values["edits"] as? [[String: Any]])?.first?["key"] as? String
                    == "learning_rate"
            }
            #expect(set.step == 23 && set.control == "paused")
            if isKilled {
                try place.tell(name, "step", "2")
                _ = try place.status(name) { $0.control == "paused" && $0.step == 25 }
                child.signal(SIGKILL)
                _ = child.wait()
                let again = try place.resume(name)
                try #require(again.wait() == 0, "\(again.standardError)")
            } else {
                try place.tell(name, "resume")
                try #require(child.wait() == 0, "\(child.standardError)")
            }
            digests.append(try place.digest(name))
        }
        #expect(digests[0] == digests[1])
        #expect(digests[0] != reference.digest)
    }
}
