import Foundation
import Runs
import Testing

@testable import redraft

@Suite("Where the program looks")
struct ProgramFoldersTests {
    /// A folder with the given folders in it, removed after use.
    private func withFolders(_ names: [String], _ body: (String) throws -> Void) throws {
        let root = FileManager.default.temporaryDirectory.path() + "folders-\(UUID().uuidString)"
        for name in names {
            try FileManager.default.createDirectory(
                atPath: root + "/" + name, withIntermediateDirectories: true)
        }
        defer { try? FileManager.default.removeItem(atPath: root) }
        try body(root)
    }

    private func folders(
        _ root: String, environment: [String: String] = [:], executable: String? = nil
    ) -> ProgramFolders {
        ProgramFolders(
            environment: environment, workingDirectory: root + "/work",
            executable: executable.map { root + "/" + $0 })
    }

    @Test("home, working directory, and upward from the executable, in this order")
    func order() throws {
        try withFolders(["home/themes", "work/themes", "package/themes", "package/a/b"]) { root in
            let found = folders(
                root, environment: ["REDRAFT_HOME": root + "/home"],
                executable: "package/a/b/redraft"
            ).existing("themes")
            #expect(
                found == ["home", "work", "package"].map { "\(root)/\($0)/themes" })
        }
    }

    @Test("a folder found in two ways is listed once")
    func once() throws {
        try withFolders(["work/themes", "work/build"]) { root in
            let found = folders(root, executable: "work/build/redraft").existing("themes")
            #expect(found == [root + "/work/themes"])
        }
    }

    @Test("an option is looked at alone")
    func option() throws {
        try withFolders(["work/themes"]) { root in
            #expect(folders(root).existing("themes", option: "/x") == ["/x"])
        }
    }

    @Test("new runs go to the option, the home, or the working directory")
    func newRuns() {
        #expect(folders("/r").newRuns(option: nil) == "/r/work/runs")
        #expect(
            folders("/r", environment: ["REDRAFT_HOME": "/h"]).newRuns(option: nil) == "/h/runs")
        #expect(folders("/r").newRuns(option: "d") == "d")
    }

    @Test("the cache follows XDG, and only an absolute path")
    func cache() {
        func first(_ environment: [String: String]) -> String? {
            folders("/none", environment: environment).warmStarts.first
        }
        #expect(first(["XDG_CACHE_HOME": "/c"]) == "/c/redraft")
        #expect(first(["XDG_CACHE_HOME": "c", "HOME": "/h"]) == "/h/.cache/redraft")
        #expect(first(["HOME": "/h"]) == "/h/.cache/redraft")
    }

    @Test("shipped warm starts are read after the cache")
    func shipped() throws {
        try withFolders(["work/sample-runs"]) { root in
            #expect(
                folders(root, environment: ["HOME": "/h"]).warmStarts
                    == ["/h/.cache/redraft", root + "/work/sample-runs/warm-starts"])
        }
    }

    @Test("a made-up name tells strategy, domain, level and seed, and counts")
    func names() {
        var configuration = RunConfiguration()
        configuration.seed = .max
        #expect(RunNames.made(for: configuration, count: 1).name == "exit-math-2-\(UInt64.max)")
        configuration.seed = 3
        #expect(RunNames.made(for: configuration, count: 2).name == "exit-math-2-3-2")
    }

    @Test("a name that is no file name is refused", arguments: ["", "a/b", "..", "-x", "a b"])
    func badNames(name: String) {
        do {
            _ = try RunNames.given(name)
            Issue.record("'\(name)' was accepted")
        } catch {
            #expect(error.code == .usage)
            #expect(error.description.contains("letters"))
        }
    }
}
