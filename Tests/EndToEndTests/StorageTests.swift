import Foundation
import Testing

/// A disk that takes no more: the run waits, and nothing committed is lost.
@Suite("Storage", .serialized)
struct StorageTests {
    /// Waits until a run is paused for want of space, and what its status and store say then.
    private func waitForPause(_ place: Workplace, _ name: String) throws -> Status {
        let status = try place.status(name) { $0.control == "paused" }
        #expect(status.alarms.contains("storage"), "\(status.values)")
        let reason = try #require(status.reason)
        #expect(reason != "asked to" && !reason.isEmpty)
        print("paused after step \(status.step): \(reason)")
        // What is committed can be read while it waits.
        #expect(try place.run(["show", name]).code == 0)
        return status
    }

    @Test("files that may not grow pause the run; when they may again, it ends with the same bits")
    func limit() throws {
        let reference = try ReferenceRun.get()
        let place = try Workplace(cache: reference.cache)
        // A soft limit, in blocks of 1024 bytes, that can be raised while the process runs.
        let limited = "ulimit -Sf 260; exec \"$@\""
        let child = try place.start(
            URL(filePath: "/bin/bash"),
            [
                "-c", limited, "limited", Workplace.program.path, "train", "tiny.yaml",
                "--headless", "--threads", "1", "--name", "full",
            ])
        try place.waitForTrainer("full", child)
        let paused = try waitForPause(place, "full")
        // Told to go on while nothing has changed, it pauses again.
        try place.tell("full", "resume")
        _ = try waitForPause(place, "full")
        let raised = try place.run(
            URL(filePath: "/usr/bin/prlimit"), ["--pid", "\(child.pid)", "--fsize=unlimited"])
        try #require(raised.code == 0, "\(raised.errors)")
        try place.tell("full", "resume")
        try #require(child.wait() == 0, "\(child.standardOutput) \(child.standardError)")
        #expect(paused.step < 60)
        #expect(!(try place.status("full").alarms.contains("storage")))
        #expect(try place.digest("full") == reference.digest)
    }

    @Test("a run that can't write and is stopped loses nothing that was committed")
    func stopped() throws {
        let reference = try ReferenceRun.get()
        for signal in [SIGTERM, SIGKILL] {
            let place = try Workplace(cache: reference.cache)
            let child = try place.start(
                URL(filePath: "/bin/bash"),
                [
                    "-c", "ulimit -f 260; exec \"$@\"", "limited", Workplace.program.path, "train",
                    "tiny.yaml", "--headless", "--threads", "1", "--name", "full",
                ])
            try place.waitForTrainer("full", child)
            _ = try waitForPause(place, "full")
            let committed = try #require(
                place.object(["verify", "full"])["step"] as? Int)
            child.signal(signal)
            let code = child.wait(upTo: 20)
            #expect(code != nil, "stopped while it could not write")
            if code == nil { child.signal(SIGKILL) }
            _ = child.wait()
            #expect(code == (signal == SIGTERM ? 0 : -SIGKILL), "\(child.standardError)")
            if signal == SIGTERM {
                #expect(child.standardError.contains("not stored"), "\(child.standardError)")
            }
            #expect(try #require(place.object(["verify", "full"])["step"] as? Int) >= committed)
            let resumed = try place.resume("full")
            try #require(resumed.wait() == 0, "\(resumed.standardError)")
            #expect(try place.digest("full") == reference.digest)
        }
    }

    @Test("a full disk pauses the run; with space again it ends with the same bits")
    func fullDisk() throws {
        let reference = try ReferenceRun.get()
        let place = try Workplace(cache: reference.cache)
        let disk = place.folder.appending(path: "runs")
        try FileManager.default.createDirectory(at: disk, withIntermediateDirectories: true)
        let mounted = try place.run(
            URL(filePath: "/bin/mount"), ["-t", "tmpfs", "-o", "size=8m", "tmpfs", disk.path])
        guard mounted.code == 0 else {
            print("a full disk is left out, no disk can be mounted here: \(mounted.errors)")
            return
        }
        defer { _ = try? place.run(URL(filePath: "/bin/umount"), ["-l", disk.path]) }
        // Leaves room for the store's beginning.
        let filler = disk.appending(path: "filler")
        try Data(count: 7_900_000).write(to: filler)
        let child = try place.train("disk")
        try place.waitForTrainer("disk", child)
        let paused = try waitForPause(place, "disk")
        #expect(paused.step < 60)
        try FileManager.default.removeItem(at: filler)
        try place.tell("disk", "resume")
        try #require(child.wait() == 0, "\(child.standardOutput) \(child.standardError)")
        #expect(try place.digest("disk") == reference.digest)
    }
}
