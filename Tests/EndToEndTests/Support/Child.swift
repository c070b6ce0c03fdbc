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
        let process = Process()
        process.executableURL = program
        process.arguments = arguments
        process.currentDirectoryURL = folder
        process.environment = environment
        if let terminal {
            let handle = FileHandle(fileDescriptor: terminal, closeOnDealloc: false)
            process.standardInput = handle
            process.standardOutput = handle
        } else {
            process.standardInput = FileHandle.nullDevice
            process.standardOutput = try FileHandle(forWritingTo: output)
        }
        process.standardError = try FileHandle(forWritingTo: errors)
        let ended = Ended()
        ended.group.enter()
        process.terminationHandler = { process in
            let isKilled = process.terminationReason == .uncaughtSignal
            ended.code.withLock {
                $0 = isKilled ? -process.terminationStatus : process.terminationStatus
            }
            ended.group.leave()
        }
        try process.run()
        pid = process.processIdentifier
        self.process = ended
    }

    /// Waits for its end.
    ///
    /// - Parameter seconds: the longest wait.
    /// - Returns: its exit code, or the signal that ended it, negative; nil if it still runs.
    func wait(upTo seconds: Double = 60) -> Int32? {
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
