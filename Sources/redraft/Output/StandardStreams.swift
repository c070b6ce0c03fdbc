import Foundation

/// Text to the standard streams, in whole lines.
///
/// What can't be written, for the reader has gone, is dropped: training goes on without one.
enum StandardStreams {
    /// Writes a line to standard output.
    static func line(_ text: String) { write(text + "\n", to: STDOUT_FILENO) }

    /// Writes text to standard output as it is.
    static func text(_ text: String) { write(text, to: STDOUT_FILENO) }

    /// Writes a line to standard error, or text with another end.
    static func error(_ text: String, terminator: String = "\n") {
        write(text + terminator, to: STDERR_FILENO)
    }

    private static func write(_ text: String, to descriptor: Int32) {
        var text = text
        text.withUTF8 { bytes in
            var offset = 0
            while offset < bytes.count {
                let count = Foundation.write(
                    descriptor, bytes.baseAddress.map { $0 + offset }, bytes.count - offset)
                if count < 0, errno == EINTR { continue }
                if count <= 0 { return }
                offset += count
            }
        }
    }
}
