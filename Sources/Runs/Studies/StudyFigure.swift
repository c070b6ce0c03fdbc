/// One figure of a study's table: what it is called, and how it follows from an evaluation.
public struct StudyFigure: Hashable, Sendable {
    /// What a figure may use.
    public enum Kind: String, Codable, Sendable, CaseIterable {
        /// The policy alone: no verifier chooses and none stops.
        case unaided
        /// A verifier chooses among the policy's answers.
        case verified
    }

    private enum What: Hashable, Sendable {
        case solve(Int), quality(Int), bestSolve
        case toRight, toWrong, net
        case majority(Int), bestSoFar(Int), passAt(Int), bestOf(Int)
        case distinct, invalid, copied
        case episode(EpisodeFigure)
        case search(SearchFigure)
    }

    private let what: What
    /// Its name in every format.
    public let name: String
    /// What it uses.
    public let kind: Kind

    private init(_ what: What, _ name: String, _ kind: Kind = .unaided) {
        self.what = what
        self.name = name
        self.kind = kind
    }

    /// The figures of a study, in the order of its tables.
    ///
    /// - Parameters:
    ///   - measurement: how the runs are measured.
    ///   - baselines: the names of what searches without a policy.
    /// - Returns: those of the policy alone, then those for which a verifier chooses.
    public static func all(
        for measurement: StudyPlan.Measurement, baselines: [String] = []
    ) -> [StudyFigure] {
        let k = measurement.k
        if let budget = measurement.search {
            return SearchFigure.all(in: budget, k: k, baselines: baselines).map {
                StudyFigure(.search($0.figure), $0.figure.name, $0.kind)
            }
        }
        guard !measurement.episodes else {
            return EpisodeFigure.all(k: k).map { StudyFigure(.episode($0), $0.name) }
        }
        let last = k.last ?? 0
        // As many answers as the paper's chains have, where chains are longer than that.
        let usual = k.contains(16) ? 16 : last
        let budgets = usual == last ? [last] : [usual, last]
        return k.map { StudyFigure(.solve($0), "solve@\($0)") }
            + [StudyFigure(.bestSolve, "solve@best k")]
            + k.map { StudyFigure(.quality($0), "quality@\($0)") }
            + [
                StudyFigure(.toRight, "wrong to right"), StudyFigure(.toWrong, "right to wrong"),
                StudyFigure(.net, "net corrections"), StudyFigure(.distinct, "distinct"),
                StudyFigure(.invalid, "invalid"), StudyFigure(.copied, "copied"),
            ]
            + budgets.map { StudyFigure(.majority($0), "majority of \($0 + 1)") }
            + budgets.flatMap { k in
                [
                    StudyFigure(.bestSoFar(k), "best so far@\(k)", .verified),
                    StudyFigure(.passAt(k), "pass@\(k + 1)", .verified),
                    StudyFigure(.bestOf(k), "best of \(k + 1)", .verified),
                ]
            }
    }

    /// The figure of one evaluation.
    ///
    /// - Parameter measured: the evaluation.
    /// - Returns: nil where it does not hold the figure.
    public func value(of measured: StudyResult.Measured) -> Double? {
        switch (measured, what) {
        case (.episodes(let record, _), .episode(let figure)): figure.value(of: record)
        case (.search(let record, _), .search(let figure)): figure.value(of: record)
        case (.chains(let record, _), _): value(of: record)
        case (.episodes, _), (.search, _): nil
        }
    }

    private func value(of record: EvaluationRecord) -> Double? {
        func at(_ k: Int, _ list: [Double]?) -> Double? {
            guard let list, let place = record.k.firstIndex(of: k), list.indices.contains(place)
            else { return nil }
            return list[place]
        }
        return switch what {
        case .solve(let k): at(k, record.solve)
        case .quality(let k): at(k, record.quality)
        case .bestSolve: record.solve.max()
        case .toRight: record.corrections.wrongToRight
        case .toWrong: record.corrections.rightToWrong
        case .net: record.corrections.net
        case .majority(let k): at(k, record.majorityAt)
        // Records of versions that knew the last k alone have no lists.
        case .bestSoFar(let k):
            at(k, record.bestSoFarAt) ?? (k == record.k.last ? record.bestSoFar : nil)
        case .passAt(let k):
            at(k, record.passAtEach) ?? (k == record.k.last ? record.passAt : nil)
        case .bestOf(let k): at(k, record.bestOfAt)
        case .distinct: record.distinct
        case .invalid: record.invalid
        case .copied: record.copied
        case .episode, .search: nil
        }
    }

    /// The figure's share of each task, where it is a sum over tasks.
    ///
    /// - Parameters:
    ///   - measured: with outcomes at the numbers of improve steps in `k`.
    ///   - k: which these are.
    /// - Returns: one value a task, whose mean, or sum for counts of corrections, is the figure; nil
    ///   where it is no such sum or was not kept.
    public func parts(of measured: StudyResult.Measured, k: [Int]) -> [Double]? {
        switch (measured, what) {
        case (.episodes(_, let outcomes), .episode(let figure)):
            outcomes.flatMap { figure.parts(of: $0, k: k) }
        case (.search(_, let outcomes), .search(let figure)):
            outcomes.flatMap { figure.parts(of: $0) }
        case (.chains(_, let chains), _): chains.flatMap { parts(of: $0, k: k) }
        case (.episodes, _), (.search, _): nil
        }
    }

    private func parts(of chains: EvaluationChains, k: [Int]) -> [Double]? {
        func column(_ rows: [[Bool]], _ step: Int) -> [Double]? {
            guard let place = k.firstIndex(of: step), !rows.isEmpty,
                rows.allSatisfy({ $0.indices.contains(place) })
            else { return nil }
            return rows.map { $0[place] ? 1 : 0 }
        }
        /// From the first answer to the last: 1 where it was mended, -1 where it was broken.
        var changes: [Double]? {
            guard chains.solved.allSatisfy({ $0.count == k.count }), k.first == 0 else {
                return nil
            }
            return chains.solved.map { row in
                (row.last == true ? 1 : 0) - (row.first == true ? 1 : 0)
            }
        }
        return switch what {
        case .solve(let k): column(chains.solved, k)
        case .quality(let step):
            k.firstIndex(of: step).flatMap { place in
                chains.quality.allSatisfy { $0.indices.contains(place) }
                    ? chains.quality.map { Double($0[place]) } : nil
            }
        case .toRight: changes?.map { max(0, $0) }
        case .toWrong: changes?.map { max(0, -$0) }
        case .net: changes
        case .majority(let k): column(chains.majority, k)
        case .passAt(let k): column(chains.passed, k)
        case .bestSolve, .bestSoFar, .bestOf, .distinct, .invalid, .copied, .episode, .search: nil
        }
    }

    /// Whether the figure counts chains instead of averaging over them.
    public var isCount: Bool {
        switch what {
        case .episode(let figure): figure.isCount
        case .toRight, .toWrong, .net: true
        default: false
        }
    }
}
