import Dispatch
import Foundation
import Synchronization

/// A process that a test started.
final class Child: Sendable {
    /// Its number.
    let pid: pid_t
    private let process: Ended
    private let output: URL
    private let errors: URL

    /// The end of a process, for as many waiters as there are.
    private final class Ended: Sendable {
        let group = DispatchGroup()
        let code = Mutex<Int32>(0)
    }

    /// Starts a program; its output goes to files, unless a terminal is given.
    ///
    /// - Parameters:
    ///   - program: the executable.
    ///   - arguments: its arguments.
    ///   - folder: its working directory.
    ///   - environment: all of its environment.
    ///   - logs: the folder for what it writes; not the working directory.
    ///   - terminal: a descriptor to use as standard input and output.
    /// - Throws: an error if it can't be started.
    init(
        _ program: URL, _ arguments: [String], in folder: URL, environment: [String: String],
        logs: URL, terminal: Int32? = nil
    ) throws {
        let name = UUID().uuidString
        output = logs.appending(path: name + ".out")
        errors = logs.appending(path: name + ".err")
        for file in [output, errors] { try Data().write(to: file) }
        let streams = [
            terminal.map { fcntl($0, F_DUPFD_CLOEXEC, 3) }
                ?? open("/dev/null", O_RDONLY | O_CLOEXEC),
            terminal.map { fcntl($0, F_DUPFD_CLOEXEC, 3) }
                ?? open(output.path, O_WRONLY | O_APPEND | O_CLOEXEC),
            open(errors.path, O_WRONLY | O_APPEND | O_CLOEXEC),
        ]
        defer { for stream in streams { close(stream) } }
        pid = try Self.spawn(
            ["/usr/bin/env", "-C", folder.path, program.path] + arguments,
            environment: environment.map { "\($0.key)=\($0.value)" }, streams: streams)
        let ended = Ended()
        let pid = pid
        ended.group.enter()
        Thread {
            var status: Int32 = 0
            while waitpid(pid, &status, 0) < 0, errno == EINTR {}
            let signal = status & 0x7f
            ended.code.withLock { [status] in $0 = signal == 0 ? status >> 8 & 0xff : -signal }
            ended.group.leave()
        }.start()
        process = ended
    }

    /// Starts a program with signals as they are by default.
    ///
    /// Not by Foundation's `Process`: it takes a program that leaves a daemon behind for one that
    /// has not ended.
    private static func spawn(
        _ words: [String], environment: [String], streams: [Int32]
    ) throws -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        for (number, stream) in streams.enumerated() {
            posix_spawn_file_actions_adddup2(&actions, stream, Int32(number))
        }
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        sigfillset(&signals)
        posix_spawnattr_setsigdefault(&attributes, &signals)
        posix_spawnattr_setflags(
            &attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
        var arguments = words.map { strdup($0) } + [nil]
        var variables = environment.map { strdup($0) } + [nil]
        defer { for text in arguments + variables { free(text) } }
        var pid: pid_t = 0
        let error = posix_spawn(
            &pid, words[0], &actions, &attributes, &arguments, &variables)
        guard error == 0 else {
            throw CocoaError(
                .executableLoad, userInfo: [NSFilePathErrorKey: words[0], "errno": Int(error)])
        }
        return pid
    }

    /// Waits for its end.
    ///
    /// - Parameter seconds: the longest wait.
    /// - Returns: its exit code, or the signal that ended it, negative; nil if it still runs.
    func wait(upTo seconds: Double = patience) -> Int32? {
        guard process.group.wait(timeout: .now() + seconds) == .success else { return nil }
        return process.code.withLock { $0 }
    }

    /// Sends a signal, unless it has ended.
    func signal(_ number: Int32) {
        if process.group.wait(timeout: .now()) == .timedOut { kill(pid, number) }
    }

    /// Whether it still runs.
    var isRunning: Bool { process.group.wait(timeout: .now()) == .timedOut }

    /// What it wrote to standard output so far.
    var standardOutput: String { text(of: output) }

    /// What it wrote to standard error so far.
    var standardError: String { text(of: errors) }

    private func text(of file: URL) -> String {
        // A file that is gone belongs to a test that is over.
        (try? Data(contentsOf: file)).map { String(decoding: $0, as: UTF8.self) } ?? ""
    }
}
