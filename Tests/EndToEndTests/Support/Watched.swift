import Foundation
import Testing

/// The program in a terminal of the test's own, which is its controlling terminal.
struct Watched {
    let line: Pseudoterminal
    let child: Child

    /// Starts the program.
    ///
    /// - Parameters:
    ///   - arguments: its arguments.
    ///   - place: where it works.
    ///   - columns: the window's width.
    ///   - rows: its height.
    ///   - term: the terminal's type.
    /// - Throws: an error if it can't be started.
    init(
        _ arguments: [String], in place: Workplace, columns: Int = 200, rows: Int = 50,
        term: String = "xterm-256color"
    ) throws {
        line = try #require(Pseudoterminal(columns: columns, rows: rows))
        place.environment["TERM"] = term
        child = try place.start(
            URL(filePath: "/usr/bin/setsid"), ["--ctty", Workplace.program.path] + arguments,
            terminal: line.terminal)
    }

    /// Waits until a text is drawn in one piece, in whatever colours.
    ///
    /// - Parameters:
    ///   - text: the text.
    ///   - seconds: the longest wait.
    /// - Throws: an error that tells what was drawn if it never is.
    func wait(for text: String, upTo seconds: Double = patience) throws {
        var drawn: [UInt8] = []
        let end = ContinuousClock.now + .seconds(seconds)
        var plain = ""
        while !plain.contains(text) {
            let isOver = ContinuousClock.now > end || !child.isRunning
            drawn += line.takeBytes(upTo: 0.05)
            // Frames are short; what was drawn long ago need not be looked at again.
            plain = Pseudoterminal.text(of: drawn.suffix(100_000))
            try #require(
                !isOver || plain.contains(text),
                "waited for '\(text)'; drawn: \(plain.suffix(2_000)); errors: \(child.standardError)"
            )
        }
    }

    /// Ends the program, however it is.
    func kill() {
        child.signal(SIGKILL)
        _ = child.wait()
    }

    // MARK: What it costs

    /// Processor time of the main thread, in seconds.
    var mainSeconds: Double {
        let text = try? String(
            contentsOfFile: "/proc/\(child.pid)/task/\(child.pid)/schedstat", encoding: .utf8)
        let nanoseconds = text?.split(separator: " ").first.flatMap { Double($0) }
        return (nanoseconds ?? .nan) * 1e-9
    }

    /// Processor time of all its threads, in seconds.
    var processSeconds: Double {
        let tasks =
            (try? FileManager.default.contentsOfDirectory(atPath: "/proc/\(child.pid)/task"))
            ?? []
        return tasks.reduce(0) { sum, task in
            let text = try? String(
                contentsOfFile: "/proc/\(child.pid)/task/\(task)/schedstat", encoding: .utf8)
            // A thread that has ended meanwhile costs nothing any more.
            return sum + (text?.split(separator: " ").first.flatMap { Double($0) } ?? 0) * 1e-9
        }
    }

    /// The most memory it had at once, in bytes.
    var peakBytes: Int {
        let text = try? String(contentsOfFile: "/proc/\(child.pid)/status", encoding: .utf8)
        let line = text?.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
        let kilobytes = line?.split(separator: " ").dropFirst().first.flatMap { Int($0) }
        return (kilobytes ?? 0) * 1024
    }
}
