import Rendering
import Runs
import Testing

@testable import Dashboard

@Suite("Screens of bad data")
struct HostileScreenTests {
    /// Text that would move the cursor, change colours or hide, were it obeyed.
    static let hostile =
        "\u{1B}[2J\u{1B}]0;x\u{7}\r\n\t+3 \u{202E}evil\u{202C} e\u{301}\u{200B}\u{9B}31m \u{1F469}\u{200D}\u{1F52C} 你好\0"

    static func chain() -> ChainView {
        let id = RevisionID(step: 412, group: 0, completion: 0)
        let siblings = (0..<8).map {
            ChainView.Sibling(
                id: RevisionID(step: 412, group: 0, completion: $0), text: hostile,
                quality: .nan, reward: .infinity, advantage: -.infinity, diversity: .nan,
                isValid: $0 % 2 == 0)
        }
        let revisions = (0..<40).map {
            ChainView.Revision(
                id: $0 == 39 ? id : RevisionID(step: $0 + 1, group: 1, completion: 1), depth: $0,
                turn: 0, mode: .improve, parent: nil, prompt: hostile + hostile, text: hostile,
                feedback: hostile, quality: $0 % 2 == 0 ? .nan : 2e300, reward: -.infinity,
                advantage: .nan, isValid: false, isSolved: $0 % 3 == 0, learnability: .nan,
                siblings: siblings)
        }
        return ChainView(
            episode: id, task: TaskID(bits: 1), taskText: hostile, step: 412, strategy: hostile,
            revisions: revisions, children: [], isTruncated: true)
    }

    static func answer(_ query: HistoryQuery) -> HistoryAnswer {
        let odd: [Double] = [.nan, .infinity, -.infinity, 0, 1e308, -1e308, .leastNonzeroMagnitude]
        switch query {
        case .series(let metrics, _, _, _):
            return .series(
                metrics.map { metric in
                    Series(
                        metric: metric,
                        buckets: odd.enumerated().map {
                            Series.Bucket(
                                step: $0 * 3 - 4, count: $0, minimum: $1, maximum: -$1, mean: $1,
                                last: $1)
                        })
                })
        case .warmStart:
            return .warmStart(
                odd.map {
                    WarmStartRecord(
                        step: 5, steps: 0, loss: $0, learningRate: $0, solve: $0, passAt17: $0)
                })
        case .buffer:
            let rows = odd.enumerated().map {
                BufferView.Row(
                    id: $0 - 3, task: TaskID(bits: .max), taskText: hostile, turn: 3,
                    depth: 1 << 40,
                    score: $1, created: -5, sampled: .max, probability: $1, quality: $1,
                    latestText: hostile, latest: RevisionID(step: 1, group: 0, completion: 0))
            }
            let changes = [
                BufferView.Change(step: -1, change: .evicted(entry: -1, score: .nan, by: 0)),
                BufferView.Change(
                    step: .max, change: .refused(score: .infinity, lowest: .nan, offer: .prefix)),
            ]
            return .buffer(
                BufferView(
                    step: -3, capacity: 0, sharpness: .nan, rows: rows, changes: changes))
        case .depths:
            let scores = odd.map {
                DepthScore(depth: 1 << 50, count: .max, quality: $0, solved: $0, gain: $0)
            }
            let evaluation = EvaluationRecord(
                step: 0, domain: hostile, split: hostile, count: 0, samples: 0, temperature: .nan,
                k: [0, 5, 9], solve: [.nan], quality: odd,
                corrections: .init(wrongToRight: .nan, rightToWrong: .infinity, net: .nan),
                distinct: .nan, invalid: .nan, copied: .infinity, bestSoFar: .nan, passAt: .nan)
            return .depths(
                DepthView(step: 0, window: 0, scores: scores, evaluations: [evaluation]))
        case .evaluations: return .evaluations([])
        case .groups: return .groups([])
        case .episodes:
            return .episodes([
                EpisodeSummary(
                    id: RevisionID(step: 412, group: 0, completion: 0), task: TaskID(bits: 0),
                    taskText: hostile, depth: 39, mode: .diverge, quality: .nan, previous: .nan)
            ])
        case .chain: return .chain(chain())
        case .log:
            return .log(
                (0..<50).map {
                    LogLine(
                        id: $0,
                        entry: LogEntry(
                            time: $0 % 2 == 0 ? .nan : 1e300, level: .error, step: .min,
                            message: hostile))
                })
        case .marks:
            let edit = LiveEdit(step: .min, key: hostile, old: hostile, new: hostile, time: .nan)
            let alarm = Alarm(
                kind: .storage, step: .max, isRaised: true, value: .nan, message: hostile)
            return .marks([
                RunMark(step: .min, time: .nan, kind: .edit(edit)),
                RunMark(step: .max, time: nil, kind: .alarm(alarm)),
                RunMark(step: 3, time: 1e300, kind: .command(.step(.max))),
                RunMark(step: 0, time: nil, kind: .resumed),
            ])
        case .depthGrid:
            let cells = odd.map {
                DepthGrid.Cell(count: .max, quality: $0, solved: $0, gain: $0)
            }
            // Rows and columns that do not agree.
            return .depthGrid(
                DepthGrid(columns: [-4 ... -4, 1...(.max)], depths: [cells, [], cells]))
        case .chains:
            return .chains([
                EpisodeSummary(
                    id: RevisionID(step: 412, group: 0, completion: 0), task: TaskID(bits: 0),
                    taskText: hostile, depth: .max, mode: .diverge, quality: .nan, previous: .nan)
            ])
        case .tree:
            let nodes = odd.enumerated().map { index, value in
                // Parents that are not there, and nodes that are their own.
                CurriculumTree.Node(
                    id: index, parent: index % 2 == 0 ? index : 99, task: TaskID(bits: .max),
                    turn: .max, depth: .min, mode: .diverge, quality: value, text: hostile,
                    revision: nil, score: value, created: .min, sampled: .max,
                    standing: index % 2 == 0
                        ? .held(probability: value) : .evicted(step: .max, by: -1))
            }
            return .tree(
                CurriculumTree(
                    step: .min,
                    branches: [
                        CurriculumTree.Branch(
                            task: TaskID(bits: .max), text: hostile, nodes: nodes),
                        CurriculumTree.Branch(task: TaskID(bits: 0), text: "", nodes: []),
                    ], changes: []))
        case .searches:
            // Parents in a circle, texts that are missing, and numbers that are none.
            let nodes = odd.enumerated().map { place, quality in
                SearchNode(
                    id: -place, parent: place % 2 == 0 ? .max : (place + 1) % odd.count,
                    origin: .debug,
                    answer: Answer(
                        tokens: [.min], quality: quality, isValid: place % 3 > 0, isSolved: true),
                    feedback: hostile)
            }
            return .searches(
                SearchView(
                    step: .max,
                    trees: odd.map { score in
                        SearchView.Tree(
                            tree: SearchTree(
                                step: -1, task: DomainTask(values: []), temperature: .nan,
                                nodes: nodes,
                                privateScore: PrivateScore(
                                    score: score, medal: .gold, isAboveMedian: true)),
                            taskText: hostile, texts: [hostile])
                    }))
        case .distinct:
            // Lists that do not agree, or that hold what no count is.
            return .distinct(
                DistinctInstances(
                    steps: [.min, 3, .max], tasks: [.max, -1, 0], revisions: [.max, .max, .min],
                    groups: [0, .min, .max]))
        case .answerMap:
            return .answerMap(
                AnswerMap(
                    task: TaskID(bits: .max), text: hostile, groups: .min,
                    points: odd.map {
                        AnswerMap.Point(
                            x: $0, y: -$0, count: .min, first: .max, last: $0 > 0 ? .max : .min,
                            isSolved: true)
                    }, shares: odd))
        }
    }

    @Test(
        "hostile texts and numbers draw nothing that a terminal obeys",
        arguments: DashboardScreen.allCases)
    func hostile(screen: DashboardScreen) {
        for (columns, rows) in [(40, 10), (80, 24), (120, 36), (200, 50), (7, 30)] {
            let grid = Dashboard.render(
                screen: screen, of: FixtureRun.description, ability: .live,
                snapshot: FixtureRun().snapshot(), committed: 412, columns: columns, rows: rows,
                now: FixtureRun.start, answer: Self.answer)
            for scalar in grid.text.unicodeScalars where scalar != "\n" {
                let category = scalar.properties.generalCategory
                #expect(
                    category != .control && category != .format,
                    "U+\(String(scalar.value, radix: 16)) in \(screen.name)")
            }
        }
    }

    @Test("moving about in bad data does not crash")
    func moving() {
        var generator = CounterGenerator(seed: 3, purpose: .play)
        var driver = Driver()
        driver.isAnswering = false
        for _ in 0..<500 {
            driver.send(.key(RandomKeysTests.keys[generator.below(RandomKeysTests.keys.count)]))
            while let (ticket, query) = driver.submitted.popLast() {
                driver.send(.answer(ticket: ticket, Self.answer(query)))
            }
            _ = Dashboard.view(driver.state)
        }
    }

    @Test(
        "a store that can't answer says why on every screen that asks it",
        arguments: DashboardScreen.allCases.filter { $0 != .play })
    func failing(screen: DashboardScreen) {
        let grid = Dashboard.render(
            screen: screen, of: FixtureRun.description, ability: .readOnly("finished"),
            snapshot: nil, committed: 412, columns: 120, rows: 36, now: 0,
            answer: { _ in .failed("run.sqlite: disk I/O error") })
        #expect(grid.text.contains("disk I/O error"))
    }

    @Test("a run without a step draws every screen", arguments: DashboardScreen.allCases)
    func empty(screen: DashboardScreen) {
        var run = FixtureRun()
        run.newest = 0
        let empty: (HistoryQuery) -> HistoryAnswer = { query in
            switch query {
            case .series(let metrics, _, _, _):
                .series(metrics.map { Series(metric: $0, buckets: []) })
            case .warmStart: .warmStart([])
            case .buffer:
                .buffer(BufferView(step: 0, capacity: 256, sharpness: 10, rows: [], changes: []))
            case .depths:
                .depths(DepthView(step: 0, window: 50, scores: [], evaluations: []))
            case .evaluations: .evaluations([])
            case .groups: .groups([])
            case .episodes: .episodes([])
            case .chain(let id): .failed("no revision \(id)")
            case .log: .log([])
            case .marks: .marks([])
            case .depthGrid: .depthGrid(DepthGrid(columns: [], depths: []))
            case .chains: .chains([])
            case .tree: .tree(CurriculumTree(step: 0, branches: [], changes: []))
            case .distinct:
                .distinct(DistinctInstances(steps: [], tasks: [], revisions: [], groups: []))
            case .answerMap:
                .answerMap(AnswerMap(task: nil, text: "", groups: 0, points: [], shares: []))
            case .searches: .searches(SearchView(step: nil, trees: []))
            }
        }
        for ability in [SessionAbility.live, .readOnly("interrupted")] {
            let grid = Dashboard.render(
                screen: screen, of: FixtureRun.description, ability: ability,
                snapshot: run.snapshot(), committed: 0, columns: 120, rows: 36, now: 0,
                answer: empty)
            #expect(grid.text.contains("sample-exit"))
        }
    }
}
