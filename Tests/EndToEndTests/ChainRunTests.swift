import Foundation
import Testing

/// A run of whole chains is recorded, resumed, forked and shown like any other.
@Suite("A run of chains", .serialized)
struct ChainRunTests {
    private static let chain = ["--strategy", "chain", "--set", "chain.depth=4"]

    private func train(
        _ place: Workplace, _ name: String, threads: Int = 1, _ more: String...
    ) throws -> Child {
        try place.start(
            Workplace.program,
            ["train", "tiny.yaml", "--headless", "--threads", "\(threads)", "--name", name]
                + Self.chain + more)
    }

    @Test("killed and resumed, on two threads, or forked by replay, it has the same bits")
    func sameBits() throws {
        let place = try Workplace(cache: ReferenceRun.get().cache)
        let straight = try train(place, "straight")
        try #require(straight.wait() == 0, "\(straight.standardError)")
        let digest = try place.digest("straight")
        #expect(try digest != ReferenceRun.get().digest)

        let threads = try train(place, "threads", threads: 2)
        try #require(threads.wait() == 0, "\(threads.standardError)")
        #expect(try place.digest("threads") == digest)

        let killed = try train(place, "killed", threads: 1, "--paused")
        try place.waitForTrainer("killed", killed)
        // Between two checkpoints.
        try place.park("killed", after: 25)
        killed.signal(SIGKILL)
        _ = killed.wait()
        let resumed = try place.resume("killed")
        try #require(resumed.wait() == 0, "\(resumed.standardError)")
        #expect(try place.digest("killed") == digest)

        // Between checkpoints: the steps before it are trained again and held against the record.
        let fork = try place.run([
            "fork", "straight", "--at", "52", "--name", "fork", "--headless", "--threads", "1",
        ])
        try #require(fork.code == 0, "\(fork.errors)")
        #expect(fork.errors.isEmpty && fork.output.contains("replaying"))
        #expect(try place.digest("fork") == digest)
    }

    @Test("its chains are shown whole, from the draft to the last revision, within one step")
    func shown() throws {
        let place = try Workplace(cache: ReferenceRun.get().cache)
        let child = try train(place, "chains")
        try #require(child.wait() == 0, "\(child.standardError)")
        let step = try place.object(["show", "chains", "--step", "60"])
        let groups = try #require(step["groups"] as? [[String: Any]])
        #expect(groups.count == 4 + 4 * 8 * 3)
        let deepest = try #require(groups.firstIndex { $0["depth"] as? Int == 3 })
        let episode = try place.object(["show", "chains", "--episode", "60.\(deepest).0"])
        let revisions = try #require(episode["revisions"] as? [[String: Any]])
        #expect(revisions.compactMap { $0["depth"] as? Int } == [0, 1, 2, 3])
        #expect(
            revisions.map { $0["mode"] as? String } == ["base", "improve", "improve", "improve"])
        #expect(Set(revisions.compactMap { $0["reward"] as? Double }).count == 1)
        #expect(Set(revisions.compactMap { $0["advantage"] as? Double }).count == 1)
        let siblings = revisions.compactMap { ($0["siblings"] as? [Any])?.count }
        #expect(siblings == [8, 1, 1, 1])
        for screen in ["overview", "buffer", "depth", "chain", "tree"] {
            let shown = try place.run([
                "render", "chains", "--screen", screen, "--size", "120x36",
            ])
            #expect(shown.code == 0 && shown.errors.isEmpty, "\(screen): \(shown.errors)")
            if screen == "buffer" {
                #expect(shown.output.contains("the strategy chain does not draw"))
            }
        }
    }

    @Test("prompts that chains do not divide are refused in one line, and nothing is made")
    func refused() throws {
        let place = try Workplace()
        let outcome = try place.run(
            ["train", "tiny.yaml", "--headless", "--name", "odd", "--strategy", "chain"]
                + ["--set", "chain.depth=3"])
        #expect(outcome.code == 2)
        #expect(outcome.errors.contains("prompts_per_step") && outcome.errors.contains("'16'"))
        #expect(outcome.errors.contains("chain.depth"))
        #expect(outcome.errors.split(separator: "\n").count == 1)
        #expect(!FileManager.default.fileExists(atPath: place.folder.appending(path: "runs").path))
    }
}
