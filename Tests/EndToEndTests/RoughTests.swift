import Foundation
import Testing

/// Terminals that shrink, vanish, know little or send nonsense.
@Suite("Rough terminals", .serialized)
struct RoughTests {
    private static let sample = Workplace.package.path + "/sample-runs/exit"

    /// How many sizes are tried; the gate tries few, for in a debug build one takes a tenth of a second.
    /// All of them under the address sanitizer:
    ///
    ///     REDRAFT_RESIZES=2000 swift test --sanitize address --scratch-path .build/address \
    ///         --filter RoughTests/resizes
    private static let resizes =
        ProcessInfo.processInfo.environment["REDRAFT_RESIZES"].flatMap { Int($0) } ?? 40

    @Test("any sequence of window sizes from 1x1 to 500x200 is drawn")
    func resizes() throws {
        let place = try Workplace()
        // Standard error is closed off while the dashboard is up; a sanitizer finds this.
        place.environment["ASAN_OPTIONS"] = "log_path=\(place.cache.path)-address:detect_leaks=0"
        let watched = try Watched(["watch", Self.sample], in: place, columns: 80, rows: 24)
        try watched.wait(for: "─ Run ")
        var random = SeededNumbers(seed: 11)
        var before = (columns: 80, rows: 24)
        let corners = [(1, 1), (500, 200), (1, 200), (500, 1), (2, 2)]
        for index in 0..<Self.resizes {
            // Small ones more often: there things do not fit.
            let isSmall = Bool.random(using: &random)
            let size =
                index < corners.count
                ? corners[index]
                : (
                    Int.random(in: 1...(isSmall ? 90 : 500), using: &random),
                    Int.random(in: 1...(isSmall ? 30 : 200), using: &random)
                )
            guard size != before else { continue }
            before = size
            watched.line.resize(columns: size.0, rows: size.1)
            if index.isMultiple(of: 3), let key = "123456?jkG".randomElement(using: &random) {
                watched.line.type(String(key))
            }
            let frame = watched.line.frame(upTo: 60)
            try #require(
                frame != nil && watched.child.isRunning,
                "\(size) was not drawn: exit \(watched.child.wait(upTo: 1) ?? -999)")
        }
        for key in ["\u{1b}", "1"] {
            watched.line.type(key)
            let isQuiet = watched.line.settle()
            try #require(isQuiet)
        }
        watched.line.resize(columns: 81, rows: 24)
        try watched.wait(for: "─ Run ")
        print("\(Self.resizes) window sizes drawn")
        let reports = try FileManager.default.contentsOfDirectory(
            atPath: place.cache.deletingLastPathComponent().path)
        #expect(!reports.contains { $0.hasPrefix("cache-address") })
        watched.kill()
    }

    @Test("a window of one cell at the start is no obstacle")
    func oneCell() throws {
        let place = try Workplace()
        let watched = try Watched(["watch", Self.sample], in: place, columns: 1, rows: 1)
        let frame = watched.line.frame()
        #expect(frame != nil)
        watched.line.resize(columns: 100, rows: 30)
        try watched.wait(for: "─ Run ")
        watched.line.type("q")
        #expect(watched.child.wait() == 0)
    }

    @Test(
        "old and poor terminals are drawn on in what they can",
        arguments: [
            ("vt100", [:]), ("linux", [:]), ("xterm", ["NO_COLOR": "1"]),
            ("xterm-256color", ["LC_ALL": "C"]), ("xterm-256color", ["LC_ALL": "", "LANG": "C"]),
            ("screen", [:]),
        ] as [(String, [String: String])])
    func poor(term: String, environment: [String: String]) throws {
        let place = try Workplace()
        place.environment.merge(environment) { $1 }
        let watched = try Watched(
            ["watch", Self.sample], in: place, columns: 80, rows: 24, term: term)
        var drawn: [UInt8] = []
        for key in ["", "2", "4", "?"] {
            watched.line.type(key)
            let frame = watched.line.frame()
            drawn += try #require(frame, "\(key): \(watched.child.standardError)")
        }
        let text = String(decoding: drawn, as: UTF8.self)
        let isASCII = environment["LC_ALL"] != nil
        #expect(isASCII == text.unicodeScalars.allSatisfy(\.isASCII))
        if term == "vt100" || environment["NO_COLOR"] != nil {
            // Colours are 30 to 49 and 90 to 107 in what selects a rendition.
            #expect(
                try text.firstMatch(of: Regex("\u{1b}\\[(\\d+;)*(3[0-8]|4[0-8]|9\\d|10\\d)m"))
                    == nil)
        }
        #expect(!text.contains("]11;") || term.hasPrefix("xterm"))
        watched.kill()
    }

    @Test("pasted text never acts, whatever is in it")
    func paste() throws {
        let place = try Workplace(cache: try ReferenceRun.get().cache)
        let watched = try Watched(
            ["train", "tiny.yaml", "--threads", "1", "--paused", "--name", "calm"], in: place)
        try watched.wait(for: "─ Run ")
        try place.park("calm", after: 3)
        let parked = try place.status("calm")
        let hostile =
            "q\u{3} .\r:quit\r\u{1b}]52;c;!\u{7}\u{1b}[2J\u{1b}[<0;3;4M\u{9b}31m\u{202e}\u{0}s\u{1b}[200~ d"
        for context in ["", "/", ":", "?"] {
            watched.line.type(context)
            watched.line.type(
                "\u{1b}[200~\(hostile)\(String(repeating: "x", count: 5_000))\u{1b}[201~")
            // Back out of whatever is open.
            watched.line.type("\u{1b}")
            let isQuiet = watched.line.settle(quiet: 0.3)
            try #require(isQuiet)
            let status = try place.status("calm") { _ in true }
            #expect(status.step == parked.step && status.control == "paused", "\(context)")
        }
        watched.line.type("2")
        try watched.wait(for: "─ Task buffer ")
        watched.kill()
    }

    @Test(
        "a run whose terminal hangs up goes on and can be watched, and the line gets no byte more",
        arguments: [false, true])
    func hangUp(isAlive: Bool) throws {
        let place = try Workplace(cache: try ReferenceRun.get().cache)
        let watched = try Watched(
            ["train", "tiny.yaml", "--threads", "1", "--name", "left", "--steps", "100000"],
            in: place)
        try watched.wait(for: "─ Run ")
        try place.tell("left", "pause")
        let parked = try place.status("left") { $0.control == "paused" }
        // A line that nobody reads fills up, and holds whoever draws on it.
        let isQuiet = watched.line.settle(quiet: 0.3)
        try #require(isQuiet)
        if isAlive {
            watched.child.signal(SIGHUP)
            // Nothing of this program's stays open on the line.
            let isLeft = try wait { try !Self.hasTerminal(watched.child) }
            #expect(isLeft)
            _ = watched.line.takeBytes(upTo: 0)
        } else {
            watched.line.hangUp()
        }
        try place.tell("left", "step", "3")
        _ = try place.status("left") { $0.step == parked.step + 3 && $0.control == "paused" }
        if isAlive { #expect(watched.line.takeBytes(upTo: 0).isEmpty) }
        let again = try Watched(["watch", "left"], in: place)
        try again.wait(for: "PAUSED")
        again.line.type("q")
        #expect(again.child.wait() == 0)
        #expect(watched.child.isRunning)
        try place.tell("left", "stop")
        #expect(watched.child.wait() == 0)
        _ = try place.digest("left")
    }

    /// Whether a process has a terminal open.
    private static func hasTerminal(_ child: Child) throws -> Bool {
        let folder = "/proc/\(child.pid)/fd"
        return try FileManager.default.contentsOfDirectory(atPath: folder).contains { name in
            // A descriptor may be closed meanwhile.
            let place = try? FileManager.default.destinationOfSymbolicLink(
                atPath: folder + "/" + name)
            return place?.hasPrefix("/dev/pts/") == true
        }
    }
}
