/// Where the trainer's events go.
///
/// Called by the trainer's thread.
/// A recorder that fails keeps every event it has not committed, and refuses no more than its
/// queue's bound: the trainer sees `failure` at its next safe point, pauses with the reason, and
/// calls `retry` when told to resume. Nothing is dropped.
public protocol RunRecorder: AnyObject, Sendable {
    /// Queues an event; waits when the queue is full and the recorder is healthy.
    ///
    /// - Parameter event: what happened.
    /// - Returns: the time waited, in seconds.
    func record(_ event: RunEvent) -> Double

    /// The failure that stops it from committing, if there is one.
    var failure: RecorderError? { get }

    /// Tries again to commit what is queued.
    func retry()

    /// Commits everything queued durably, then writes the checkpoint: to a temporary folder,
    /// synced, renamed, the parent synced; older ones beyond the limit are removed after.
    ///
    /// - Parameter checkpoint: what to write.
    /// - Throws: `RecorderError`, with nothing committed lost and older checkpoints intact.
    func save(_ checkpoint: Checkpoint) throws(RecorderError)

    /// Commits everything queued durably: a loss of power takes nothing of it.
    ///
    /// - Throws: `RecorderError` if it can't be.
    func flush() throws(RecorderError)
}
