import RunStore
import Runs

/// A fork to be made.
struct ForkPlan: Sendable {
    /// The run to fork; it may be trained at this moment.
    var parent: RunFolder
    /// The last step that the two have in common; 0 is the end of the warm start.
    var step: Int
    /// What is changed from there on; nothing continues the run as it was.
    var settings: [Setting] = []
    /// Its name; nil to have one made up.
    var name: RunID?
    /// The folder of runs it is made in.
    var runs: String
    /// Kernel threads.
    var threads: Int

    /// Makes a fork a run, under its own name or one that is free.
    ///
    /// - Parameters:
    ///   - fork: whole but for its name.
    ///   - configuration: as resolved.
    ///   - description: what its store says of it, for a name.
    /// - Returns: the run's folder, and the right to write it.
    /// - Throws: `Failure` if the name is taken or the folder can't be written.
    func finish(
        _ fork: RunFork, configuration: RunConfiguration, description: (RunID) -> RunDescription
    ) throws(Failure) -> (folder: RunFolder, lock: RunLock) {
        let text = ConfigurationFile.text(of: configuration)
        var count = 1
        while true {
            let run = name ?? RunNames.made(forkOf: parent.run, at: step, count: count)
            do throws(StoreError) {
                return try fork.finish(
                    as: run, description: description(run), configurationText: text)
            } catch {
                guard name == nil, error.code == .nameTaken else { throw Failure(error) }
                count += 1
            }
        }
    }
}

/// How far the making of a fork is.
struct ForkProgress: Hashable, Sendable {
    /// What is being done.
    enum Work: String, Hashable, Sendable {
        /// The parent's records are copied.
        case copying
        /// The warm start is done again, since there is no checkpoint after it.
        case warmStart
        /// Steps are trained again, from the checkpoint before them.
        case replaying

        /// As a line of progress begins.
        var text: String {
            switch self {
            case .copying: "copying records"
            case .warmStart: "repeating the warm start"
            case .replaying: "replaying"
            }
        }
    }

    /// What is being done.
    let work: Work
    /// Steps done of those there are to do, and the time left.
    let progress: Progress

    /// One line.
    var line: String {
        var line = "\(work.text)  step \(progress.done)/\(progress.total)"
        if let seconds = progress.remainingSeconds {
            line += "  ETA \(ReportText.duration(seconds))"
        }
        return line
    }
}
