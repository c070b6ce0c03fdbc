import Synchronization

/// The folds of a cross-validation, prepared when they are first asked for.
///
/// Two threads that ask at once take turns.
final class PreparedFolds: Sendable {
    private let folds = Mutex<Result<[PreparedFold], PipelineError>?>(nil)

    /// Fits a learner to each fold's training rows.
    ///
    /// A fold without test rows counts nothing; nothing at all is 0.
    func scores(
        _ settings: PipelineSettings, preparing: () throws(PipelineError) -> [PreparedFold]
    ) throws(PipelineError) -> PipelineScores {
        try folds.withLock { (kept) throws(PipelineError) -> PipelineScores in
            let folds: [PreparedFold]
            if let result = kept {
                folds = try result.get()
            } else {
                do throws(PipelineError) {
                    folds = try preparing()
                    kept = .success(folds)
                } catch {
                    kept = .failure(error)
                    throw error
                }
            }
            return try Self.scores(settings, folds)
        }
    }

    private static func scores(
        _ settings: PipelineSettings, _ folds: [PreparedFold]
    ) throws(PipelineError) -> PipelineScores {
        var (correct, rows) = ((training: 0, test: 0), (training: 0, test: 0))
        for fold in folds where fold.testRows > 0 {
            let found = try fold.correct(settings)
            correct.training += found.training
            correct.test += found.test
            rows.training += fold.trainingRows
            rows.test += fold.testRows
        }
        return PipelineScores(
            crossValidated: Double(correct.test) / Double(max(1, rows.test)),
            training: Double(correct.training) / Double(max(1, rows.training)))
    }
}
