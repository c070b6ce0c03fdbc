import Foundation
import GRDB
import Runs
import Testing

@testable import RunStore

/// Searches in a run's store: as they were, up to a step, in forks and after resumes, and damaged.
@Suite("Recorded searches")
struct SearchStoreTests {
    private static let texts = [
        "cv 3, train 5", nil, "E_COLS: 112 columns", "", "naïve \u{1b}[31m",
    ]

    /// A search of some answers with every kind of part.
    static func tree(step: Int, task: Int32, count: Int = 9) -> SearchTree {
        let nodes = (0..<count).map { place -> SearchNode in
            let isDraft = place < 3
            let parent: Int? = isDraft ? nil : (place * 7 + Int(task)) % place
            let quality: Double = place == 4 ? 0 : 0.1 * Double(place)
            let answer = Answer(
                tokens: [Int32(place), -4, 70_000], quality: quality, isValid: place != 4,
                isSolved: place == 7)
            let origin: SearchOperator = isDraft ? .draft : place % 2 == 0 ? .improve : .debug
            return SearchNode(
                id: place, parent: parent, origin: origin, answer: answer,
                feedback: texts[place % texts.count])
        }
        let scores: [PrivateScore?] = [
            nil, PrivateScore(score: 0.8125, medal: .silver, isAboveMedian: true),
            PrivateScore(score: -1.0 / 3, medal: nil, isAboveMedian: false),
        ]
        return SearchTree(
            step: step, task: DomainTask(values: [task, 7, -9]), temperature: 0.7, nodes: nodes,
            privateScore: scores[Int(task) % 3])
    }

    static func trees(_ step: Int) -> [SearchTree] {
        (0..<5).map { tree(step: step, task: $0 + Int32(step)) }
    }

    private func shown(_ folder: RunFolder, upTo step: Int? = nil) throws -> SearchView {
        let reader = try StoreReader(folder)
        defer { reader.close() }
        guard case .searches(let view) = reader.answer(.searches(upTo: step)) else {
            throw CocoaError(.fileReadUnknown)
        }
        return view
    }

    @Test("a search comes back from its bytes as it was")
    func roundTrip() throws {
        for tree in Self.trees(3) + [Self.tree(step: 3, task: 1, count: 0)] {
            let bytes = SearchCoding.encode(tree)
            #expect(try SearchCoding.decode(bytes, step: 3) == tree)
        }
        #expect(SearchCoding.encode(Self.tree(step: 3, task: 1)).count < 400)
    }

    @Test("the newest searches up to a step are read, with their texts; none before the first")
    func upToStep() throws {
        let temporary = try TemporaryFolder()
        let (folder, recorder) = try makeRun(in: temporary)
        var run = SyntheticRun(groups: 2, completions: 2)
        _ = recorder.record(.searches(Self.trees(0)))
        for step in 1...20 {
            _ = recorder.record(.step(run.next()))
            if step % 10 == 0 { _ = recorder.record(.searches(Self.trees(step))) }
        }
        try recorder.close()
        for (asked, found) in [(0, 0), (9, 0), (10, 10), (19, 10), (20, 20)] {
            let view = try shown(folder, upTo: asked)
            #expect(view.step == found && view.trees.map(\.tree) == Self.trees(found))
        }
        #expect(try shown(folder).step == 20)
        let tree = try #require(try shown(folder).trees.first)
        #expect(tree.texts.count == tree.tree.nodes.count && !tree.taskText.isEmpty)
        #expect(try RunVerification.verify(folder).problems.isEmpty)
    }

    @Test("a run without searches, and one of an older version, have none and are sound")
    func none() throws {
        let temporary = try TemporaryFolder()
        let (folder, recorder) = try makeRun(in: temporary)
        var run = SyntheticRun(groups: 2, completions: 2)
        for _ in 0..<5 { _ = recorder.record(.step(run.next())) }
        try recorder.save(makeCheckpoint(5))
        try recorder.close()
        let digest = try RunVerification.verify(folder).digest
        #expect(try shown(folder) == SearchView(step: nil, trees: []))

        let queue = try DatabaseQueue(path: folder.database)
        try queue.write { db in
            try db.execute(
                sql: """
                    DROP TABLE search; DELETE FROM grdb_migrations WHERE identifier = '4';
                    PRAGMA user_version = 3;
                    """)
        }
        try queue.close()
        #expect(try shown(folder) == SearchView(step: nil, trees: []))
        #expect(try RunVerification.verify(folder).problems.isEmpty)

        // A resume brings the table, and searches change no digest.
        let resumed = try StoreRecorder.open(folder, lock: folder.takeLock())
        try resumed.prepareResume(from: makeCheckpoint(5))
        _ = resumed.record(.searches(Self.trees(5)))
        try resumed.close()
        #expect(try shown(folder).trees.map(\.tree) == Self.trees(5))
        #expect(try RunVerification.verify(folder).digest == digest)
    }

    @Test("a resume takes back the searches after its checkpoint, and records them again")
    func resume() throws {
        let temporary = try TemporaryFolder()
        let (folder, recorder) = try makeRun(in: temporary)
        var run = SyntheticRun(groups: 2, completions: 2)
        for step in 1...12 {
            _ = recorder.record(.step(run.next()))
            if step == 10 { try recorder.save(makeCheckpoint(10)) }
            if step % 6 == 0 { _ = recorder.record(.searches(Self.trees(step))) }
        }
        try recorder.close()
        let resumed = try StoreRecorder.open(folder, lock: folder.takeLock())
        try resumed.prepareResume(from: makeCheckpoint(10))
        #expect(try shown(folder).step == 6)
        _ = resumed.record(.searches(Self.trees(12)))
        try resumed.close()
        #expect(try shown(folder).trees.map(\.tree) == Self.trees(12))
    }

    @Test("a fork has the searches up to its step")
    func fork() throws {
        let temporary = try TemporaryFolder()
        let (folder, recorder) = try makeRun(in: temporary, name: "parent")
        var run = SyntheticRun(groups: 2, completions: 2)
        for step in 1...12 {
            _ = recorder.record(.step(run.next()))
            if step == 8 { try recorder.save(makeCheckpoint(8)) }
            if step % 6 == 0 { _ = recorder.record(.searches(Self.trees(step))) }
        }
        try recorder.close()
        let fork = try RunFork(of: folder, at: 8, in: temporary.path + "/runs")
        _ = try fork.takeCheckpoint { _ in true }
        try fork.copyStore { _ in true }
        let child = try fork.finish(
            as: try #require(RunID("child")),
            description: RunDescription(
                run: try #require(RunID("child")), path: "", configuration: .init(),
                command: "redraft fork", created: 2, kernelPath: "avx2"),
            configurationText: "seed: 1\n"
        ).folder
        #expect(try shown(child).trees.map(\.tree) == Self.trees(6))
        #expect(try shown(folder).step == 12)
    }

    @Test("damaged bytes are a problem of one line, never a trap")
    func damage() throws {
        let bytes = SearchCoding.encode(Self.tree(step: 1, task: 1))
        var (refused, kept) = (0, 0)
        for place in bytes.indices {
            for change: UInt8 in [1, 0x7f, 0x80, 0xff] {
                var damaged = bytes
                damaged[place] ^= change
                do {
                    let tree = try SearchCoding.decode(damaged, step: 1)
                    kept += 1
                    for (id, node) in tree.nodes.enumerated() {
                        #expect(node.id == id && node.parent ?? -1 < id)
                    }
                    #expect(tree.bestPath.count <= tree.nodes.count)
                } catch {
                    refused += 1
                }
            }
            #expect(throws: BlobError.self) {
                try SearchCoding.decode(Array(bytes[..<place]), step: 1)
            }
        }
        #expect(refused > 100 && kept > 0)

        let temporary = try TemporaryFolder()
        let (folder, recorder) = try makeRun(in: temporary)
        _ = recorder.record(.searches(Self.trees(0)))
        try recorder.close()
        let queue = try DatabaseQueue(path: folder.database)
        try queue.write {
            try $0.execute(sql: "UPDATE search SET record = x'0102' WHERE number = 2")
        }
        try queue.close()
        let problems = try RunVerification.verify(folder).problems
        #expect(problems.count == 1 && problems.allSatisfy { !$0.contains("\n") })
        let reader = try StoreReader(folder)
        defer { reader.close() }
        guard case .failed(let line) = reader.answer(.searches(upTo: nil)) else {
            Issue.record("a damaged search was read")
            return
        }
        #expect(!line.contains("\n"))
    }
}
