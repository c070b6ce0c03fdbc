import Foundation
import Runs
import Synchronization

/// Folders beside the runs that are none: forks being made, and runs being removed.
///
/// Their names begin with a dot, so that no list shows them and no run has such a name.
enum HiddenFolder {
    /// What a folder is there for.
    enum Purpose: String, CaseIterable {
        case fork
        case deleted
    }

    /// Younger ones may belong to a process that has not locked them yet.
    private static let sweepAge = 60

    private static let numbers = Atomic(0)

    /// A path that nothing is at.
    static func name(_ purpose: Purpose, for run: RunID, in runs: String) throws(StoreError)
        -> String
    {
        // Of any length a run's name may have: the system takes 255 bytes.
        let stem = "\(runs)/.\(purpose.rawValue)-\(run.name.prefix(100))-\(getpid())"
        while true {
            let path = "\(stem)-\(numbers.add(1, ordering: .relaxed).newValue)"
            if !SealedFolder.exists(path) { return path }
        }
    }

    /// Removes what processes that died left behind.
    static func sweep(in runs: String) {
        // Leftovers cost only space: a failure here is no reason to stop.
        for name in (try? folderEntries(runs)) ?? []
        where Purpose.allCases.contains(where: { name.hasPrefix(".\($0.rawValue)-") }) {
            let path = runs + "/" + name
            var status = stat()
            guard lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR,
                time(nil) - status.st_mtim.tv_sec > sweepAge,
                !RunLock.holder(path: path + "/lock").isHeld
            else { continue }
            try? SystemFiles().remove(path)
        }
    }
}
