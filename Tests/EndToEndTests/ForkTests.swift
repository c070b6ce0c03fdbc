import Foundation
import Testing

/// A fork goes on with the same bits, from whatever step, until a setting makes it another run.
@Suite("Fork", .serialized)
struct ForkTests {
    /// A workplace with the reference run in it, finished.
    private func place(_ more: String...) throws -> Workplace {
        let place = try Workplace(cache: ReferenceRun.get().cache)
        let outcome = try place.run(
            ["train", "tiny.yaml", "--headless", "--threads", "1", "--name", "parent"] + more)
        try #require(outcome.code == 0, "\(outcome.errors)")
        return place
    }

    @discardableResult
    private func fork(
        _ place: Workplace, _ parent: String, at step: Int, as name: String, _ more: String...
    ) throws -> Workplace.Outcome {
        let outcome = try place.run(
            ["fork", parent, "--at", "\(step)", "--name", name, "--headless", "--threads", "1"]
                + more)
        try #require(outcome.code == 0, "\(outcome.errors)")
        return outcome
    }

    /// A step's metrics and groups, without what depends on the machine and the moment.
    private func step(_ place: Workplace, _ run: String, _ step: Int) throws -> NSDictionary {
        var object = try place.object(["show", run, "--step", "\(step)"])
        var metrics = try #require(object["metrics"] as? [String: Any])
        for name in metrics.keys
        where name.hasSuffix("_time") || name.hasSuffix("_wait") || name.hasSuffix("_second")
            || name.hasSuffix("_bytes")
        {
            metrics[name] = nil
        }
        object["metrics"] = metrics
        return object as NSDictionary
    }

    @Test(
        "an unchanged fork ends with the bits of its parent: at a checkpoint, between, at 0, at the end"
    )
    func unchanged() throws {
        let place = try place()
        let digest = try ReferenceRun.get().digest
        for at in [49, 52, 0, 60] {
            let name = "at-\(at)"
            let outcome = try fork(place, "parent", at: at, as: name)
            // A replayed step that differs from the recorded one would be told here.
            #expect(outcome.errors.isEmpty, "\(outcome.errors)")
            #expect(outcome.output.contains("replaying") == (at == 52 || at == 0))
            #expect(try place.digest(name) == digest, "\(name)")
            let shown = try place.object(["show", name])
            #expect(shown["origin"] as? NSDictionary == ["run": "parent", "step": at])
            #expect(shown["state"] as? String == "finished")
        }
        #expect(try place.digest("parent") == digest)
        let made = try FileManager.default.contentsOfDirectory(
            atPath: place.folder.appending(path: "runs").path)
        #expect(made.count == 5, "\(made)")
    }

    @Test(
        "a fork with another learning rate has its parent's steps up to the fork, and others after")
    func changed() throws {
        let place = try place()
        try fork(place, "parent", at: 52, as: "child", "--set", "learning_rate=0.01")
        for at in [1, 40, 52] {
            #expect(try step(place, "child", at) == step(place, "parent", at), "step \(at)")
        }
        for at in [53, 60] {
            #expect(try step(place, "child", at) != step(place, "parent", at), "step \(at)")
        }
        let configuration =
            try place.object(["show", "child"])["configuration"] as? [String: String]
        #expect(configuration?["learning_rate"] == "0.01")
        let file = place.folder.appending(path: "runs/child/config.yaml")
        #expect(try String(contentsOf: file, encoding: .utf8).contains("learning_rate: 0.01\n"))
    }

    @Test("a fork of a fork is replayed with each step's own settings")
    func settingsOfSteps() throws {
        let place = try place()
        try fork(
            place, "parent", at: 30, as: "child", "--set", "beta=0.5", "--set",
            "curriculum.sharpness=30", "--set", "curriculum.capacity=300")
        // Its checkpoint of step 30 is gone by now: all is replayed from the warm start.
        let outcome = try fork(place, "child", at: 40, as: "grandchild")
        #expect(outcome.errors.isEmpty && outcome.output.contains("replaying"))
        #expect(try place.digest("grandchild") == place.digest("child"))
        #expect(try place.digest("grandchild") != ReferenceRun.get().digest)
        // Before the first fork the first settings hold, and with them the first run's bits.
        try fork(place, "child", at: 20, as: "again")
        #expect(try place.digest("again") == ReferenceRun.get().digest)
    }

    @Test("a fork of a run that was edited, and extended, repeats both at their steps")
    func editedAndExtended() throws {
        let place = try Workplace(cache: ReferenceRun.get().cache)
        let child = try place.train(
            "parent", pausedAfter: 9, "--steps", "40", "--set", "save_total_limit=1")
        try place.tell("parent", "set", "learning_rate=0.002")
        try place.tell("parent", "resume")
        try #require(child.wait() == 0, "\(child.standardError)")
        let first = try place.digest("parent")
        let extended = try place.run(
            ["resume", "parent", "--steps", "60", "--headless", "--threads", "1"])
        try #require(extended.code == 0, "\(extended.errors)")
        // All of it from the warm start: through the edit, and past the end that was.
        let outcome = try fork(place, "parent", at: 45, as: "late")
        #expect(outcome.errors.isEmpty && outcome.output.contains("replaying"))
        #expect(try place.digest("late") == place.digest("parent"))
        // Before it was extended the run was to end at step 40, and so is its fork.
        let at = 14
        try fork(place, "parent", at: at, as: "early")
        #expect(try place.digest("early") == first)
        // A fork edited at the very step it begins keeps the edit when it is forked in turn.
        try fork(place, "parent", at: at, as: "edited", "--set", "learning_rate=0.005")
        try fork(place, "edited", at: at + 1, as: "again")
        #expect(try place.digest("again") == place.digest("edited"))
        #expect(try place.digest("again") != first)
    }

    @Test("a finished run that keeps its model alone is forked at its end by replay, and goes on")
    func modelOnly() throws {
        let place = try place(
            "--set", "save_only_model=true", "--set", "save_total_limit=1", "--steps", "40")
        let outcome = try fork(place, "parent", at: 40, as: "child", "--steps", "45")
        #expect(outcome.output.contains("replaying"))
        #expect(outcome.errors.contains("step-000040: holds the model alone"))
        #expect(try place.object(["show", "child"])["step"] as? Int == 45)
        #expect(try step(place, "child", 40) == step(place, "parent", 40))
    }

    @Test("a run is forked while it is in training, and neither disturbs the other")
    func live() throws {
        let reference = try ReferenceRun.get()
        let place = try Workplace(cache: reference.cache)
        let parent = try place.train("parent", pausedAfter: 9)
        let parked = try place.status("parent")
        try fork(place, "parent", at: parked.step - 2, as: "parked")
        try place.tell("parent", "resume")
        // As it goes on; it may be over before the fork is.
        try fork(place, "parent", at: parked.step, as: "running")
        try #require(parent.wait() == 0, "\(parent.standardError)")
        for name in ["parent", "parked", "running"] {
            #expect(try place.digest(name) == reference.digest, "\(name)")
        }
    }

    @Test("steps that come out otherwise than recorded are told, and are the fork's from there on")
    func differing() throws {
        let place = try place()
        // A store that says of its steps what is not so, as one made by other kernels does. Key and
        // value stand side by side in the file.
        let file = place.folder.appending(path: "runs/parent/run.sqlite")
        var bytes = try Data(contentsOf: file)
        let text = try #require(bytes.range(of: Data("\u{19}learning_rate0.0005".utf8)))
        bytes.replaceSubrange(text.suffix(4), with: Data("0009".utf8))
        try bytes.write(to: file)
        let outcome = try fork(place, "parent", at: 52, as: "child")
        #expect(outcome.errors.contains("step 50"), "\(outcome.errors)")
        #expect(outcome.errors.contains("learning_rate"), "\(outcome.errors)")
        #expect(try step(place, "child", 49) == step(place, "parent", 49))
        #expect(try step(place, "child", 50) != step(place, "parent", 50))
        #expect(try place.object(["verify", "child"])["ok"] as? Bool == true)
        let log = try place.run(["render", "child", "--screen", "logs", "--size", "300x60"])
        #expect(log.output.contains("not as it was recorded"))
    }

    @Test("a fork that is interrupted leaves nothing")
    func interrupted() throws {
        let place = try Workplace()
        let trained = try place.run([
            "train", "tiny.yaml", "--headless", "--threads", "1", "--name", "parent", "--steps",
            "8",
            "--set", "warm_start.batch=256", "--set", "save_total_limit=1",
        ])
        try #require(trained.code == 0, "\(trained.errors)")
        // Without the cache the warm start, which takes seconds, is done again.
        try FileManager.default.removeItem(at: place.cache)
        let child = try place.start(
            "fork", "parent", "--at", "5", "--name", "child", "--headless", "--threads", "1")
        let came = wait { child.standardOutput.contains("warm start") || !child.isRunning }
        try #require(came && child.isRunning, "\(child.standardError)")
        child.signal(SIGINT)
        #expect(child.wait() == 1)
        #expect(child.standardError.contains("nothing was made"))
        let runs = place.folder.appending(path: "runs").path
        #expect(try FileManager.default.contentsOfDirectory(atPath: runs) == ["parent"])
    }

    @Test("runs are archived, taken back and deleted by scripts, but for one in training")
    func moving() throws {
        let place = try place("--steps", "2")
        func run(_ words: String...) throws -> Workplace.Outcome { try place.run(words) }
        #expect(try run("archive", "parent").code == 0)
        #expect(try run("show", "parent").code == 2)
        #expect(try run("show", "runs/archive/parent").code == 0)
        #expect(try run("archive", "parent", "--undo").code == 0)
        let refused = try run("delete", "parent")
        #expect(refused.code == 2 && refused.errors.contains("--yes"))
        #expect(try run("show", "parent").code == 0)
        let live = try place.train("live", pausedAfter: 0)
        for words in [["archive", "live"], ["delete", "live", "--yes"]] {
            let outcome = try place.run(words)
            #expect(outcome.code == 2 && outcome.errors.contains("process \(live.pid)"))
        }
        live.signal(SIGTERM)
        try #require(live.wait() == 0)
        #expect(try run("delete", "live", "--yes").code == 0)
        #expect(try run("show", "live").code == 2)
    }
}
