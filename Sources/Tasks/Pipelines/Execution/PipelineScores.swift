/// What cross-validation says of a program.
struct PipelineScores: Hashable, Sendable {
    /// The share of training rows whose class was predicted while their fold was left out, in 0...1.
    let crossValidated: Double
    /// The share of rows that the fits of the folds predict right of those they were fitted to, in
    /// 0...1.
    let training: Double
}
