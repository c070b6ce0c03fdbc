import Foundation
import RunStore
import Runs
import Testing

@Suite("Questions about any step of the past")
struct HistoryQueryTests {
    /// A recorded run with all that was recorded.
    private struct Recorded {
        let temporary: TemporaryFolder
        let folder: RunFolder
        var records: [StepRecord] = []
        var buffers: [[BufferEntry]] = []

        init(steps: Int, groups: Int = 4, completions: Int = 4) throws {
            temporary = try TemporaryFolder()
            var run = SyntheticRun(groups: groups, completions: completions)
            run.configuration.curriculum.capacity = 96
            let (folder, recorder) = try makeRun(in: temporary, configuration: run.configuration)
            self.folder = folder
            for _ in 0..<steps {
                records.append(run.next())
                buffers.append(run.buffer)
                _ = recorder.record(.step(records[records.count - 1]))
            }
            try recorder.close()
        }
    }

    // MARK: Chains

    private struct Candidate {
        let id: RevisionID
        let group: Group
        let answer: Answer

        var quality: Double { answer.quality }
        var gain: Double { answer.quality - (group.instance.latest?.quality ?? 0) }

        func passes(_ filter: ChainFilter) -> Bool {
            let latest = group.instance.latest
            if let steps = filter.steps, !steps.contains(id.step) { return false }
            if let depth = filter.depth, depth != group.instance.depth { return false }
            if let mode = filter.mode, mode != group.mode { return false }
            if let task = filter.task, task != group.instance.task.id { return false }
            switch filter.change {
            case .wrongToRight:
                guard latest?.isSolved == false, answer.isSolved else { return false }
            case .rightToWrong:
                guard latest?.isSolved == true, !answer.isSolved else { return false }
            case nil: break
            }
            return latest != nil || ![.gained, .lost].contains(filter.order)
        }
    }

    private func expected(_ filter: ChainFilter, in records: [StepRecord]) -> [RevisionID] {
        let all = records.flatMap(\.groups).flatMap { group in
            group.completions.enumerated().map { place, completion in
                Candidate(
                    id: group.revisionID(place), group: group, answer: completion.answer)
            }
        }
        return all.filter { $0.passes(filter) }.sorted { left, right in
            switch filter.order {
            case .newest: left.id > right.id
            case .oldest: left.id < right.id
            case .best: (left.quality, left.id) > (right.quality, right.id)
            case .worst: (-left.quality, left.id) > (-right.quality, right.id)
            case .gained: (left.gain, left.id) > (right.gain, right.id)
            case .lost: (-left.gain, left.id) > (-right.gain, right.id)
            }
        }.map(\.id)
    }

    @Test("chains are found by every filter in every order, as a look at all of them finds them")
    func chains() throws {
        let run = try Recorded(steps: 150)
        let reader = try StoreReader(run.folder)
        defer { reader.close() }
        var generator = SyntheticRun.SplitMix(state: 11)
        let tasks = run.records.flatMap(\.groups).map(\.instance.task.id)
        for round in 0..<150 {
            var filter = ChainFilter(
                order: ChainFilter.Order.allCases[round % ChainFilter.Order.allCases.count])
            func sometimes() -> Bool { Int.random(in: 0..<3, using: &generator) == 0 }
            if sometimes() {
                let first = Int.random(in: 1...150, using: &generator)
                filter.steps = first...Int.random(in: first...160, using: &generator)
            }
            if sometimes() { filter.depth = Int.random(in: 0...6, using: &generator) }
            if sometimes() { filter.mode = RevisionMode.allCases.randomElement(using: &generator) }
            if sometimes() { filter.task = tasks.randomElement(using: &generator) }
            if sometimes() {
                filter.change = ChainFilter.Change.allCases.randomElement(using: &generator)
            }
            let limit = Int.random(in: 1...40, using: &generator)
            guard case .chains(let found) = reader.answer(.chains(filter, limit: limit)) else {
                return #expect(Bool(false), "no chains")
            }
            let ids = expected(filter, in: run.records)
            #expect(found.map(\.id) == Array(ids.prefix(limit)), "\(filter)")
        }
        guard case .chains(let none) = reader.answer(.chains(ChainFilter(), limit: -3)) else {
            return #expect(Bool(false), "no chains")
        }
        #expect(none.isEmpty)
    }

    // MARK: Instances

    @Test("distinct instances are those that a look at all groups counts, at any step")
    func distinct() throws {
        let run = try Recorded(steps: 120)
        let reader = try StoreReader(run.folder)
        defer { reader.close() }
        for (step, points) in [(nil, 1000), (nil, 7), (63, 1000), (1, 5), (9000, 64)] {
            guard case .distinct(let counts) = reader.answer(.distinct(upTo: step, points: points))
            else { return #expect(Bool(false), "no counts") }
            #expect(counts.steps.count <= points && counts.steps.last == min(120, step ?? 120))
            for (index, end) in counts.steps.enumerated() {
                let instances = run.records.prefix(end).flatMap(\.groups).map(\.instance)
                #expect(counts.groups[index] == instances.count)
                #expect(counts.tasks[index] == Set(instances.map(\.task.id)).count)
                #expect(counts.revisions[index] == Set(instances.compactMap(\.parent)).count)
            }
        }
    }

    /// Places an answer by the sum of its tokens and by its quality.
    private struct Summing: RunFormatting {
        func text(of task: DomainTask) -> String { "\(task.id)" }
        func text(of tokens: [Int32], answering instance: TaskInstance) -> String { "" }
        func promptText(for instance: TaskInstance, mode: RevisionMode) -> String { "" }
        func feedbackText(on answer: Answer, answering instance: TaskInstance) -> String? { nil }
        func embedding(of answer: Answer, answering instance: TaskInstance) -> [Float] {
            [Float(answer.tokens.map(Int.init).reduce(0, +)), Float(answer.quality), 1]
        }
    }

    @Test("an answer map holds every answer to its task once, with how often and when it was given")
    func answerMap() throws {
        let run = try Recorded(steps: 80)
        let reader = try StoreReader(run.folder, formatting: Summing())
        defer { reader.close() }
        for step in [nil, 41] {
            let groups = run.records.prefix(step ?? 80).flatMap(\.groups)
            let byTask = Dictionary(grouping: groups, by: \.instance.task.id)
            let most = byTask.values.map(\.count).max()
            guard case .answerMap(let map) = reader.answer(.answerMap(task: nil, upTo: step))
            else { return #expect(Bool(false), "no map") }
            #expect(map.groups == most)
            let own = byTask[try #require(map.task)] ?? []
            let answers = own.flatMap { group in
                group.completions.map { (step: group.step, answer: $0.answer) }
            }
            let different = Dictionary(grouping: answers) {
                Summing().embedding(of: $0.answer, answering: own[0].instance)
            }
            #expect(map.points.count == different.count)
            #expect(map.points.map(\.count).reduce(0, +) == answers.count)
            #expect(
                map.points.map(\.last).sorted()
                    == different.values.compactMap { $0.map(\.step).max() }.sorted())
            #expect(map.points.map(\.last) == map.points.map(\.last).sorted())
            #expect(map.shares.reduce(0, +) <= 1 + 1e-9)
        }
        let unknown = TaskID(bits: 0x1234_5678)
        #expect(
            reader.answer(.answerMap(task: unknown, upTo: nil))
                == .answerMap(
                    AnswerMap(task: unknown, text: "", groups: 0, points: [], shares: [0, 0])))
    }

    // MARK: Heat map

    @Test("a heat map's cells are the means of the steps below them")
    func depthGrid() throws {
        let run = try Recorded(steps: 300)
        let reader = try StoreReader(run.folder)
        defer { reader.close() }
        for (steps, columns) in [
            (nil, 1), (nil, 60), (nil, 1000), (37...211, 12), (300...300, 5), (-5...9000, 7),
        ] as [(ClosedRange<Int>?, Int)] {
            guard
                case .depthGrid(let grid) = reader.answer(
                    .depthGrid(steps: steps, columns: columns))
            else { return #expect(Bool(false), "no heat map") }
            let range = max(1, steps?.lowerBound ?? 1)...min(300, steps?.upperBound ?? 300)
            #expect(grid.columns.count <= columns)
            #expect(grid.columns.first?.lowerBound == range.lowerBound)
            #expect(grid.columns.last?.upperBound == range.upperBound)
            for (left, right) in zip(grid.columns, grid.columns.dropFirst()) {
                #expect(left.upperBound + 1 == right.lowerBound)
            }
            #expect(Set(grid.columns.dropFirst().dropLast().map(\.count)).count <= 1)
            for (depth, cells) in grid.depths.enumerated() {
                #expect(cells.count == grid.columns.count)
                for (cell, steps) in zip(cells, grid.columns) {
                    let scores = run.records[(steps.lowerBound - 1)..<steps.upperBound]
                        .flatMap(\.depths).filter { $0.depth == depth }
                    let count = scores.map(\.count).reduce(0, +)
                    #expect(cell.count == count)
                    let sum = scores.map { $0.quality * Double($0.count) }.reduce(0, +)
                    #expect(abs(cell.quality - (count == 0 ? 0 : sum / Double(count))) < 1e-6)
                    #expect((cell.gain == nil) == (depth == 0 || count == 0))
                }
            }
            let deepest = run.records[(range.lowerBound - 1)..<range.upperBound]
                .flatMap(\.depths).map(\.depth).max()
            #expect(grid.depths.count - 1 == deepest)
        }
        #expect(
            reader.answer(.depthGrid(steps: 400...500, columns: 5))
                == .depthGrid(DepthGrid(columns: [], depths: [])))
    }

    // MARK: Tree

    @Test("the tree holds the buffer and what was pushed out of it lately, parents as drawn")
    func tree() throws {
        let run = try Recorded(steps: 200, groups: 8)
        let reader = try StoreReader(run.folder)
        defer { reader.close() }
        let groups = run.records.map(\.groups)
        for step in [0, 1, 20, 63, 64, 150, 151, 90, 200] {
            guard case .tree(let tree) = reader.answer(.tree(step: step)) else {
                return #expect(Bool(false), "no tree")
            }
            #expect(tree.step == step)
            let nodes = tree.branches.flatMap(\.nodes)
            let buffer = step == 0 ? [] : run.buffers[step - 1]
            let held = nodes.filter { if case .held = $0.standing { true } else { false } }
            #expect(Set(held.map(\.id)) == Set(buffer.map(\.id)))
            var evicted: [Int: Int] = [:]
            for record in run.records[max(0, step - 32)..<step] {
                for case .evicted(let entry, _, _) in record.changes {
                    evicted[entry] = record.step
                }
            }
            let gone = nodes.filter { !held.contains($0) }
            #expect(Set(gone.map(\.id)) == Set(evicted.keys))
            for node in gone {
                guard case .evicted(let step, let by) = node.standing else { continue }
                #expect(step == evicted[node.id] && by > node.id)
            }
            for branch in tree.branches {
                #expect(branch.nodes.map(\.id) == branch.nodes.map(\.id).sorted())
                #expect(branch.nodes.allSatisfy { $0.task == branch.task })
            }
            for node in held {
                let entry = try #require(buffer.first { $0.id == node.id })
                #expect(node.score == entry.score && node.sampled == entry.sampled)
                #expect(node.revision == entry.instance.parent)
                #expect((node.text == nil) == (entry.instance.latest == nil))
            }
            let ids = Set(nodes.map(\.id))
            for node in nodes {
                guard let revision = node.revision else {
                    #expect(node.parent == nil && node.mode == nil)
                    continue
                }
                let group = groups[revision.step - 1][revision.group]
                #expect(node.mode == group.mode)
                guard case .buffer(let entry) = group.origin, ids.contains(entry) else {
                    #expect(node.parent == nil)
                    continue
                }
                #expect(node.parent == entry)
            }
            let highest = tree.branches.map { branch in
                branch.nodes.filter { held.contains($0) }.map(\.score).max() ?? -1
            }
            #expect(highest == highest.sorted(by: >))
            if step >= 64 { #expect(nodes.contains { $0.parent != nil } && !gone.isEmpty) }
        }
    }

    // MARK: Anything at all

    @Test("questions out of all bounds are answered with what there is")
    func extremes() throws {
        let run = try Recorded(steps: 70)
        let reader = try StoreReader(run.folder)
        defer { reader.close() }
        let far = [Int.min, -1, 0, 1 << 40, Int.max]
        let everything = Int.min...Int.max
        for step in far {
            let queries: [HistoryQuery] = [
                .series(metrics: Metric.allCases, steps: everything, points: step, smoothing: 0.9),
                .buffer(step: step), .depths(step: step, window: step), .groups(step: step),
                .episodes(upTo: step, limit: 3), .episodes(upTo: nil, limit: step),
                .evaluations(upTo: step), .marks(upTo: step), .tree(step: step),
                .log(level: .debug, before: step, limit: step, upTo: step),
                .depthGrid(steps: everything, columns: step),
                .depthGrid(steps: step...step, columns: 1),
                .chains(ChainFilter(steps: everything, order: .best), limit: step),
                .chains(ChainFilter(depth: step, order: .gained), limit: 10),
            ]
            for query in queries {
                if case .failed(let line) = reader.answer(query) {
                    Issue.record("\(query): \(line)")
                }
            }
            let nowhere = RevisionID(step: step, group: step, completion: step)
            guard case .failed(let line) = reader.answer(.chain(nowhere)) else {
                return #expect(Bool(false), "a chain out of nothing")
            }
            #expect(!line.contains("\n"))
        }
        guard case .chains(let all) = reader.answer(.chains(ChainFilter(), limit: .max)) else {
            return #expect(Bool(false), "no chains")
        }
        #expect(all.count == 70 * 4 * 4)
    }

    // MARK: Marks and log

    @Test("marks are what happened to the run, in the order of its steps")
    func marks() throws {
        let temporary = try TemporaryFolder()
        var run = SyntheticRun(groups: 2, completions: 2)
        let (folder, first) = try makeRun(in: temporary)
        let raised = Alarm(
            kind: .noVariance, step: 4, isRaised: true, value: 0.75, message: "no variance")
        let cleared = Alarm(
            kind: .noVariance, step: 8, isRaised: false, value: 0.5, message: "variance again")
        let edit = LiveEdit(step: 4, key: "beta", old: "0.04", new: "0.1", time: 102)
        for step in 1...10 {
            _ = first.record(.step(run.next()))
            if step == 4 {
                _ = first.record(.command(.pause, step: 4, time: 100))
                _ = first.record(.alarm(raised))
                _ = first.record(.command(.step(2), step: 4, time: 101))
                // Setting what it is already changes nothing, and leaves no edit.
                for value in ["0.04", "0.1"] {
                    _ = first.record(
                        .command(.set(key: "beta", value: value), step: 4, time: 101.5))
                }
                _ = first.record(.edit(edit))
            }
            if step == 5 { try first.save(makeCheckpoint(5)) }
            if step == 8 { _ = first.record(.alarm(cleared)) }
        }
        try first.close()
        let second = try StoreRecorder.open(folder, lock: folder.takeLock())
        try second.prepareResume(from: makeCheckpoint(5))
        _ = second.record(.command(.checkpoint, step: 5, time: 50))
        try second.close()

        let reader = try StoreReader(folder)
        defer { reader.close() }
        guard case .marks(let marks) = reader.answer(.marks(upTo: nil)) else {
            return #expect(Bool(false), "no marks")
        }
        // The alarm of step 8 was taken back with that step.
        #expect(
            marks.map(\.kind) == [
                .alarm(raised), .command(.pause), .command(.step(2)), .edit(edit),
                .command(.checkpoint), .resumed,
            ])
        #expect(marks.map(\.step) == [4, 4, 4, 4, 5, 5])
        #expect(marks.map { $0.time == nil } == [true, false, false, false, false, false])
        #expect(reader.answer(.marks(upTo: 4)) == .marks(Array(marks.prefix(4))))
        #expect(reader.answer(.marks(upTo: 3)) == .marks([]))
    }

    @Test("the log is answered as it was at a step")
    func log() throws {
        let temporary = try TemporaryFolder()
        let (folder, recorder) = try makeRun(in: temporary)
        for step in 1...20 {
            _ = recorder.record(
                .log(LogEntry(time: 1, level: .info, step: step, message: "line \(step)")))
        }
        try recorder.close()
        let reader = try StoreReader(folder)
        defer { reader.close() }
        guard
            case .log(let lines) = reader.answer(
                .log(level: .info, before: nil, limit: 3, upTo: 12))
        else { return #expect(Bool(false), "no log") }
        #expect(lines.map(\.entry.step) == [10, 11, 12])
    }
}
