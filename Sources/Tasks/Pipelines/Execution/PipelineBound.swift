import CLearners

/// What may be executed on a table, decided before anything is fitted.
///
/// A function of shapes and, for the scale, of one pass over the raw training rows: the same on every
/// machine, which no time-out would be.
struct PipelineBound: Hashable, Sendable {
    /// The most columns after the feature step.
    static let columns = 80
    /// The most leaves of boosted trees: rounds, times two to the depth, times trees a round.
    static let leaves = 2100
    /// The most work of a fit: cells, and for boosted trees cells times rounds, depth and trees a
    /// round.
    static let work = 600_000
    /// The most rows for learners that compare each with each.
    static let comparedRows = Int(LEARNERS_KERNEL_ROWS)
    /// The largest product of cost and mean squared norm for linear learners on unscaled columns,
    /// and on their products: beyond it their solvers crawl.
    static let effort = (columns: 1000.0, products: 30.0)

    let rows: Int
    let columns: Int
    let classes: Int
    /// Columns with missing cells.
    let incomplete: Int
    /// The mean over rows of the sum of squared cells, missing ones being zero.
    let meanSquare: Double

    /// Measures the training rows.
    init(_ table: DataTable) {
        (rows, columns, classes) = (table.rows, table.columns, table.classes)
        var isIncomplete = [Bool](repeating: false, count: table.columns)
        var sum = 0.0
        for (place, value) in table.values.enumerated() {
            if value.isFinite {
                sum += value * value
            } else {
                isIncomplete[place % table.columns] = true
            }
        }
        incomplete = isIncomplete.count { $0 }
        meanSquare = table.rows > 0 ? sum / Double(table.rows) : 0
    }

    /// What forbids a program, if anything does.
    func error(of pipeline: Pipeline) -> PipelineError? {
        let imputed = columns + (pipeline.imputation == .indicator ? incomplete : 0)
        if let error = Self.error(of: pipeline, rows: rows, columns: imputed, classes: classes) {
            return error
        }
        guard pipeline.scaling == .none else { return nil }
        let cost: Double
        switch PipelineSettings(pipeline) {
        case .logit(let value, _), .svml(let value): cost = value
        default: return nil
        }
        let largest = pipeline.feature == .poly2 ? Self.effort.products : Self.effort.columns
        return cost * meanSquare > largest ? .scale : nil
    }

    /// What forbids a program by shapes alone: `rows` are all training rows of the task, `columns` those
    /// after imputation, so with the ones that mark missing cells.
    static func error(
        of pipeline: Pipeline, rows: Int, columns: Int, classes: Int
    ) -> PipelineError? {
        // Before the square of a number of columns is taken.
        guard columns <= Int(LEARNERS_COLUMNS) else { return .columns }
        let made = pipeline.feature.columns(of: columns)
        guard made <= Self.columns else { return .columns }
        guard rows * made <= work else { return .cost }
        switch PipelineSettings(pipeline) {
        case .xgb(let rounds, let depth):
            let trees = rounds * (classes > 2 ? classes : 1)
            let isCheap = trees << depth <= leaves && trees * depth * rows * made <= work
            return isCheap ? nil : .cost
        case .svml, .svmr, .knn: return rows <= comparedRows ? nil : .cost
        case .logit, .ridge, .nb: return nil
        }
    }
}

extension Pipeline.Feature {
    /// Columns after this step, made from `columns` of them.
    func columns(of columns: Int) -> Int {
        switch self {
        case .raw: columns
        case .poly2: columns + columns * (columns + 1) / 2
        case .pca4, .sel4: min(columns, 4)
        case .sel2: min(columns, 2)
        case .sel8: min(columns, 8)
        }
    }
}
