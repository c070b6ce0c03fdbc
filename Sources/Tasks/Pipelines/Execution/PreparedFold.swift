import CLearners

/// Training and test rows, prepared by steps fitted on the training rows alone; owns C memory.
///
/// Fits keep what they computed of the rows for the next one (sorted columns, distances), so that a
/// fold is used by one thread at a time.
final class PreparedFold {
    private let fold: OpaquePointer
    /// Classes of the training rows, then of the test rows.
    private let labels: [Int32]
    let trainingRows: Int
    var testRows: Int { labels.count - trainingRows }

    /// Prepares rows, given by their numbers in the tables.
    ///
    /// - Throws: `scale` where numbers overflow.
    /// - Precondition: the tables agree in columns and classes; rows are within them.
    init(
        training: DataTable, rows: [Int32], test: DataTable, testRows: [Int32],
        steps: PipelineSteps
    ) throws(PipelineError) {
        var made: OpaquePointer?
        let status = training.withLearnersTable { training in
            test.withLearnersTable { test in
                learners_fold_make(
                    training, rows, Int32(rows.count), test, testRows, Int32(testRows.count),
                    learners_steps(steps), &made)
            }
        }
        guard let made, status == LEARNERS_DONE else { throw PipelineError(status) }
        fold = made
        labels = rows.map { training.labels[Int($0)] } + testRows.map { test.labels[Int($0)] }
        trainingRows = rows.count
    }

    deinit { learners_fold_free(fold) }

    /// Columns after the steps.
    var columns: Int { Int(learners_fold_columns(fold)) }

    /// The prepared rows.
    ///
    /// - Shape: `[training rows, then test rows, columns]`.
    var values: [Double] {
        Array(
            UnsafeBufferPointer(start: learners_fold_values(fold), count: labels.count * columns))
    }

    /// Fits a learner to the training rows and predicts the class of each row.
    ///
    /// - Returns: training rows, then test rows.
    func predictions(_ settings: PipelineSettings) throws(PipelineError) -> [Int32] {
        var words = learners_settings(settings)
        var predictions = [Int32](repeating: 0, count: labels.count)
        let status = learners_fit(fold, &words, &predictions)
        guard status == LEARNERS_DONE else { throw PipelineError(status) }
        return predictions
    }

    /// Fits a learner, and counts the rows whose class it predicts.
    func correct(_ settings: PipelineSettings) throws(PipelineError) -> (training: Int, test: Int) {
        var correct = (training: 0, test: 0)
        for (row, predicted) in try predictions(settings).enumerated()
        where predicted == labels[row] {
            if row < trainingRows { correct.training += 1 } else { correct.test += 1 }
        }
        return correct
    }
}

extension PipelineError {
    /// What a policy reads of the shim's errors.
    fileprivate init(_ status: learners_status) {
        // Shapes are bounded before, so that what is left is memory: more than the machine has.
        self = status == LEARNERS_SCALE ? .scale : .cost
    }
}

extension DataTable {
    /// Lends the table to the shim.
    fileprivate func withLearnersTable<Result>(_ body: (learners_table) -> Result) -> Result {
        values.withUnsafeBufferPointer { values in
            labels.withUnsafeBufferPointer { labels in
                body(
                    learners_table(
                        values: values.baseAddress, labels: labels.baseAddress, rows: Int32(rows),
                        columns: Int32(columns), classes: Int32(classes)))
            }
        }
    }
}
