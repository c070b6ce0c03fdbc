import CLearners
import Synchronization

/// Executes programs on the data of one task.
///
/// The same program gives the same bits whatever ran before or runs on other threads.
struct PipelineRunner: Sendable {
    /// Folds of the cross-validation.
    static let folds = 4

    private let training: DataTable
    private let folds: [Int]
    private let held: DataTable?
    /// What forbids programs on this data.
    let bound: PipelineBound
    private let recent: RecentFolds

    /// Makes a runner over a task's rows.
    ///
    /// - Parameters:
    ///   - training: rows that programs are fitted to, at most 65,536, with at most 64 classes.
    ///   - folds: the fold of each of them, in `0..<PipelineRunner.folds`.
    ///   - held: private rows, of the same columns and classes.
    ///   - preparations: how many different preparations are kept for programs that share them;
    ///     one of 165 rows and 14 columns holds 0.3 to 1 MB.
    init(training: DataTable, folds: [Int], held: DataTable?, preparations: Int = 4) {
        precondition(folds.count == training.rows, "a fold for each row")
        precondition(folds.allSatisfy { (0..<Self.folds).contains($0) }, "a fold that is none")
        precondition(training.rows + (held?.rows ?? 0) <= Int(LEARNERS_ROWS), "too many rows")
        precondition((1...Int(LEARNERS_CLASSES)).contains(training.classes), "too many classes")
        precondition(training.columns > 0, "no columns")
        if let held {
            precondition(
                held.columns == training.columns && held.classes == training.classes,
                "private rows of another kind")
        }
        (self.training, self.folds, self.held) = (training, folds, held)
        bound = PipelineBound(training)
        recent = RecentFolds(capacity: preparations)
    }

    /// Cross-validates a program.
    func scores(_ pipeline: Pipeline) throws(PipelineError) -> PipelineScores {
        if let error = bound.error(of: pipeline) { throw error }
        let steps = PipelineSteps(pipeline)
        return try recent.folds(of: steps).scores(PipelineSettings(pipeline)) {
            () throws(PipelineError) in try prepare(steps)
        }
    }

    /// The share of private rows whose class a program predicts, fitted to all training rows.
    ///
    /// - Precondition: there are private rows.
    func privateAccuracy(_ pipeline: Pipeline) throws(PipelineError) -> Double {
        guard let held else { preconditionFailure("no private rows") }
        if let error = bound.error(of: pipeline) { throw error }
        let fold = try PreparedFold(
            training: training, rows: Array(0..<Int32(training.rows)), test: held,
            testRows: Array(0..<Int32(held.rows)), steps: PipelineSteps(pipeline))
        let correct = try fold.correct(PipelineSettings(pipeline)).test
        return Double(correct) / Double(max(1, held.rows))
    }

    private func prepare(_ steps: PipelineSteps) throws(PipelineError) -> [PreparedFold] {
        var prepared: [PreparedFold] = []
        for fold in 0..<Self.folds {
            let rows = folds.indices.filter { folds[$0] != fold }.map { Int32($0) }
            let testRows = folds.indices.filter { folds[$0] == fold }.map { Int32($0) }
            prepared.append(
                try PreparedFold(
                    training: training, rows: rows, test: training, testRows: testRows, steps: steps
                ))
        }
        return prepared
    }
}

/// The preparations used last.
private final class RecentFolds: Sendable {
    private let capacity: Int
    /// The one used last comes last.
    private let kept = Mutex<[(steps: PipelineSteps, folds: PreparedFolds)]>([])

    init(capacity: Int) { self.capacity = capacity }

    func folds(of steps: PipelineSteps) -> PreparedFolds {
        kept.withLock { kept in
            let place = kept.firstIndex { $0.steps == steps }
            let entry =
                place.map { kept.remove(at: $0) } ?? (steps: steps, folds: PreparedFolds())
            kept.append(entry)
            if kept.count > capacity { kept.removeFirst() }
            return entry.folds
        }
    }
}
