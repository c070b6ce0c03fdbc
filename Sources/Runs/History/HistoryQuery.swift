/// A question to a run's store.
///
/// Every screen of every recorded step is made of the answers.
public enum HistoryQuery: Hashable, Codable, Sendable {
    /// Curves, reduced to at most `points` buckets each; steps nil means all up to the newest.
    ///
    /// `smoothing` is the weight of a debiased moving average over all steps from the first, whatever
    /// the range; 0 for none.
    case series(
        metrics: [Metric], steps: ClosedRange<Int>?, points: Int, smoothing: Double = 0)
    /// The warm start's records, all of them.
    case warmStart
    /// The buffer as it was after a step; nil means the newest.
    case buffer(step: Int?)
    /// Scores by depth over the `window` steps that end at a step; nil means the newest.
    case depths(step: Int?, window: Int)
    /// Evaluations up to a step; nil means all.
    case evaluations(upTo: Int?)
    /// The groups of one step, in order.
    case groups(step: Int)
    /// The newest episodes up to a step, deepest first within a step.
    case episodes(upTo: Int?, limit: Int)
    /// One revision chain.
    case chain(RevisionID)
    /// Log lines at or above a level, the newest `limit` whose id is below `before`, of steps up to
    /// `upTo`; nil means all.
    case log(level: LogLevel, before: Int?, limit: Int, upTo: Int? = nil)
    /// Edits, alarms, commands and resumptions up to a step, oldest first; nil means all.
    case marks(upTo: Int?)
    /// Scores by depth and time, in at most `columns` columns of equally many steps.
    case depthGrid(steps: ClosedRange<Int>?, columns: Int)
    /// The chains that end in the revisions a filter lets through.
    case chains(ChainFilter, limit: Int)
    /// The buffer as a tree, as it was after a step; nil means the newest.
    case tree(step: Int?)
    /// How many different instances were trained on, at no more than `points` steps up to a step;
    /// nil means all.
    case distinct(upTo: Int?, points: Int)
    /// One task's answers up to a step as points of a plane; by default those of the task that most
    /// groups were spent on.
    case answerMap(task: TaskID?, upTo: Int?)
    /// The searches of the newest evaluation up to a step; nil means the newest of all.
    case searches(upTo: Int?)
}

/// The answer to a `HistoryQuery`.
public enum HistoryAnswer: Hashable, Codable, Sendable {
    case series([Series])
    case warmStart([WarmStartRecord])
    case buffer(BufferView)
    case depths(DepthView)
    case evaluations([EvaluationRecord])
    case groups([GroupSummary])
    case episodes([EpisodeSummary])
    case chain(ChainView)
    case log([LogLine])
    case marks([RunMark])
    case depthGrid(DepthGrid)
    case chains([EpisodeSummary])
    case tree(CurriculumTree)
    case distinct(DistinctInstances)
    case answerMap(AnswerMap)
    case searches(SearchView)
    /// The question could not be answered: one line that says why.
    case failed(String)
}
