import Foundation
import GRDB
import Runs
import Testing

@testable import RunStore

@Suite("Stores of version 1")
struct OlderStoreTests {
    private static let queries: [HistoryQuery] =
        ChainFilter.Order.allCases.map { .chains(ChainFilter(order: $0), limit: 50) } + [
            .chains(ChainFilter(steps: 20...150, depth: 2, change: .wrongToRight), limit: 20),
            .depthGrid(steps: nil, columns: 8), .depthGrid(steps: 3...190, columns: 5),
            .tree(step: 100), .depths(step: nil, window: 200),
        ]

    private func makeOlder(_ folder: RunFolder) throws {
        let queue = try DatabaseQueue(path: folder.database)
        try queue.write { db in
            try db.execute(
                sql: """
                    DROP TABLE outline; DROP TABLE depth_pyramid; DROP TABLE edit; DROP TABLE search;
                    DELETE FROM grdb_migrations WHERE identifier <> '1';
                    PRAGMA user_version = 1;
                    """)
        }
        try queue.close()
    }

    private func expectSame(_ left: StoreReader, _ right: StoreReader) {
        for query in Self.queries {
            let answers = (left.answer(query), right.answer(query))
            // Nodes of the heat map are in single precision.
            if case (.depthGrid(let one), .depthGrid(let other)) = answers {
                #expect(one.columns == other.columns && one.depths.count == other.depths.count)
                for (cell, same) in zip(one.depths.joined(), other.depths.joined()) {
                    #expect(cell.count == same.count)
                    #expect(abs(cell.quality - same.quality) < 1e-6)
                    #expect(abs((cell.gain ?? 9) - (same.gain ?? 9)) < 1e-6)
                }
            } else {
                if case .failed(let line) = answers.0 { Issue.record("\(query): \(line)") }
                #expect(answers.0 == answers.1, "\(query)")
            }
        }
    }

    @Test("are read as they are, and a resume that goes on with one answers the same")
    func older() throws {
        let temporary = try TemporaryFolder()
        func record(_ count: Int, of run: inout SyntheticRun, with recorder: StoreRecorder) throws {
            for _ in 0..<count { _ = recorder.record(.step(run.next())) }
            try recorder.flush()
        }
        var run = SyntheticRun(groups: 4, completions: 4)
        let (whole, first) = try makeRun(in: temporary, name: "whole")
        try record(200, of: &run, with: first)
        try first.close()
        let (folder, second) = try makeRun(in: temporary, name: "older")
        run = SyntheticRun(groups: 4, completions: 4)
        try record(150, of: &run, with: second)
        let atStep = run
        try record(50, of: &run, with: second)
        try second.save(makeCheckpoint(150))
        try second.close()
        try makeOlder(folder)

        let bytes = try readFile(folder.database)
        let expected = try StoreReader(whole)
        defer { expected.close() }
        let older = try StoreReader(folder)
        expectSame(older, expected)
        // The second time from memory.
        expectSame(older, expected)
        older.close()
        #expect(try readFile(folder.database) == bytes)
        #expect(try RunVerification.verify(folder).problems.isEmpty)

        let third = try StoreRecorder.open(folder, lock: folder.takeLock())
        try third.prepareResume(from: makeCheckpoint(150))
        run = atStep
        try record(50, of: &run, with: third)
        try third.close()
        let reader = try StoreReader(folder)
        defer { reader.close() }
        // Steps without outlines and nodes beside steps that have them.
        expectSame(reader, expected)
        try reader.read { history in
            let outlines = try Int.fetchOne(history.db, sql: "SELECT count(*) FROM outline")
            #expect(outlines == 50)
        }
        #expect(try RunVerification.verify(folder).problems.isEmpty)
    }

    @Test(
        "the sample runs answer every question and stay as they are", arguments: ["exit", "grpo"])
    func samples(name: String) throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let folder = try RunFolder.open(root.appending(path: "sample-runs/\(name)").path)
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        let bytes = try readFile(folder.database)
        let reader = try StoreReader(folder)
        let last = reader.committedStep
        #expect(last > 100)
        for step in [last, last / 2, 1] {
            guard case .tree(let tree) = reader.answer(.tree(step: step)),
                case .depthGrid(let grid) = reader.answer(.depthGrid(steps: 1...step, columns: 40)),
                case .chains(let chains) = reader.answer(
                    .chains(ChainFilter(steps: 1...step, order: .best), limit: 20)),
                case .series(let series) = reader.answer(
                    .series(metrics: [.reward], steps: 1...step, points: 100, smoothing: 0.9)),
                case .marks(let marks) = reader.answer(.marks(upTo: step))
            else { return #expect(Bool(false), "a question of step \(step) has no answer") }
            let buffer = try reader.bufferEntries(step: step)
            let held = tree.branches.flatMap(\.nodes).count {
                if case .held = $0.standing { true } else { false }
            }
            #expect(held == buffer.count)
            #expect(!grid.columns.isEmpty && grid.depths.first?.contains { $0.count > 0 } == true)
            #expect(chains.count == 20)
            #expect(chains.map(\.quality) == chains.map(\.quality).sorted(by: >))
            #expect(series[0].buckets.allSatisfy { $0.smoothed != nil })
            #expect(marks.map(\.step) == marks.map(\.step).sorted())
        }
        reader.close()
        #expect(try readFile(folder.database) == bytes)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == names)
    }
}
