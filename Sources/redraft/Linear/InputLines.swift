import Dispatch
import Foundation
import Synchronization

/// Reads lines from a descriptor on a thread of its own, so that nothing else waits for a person.
final class InputLines: Sendable {
    private struct State {
        var lines: [String] = []
        var isAtEnd = false
    }

    private let descriptor: Int32
    private let state = Mutex(State())

    /// The longest line that is taken; more of it is dropped.
    private static let limit = 4096
    /// Lines kept for a reader that is busy; input waits in its pipe after that.
    private static let mostLines = 1000

    /// A reader that has not begun.
    ///
    /// - Parameter descriptor: where to read.
    init(_ descriptor: Int32 = STDIN_FILENO) {
        self.descriptor = descriptor
    }

    /// Begins to read.
    ///
    /// - Parameter wake: called after each piece of input, and at its end; must return at once.
    func start(wake: @escaping @Sendable () -> Void) {
        let thread = Thread { [self] in
            // The system is told the name only from within.
            Thread.current.name = "input"
            read(wake)
        }
        thread.start()
    }

    /// The lines that have come since the last call, and whether none will come any more.
    func take() -> (lines: [String], isAtEnd: Bool) {
        state.withLock { state in
            defer { state.lines = [] }
            return (state.lines, state.isAtEnd)
        }
    }

    private func read(_ wake: @Sendable () -> Void) {
        var line: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        func take() {
            let text = String(decoding: line, as: UTF8.self)
            line = []
            while state.withLock({ $0.lines.count >= Self.mostLines }) { usleep(20_000) }
            state.withLock { $0.lines.append(text) }
        }
        while true {
            let count = Foundation.read(descriptor, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { break }
            for byte in buffer[..<count] {
                if byte == UInt8(ascii: "\n") {
                    take()
                } else if line.count < Self.limit {
                    line.append(byte)
                }
            }
            wake()
        }
        if !line.isEmpty { take() }
        state.withLock { $0.isAtEnd = true }
        wake()
    }
}
