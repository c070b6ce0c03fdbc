import Foundation
import Testing

/// The dashboard in a real terminal.
@Suite("Dashboard in a terminal", .serialized, .enabled(if: Tmux.isInstalled))
struct TmuxTests {
    private static func place() throws -> Workplace {
        let place = try Workplace(cache: try ReferenceRun.get().cache)
        // A crash on purpose needs no report.
        place.environment["SWIFT_BACKTRACE"] = "enable=no"
        return place
    }

    /// What each screen shows at the size of a small terminal.
    private static let signs = [
        "1": "─ Run ", "2": "─ Task buffer ", "3": "─ Training scores by depth ",
        "4": "─ reward ", "5": "─ Chain ", "6": "─ Log ",
    ]

    @Test(
        "every screen, help, pausing and the question before leaving, at two sizes; same bits",
        arguments: [(80, 24), (200, 50)])
    func dashboard(columns: Int, rows: Int) throws {
        let reference = try ReferenceRun.get()
        let place = try Self.place()
        let tmux = try Tmux(place, columns: columns, rows: rows)
        try tmux.run("train tiny.yaml --threads 1 --paused --name keys")
        try tmux.wait(for: "keys")
        try tmux.wait(for: "PAUSED")
        try place.park("keys", after: 5)
        let parked = try place.status("keys")
        for key in ["2", "3", "4", "5", "6", "1"] {
            try tmux.press(key)
            let sign = try #require(Self.signs[key])
            let screen = try tmux.wait(for: sign)
            #expect(screen.contains("PAUSED"))
            let lines = screen.split(separator: "\n", omittingEmptySubsequences: false)
            #expect(lines.allSatisfy { $0.count <= columns })
            #expect(lines.count <= rows + 1)
        }
        try tmux.press("?")
        try tmux.wait(for: "─ Help ")
        try tmux.press("Escape")
        try tmux.wait(for: "the help to close") { !$0.contains("─ Help ") }
        for key in ["q", "C-c"] {
            try tmux.press(key)
            try tmux.wait(for: "Leave a run that trains")
            try tmux.press("c")
            try tmux.wait(for: "the question to close") { !$0.contains("Leave a run") }
        }
        try tmux.press(".")
        _ = try place.status("keys") { $0.step == parked.step + 1 && $0.control == "paused" }
        try tmux.press("Space")
        _ = try place.status("keys") { $0.end == "finished" }
        try tmux.wait(for: "FINISHED")
        try tmux.press("q")
        try tmux.waitForPrompt()
        #expect(try place.digest("keys") == reference.digest)
    }

    @Test("the smallest window and back: nothing breaks, the screen is whole again")
    func resizing() throws {
        let place = try Self.place()
        let tmux = try Tmux(place)
        try tmux.run("train tiny.yaml --threads 1 --name small --steps 100000")
        try tmux.wait(for: "─ Run ")
        for (columns, rows) in [(1, 1), (2, 1), (1, 24), (80, 1), (200, 50), (40, 10)] {
            try tmux.resize(columns: columns, rows: rows)
            // It draws at this size before the next comes, unless nothing fits.
            if columns > 20, rows > 5 { try tmux.wait(for: "small") }
        }
        try tmux.resize(columns: 80, rows: 24)
        try tmux.wait(for: "a whole screen") { screen in
            let lines = screen.split(separator: "\n")
            return screen.contains("─ Run ") && lines.count == 24
                && !lines.contains { $0.allSatisfy(\.isWhitespace) }
        }
        #expect(try place.status("small").control == "running")
        try tmux.press("C-c")
        try tmux.wait(for: "Leave a run that trains")
        try tmux.press("s")
        let screen = try tmux.waitForPrompt()
        #expect(screen.contains("stopped after step"))
        #expect(try place.status("small").end == "interrupted")
        _ = try place.digest("small")
    }

    @Test("stopped by Ctrl-Z and brought back in another size, it is whole again")
    func suspending() throws {
        let place = try Self.place()
        let tmux = try Tmux(place)
        try tmux.run("train tiny.yaml --threads 1 --name asleep --steps 100000")
        try tmux.wait(for: "─ Run ")
        try place.tell("asleep", "pause")
        let parked = try place.status("asleep") { $0.control == "paused" }
        for (columns, rows) in [(120, 36), (70, 20)] {
            try tmux.press("C-z")
            try tmux.wait(for: "the shell to say so") { $0.contains("Stopped") }
            #expect(try tmux.modes() == "alternate 0 cursor 1")
            try tmux.resize(columns: columns, rows: rows)
            try tmux.type("clear; fg")
            try tmux.wait(for: "a whole screen") { screen in
                let lines = screen.split(separator: "\n")
                return screen.contains("PAUSED") && lines.count == rows
                    && lines.contains { $0.count == columns }
            }
            #expect(try tmux.modes() == "alternate 1 cursor 0")
        }
        #expect(try place.status("asleep").step == parked.step)
        try tmux.press("q")
        try tmux.wait(for: "Leave a run that trains")
        try tmux.press("s")
        try tmux.waitForPrompt()
        _ = try place.digest("asleep")
    }

    @Test("a theme is read again when its file is saved; one that is broken changes nothing")
    func themes() throws {
        let place = try Self.place()
        place.environment["COLORTERM"] = "truecolor"
        let theme = try String(
            contentsOf: Workplace.package.appending(path: "themes/dark.yaml"), encoding: .utf8)
        try place.write(theme, to: "mine.yaml")
        let tmux = try Tmux(place)
        try tmux.run("watch \(Workplace.package.path)/sample-runs/exit --theme mine.yaml")
        try tmux.wait(for: "─ Run ")
        try place.write("palette: [", to: "mine.yaml")
        try tmux.wait(for: "mine.yaml")
        // As editors do that put a new file in the old one's stead.
        try place.write(theme.replacing("#12161c", with: "#203040"), to: "new.yaml")
        try #require(
            rename(
                place.folder.appending(path: "new.yaml").path,
                place.folder.appending(path: "mine.yaml").path) == 0)
        try tmux.wait(for: "theme mine.yaml read again")
        try tmux.press("q")
        try tmux.waitForPrompt()
    }

    @Test("checkpoint and stop gives the terminal back as it was")
    func stopping() throws {
        let place = try Self.place()
        let tmux = try Tmux(place)
        try tmux.type("stty -a > before; clear")
        try tmux.waitForPrompt()
        try tmux.run("train tiny.yaml --threads 1 --name stop --steps 100000")
        try tmux.wait(for: "─ Run ")
        #expect(try tmux.modes() == "alternate 1 cursor 0")
        try tmux.press("Space")
        try tmux.wait(for: "PAUSED")
        _ = try place.status("stop") { $0.control == "paused" }
        try tmux.press("Space")
        _ = try place.status("stop") { $0.control == "running" }
        try tmux.press("F2")
        try tmux.wait(for: "F2 takes it back")
        try tmux.press("F2")
        try tmux.wait(for: "the mouse is the dashboard's again")
        try tmux.press("q")
        try tmux.wait(for: "Leave a run that trains")
        try tmux.press("s")
        let screen = try tmux.waitForPrompt()
        #expect(screen.contains("stopped after step"))
        #expect(screen.contains("redraft resume stop"))
        // Nothing of the dashboard stays behind.
        #expect(!screen.contains("─"))
        try tmux.type("stty -a > after; echo code $?; clear")
        try tmux.waitForPrompt()
        let files = try place.files(in: place.folder)
        #expect(files["before"] != nil && files["before"] == files["after"])
        #expect(try place.status("stop").end == "interrupted")
        _ = try place.digest("stop")
    }

    @Test("detached, the run goes on with plain lines, and Ctrl-C stops it")
    func detaching() throws {
        let place = try Self.place()
        let tmux = try Tmux(place)
        try tmux.run("train tiny.yaml --threads 1 --name free --steps 100000")
        try tmux.wait(for: "─ Run ")
        try tmux.press("q")
        try tmux.wait(for: "Leave a run that trains")
        try tmux.press("d")
        try tmux.wait(for: "run free goes on")
        #expect(try tmux.modes() == "alternate 0 cursor 1")
        #expect(try place.status("free").control == "running")
        try tmux.press("C-c")
        #expect(try tmux.waitForPrompt().contains("stopped after step"))
        #expect(try place.status("free").end == "interrupted")
        _ = try place.digest("free")
    }

    @Test("a crash gives the terminal back, and the run resumes to the same bits")
    func crash() throws {
        let reference = try ReferenceRun.get()
        let place = try Self.place()
        let tmux = try Tmux(place)
        try tmux.run("train tiny.yaml --threads 1 --paused --name crash")
        try tmux.wait(for: "─ Run ")
        try place.park("crash", after: 10)
        let status = try place.status("crash")
        let pid = try #require(status.values["pid"] as? Int)
        kill(pid_t(pid), SIGSEGV)
        try tmux.waitForPrompt()
        try tmux.type("echo it; echo echoes")
        #expect(try tmux.waitForPrompt().contains("echo it; echo echoes\nit\nechoes"))
        #expect(try place.status("crash").values["live"] as? Bool == false)
        let child = try place.resume("crash")
        try #require(child.wait() == 0, "\(child.standardError)")
        #expect(try place.digest("crash") == reference.digest)
    }

    @Test("a run whose terminal is gone goes on, and can be watched again; same bits")
    func hangUp() throws {
        let reference = try ReferenceRun.get()
        let place = try Self.place()
        do {
            let tmux = try Tmux(place)
            try tmux.run("train tiny.yaml --threads 1 --paused --name lost")
            try tmux.wait(for: "─ Run ")
            try place.park("lost", after: 3)
            tmux.killServer()
        }
        let alone = try place.status("lost")
        #expect(alone.values["live"] as? Bool == true)
        try place.tell("lost", "step", "2")
        _ = try place.status("lost") { $0.step == alone.step + 2 && $0.control == "paused" }

        let tmux = try Tmux(place)
        try tmux.run("watch lost")
        try tmux.wait(for: "PAUSED")
        try tmux.press("Space")
        _ = try place.status("lost") {
            $0.end == "finished" && $0.values["live"] as? Bool == false
        }
        try tmux.wait(for: "FINISHED")
        try tmux.press("q")
        try tmux.waitForPrompt()
        #expect(try place.digest("lost") == reference.digest)
    }

    @Test("a watched run has the same bits, and leaving never stops it")
    func watched() throws {
        let reference = try ReferenceRun.get()
        let place = try Self.place()
        let child = try place.train("seen", pausedAfter: 3)
        let parked = try place.status("seen")
        let tmux = try Tmux(place)
        try tmux.run("watch seen")
        try tmux.wait(for: "PAUSED")
        try tmux.press(".")
        _ = try place.status("seen") { $0.control == "paused" && $0.step == parked.step + 1 }
        try tmux.press("q")
        try tmux.waitForPrompt()
        #expect(child.isRunning)
        try tmux.run("watch seen")
        try tmux.wait(for: "PAUSED")
        try tmux.press("Space")
        // Looks about while it trains.
        while child.isRunning { try tmux.press("5", "h", "4", "l", "2", "j", "3", "{", "L", "1") }
        #expect(child.wait() == 0, "\(child.standardError)")
        try tmux.wait(for: "FINISHED")
        try tmux.press("q")
        try tmux.waitForPrompt()
        #expect(try place.digest("seen") == reference.digest)
    }

    @Test("bare redraft lists the runs, opens one, and leaves no trace")
    func browser() throws {
        let place = try Self.place()
        let done = try place.train("listed", "--steps", "3")
        try #require(done.wait() == 0, "\(done.standardError)")
        let before = try place.files(in: place.folder)
        let tmux = try Tmux(place)
        try tmux.run("")
        try tmux.wait(for: "─ Runs ")
        try tmux.wait(for: "listed")
        try tmux.press("Enter")
        try tmux.wait(for: "─ Run ")
        try tmux.press("5")
        try tmux.wait(for: "─ Chain ")
        // From the run back to the list, and out.
        try tmux.press("q")
        try tmux.wait(for: "─ Runs ")
        try tmux.press("q")
        try tmux.waitForPrompt()
        #expect(try place.files(in: place.folder) == before)
    }
}
