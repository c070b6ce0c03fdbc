import Control
import Dashboard
import RunStore
import Runs

/// A run on the screen, and how it is put away.
enum OpenedRun: Sendable {
    /// This process trains it.
    case training(LiveRun)
    /// Another process trains it.
    case attached(AttachedSession)
    /// No process trains it, or none that answers.
    case recorded(RecordedSession)

    /// Opens a run that is not trained here: attached if its trainer answers.
    ///
    /// - Parameter folder: the run.
    /// - Returns: the run.
    /// - Throws: `Failure` if its store can't be read.
    static func watch(_ folder: RunFolder) throws(Failure) -> OpenedRun {
        let writer = folder.writer
        guard writer.isWriting else {
            let reader = try StoreReader.open(folder)
            return .recorded(RecordedSession(reader, reason: "recorded"))
        }
        // Another process commits: its commits are looked for a few times a second.
        let reader = try StoreReader.open(folder, pollInterval: 0.2)
        do throws(ControlError) {
            let client = try ControlClient(folder: folder.path)
            return .attached(AttachedSession(client: client, reader: reader))
        } catch {
            let process = writer.pid.map { "process \($0)" } ?? "its trainer"
            return .recorded(RecordedSession(reader, reason: "\(process) does not answer"))
        }
    }

    /// The run as the dashboard sees it.
    var session: any RunSession {
        switch self {
        case .training(let run): run.session
        case .attached(let session): session
        case .recorded(let session): session
        }
    }

    /// How this process stands to it.
    var role: SessionRole {
        if case .training = self { return .trains }
        return .watches
    }

    /// Puts it away; a run trained here must have ended.
    func close() {
        switch self {
        case .training(let run): _ = run.finish()
        case .attached(let session): session.close()
        case .recorded(let session): session.close()
        }
    }
}
