import Foundation
import Testing

/// A folder of its own for one test, with the built program at hand.
final class Workplace {
    /// What a run of the program left behind.
    struct Outcome {
        let code: Int32?
        let output: String
        let errors: String
    }

    /// The program, which is built beside the tests.
    static let program = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
        .deletingLastPathComponent().appending(path: "redraft")
    /// The package, which holds the themes.
    static let package = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// The smallest run that has all parts: warm start, buffer, evaluations, checkpoints.
    static let configuration = """
        level: 1
        steps: 60
        prompts_per_step: 16
        num_generations: 8
        save_steps: 7
        model: {layers: 1, hidden: 16, heads: 2, kv_heads: 2, intermediate: 32}
        warm_start: {steps: 200, probe_steps: 50, batch: 32}
        curriculum: {minimum: 8}
        evaluation: {steps: 30, count: 16, final_count: 16, k: 4}
        """

    private let root: URL
    /// The working directory.
    let folder: URL
    private let logs: URL
    private var children: [Child] = []
    /// Variables over those of every test.
    var environment: [String: String] = [:]

    /// Makes the folder.
    ///
    /// - Parameter cache: a warm-start cache to begin with; empty otherwise.
    /// - Throws: an error if it can't be made.
    init(cache: [String: Data] = [:]) throws {
        // Short: a socket's path holds 108 bytes.
        root = URL(filePath: "/tmp/redraft-\(UUID().uuidString.prefix(8))")
        folder = root.appending(path: "work")
        logs = root.appending(path: "logs")
        for made in [folder, logs] {
            try FileManager.default.createDirectory(at: made, withIntermediateDirectories: true)
        }
        try write(Self.configuration, to: "tiny.yaml")
        for (path, data) in cache {
            let file = self.cache.appending(path: path)
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try data.write(to: file)
        }
    }

    deinit {
        for child in children { child.signal(SIGKILL) }
        for child in children { _ = child.wait() }
        for pid in strays { kill(pid, SIGKILL) }
        // What can't be removed is left to the system.
        try? FileManager.default.removeItem(at: root)
    }

    /// Programs started in a terminal that still run, found by their working directory.
    private var strays: [pid_t] {
        let files = FileManager.default
        // A process that ends meanwhile has no folder any more, and is no stray.
        let pids = (try? files.contentsOfDirectory(atPath: "/proc"))?.compactMap { pid_t($0) } ?? []
        return pids.filter { pid in
            let place = try? files.destinationOfSymbolicLink(atPath: "/proc/\(pid)/cwd")
            let program = try? files.destinationOfSymbolicLink(atPath: "/proc/\(pid)/exe")
            return place == folder.path && program == Self.program.path
        }
    }

    /// The warm-start cache of this test.
    var cache: URL { root.appending(path: "cache") }

    /// All of a child's environment.
    var variables: [String: String] {
        [
            "HOME": root.path, "PATH": "/usr/bin:/bin", "XDG_CACHE_HOME": cache.path,
            "LC_ALL": "C.UTF-8", "TMUX_TMPDIR": root.path,
        ].merging(environment) { $1 }
    }

    /// Writes a file of the working directory.
    func write(_ text: String, to name: String) throws {
        let file = folder.appending(path: name)
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: file)
    }

    /// All plain files of a folder, by their paths in it.
    func files(in folder: URL) throws -> [String: Data] {
        let paths = FileManager.default.subpaths(atPath: folder.path) ?? []
        var files: [String: Data] = [:]
        for path in paths {
            let file = folder.appending(path: path)
            let kind = try FileManager.default.attributesOfItem(atPath: file.path)[.type]
            if kind as? FileAttributeType == .typeRegular {
                files[path] = try Data(contentsOf: file)
            }
        }
        return files
    }

    /// Starts the program.
    func start(_ arguments: String..., terminal: Int32? = nil) throws -> Child {
        try start(Self.program, arguments, terminal: terminal)
    }

    /// Starts any program.
    func start(_ program: URL, _ arguments: [String], terminal: Int32? = nil) throws -> Child {
        let child = try Child(
            program, arguments, in: folder, environment: variables, logs: logs,
            terminal: terminal)
        children.append(child)
        return child
    }

    /// Runs the program to its end.
    func run(_ arguments: [String], terminal: Int32? = nil) throws -> Outcome {
        try run(Self.program, arguments, terminal: terminal)
    }

    /// Runs any program to its end.
    func run(_ program: URL, _ arguments: [String], terminal: Int32? = nil) throws -> Outcome {
        let child = try start(program, arguments, terminal: terminal)
        let code = child.wait()
        if code == nil { child.signal(SIGKILL) }
        return Outcome(code: code, output: child.standardOutput, errors: child.standardError)
    }

    /// Starts a tiny run.
    func train(_ name: String, _ more: String...) throws -> Child {
        try start(
            Self.program,
            ["train", "tiny.yaml", "--headless", "--threads", "1", "--name", name]
                + more)
    }

    /// Starts a tiny run that is paused after some steps: without `--paused` it may be over before
    /// a test on a busy machine comes to pause it.
    ///
    /// - Parameters:
    ///   - name: the run's name.
    ///   - steps: how many steps it takes before.
    ///   - more: further arguments.
    /// - Returns: its process, parked.
    /// - Throws: an error if it does not come to that.
    func train(_ name: String, pausedAfter steps: Int, _ more: String...) throws -> Child {
        let child = try start(
            Self.program,
            ["train", "tiny.yaml", "--headless", "--threads", "1", "--paused", "--name", name]
                + more)
        try waitForTrainer(name, child)
        try park(name, after: steps)
        return child
    }

    /// Lets a run that is paused before its first step take some, and waits until it has.
    func park(_ name: String, after steps: Int) throws {
        _ = try status(name) { $0.control == "paused" && $0.step == 0 }
        guard steps > 0 else { return }
        try tell(name, "step", "\(steps)")
        _ = try status(name) { $0.control == "paused" && $0.step == steps }
    }

    /// Goes on with a run.
    func resume(_ name: String) throws -> Child {
        try start(Self.program, ["resume", name, "--headless", "--threads", "1"])
    }

    /// The processes of this place, the end of each run's log, and how busy the machine is: only for
    /// the message of a test that fails.
    var circumstances: String {
        let load = (try? String(contentsOfFile: "/proc/loadavg", encoding: .utf8)) ?? ""
        let processes = strays.map { pid in
            let tasks = "/proc/\(pid)/task"
            let threads = (try? FileManager.default.contentsOfDirectory(atPath: tasks)) ?? []
            let states = threads.map { thread in
                let text =
                    (try? String(
                        contentsOfFile: "\(tasks)/\(thread)/stat", encoding: .utf8)) ?? ""
                return text.split(separator: " ").prefix(3).joined(separator: " ")
            }
            return "process \(pid): \(states.joined(separator: ", "))"
        }
        let written = (try? files(in: folder)) ?? [:]
        let logs = written.filter { $0.key.hasSuffix("redraft.log") }.map { path, data in
            "\(path): …\(String(decoding: data.suffix(2_000), as: UTF8.self))"
        }
        let errors = children.map(\.standardError).filter { !$0.isEmpty }
        return (["load \(load)"] + processes + logs + errors).joined(separator: "\n")
    }

    // MARK: Asking about a run

    /// The JSON document that a command prints.
    func object(_ arguments: [String]) throws -> [String: Any] {
        let outcome = try run(arguments + ["--json"])
        try #require(outcome.code == 0, "\(arguments): \(outcome.errors)")
        return try #require(
            JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any])
    }

    /// How a run stands.
    func status(_ name: String) throws -> Status {
        Status(values: try object(["ctl", name, "status"]))
    }

    /// Whether a run can be asked how it stands: not before its store is made.
    func isStarted(_ name: String) -> Bool {
        (try? run(["ctl", name, "status", "--json"]))?.code == 0
    }

    /// Tells a run's trainer something, and how it stands right after.
    @discardableResult
    func tell(_ name: String, _ command: String...) throws -> Status {
        Status(values: try object(["ctl", name] + command))
    }

    /// Waits until a run's status is as wished, and returns it.
    func status(
        _ name: String, upTo seconds: Double = patience, until condition: (Status) -> Bool
    ) throws -> Status {
        var last = Status(values: [:])
        let started = wait(upTo: seconds) { isStarted(name) }
        try #require(started, "\(name) was never started")
        let came = try wait(upTo: seconds) {
            last = try status(name)
            return condition(last)
        }
        try #require(came, "\(name) came to stand at \(last.values)")
        return last
    }

    /// Waits until a run has a store and a trainer that listens.
    func waitForTrainer(_ name: String, _ child: Child) throws {
        // It says so when it listens; a socket may be left by a process that was killed.
        let came = wait { !child.isRunning || child.standardOutput.hasPrefix("run \(name) in ") }
        try #require(came && child.isRunning, "\(name): \(child.standardError)")
    }

    /// The digest of a run that is sound.
    func digest(_ name: String) throws -> String {
        let report = try object(["verify", name])
        #expect(report["ok"] as? Bool == true)
        let digest = try #require(report["digest"] as? [String: String])
        return try #require(digest["all"])
    }
}

/// How a run stands, as the program prints it.
struct Status {
    let values: [String: Any]

    var control: String? { values["control"] as? String }
    var phase: String? { values["phase"] as? String }
    var end: String? { values["end"] as? String }
    var reason: String? { values["reason"] as? String }
    var step: Int { values["step"] as? Int ?? -1 }
    var alarms: [String] {
        (values["alarms"] as? [[String: Any]] ?? []).compactMap { $0["kind"] as? String }
    }
}
