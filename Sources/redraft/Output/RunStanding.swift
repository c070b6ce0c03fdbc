import RunStore
import Runs

/// How a run stands: being written now, or ended.
enum RunStanding: Hashable {
    case live(pid: Int?)
    case ended(RunEnd)

    /// Finds out.
    ///
    /// A run that no process writes and that recorded no end was killed: it counts as interrupted.
    ///
    /// - Parameter reader: the run's store.
    /// - Throws: `Failure` if it can't be read.
    init(_ reader: StoreReader) throws(Failure) {
        let writer = reader.folder.writer
        if writer.isWriting {
            self = .live(pid: writer.pid)
            return
        }
        do throws(StoreError) {
            self = .ended(try reader.recordedState()?.end ?? .interrupted)
        } catch {
            throw Failure(error)
        }
    }

    /// One lower-case word.
    var word: String {
        switch self {
        case .live: "live"
        case .ended(let end): end.word
        }
    }

    /// Why the run failed, if it did.
    var reason: String? {
        if case .ended(.failed(let reason)) = self { return reason }
        return nil
    }

    /// The word with what else is known.
    var text: String {
        switch self {
        case .live(let pid?): "live, written by process \(pid)"
        case .live: "live"
        case .ended(.failed(let reason)): "failed: \(reason)"
        case .ended(let end): end.word
        }
    }
}
