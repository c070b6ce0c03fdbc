import Control
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
            let archive = folder + "/" + RunFolder.archiveName
            return RunListing.runs(in: folder).compactMap { listed($0, place: place) }
                + RunListing.runs(in: archive).compactMap {
                    listed($0, place: place, isArchived: true)
                }
        }
    }

    private static func listed(
        _ listing: RunListing, place: String, isArchived: Bool = false
    ) -> ListedRun? {
        // Nothing that could not be opened by its name is listed.
        guard let run = RunID(listing.name) else { return nil }
        let state: String
        var problem: String?
        switch listing.standing {
        case .live: state = liveState(listing.path)
        case .ended(let end): state = end.word
        case .unreadable(let reason):
            state = "unreadable"
            problem = reason
        }
        let solve = listing.evaluation.flatMap { record -> ListedRun.Solve? in
            guard let k = record.k.last, let share = record.solve.last else { return nil }
            return ListedRun.Solve(k: k, share: share)
        }
        return ListedRun(
            run: run, path: listing.path, place: place, strategy: listing.configuration?.strategy,
            state: state, step: listing.step, steps: listing.configuration?.steps ?? 0,
            bytes: listing.byteCount, changed: listing.changed, problem: problem,
            configuration: listing.configuration, rewards: listing.rewards, solve: solve,
            origin: listing.origin.map { "\($0.run) at \($0.step)" }, isArchived: isArchived)
    }

    /// Whether a run that is written trains or is paused; its trainer is asked.
    private static func liveState(_ path: String) -> String {
        // A trainer that does not answer now still trains for all that is known.
        guard let snapshot = try? ControlClient.status(folder: path),
            case .paused = snapshot.control
        else { return "training" }
        return "paused"
    }
}
