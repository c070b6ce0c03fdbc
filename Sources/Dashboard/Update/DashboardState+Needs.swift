import Runs

extension DashboardState {
    /// Most points a curve is asked for; more than any window has dots.
    static let curvePoints = 1024
    /// Steps of training behind the depth scores of the overview.
    static let overviewWindow = 50
    /// Episodes listed at once.
    static let episodePage = 128

    /// The version of what the newest step shows: it changes with each commit.
    var newestVersion: Double { Double(session?.committed ?? 0) }

    /// The version of what the step looked at shows: what a past step held never changes.
    var dataVersion: Double { at == nil ? newestVersion : -1 }

    /// The version of what the trainer tells between steps.
    var newsVersion: Double { session?.snapshot?.published ?? 0 }

    /// The steps up to the one looked at; nil for all.
    var shownSteps: ClosedRange<Int>? { at.map { 1...max(1, $0) } }

    /// The queries the shown panels need, the most urgent first.
    var needs: [QueryBoard.Need] {
        guard place == .run, let session else { return [] }
        var needs: [QueryBoard.Need] = []
        if isWarmStartShown { needs.append(QueryBoard.Need(.warmStart, .warmStart, newsVersion)) }
        if let step = rowStep {
            needs.append(
                QueryBoard.Need(
                    .row, .series(metrics: Self.rowMetrics, steps: step...step, points: 1), -1))
        }
        let definition = screen.definition
        guard newestStep > 0 || definition.needsNoSteps || !session.isLive else { return needs }
        needs += definition.needs(self)
        if hasScrubber || definition.showsMarks {
            // The whole run's, whatever step is looked at: the scrubber shows where to go.
            needs.append(QueryBoard.Need(.marks, .marks(upTo: nil), newestVersion))
        }
        return needs
    }

    /// The metrics the run card shows for a step in the past.
    static let rowMetrics: [Metric] =
        [
            .reward, .solved, .quality, .loss, .kl, .entropy, .gradNorm, .learningRate, .bufferSize,
            .zeroStdFraction, .shareBase, .shareImprove, .shareDiverge, .invalid, .copied,
            .completionLength, .wrongToRight, .rightToWrong, .depthMean,
        ] + StepSplit.metrics

    /// Whether the run is in its warm start, or has nothing else to show yet.
    var isWarmStartShown: Bool {
        guard let session, session.isLive, let snapshot = session.snapshot else { return false }
        return screen == .overview && at == nil && snapshot.phase == .warmStart
            && snapshot.end == nil
    }

    // MARK: Answers

    /// The answer a panel holds, if it is to the query it needs now or to an older version of it.
    func answer(_ slot: QueryBoard.Slot) -> HistoryAnswer? { board.held[slot]?.answer }

    /// The step whose metrics the store is asked for: one in the past, or the newest of a run
    /// that publishes no snapshots.
    private var rowStep: Int? {
        if let at { return at }
        return session?.snapshot == nil && newestStep > 0 ? newestStep : nil
    }

    /// The metrics of the step looked at.
    var shownRow: MetricRow? {
        guard let step = rowStep else { return session?.snapshot?.metrics }
        guard let held = board.held[.row], case .series(let series) = held.answer,
            case .series(_, let steps, _, _) = held.query, steps?.lowerBound == step
        else { return nil }
        var row = MetricRow()
        for one in series { row[one.metric] = one.buckets.last?.last }
        return row
    }
}
