import Foundation
import Runs

@testable import Dashboard

/// A run made up from counters: every query has one answer, at any step, without a store.
///
/// The shapes follow what the default configuration does: rewards rise and flatten, deeper
/// revisions are better, learnability is high in the middle.
struct FixtureRun: Sendable {
    var newest = 412
    var steps = 600
    static let capacity = 256
    static let start = 1_790_000_000.0

    static let description = RunDescription(
        run: RunID("sample-exit") ?? fallback, path: "/runs/sample-exit",
        configuration: RunConfiguration(),
        command: "redraft train --name sample-exit", created: start, kernelPath: "avx2")

    private static var fallback: RunID { preconditionFailure("a fixture's name is acceptable") }

    // MARK: Snapshots

    func snapshot(
        control: RunControl = .running, phase: RunPhase = .rollout, end: RunEnd? = nil,
        progress: Runs.Progress? = nil, alarms: [Alarm] = [], at published: Double? = nil
    ) -> RunSnapshot {
        RunSnapshot(
            run: Self.description.run, phase: phase, control: control, end: end, step: newest,
            steps: steps, stepSeconds: 0.153,
            remainingSeconds: end == nil ? Double(steps - newest) * 0.153 : nil,
            progress: progress, metrics: newest > 0 ? row(newest) : MetricRow(),
            depths: newest > 0 ? depths(newest) : [],
            evaluation: newest >= 100 ? evaluation(newest / 100 * 100) : nil,
            bufferSize: min(Self.capacity, newest * 9), bufferCapacity: Self.capacity,
            alarms: alarms, published: published ?? Self.start + 100)
    }

    static let alarm = Alarm(
        kind: .copiedDrafts, step: 398, isRaised: true, value: 0.81,
        message: "improve steps copy 81% of unsolved drafts; try a higher temperature")

    /// Evaluations in place of made-up ones.
    var recorded: [EvaluationRecord]?

    // MARK: Answers

    func answer(_ query: HistoryQuery) -> HistoryAnswer {
        switch query {
        case .series(let metrics, let steps, let points, let smoothing):
            let range = steps ?? 1...max(1, newest)
            return .series(metrics.map { series($0, range, points, smoothing) })
        case .warmStart: return .warmStart(warmStart)
        case .buffer(let step): return .buffer(buffer(step ?? newest))
        case .depths(let step, let window):
            let step = step ?? newest
            return .depths(
                DepthView(
                    step: step, window: window, scores: depths(step),
                    evaluations: evaluations(step)))
        case .evaluations(let step): return .evaluations(evaluations(step ?? newest))
        case .groups: return .groups([])
        case .episodes(let step, let limit):
            return .episodes(episodes(step ?? newest, limit))
        case .chain(let id):
            return id.step > newest ? .failed("no revision \(id)") : .chain(chain(id))
        case .log(let level, _, let limit, let step): return .log(log(level, limit, step))
        case .marks(let step): return .marks(marks(step ?? newest))
        case .depthGrid(let steps, let columns):
            return .depthGrid(depthGrid(steps ?? 1...max(1, newest), columns))
        case .chains(let filter, let limit): return .chains(chains(filter, limit))
        case .tree(let step): return .tree(tree(step ?? newest))
        case .distinct(let step, let points): return .distinct(distinct(step ?? newest, points))
        case .answerMap(let task, let step): return .answerMap(answerMap(task, step ?? newest))
        case .searches(let step): return .searches(searches(step ?? newest))
        }
    }

    private func distinct(_ last: Int, _ points: Int) -> DistinctInstances {
        let width = max(1, last / max(1, min(points, 200)))
        let steps = Array(stride(from: width, through: max(width, last), by: width))
        return DistinctInstances(
            steps: steps, tasks: steps.map { $0 * 5 }, revisions: steps.map { $0 * $0 / 90 },
            groups: steps.map { $0 * 16 })
    }

    private func answerMap(_ task: TaskID?, _ last: Int) -> AnswerMap {
        let points = (0..<60).map { index in
            let step = max(1, last * (index + 1) / 60)
            let reach = 3 * exp(-Double(index) / 25)
            return AnswerMap.Point(
                x: reach * noise(index, 1) * 2, y: reach * noise(index, 2), count: 1 + index % 3,
                first: max(1, step - 9), last: step, isSolved: index > 40 && index % 4 == 0)
        }
        return AnswerMap(
            task: task ?? TaskID(bits: 0x17ab_c0de), text: "17: 3 7 9 2 5 8", groups: 23,
            points: points, shares: [0.44, 0.21])
    }

    /// Six searches of twelve answers at the evaluation of every hundredth step, getting better.
    private func searches(_ last: Int) -> SearchView {
        let step = last / 100 * 100
        let trees = (0..<6).map { task in
            let nodes = (0..<12).map { place in
                let isValid = (place + task) % 5 != 1
                let parent = place < 4 ? nil : (place + task) % 6 == 2 ? place - 1 : place / 3
                let quality = min(
                    1, 0.2 + 0.04 * Double(place) + 0.3 * rise(step) * (0.5 + noise(place, task)))
                return SearchNode(
                    id: place, parent: parent,
                    origin: parent.map { ($0 + task) % 5 == 1 ? .debug : .improve } ?? .draft,
                    answer: Answer(
                        tokens: [Int32(place)], quality: isValid ? quality : 0, isValid: isValid,
                        isSolved: false),
                    feedback: isValid
                        ? "cv \(place + 3), train \(place + 5), probes \(task) \(place % 4)"
                        : "E_COLS: 112 columns after the feature step")
            }
            let medal: Medal? = task == 0 ? .gold : task == 3 ? .bronze : nil
            return SearchView.Tree(
                tree: SearchTree(
                    step: step, task: DomainTask(values: [Int32(task)]), temperature: 1,
                    nodes: nodes,
                    privateScore: PrivateScore(
                        score: 0.9 - 0.07 * Double(task), medal: medal, isAboveMedian: task < 5)),
                taskText: "rules, 150 rows of \(5 + task) columns",
                texts: nodes.map { node in
                    let programs = [
                        "mean std sel4 logit 2 0", "ind rank raw xgb 3 2",
                        "zero minmax poly2 knn 1 0",
                    ]
                    return programs[(node.id + task) % 3]
                })
        }
        return SearchView(step: step, trees: trees)
    }

    private func noise(_ step: Int, _ lane: Int) -> Double {
        var generator = CounterGenerator(
            seed: 7, purpose: .play, step: step, group: lane, completion: 0)
        return Double(generator.uniform()) - 0.5
    }

    private func rise(_ step: Int) -> Double { 1 - exp(-Double(step) / 150) }

    func value(_ metric: Metric, _ step: Int) -> Double? {
        let lane = Metric.allCases.firstIndex(of: metric) ?? 0
        let noise = noise(step, lane)
        switch metric {
        case .reward: return 0.22 + 0.36 * rise(step) + 0.08 * noise
        case .solved: return 0.08 + 0.34 * rise(step) + 0.06 * noise
        case .quality: return 0.55 + 0.3 * rise(step) + 0.04 * noise
        case .entropy: return 1.1 - 0.6 * rise(step) + 0.05 * noise
        case .kl: return 0.002 + 0.05 * rise(step) + 0.004 * noise
        case .gradNorm: return 0.6 + 0.5 * noise
        case .learningRate: return 5e-4 * (1 - 0.9 * Double(step) / Double(steps))
        case .bufferSize: return Double(min(Self.capacity, step * 9))
        case .zeroStdFraction: return 0.12 + 0.1 * rise(step) + 0.05 * noise
        case .wrongToRight: return (8 + 20 * rise(step) + 6 * noise).rounded()
        case .rightToWrong: return (6 - 3 * rise(step) + 4 * noise).rounded()
        case .depthMean: return 0.4 + 1.9 * rise(step) + 0.3 * noise
        case .stepTime: return 0.153 + 0.02 * noise
        case .rolloutTime: return 0.071 + 0.004 * noise
        case .updateTime: return 0.082 + 0.01 * noise
        case .scoringTime: return 0.004 + 0.001 * noise
        case .referenceTime: return 0.016 + 0.002 * noise
        case .forwardBackwardTime: return 0.053 + 0.004 * noise
        case .optimizerTime: return 0.003 + 0.001 * noise
        case .storeTime: return 0.0006 + 0.0002 * noise
        case .publishingTime: return 0.0001 + 0.00004 * noise
        case .tokensPerSecond: return 41_000 + 3_000 * noise
        case .residentBytes: return 183e6
        case .shareBase: return 0.5
        case .shareImprove: return 0.4
        case .shareDiverge: return 0.1
        case .completionLength: return 9 + 0.1 * noise
        case .skipped: return 0
        case .invalid: return 0.012
        case .copied: return 0.21 + 0.05 * noise
        case .rewardDiverge: return step % 3 == 0 ? nil : 0.2 + 0.1 * noise
        default: return 0.3 + 0.2 * rise(step) + 0.1 * noise
        }
    }

    func row(_ step: Int) -> MetricRow {
        var row = MetricRow()
        for metric in Metric.allCases { row[metric] = value(metric, step) }
        return row
    }

    private func series(
        _ metric: Metric, _ range: ClosedRange<Int>, _ points: Int, _ smoothing: Double
    ) -> Series {
        let width = max(1, (range.count + points - 1) / points)
        var buckets: [Series.Bucket] = []
        var average = 0.0
        var weight = 0.0
        var seen: Set<Double> = []
        if smoothing > 0, range.lowerBound > 1 {
            for step in 1..<range.lowerBound { smooth(step) }
        }
        func smooth(_ step: Int) {
            guard let value = value(metric, step) else { return }
            average = smoothing * average + (1 - smoothing) * value
            weight = smoothing * weight + (1 - smoothing)
            if seen.count < 2 { seen.insert(value) }
        }
        for first in stride(from: range.lowerBound, through: range.upperBound, by: width) {
            let steps = first..<min(first + width, range.upperBound + 1)
            let values = steps.compactMap { $0 <= newest ? value(metric, $0) : nil }
            guard let least = values.min(), let most = values.max(), let last = values.last else {
                continue
            }
            steps.forEach(smooth)
            buckets.append(
                Series.Bucket(
                    step: first, count: values.count, minimum: least, maximum: most,
                    mean: values.reduce(0, +) / Double(values.count), last: last,
                    smoothed: smoothing > 0 ? seen.count == 1 ? last : average / weight : nil))
        }
        return Series(metric: metric, buckets: buckets)
    }

    var warmStart: [WarmStartRecord] {
        (1...60).map { index in
            let step = index * 25
            return WarmStartRecord(
                step: step, steps: 4000,
                loss: 0.9 + 1.6 * exp(-Double(step) / 300)
                    + 0.04 * noise(step, 200),
                learningRate: 3e-3, solve: step % 500 == 0 ? 0.03 * Double(step) / 500 : nil,
                passAt17: step % 500 == 0 ? 0.21 * Double(step) / 500 : nil)
        }
    }

    func depths(_ step: Int) -> [DepthScore] {
        (0..<6).map { depth in
            let quality = 0.6 + 0.2 * rise(step) + 0.14 * (1 - exp(-Double(depth) / 1.5))
            return DepthScore(
                depth: depth, count: 1640 / (depth + 1), quality: quality,
                solved: 0.1 + 0.2 * rise(step) + 0.25 * (1 - exp(-Double(depth) / 2)),
                gain: depth == 0 ? nil : 0.07 / Double(depth) - (depth == 5 ? 0.03 : 0))
        }
    }

    func evaluation(_ step: Int) -> EvaluationRecord {
        let k = [0, 1, 2, 4, 8, 16]
        let first = 0.09 + 0.16 * rise(step)
        let solve = k.map { first + 0.5 * rise(step) * (1 - exp(-Double($0) / 5)) }
        return EvaluationRecord(
            step: step, domain: "math", split: "held-out", count: 128, samples: 1, temperature: 1,
            k: k, solve: solve, quality: solve.map { 0.5 + $0 / 2 },
            corrections: .init(
                wrongToRight: 61.0 * rise(step), rightToWrong: 4, net: 61.0 * rise(step) - 4),
            distinct: 1.31, invalid: 0.012, copied: 0.22, bestSoFar: solve[5] + 0.04,
            passAt: 0.74)
    }

    func evaluations(_ step: Int) -> [EvaluationRecord] {
        if let recorded { return recorded.filter { $0.step <= step } }
        return stride(from: 0, through: step, by: 100).map(evaluation)
    }

    // MARK: Tasks and answers

    private func numbers(_ seed: Int) -> [Int] {
        (0..<8).map { 1 + abs(seed &* 31 &+ $0 &* 17 &+ seed / 7) % 12 }
    }

    private func taskText(_ seed: Int) -> String {
        "\(5 + abs(seed) % 30): " + numbers(seed).map(String.init).joined(separator: " ")
    }

    private func task(_ seed: Int) -> TaskID {
        DomainTask(values: numbers(seed).map { Int32($0) }).id
    }

    private func answerText(_ seed: Int, _ depth: Int) -> String {
        zip(numbers(seed), 0...).map { number, index in
            let sign = ["+", "-", "."][(seed + index * 5 + (index <= depth ? depth : 0)) % 3]
            return sign + String(number)
        }.joined(separator: " ")
    }

    func buffer(_ step: Int) -> BufferView {
        let count = min(Self.capacity, step * 9)
        var rows = (0..<count).map { index -> BufferView.Row in
            let created = max(1, step - (index * 7) % max(1, min(step, 90)))
            let depth = index % 5
            let id = RevisionID(step: created, group: index % 32, completion: index % 8)
            return BufferView.Row(
                id: step * 9 - count + index, task: task(index), taskText: taskText(index),
                turn: 0, depth: depth, score: max(0, 0.14 + 0.22 * noise(step / 8, index + 300)),
                created: created, sampled: index % 7, probability: 0.004,
                quality: depth == 0 ? nil : 0.7 + 0.4 * noise(index, 301),
                latestText: depth == 0 ? nil : answerText(index, depth),
                latest: depth == 0 ? nil : id)
        }
        rows.sort { $0.score > $1.score }
        let changes = (0..<40).map { index -> BufferView.Change in
            let at = max(1, step - index / 6)
            let entry = BufferEntry(
                id: step * 9 - index,
                instance: TaskInstance(
                    task: DomainTask(values: [1]), turn: 0, depth: index % 4, earlier: []),
                score: 0.21, created: at, sampled: 0, scored: at)
            let change: BufferChange =
                switch index % 4 {
                case 0: .inserted(entry, offer: .revision)
                case 1: .evicted(entry: entry.id - 70, score: 0.012, by: entry.id)
                case 2: .rescored(entry: entry.id - 9, from: 0.2, to: 0.09)
                default: .refused(score: 0.004, lowest: 0.012, offer: .task)
                }
            return BufferView.Change(step: at, change: change)
        }
        return BufferView(
            step: step, capacity: Self.capacity, sharpness: 10, rows: rows,
            changes: step > 0 ? changes : [])
    }

    func episodes(_ step: Int, _ limit: Int) -> [EpisodeSummary] {
        guard step > 0 else { return [] }
        return (0..<min(limit, 16)).map { index in
            let depth = max(0, 5 - index / 3)
            return EpisodeSummary(
                id: RevisionID(step: step, group: index, completion: index % 8),
                task: task(index), taskText: taskText(index), depth: depth,
                mode: depth == 0 ? .base : index % 5 == 1 ? .diverge : .improve,
                quality: min(1, 0.52 + 0.11 * Double(depth)),
                previous: depth == 0 ? nil : 0.52 + 0.11 * Double(depth - 1))
        }
    }

    func chain(_ id: RevisionID) -> ChainView {
        let seed = id.group
        let depth = max(0, 5 - id.group / 3)
        var revisions: [ChainView.Revision] = []
        for d in 0...depth {
            let own =
                d == depth
                ? id
                : RevisionID(
                    step: max(1, id.step - (depth - d) * 9), group: (seed + d) % 32,
                    completion: d % 8)
            let quality = min(1, 0.52 + 0.11 * Double(d))
            let solved = d == 5
            let siblings = (0..<8).map { sibling($0, of: own, seed, d, quality) }
            let mode: RevisionMode = d == 0 ? .base : d == 3 ? .diverge : .improve
            let prompt =
                d == 0
                ? taskText(seed)
                : taskText(seed) + " | " + answerText(seed, d - 1) + " | 16, 1 too low | "
                    + mode.rawValue
            revisions.append(
                ChainView.Revision(
                    id: own, depth: d, turn: 0, mode: mode, parent: revisions.last?.id,
                    prompt: prompt, text: answerText(seed, d),
                    feedback: solved ? "17, solved" : "16, 1 too low", quality: quality,
                    reward: 0.2 + 0.1 * Double(d), advantage: 0.31, isValid: true,
                    isSolved: solved, learnability: 0.114, siblings: siblings))
        }
        return ChainView(
            episode: id, task: task(seed), taskText: taskText(seed), step: id.step,
            strategy: "exit", revisions: revisions,
            children: id.step + 9 < newest
                ? [RevisionID(step: id.step + 9, group: 2, completion: 1)] : [],
            isTruncated: id.group == 9)
    }

    private func sibling(
        _ index: Int, of own: RevisionID, _ seed: Int, _ depth: Int, _ quality: Double
    ) -> ChainView.Sibling {
        let isOwn = index == own.completion
        let place = Double(index)
        return ChainView.Sibling(
            id: RevisionID(step: own.step, group: own.group, completion: index),
            text: isOwn ? answerText(seed, depth) : answerText(seed + index, depth + index),
            quality: isOwn ? quality : 0.3 + 0.08 * place, reward: 0.1 * place,
            advantage: 0.4 * place - 1.4, diversity: 0.11 * place, isValid: index != 6)
    }

    func log(_ level: LogLevel, _ limit: Int, _ last: Int?) -> [LogLine] {
        let messages: [(LogLevel, String)] = [
            (.info, "step finished: reward 0.512, 11 admitted, 9 evicted"),
            (.debug, "arena 12.4 MB, 3 panels repacked"),
            (.info, "evaluation: solve@16 0.56 on 128 tasks"),
            (.warning, "alarm copied_drafts raised: improve steps copy 81% of unsolved drafts"),
            (.info, "checkpoint written: checkpoints/step-000400, 1.9 MB, 12 ms"),
            (.error, "gradient not finite at step 371; the step was skipped"),
        ]
        let lines = (1...120).map { index in
            let (level, message) = messages[index % messages.count]
            return LogLine(
                id: index,
                entry: LogEntry(
                    time: Self.start + Double(index), level: level,
                    step: newest * index / 120, message: message))
        }
        let shown = lines.filter { $0.entry.level >= level && $0.entry.step <= last ?? newest }
        return Array(shown.suffix(limit))
    }
}

// MARK: - What the newer screens ask

extension FixtureRun {
    func marks(_ step: Int) -> [RunMark] {
        let edit = LiveEdit(
            step: 120, key: "learning_rate", old: "0.0005", new: "0.001", time: Self.start + 30)
        let marks = [
            RunMark(step: 80, time: Self.start + 20, kind: .command(.pause)),
            RunMark(step: 120, time: edit.time, kind: .edit(edit)),
            RunMark(step: 200, time: Self.start + 50, kind: .resumed),
            RunMark(step: 398, time: nil, kind: .alarm(Self.alarm)),
        ]
        return marks.filter { $0.step <= step }
    }

    func depthGrid(_ steps: ClosedRange<Int>, _ columns: Int) -> DepthGrid {
        guard newest > 0 else { return DepthGrid(columns: [], depths: []) }
        let last = min(steps.upperBound, newest)
        let width = max(1, (last - steps.lowerBound + max(1, columns)) / max(1, columns))
        let ranges = stride(from: steps.lowerBound, through: last, by: width).map {
            $0...min(last, $0 + width - 1)
        }
        let depths = (0..<6).map { depth in
            ranges.map { range -> DepthGrid.Cell in
                guard range.lowerBound > depth * 12 else {
                    return DepthGrid.Cell(count: 0, quality: 0, solved: 0)
                }
                let score = self.depths(range.upperBound)[depth]
                return DepthGrid.Cell(
                    count: score.count, quality: score.quality, solved: score.solved,
                    gain: score.gain)
            }
        }
        return DepthGrid(columns: ranges, depths: depths)
    }

    func chains(_ filter: ChainFilter, _ limit: Int) -> [EpisodeSummary] {
        let last = min(newest, filter.steps?.upperBound ?? newest)
        let all = stride(from: last, to: max(0, (filter.steps?.lowerBound ?? 1) - 1), by: -1)
            .prefix(40).flatMap { episodes($0, 16) }
            .filter { filter.depth.map { [$0] }?.contains($0.depth) ?? true }
            .filter { filter.mode.map { [$0] }?.contains($0.mode) ?? true }
            .filter { filter.task.map { [$0] }?.contains($0.task) ?? true }
            .filter { filter.change == nil || $0.previous != nil }
        let sorted =
            switch filter.order {
            case .newest: all
            case .oldest: Array(all.reversed())
            case .best, .gained: all.sorted { $0.quality > $1.quality }
            case .worst, .lost: all.sorted { $0.quality < $1.quality }
            }
        return Array(sorted.prefix(limit))
    }

    private func node(
        _ index: Int, of row: BufferView.Row, at step: Int
    ) -> CurriculumTree.Node {
        let isBare = index == 0
        let parent: Int? = isBare ? nil : row.id * 8 + (index - 1) / 2
        let mode: RevisionMode? = isBare ? nil : index == 2 ? .diverge : .improve
        let quality: Double? = isBare ? nil : 0.4 + 0.15 * Double(index)
        let text: String? = isBare ? nil : row.latestText ?? row.taskText
        let revision: RevisionID? =
            isBare ? nil : RevisionID(step: max(1, step - 9), group: 3, completion: index)
        let standing: CurriculumTree.Standing =
            index == 3
            ? .evicted(step: step, by: row.id) : .held(probability: row.probability)
        return CurriculumTree.Node(
            id: row.id * 8 + index, parent: parent, task: row.task, turn: 0,
            depth: isBare ? 0 : index == 3 ? 2 : 1, mode: mode, quality: quality, text: text,
            revision: revision, score: max(0, row.score - 0.02 * Double(index)),
            created: row.created, sampled: row.sampled, standing: standing)
    }

    func tree(_ step: Int) -> CurriculumTree {
        let view = buffer(step)
        var branches: [CurriculumTree.Branch] = []
        for row in view.rows.prefix(24) where row.depth == 0 || branches.isEmpty {
            let nodes = (0..<4).map { node($0, of: row, at: step) }
            branches.append(
                CurriculumTree.Branch(task: row.task, text: row.taskText, nodes: nodes))
        }
        return CurriculumTree(step: step, branches: branches, changes: view.changes)
    }
}
