import Dashboard
import Foundation
import RunStore
import Runs

/// The runs there are, as the dashboard lists them.
enum RunCatalog {
    /// The runs in some folders: those being trained first, then by their last change.
    ///
    /// - Parameter folders: the folders of runs.
    /// - Returns: one entry a run.
    static func list(_ folders: [String]) -> [ListedRun] {
        folders.flatMap { folder in
            let place = (folder as NSString).lastPathComponent
            return RunListing.runs(in: folder).compactMap { listed($0, place: place) }
        }
    }

    private static func listed(_ listing: RunListing, place: String) -> ListedRun? {
        // Nothing that could not be opened by its name is listed.
        guard let run = RunID(listing.name) else { return nil }
        let state: String
        var problem: String?
        switch listing.standing {
        case .live: state = "training"
        case .ended(let end): state = end.word
        case .unreadable(let reason):
            state = "unreadable"
            problem = reason
        }
        return ListedRun(
            run: run, path: listing.path, place: place, strategy: listing.configuration?.strategy,
            state: state, step: listing.step, steps: listing.configuration?.steps ?? 0,
            bytes: listing.byteCount, changed: listing.changed, problem: problem,
            configuration: listing.configuration)
    }
}
