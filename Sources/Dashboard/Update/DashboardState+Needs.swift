import Runs

extension DashboardState {
    /// Most points a curve is asked for; more than any window has dots.
    static let curvePoints = 1024
    /// Steps of training behind the depth scores of the overview.
    static let overviewWindow = 50
    /// Episodes listed at once.
    static let episodePage = 128

    /// The queries the shown panels need, the most urgent first.
    var needs: [QueryBoard.Need] {
        guard place == .run, let session else { return [] }
        var needs: [QueryBoard.Need] = []
        func need(_ slot: QueryBoard.Slot, _ query: HistoryQuery, _ version: Double) {
            needs.append(QueryBoard.Need(slot: slot, query: query, version: version))
        }
        // What a past step held never changes; what the newest holds changes with each commit.
        let newest = Double(session.committed)
        let version = at == nil ? newest : -1
        let news = session.snapshot?.published ?? 0
        if isWarmStartShown { need(.warmStart, .warmStart, news) }
        if let step = rowStep {
            need(.row, .series(metrics: Self.rowMetrics, steps: step...step, points: 1), -1)
        }
        guard newestStep > 0 || screen == .logs || !session.isLive else { return needs }
        let steps = at.map { 1...max(1, $0) }
        switch screen {
        case .overview:
            need(
                .overviewCurve,
                .series(metrics: [.reward], steps: steps, points: Self.curvePoints), version)
            need(.buffer, .buffer(step: at), version)
            need(.depths, .depths(step: at, window: Self.overviewWindow), version)
            let latest = HistoryQuery.episodes(upTo: at, limit: 1)
            need(.episodes, latest, version)
            if let episode = episodes(of: latest).first { need(.chain, .chain(episode.id), -1) }
        case .buffer:
            need(.buffer, .buffer(step: at), version)
        case .depth:
            need(.depths, .depths(step: at, window: depth.steps), version)
        case .curves:
            need(
                .curves,
                .series(metrics: shownMetrics, steps: steps, points: Self.curvePoints), version)
        case .chain:
            let anchor = chain.anchor ?? at
            let list = HistoryQuery.episodes(upTo: anchor, limit: Self.episodePage)
            // A chosen episode is not disturbed by newer ones.
            let isFixed = anchor != nil || chain.episode != nil
            let known = board.held[.episodes].flatMap { $0.query == list ? $0.version : nil }
            need(.episodes, list, isFixed ? known ?? newest : newest)
            if let episode = chain.episode ?? episodes(of: list).first?.id {
                // Children may be added to a chain as long as the run lives.
                need(.chain, .chain(episode), newest)
            }
        case .logs:
            need(
                .log, .log(level: log.level, before: nil, limit: log.limit, upTo: at),
                max(news, newest))
        }
        return needs
    }

    /// The metrics the run card shows for a step in the past.
    static let rowMetrics: [Metric] = [
        .reward, .solved, .quality, .loss, .kl, .entropy, .gradNorm, .learningRate, .bufferSize,
        .zeroStdFraction, .shareBase, .shareImprove, .shareDiverge, .invalid, .copied,
        .completionLength, .wrongToRight, .rightToWrong, .depthMean, .stepTime,
    ]

    /// Whether the run is in its warm start, or has nothing else to show yet.
    var isWarmStartShown: Bool {
        guard let session, session.isLive, let snapshot = session.snapshot else { return false }
        return screen == .overview && at == nil && snapshot.phase == .warmStart
            && snapshot.end == nil
    }

    /// The metrics that need curves now.
    var shownMetrics: [Metric] {
        if curves.isMaximised { return [curves.metric] }
        let page = max(1, CurvesLayout.capacity(columns: columns, rows: rows))
        let first = curves.selected / page * page
        return Array(CurvesPanel.metrics[first..<min(first + page, CurvesPanel.metrics.count)])
    }

    // MARK: Answers

    /// The answer a panel holds, if it is to the query it needs now or to an older version of it.
    func answer(_ slot: QueryBoard.Slot) -> HistoryAnswer? { board.held[slot]?.answer }

    /// The episodes of a list; none while another list is still held.
    private func episodes(of list: HistoryQuery) -> [EpisodeSummary] {
        board.held[.episodes]?.query == list ? listedEpisodes : []
    }

    var listedEpisodes: [EpisodeSummary] {
        guard case .episodes(let episodes) = answer(.episodes) else { return [] }
        return episodes
    }

    var bufferView: BufferView? {
        guard case .buffer(let view) = answer(.buffer) else { return nil }
        return view
    }

    var depthView: DepthView? {
        guard case .depths(let view) = answer(.depths) else { return nil }
        return view
    }

    var chainView: ChainView? {
        guard case .chain(let view) = answer(.chain) else { return nil }
        return view
    }

    /// The log lines up to the step looked at, oldest first.
    var logLines: [LogLine] {
        guard case .log(let lines) = answer(.log) else { return [] }
        return lines
    }

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
            case .series(_, let steps, _) = held.query, steps?.lowerBound == step
        else { return nil }
        var row = MetricRow()
        for one in series { row[one.metric] = one.buckets.last?.last }
        return row
    }
}
