import Modeling
import RunStore
import TerminalUI

/// Which program this is, and what it stands on.
enum Version {
    /// The version: this is its one place.
    static let number = "0.1.0"

    /// What `--version` prints: what a report of a problem needs to name.
    static var lines: [String] {
        [
            "redraft \(number)",
            "kernels \(KernelPath.best.rawValue) (\(KernelPath.best.arithmetic))",
            "SQLite \(StoreLibrary.version)",
            TerminalLibrary.version,
        ]
    }
}
