import Foundation

/// The option `--threads`.
enum ThreadCount {
    /// The kernel threads asked for; by default one for each processor.
    ///
    /// - Parameter text: what a person typed.
    /// - Returns: at least 1.
    /// - Throws: `Failure` for anything but a number in range.
    static func parse(_ text: String?) throws(Failure) -> Int {
        guard let text else { return max(1, ProcessInfo.processInfo.activeProcessorCount) }
        guard let count = Int(text), (1...256).contains(count) else {
            throw .usage(
                "--threads: '\(text)' is not accepted; expected a whole number from 1 to 256")
        }
        return count
    }
}
