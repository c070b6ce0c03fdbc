/// One figure of whole episodes with k improve steps in every turn.
///
/// - Source: arXiv 2509.04575, section 5 and figure 4: accuracy of the first turn, and return.
enum EpisodeFigure: Hashable, Sendable {
    /// Share of tasks whose first turn is solved.
    case firstTurn(Int)
    /// Mean sum of the turns' qualities.
    case totalReturn(Int)
    /// Share of tasks all of whose turns are solved.
    case strict(Int)
    /// Each of these at the k that is best for it in this very evaluation.
    case bestFirstTurn, bestReturn, bestStrict
    /// Answers mended and broken by their next step, and invalid or repeated ones, at the last k.
    case toRight, toWrong, invalid, copied

    /// The figures in the order of a study's tables.
    static func all(k: [Int]) -> [EpisodeFigure] {
        k.map { .firstTurn($0) } + [.bestFirstTurn] + k.map { .totalReturn($0) } + [.bestReturn]
            + k.map { .strict($0) } + [.bestStrict, .toRight, .toWrong, .invalid, .copied]
    }

    var name: String {
        switch self {
        case .firstTurn(let k): "first turn@\(k)"
        case .totalReturn(let k): "return@\(k)"
        case .strict(let k): "strict@\(k)"
        case .bestFirstTurn: "first turn@best k"
        case .bestReturn: "return@best k"
        case .bestStrict: "strict@best k"
        case .toRight: "wrong to right"
        case .toWrong: "right to wrong"
        case .invalid: "invalid"
        case .copied: "copied"
        }
    }

    /// The figure of one evaluation; nil where the record does not hold it.
    func value(of record: EpisodeRecord) -> Double? {
        func at(_ k: Int, _ list: [Double]) -> Double? {
            guard let place = record.k.firstIndex(of: k), list.indices.contains(place) else {
                return nil
            }
            return list[place]
        }
        return switch self {
        case .firstTurn(let k): at(k, record.firstTurn)
        case .totalReturn(let k): at(k, record.totalReturn)
        case .strict(let k): at(k, record.strict)
        case .bestFirstTurn: record.firstTurn.max()
        case .bestReturn: record.totalReturn.max()
        case .bestStrict: record.strict.max()
        case .toRight: record.wrongToRight.last.map(Double.init)
        case .toWrong: record.rightToWrong.last.map(Double.init)
        case .invalid: record.invalid.last
        case .copied: record.copied.last
        }
    }

    /// One value a task, whose mean is the figure; nil where it is no such mean.
    func parts(of outcomes: EpisodeOutcomes, k: [Int]) -> [Double]? {
        func column(_ rows: [[Float]], _ step: Int) -> [Double]? {
            guard let place = k.firstIndex(of: step),
                rows.allSatisfy({ $0.indices.contains(place) })
            else { return nil }
            return rows.map { Double($0[place]) }
        }
        return switch self {
        case .firstTurn(let k): column(outcomes.firstTurn, k)
        case .totalReturn(let k): column(outcomes.totalReturn, k)
        case .strict(let k): column(outcomes.strict, k)
        default: nil
        }
    }

    /// Whether it counts answers instead of averaging over tasks.
    var isCount: Bool { self == .toRight || self == .toWrong }
}
