/// One figure of searches at evaluation, by what a method came to.
///
/// - Source: arXiv 2410.07095, section 2.2 (medals, and the share above the median).
enum SearchFigure: Hashable, Sendable {
    /// A mean over tasks of something about the answer that a method ends with.
    enum Value: Hashable, Sendable {
        case privateScore, quality, anyMedal, medal(Medal), aboveMedian
    }

    case value(Value, SearchMethod)
    /// Mean private score of the search less that of a method without a policy, task by task.
    case lead(SearchMethod)
    /// Different answers, and the share of invalid ones, that a method executes.
    case distinct(SearchMethod), invalid(SearchMethod)

    /// The figures in the order of a study's tables.
    ///
    /// - Parameters:
    ///   - budget: what a search may spend.
    ///   - k: the numbers of improve steps at which the plain chain is looked at.
    ///   - baselines: the names of what has no policy.
    /// - Returns: those for which no verifier chooses, then the others.
    static func all(
        in budget: SearchBudget, k: [Int], baselines: [String]
    ) -> [(figure: SearchFigure, kind: StudyFigure.Kind)] {
        let methods = SearchMethod.all(in: budget, k: k)
        let chain = methods.filter { !$0.usesVerifier }
        let searches = methods.filter(\.usesVerifier)
        let without = baselines.map { SearchMethod.baseline($0) }
        let unaided: [SearchFigure] = [.privateScore, .quality, .anyMedal, .aboveMedian]
            .flatMap { value in chain.map { .value(value, $0) } }
        var verified: [SearchFigure] = (searches + without).map { .value(.privateScore, $0) }
        verified += without.map { .lead($0) }
        for value in [Value.quality, .anyMedal, .aboveMedian] {
            verified += (searches + without).map { .value(value, $0) }
        }
        verified += Medal.allCases.reversed().map { .value(.medal($0), .search) }
        verified += searches.map { .distinct($0) } + searches.map { .invalid($0) }
        return unaided.map { ($0, .unaided) } + verified.map { ($0, .verified) }
    }

    var name: String {
        switch self {
        case .value(let value, let method):
            switch value {
            case .privateScore: "private \(method.name)"
            case .quality: "quality \(method.name)"
            case .anyMedal: "medal \(method.name)"
            case .medal(let medal): "\(medal.rawValue) \(method.name)"
            case .aboveMedian: "above median \(method.name)"
            }
        case .lead(let method): "search less \(method.name)"
        case .distinct(let method): "distinct \(method.name)"
        case .invalid(let method): "invalid \(method.name)"
        }
    }

    /// The figure of one evaluation; nil where the record does not hold it.
    func value(of record: SearchRecord) -> Double? {
        func found(_ method: SearchMethod) -> SearchRecord.Method? {
            record.methods.first { $0.name == method.name }
        }
        switch self {
        case .value(let value, let method):
            guard let method = found(method) else { return nil }
            switch value {
            case .privateScore: return method.privateScore?.mean
            case .quality: return method.quality.mean
            case .anyMedal: return method.anyMedal?.mean
            case .medal(let medal):
                return method.medals.flatMap { $0[medal.rawValue] }.map {
                    Double($0) / Double(max(record.count, 1))
                }
            case .aboveMedian: return method.aboveMedian?.mean
            }
        case .lead(let method):
            guard let own = found(.search)?.privateScore?.mean,
                let other = found(method)?.privateScore?.mean
            else { return nil }
            return own - other
        case .distinct(let method): return found(method)?.distinct
        case .invalid(let method): return found(method)?.invalid
        }
    }

    /// One value a task, whose mean is the figure; nil where it was not kept.
    func parts(of outcomes: SearchOutcomes) -> [Double]? {
        func list(
            _ method: SearchMethod, _ values: (SearchOutcomes.Method) -> [Double]
        ) -> [Double]? {
            guard let method = outcomes.method(method.name) else { return nil }
            let values = values(method)
            // Nothing private has no list; a file may hold lists of any length.
            return values.count == outcomes.keys.count ? values : nil
        }
        switch self {
        case .value(let value, let method):
            return list(method) { method in
                switch value {
                case .privateScore: method.privateScore
                case .quality: method.quality
                case .anyMedal: method.medal.map { $0 == nil ? 0 : 1 }
                case .medal(let medal): method.medal.map { $0 == medal ? 1 : 0 }
                case .aboveMedian: method.isAboveMedian.map { $0 ? 1 : 0 }
                }
            }
        case .lead(let method):
            guard let own = list(.search, \.privateScore), let other = list(method, \.privateScore)
            else { return nil }
            return zip(own, other).map { $0 - $1 }
        case .distinct(let method): return list(method) { $0.distinct.map(Double.init) }
        case .invalid(let method):
            return list(method) { method in
                method.invalid.map { Double($0) / Double(max(method.executions, 1)) }
            }
        }
    }
}
