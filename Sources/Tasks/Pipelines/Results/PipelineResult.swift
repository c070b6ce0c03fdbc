/// What running a program on a task's table came to.
///
/// Counts of rows, not shares, so that a result is the same wherever it was kept.
enum PipelineResult: Hashable, Sendable {
    /// Right answers on rows held back in turn, and on the rows fitted on, added over the folds.
    case ran(validated: Int, trained: Int)
    /// Refused before anything was fitted.
    case refused(PipelineError)
}
