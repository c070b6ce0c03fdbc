import Dispatch
import Foundation
import Synchronization
import Runs

/// A study at work on a thread of its own, for whoever shows it meanwhile.
final class StudyThread: Sendable {
    private struct State {
        var progress: StudyProgress?
        var outcome: Result<StudyRunner.Outcome, Failure>?
        var version = 0
        var onNews: @Sendable () -> Void = {}
    }

    /// Where it is told to stop.
    let desk: StudyDesk
    private let state = Mutex(State())
    private let ended = DispatchGroup()

    /// Begins.
    ///
    /// - Parameters:
    ///   - desk: where it is told to stop.
    ///   - make: makes the runner from what takes its progress.
    init(
        desk: StudyDesk,
        _ make: @escaping @Sendable (_ tell: @escaping (StudyProgress) -> Void) -> StudyRunner
    ) {
        self.desk = desk
        ended.enter()
        let thread = Thread { [self] in
            let runner = make { progress in
                let onNews = self.state.withLock { state in
                    state.progress = progress
                    state.version += 1
                    return state.onNews
                }
                onNews()
            }
            let outcome = Result { () throws(Failure) in try runner.run() }
            let onNews = state.withLock { state in
                state.outcome = outcome
                state.version += 1
                return state.onNews
            }
            ended.leave()
            onNews()
        }
        thread.name = "study"
        thread.start()
    }

    /// Has a function called on the study's thread whenever there is news; it must return at once.
    func onNews(_ body: @escaping @Sendable () -> Void) { state.withLock { $0.onNews = body } }

    /// How far it is, if that is newer than what was seen last.
    func progress(newerThan version: inout Int) -> StudyProgress? {
        state.withLock { state in
            guard state.version > version else { return nil }
            version = state.version
            return state.progress
        }
    }

    /// How it ended; nil while it works.
    var outcome: Result<StudyRunner.Outcome, Failure>? { state.withLock { $0.outcome } }

    /// Waits for its end.
    ///
    /// - Returns: how it ended.
    /// - Throws: `Failure` if a table can't be written.
    func wait() throws(Failure) -> StudyRunner.Outcome {
        ended.wait()
        guard let outcome else { preconditionFailure("a study ends before it is left") }
        return try outcome.get()
    }
}
