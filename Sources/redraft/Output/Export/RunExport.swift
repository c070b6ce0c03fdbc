import RunStore
import Runs

/// Writes the rows behind a screen, one by one: memory does not grow with the run.
struct RunExport {
    let request: ExportRequest
    let reader: StoreReader
    let output: ExportOutput
    /// Told how much is done of how much; false gives the export up.
    let progress: (_ done: Int, _ total: Int) -> Bool
    private let columns: [String]
    private let last: Int

    /// An export.
    ///
    /// - Parameters:
    ///   - request: what, and how.
    ///   - reader: the run; its newest step now is the last that is exported.
    ///   - output: where to.
    ///   - progress: told how much is done of how much; false gives the export up.
    init(
        _ request: ExportRequest, of reader: StoreReader, to output: ExportOutput,
        progress: @escaping (_ done: Int, _ total: Int) -> Bool = { _, _ in true }
    ) {
        self.request = request
        self.reader = reader
        self.output = output
        self.progress = progress
        last = request.step ?? reader.committedStep
        columns = Self.columns(of: request)
    }

    /// Writes the data that a screen shows to a new file.
    ///
    /// - Parameters:
    ///   - request: what, and how.
    ///   - reader: the run.
    ///   - path: the file's path; nothing may be there.
    ///   - progress: told how much is done of how much; false gives the export up.
    /// - Throws: `Failure` if it can't be read or written, or was given up; no file is left then.
    static func write(
        _ request: ExportRequest, of reader: StoreReader, toFile path: String,
        progress: @escaping (_ done: Int, _ total: Int) -> Bool = { _, _ in true }
    ) throws(Failure) {
        let output = try ExportOutput(newFile: path)
        try RunExport(request, of: reader, to: output, progress: progress).write()
    }

    /// Writes everything, and gives the file its name.
    ///
    /// - Throws: `Failure` if it can't be read or written, or was given up; no file is left then.
    func write() throws(Failure) {
        do {
            try output.write(request.format.header(columns))
            try writeRows()
            try output.finish()
        } catch is ExportOutput.ReaderGone {
            // Whoever reads has what was wanted.
        } catch {
            output.discard()
            throw Failure.translatingError(error)
        }
    }

    // MARK: Rows

    private static func columns(of request: ExportRequest) -> [String] {
        switch request.subject {
        case .overview:
            OverviewRow.columns + Metric.allCases.map(\.rawValue)
        case .curves: ["step"] + request.metrics.map(\.rawValue)
        case .buffer: BufferRow.columns
        case .tree: TreeRow.columns
        case .depth: DepthRow.columns
        case .heatmap: HeatmapRow.columns
        case .chain: RevisionRow.columns
        case .logs: ["id", "step", "time", "level", "message"]
        case .marks: MarkRow.columns
        case .settings: ["key", "value", "accepted", "live", "summary"]
        case .figures: FigureRow.columns
        case .instances: ["step", "tasks", "revisions", "groups"]
        case .answers: AnswerRow.columns
        case .search: SearchRow.columns
        }
    }

    private func writeRows() throws {
        switch request.subject {
        case .overview: try emit([try OverviewRow.values(reader, at: request.step)])
        case .curves: try writeCurves()
        case .chain: try writeRevisions()
        case .logs: try writeLog()
        case .buffer:
            guard case .buffer(let view) = try answer(.buffer(step: request.step)) else { return }
            try emit(view.rows.map { BufferRow.values($0, step: view.step) })
        case .tree:
            guard case .tree(let tree) = try answer(.tree(step: request.step)) else { return }
            for branch in tree.branches {
                try emit(branch.nodes.map { TreeRow.values($0, of: branch, step: tree.step) })
            }
        case .depth:
            guard
                case .depths(let view) = try answer(
                    .depths(step: request.step, window: DepthRow.window))
            else { return }
            try emit(DepthRow.values(view))
        case .heatmap:
            guard last > 0,
                case .depthGrid(let grid) = try answer(
                    .depthGrid(steps: 1...last, columns: HeatmapRow.most))
            else { return }
            try emit(HeatmapRow.values(grid))
        case .marks:
            guard case .marks(let marks) = try answer(.marks(upTo: request.step)) else { return }
            try emit(marks.map(MarkRow.values))
        case .figures:
            guard case .evaluations(let records) = try answer(.evaluations(upTo: request.step))
            else { return }
            try emit(records.flatMap(FigureRow.values))
        case .instances:
            let query = HistoryQuery.distinct(upTo: request.step, points: max(1, last))
            guard case .distinct(let counts) = try answer(query) else { return }
            try emit(
                counts.steps.indices.map { index in
                    [counts.steps, counts.tasks, counts.revisions, counts.groups].map {
                        .integer($0[index])
                    }
                })
        case .answers:
            guard case .answerMap(let map) = try answer(.answerMap(task: nil, upTo: request.step))
            else { return }
            try emit(map.points.map { AnswerRow.values($0, of: map) })
        case .search:
            guard case .searches(let view) = try answer(.searches(upTo: request.step)) else {
                return
            }
            for tree in view.trees { try emit(SearchRow.values(tree)) }
        case .settings:
            let configuration = try Failure.translating {
                try reader.firstConfiguration().applying(reader.edits(), upTo: last)
            }
            try emit(
                ConfigurationKey.all.map { key in
                    [
                        .text(key.name), .text(key.shown(configuration)), .text(key.accepted),
                        .flag(key.isLive), .text(key.summary),
                    ]
                })
        }
    }

    /// Steps whose curves are in memory at once.
    private static let chunk = 1024

    private func writeCurves() throws {
        var first = 1
        while first <= last {
            let end = min(last, first + Self.chunk - 1)
            // As many points as steps: every bucket is one step.
            let query = HistoryQuery.series(
                metrics: request.metrics, steps: first...end, points: end - first + 1)
            guard case .series(let series) = try answer(query) else { return }
            var values = Array(
                repeating: Array(repeating: ExportValue.none, count: columns.count),
                count: end - first + 1)
            for (place, series) in series.enumerated() {
                for bucket in series.buckets {
                    values[bucket.step - first][place + 1] = .number(bucket.last)
                }
            }
            for row in values.indices { values[row][0] = .integer(first + row) }
            try emit(values)
            try check(progress(end, last))
            first = end + 1
        }
    }

    private func writeRevisions() throws {
        guard !request.isWhole else { return try writeAllRevisions() }
        var episode = request.episode
        if episode == nil {
            guard
                case .episodes(let newest) = try answer(.episodes(upTo: request.step, limit: 1))
            else { return }
            episode = newest.first?.id
        }
        guard let episode, case .chain(let view) = try answer(.chain(episode)) else { return }
        try emit(view.revisions.map { RevisionRow.values($0, of: view) })
    }

    private func writeAllRevisions() throws {
        let texts = StoreReader.texts(for: reader.description.configuration)
        var step = 1
        while step <= last {
            for group in try Failure.translating({ try reader.groups(step: step) }) {
                try emit(RevisionRow.values(of: group, texts: texts))
            }
            try check(progress(step, last))
            step += 1
        }
    }

    private func writeLog() throws {
        func page(before: Int?, limit: Int) throws -> [LogLine] {
            guard
                case .log(let lines) = try answer(
                    .log(level: .debug, before: before, limit: limit, upTo: request.step))
            else { return [] }
            return lines
        }
        guard let newest = try page(before: nil, limit: 1).last?.id else { return }
        var first = 0
        while first <= newest {
            let next = first + Self.chunk
            // Ids may have gaps: a page may reach back to lines that were written before.
            let lines = try page(before: next, limit: Self.chunk).filter { $0.id >= first }
            try emit(
                lines.map { line in
                    [
                        .integer(line.id), .integer(line.entry.step), .number(line.entry.time),
                        .text(line.entry.level.rawValue), .text(line.entry.message),
                    ]
                })
            try check(progress(min(next, newest), newest))
            first = next
        }
    }

    private func emit(_ rows: [[ExportValue]]) throws {
        var text = ""
        for row in rows { text += request.format.row(row, columns) }
        if !text.isEmpty { try output.write(text) }
    }

    private func check(_ goesOn: Bool) throws(Failure) {
        guard goesOn else {
            throw output.path == nil
                ? .failed("stopped before all was written") : Failure.cancelled
        }
    }

    private func answer(_ query: HistoryQuery) throws(Failure) -> HistoryAnswer {
        let answer = reader.answer(query)
        if case .failed(let reason) = answer { throw .usage(reason) }
        return answer
    }
}
