/// Why a program was not executed, or not to its end; the raw value is what a policy reads.
enum PipelineError: String, Error, Hashable, Sendable, CaseIterable {
    /// The feature step would make too many columns.
    case columns = "E_COLS"
    /// Fitting would take too long.
    case cost = "E_COST"
    /// The numbers are too large for the learner, or so large that it would crawl.
    case scale = "E_SCALE"
}
