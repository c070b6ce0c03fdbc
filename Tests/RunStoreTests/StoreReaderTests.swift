import Foundation
import RunStore
import Runs
import Synchronization
import Testing

@Suite("Store reader")
struct StoreReaderTests {
    @Test("every kind of query is answered from what was recorded")
    func answers() throws {
        let temporary = try TemporaryFolder()
        var run = SyntheticRun(groups: 4, completions: 4)
        let (folder, recorder) = try makeRun(in: temporary, configuration: run.configuration)
        var records: [StepRecord] = []
        var buffers: [[BufferEntry]] = []
        for _ in 0..<100 {
            let record = run.next()
            records.append(record)
            buffers.append(run.buffer)
            _ = recorder.record(.step(record))
        }
        let warm = WarmStartRecord(step: 10, steps: 20, loss: 1.5, learningRate: 1e-3, solve: 0.25)
        _ = recorder.record(.warmStart(warm))
        _ = recorder.record(.evaluation(evaluation(step: 50)))
        for number in 0..<5 {
            let level: LogLevel = number.isMultiple(of: 2) ? .info : .warning
            _ = recorder.record(
                .log(LogEntry(time: 5, level: level, step: 1, message: "line \(number)")))
        }
        try recorder.flush()

        let reader = try StoreReader(folder)
        #expect(reader.committedStep == 100)
        #expect(reader.description.configuration == run.configuration)
        #expect(reader.answer(.warmStart) == .warmStart([warm]))
        #expect(reader.answer(.evaluations(upTo: 49)) == .evaluations([]))
        #expect(
            reader.answer(.evaluations(upTo: nil)) == .evaluations([evaluation(step: 50)]))

        guard
            case .series(let series) = reader.answer(
                .series(metrics: [.reward, .clipRatio], steps: 3...9, points: 100))
        else { return #expect(Bool(false), "no series") }
        #expect(series[0].buckets.map(\.last) == records[2...8].map { $0.metrics[.reward] })
        #expect(series[1].buckets.isEmpty)

        // Forwards from the buffer before, backwards from a keyframe.
        for step in [1, 2, 63, 64, 65, 99, 100, 98, 99, 3, 70] {
            guard case .buffer(let view) = reader.answer(.buffer(step: step)) else {
                return #expect(Bool(false), "no buffer")
            }
            let expected = buffers[step - 1]
            #expect(Set(view.rows.map(\.id)) == Set(expected.map(\.id)))
            for row in view.rows {
                let entry = try #require(expected.first { $0.id == row.id })
                #expect(row.score == entry.score && row.sampled == entry.sampled)
                #expect(row.depth == entry.instance.depth && row.latest == entry.instance.parent)
                #expect(row.task == entry.instance.task.id && row.created == entry.created)
                #expect(row.quality == entry.instance.latest?.quality)
            }
            #expect(abs(view.rows.map(\.probability).reduce(0, +) - 1) < 1e-9)
            #expect(view.rows.map(\.score) == view.rows.map(\.score).sorted(by: >))
            let drawn = view.changes.contains { if case .drawn = $0.change { true } else { false } }
            #expect(!drawn)
            let newest = records[step - 1].changes.last {
                if case .drawn = $0 { false } else { true }
            }
            #expect(view.changes.first?.change == newest)
        }

        guard case .groups(let groups) = reader.answer(.groups(step: 7)) else {
            return #expect(Bool(false), "no groups")
        }
        #expect(groups.map(\.index) == [0, 1, 2, 3])
        #expect(groups.map(\.learnability) == records[6].groups.map(\.learnability))

        guard case .episodes(let episodes) = reader.answer(.episodes(upTo: 90, limit: 6)) else {
            return #expect(Bool(false), "no episodes")
        }
        #expect(episodes.map(\.id.step) == [90, 90, 90, 90, 89, 89])
        let depths = episodes.prefix(4).map(\.depth)
        #expect(depths == depths.sorted(by: >))

        guard case .log(let lines) = reader.answer(.log(level: .warning, before: nil, limit: 1))
        else { return #expect(Bool(false), "no log") }
        #expect(lines.map(\.entry.message) == ["line 3"])
        reader.close()
        try recorder.close()
    }

    @Test("an entry's chance is that of the step after the one looked at, by the settings of then")
    func chances() throws {
        let temporary = try TemporaryFolder()
        var run = SyntheticRun(groups: 8, completions: 4)
        run.configuration.curriculum.staleness = 0.25
        let (folder, recorder) = try makeRun(in: temporary, configuration: run.configuration)
        var buffers: [[BufferEntry]] = []
        for step in 1...80 {
            _ = recorder.record(.step(run.next()))
            buffers.append(run.buffer)
            guard step == 70 else { continue }
            let edit = LiveEdit(
                step: 70, key: "curriculum.staleness", old: "0.25", new: "0.5", time: 1)
            _ = recorder.record(.edit(edit))
        }
        try recorder.close()
        let reader = try StoreReader(folder)
        defer { reader.close() }
        for (step, staleness) in [(1, 0.25), (64, 0.25), (69, 0.25), (70, 0.5), (80, 0.5)] {
            let entries = buffers[step - 1]
            let chances = entries.drawProbabilities(
                sharpness: 10, staleness: staleness, at: step + 1)
            let expected = Dictionary(uniqueKeysWithValues: zip(entries.map(\.id), chances))
            guard case .buffer(let view) = reader.answer(.buffer(step: step)),
                case .tree(let tree) = reader.answer(.tree(step: step))
            else { return #expect(Bool(false), "no buffer") }
            #expect(view.rows.count == entries.count)
            for row in view.rows { #expect(row.probability == expected[row.id]) }
            for node in tree.branches.flatMap(\.nodes) {
                guard case .held(let probability) = node.standing else { continue }
                #expect(probability == expected[node.id])
            }
            // The oldest score counts for something.
            let oldest = entries.indices.min { entries[$0].scored < entries[$1].scored } ?? 0
            let byScore = entries.drawProbabilities(sharpness: 10, staleness: 0, at: step + 1)
            #expect(step == 1 || chances[oldest] > byScore[oldest])
        }
    }

    @Test("a chain runs from its draft to the revision, and knows its children")
    func chains() throws {
        let temporary = try TemporaryFolder()
        var run = SyntheticRun(groups: 8, completions: 4)
        let (folder, recorder) = try makeRun(in: temporary, configuration: run.configuration)
        var groups: [Group] = []
        for _ in 0..<150 {
            let record = run.next()
            groups += record.groups
            _ = recorder.record(.step(record))
        }
        try recorder.close()
        let reader = try StoreReader(folder)
        let deepest = try #require(groups.max { $0.instance.depth < $1.instance.depth })
        #expect(deepest.instance.depth >= 3)
        guard case .chain(let chain) = reader.answer(.chain(deepest.revisionID(1))) else {
            return #expect(Bool(false), "no chain")
        }
        #expect(chain.revisions.map(\.depth) == Array(0...deepest.instance.depth))
        #expect(!chain.isTruncated)
        #expect(chain.revisions.last?.id == deepest.revisionID(1))
        #expect(chain.revisions.last?.siblings.count == 4)
        for (parent, child) in zip(chain.revisions, chain.revisions.dropFirst()) {
            #expect(child.parent == parent.id)
            guard case .chain(let shorter) = reader.answer(.chain(parent.id)) else {
                return #expect(Bool(false), "no chain")
            }
            #expect(shorter.children.contains(child.id))
        }
        let missing = RevisionID(step: 999, group: 0, completion: 0)
        guard case .failed(let line) = reader.answer(.chain(missing)) else {
            return #expect(Bool(false), "a chain out of nothing")
        }
        #expect(line.contains("999.0.0") && line.contains("1 to 150"))
        reader.close()
    }

    @Test("submitted queries are answered in order, cancelled ones never")
    func submission() throws {
        let temporary = try TemporaryFolder()
        var run = SyntheticRun(groups: 2, completions: 2)
        let (folder, recorder) = try makeRun(in: temporary, configuration: run.configuration)
        for _ in 0..<20 { _ = recorder.record(.step(run.next())) }
        try recorder.close()
        let reader = try StoreReader(folder)
        let woken = DispatchSemaphore(value: 0)
        reader.onNews { woken.signal() }
        var kept: [QueryID] = []
        for number in 0..<40 {
            let id = reader.submit(.groups(step: number % 20 + 1))
            if number.isMultiple(of: 2) { kept.append(id) } else { reader.cancel(id) }
        }
        var answered: [QueryID] = []
        while answered.count < kept.count {
            #expect(woken.wait(timeout: .now() + 20) == .success)
            answered += reader.takeAnswers().map(\.0)
        }
        #expect(answered == kept)
        reader.close()
    }

    @Test("another connection's commits are noticed")
    func refresh() throws {
        let temporary = try TemporaryFolder()
        var run = SyntheticRun(groups: 2, completions: 2)
        let (folder, recorder) = try makeRun(in: temporary, configuration: run.configuration)
        let reader = try StoreReader(folder, pollInterval: 0.01)
        let woken = DispatchSemaphore(value: 0)
        reader.onNews { woken.signal() }
        for step in 1...5 {
            _ = recorder.record(.step(run.next()))
            while reader.committedStep < step {
                #expect(woken.wait(timeout: .now() + 20) == .success)
            }
        }
        reader.close()
        try recorder.close()
    }

    private func evaluation(step: Int) -> EvaluationRecord {
        EvaluationRecord(
            step: step, domain: "math", split: "held-out", count: 8, samples: 1, temperature: 1,
            k: [0, 1], solve: [0.25, 0.5], quality: [0.5, 0.75],
            corrections: .init(wrongToRight: 3, rightToWrong: 1, net: 2), distinct: 1.5,
            invalid: 0.1, copied: 0.2, bestSoFar: 0.6)
    }
}
