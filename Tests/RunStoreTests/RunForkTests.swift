import Foundation
import GRDB
import Runs
import Testing

@testable import RunStore

/// Forks of made-up runs: what is copied, what is linked, and what stays when it goes wrong.
@Suite("Fork")
struct RunForkTests {
    private let temporary: TemporaryFolder
    private let parent: RunFolder
    private let recorder: StoreRecorder
    private var runs: String { temporary.path + "/runs" }

    /// A run of 150 steps that is still being written, with checkpoints at 64 and 128.
    init() throws {
        temporary = try TemporaryFolder()
        (parent, recorder) = try makeRun(in: temporary, name: "parent")
        var run = SyntheticRun(groups: 2, completions: 2)
        for step in 1...150 {
            _ = recorder.record(.step(run.next()))
            let entry = LogEntry(time: 1, level: .info, step: step, message: "line \(step)")
            _ = recorder.record(.log(entry))
            _ = recorder.record(.command(.checkpoint, step: step, time: 1))
            let alarm = Alarm(kind: .lowEntropy, step: step, isRaised: true, value: 1, message: "a")
            _ = recorder.record(.alarm(alarm))
            if step % 64 == 0 { try recorder.save(makeCheckpoint(step)) }
        }
        try recorder.flush()
    }

    private func description(_ configuration: RunConfiguration = .init()) throws -> RunDescription {
        RunDescription(
            run: try #require(RunID("x")), path: "", configuration: configuration,
            command: "redraft fork", created: 2, kernelPath: "avx2")
    }

    private func finish(_ fork: RunFork, _ name: String = "child") throws -> RunFolder {
        try fork.finish(
            as: try #require(RunID(name)), description: try description(),
            configurationText: "seed: 1\n"
        ).folder
    }

    /// All rows of a table as text.
    private func rows(_ table: String, of folder: RunFolder, where condition: String = "true")
        throws -> [String]
    {
        let reader = try StoreReader(folder)
        defer { reader.close() }
        return try reader.read { history in
            try history.rows("SELECT * FROM \(table) WHERE \(condition)") { "\($0)" }
        }
    }

    @Test("a fork of a run that is being written has its rows up to the step, and no later ones")
    func cut() throws {
        let fork = try RunFork(of: parent, at: 130, in: runs)
        let search = try fork.takeCheckpoint { _ in true }
        #expect(search.checkpoint?.step == 128)
        var told: [Int] = []
        try fork.copyStore { done in
            told.append(done)
            return true
        }
        #expect(told == [0, 64, 128])
        let child = try finish(fork)
        for table in ["step", "keyframe", "evaluation", "alarm", "command", "log", "state"] {
            let kept = try rows(table, of: child)
            #expect(try kept == rows(table, of: parent, where: "step <= 130"), "\(table)")
        }
        for table in ["metric", "warm_start"] {
            #expect(try rows(table, of: child) == rows(table, of: parent))
        }
        let verification = try RunVerification.verify(child)
        #expect(verification.ok, "\(verification.problems)")
        #expect(verification.step == 130 && verification.checkpoint == "step-000128")
        let reader = try StoreReader(child)
        #expect(reader.description.origin == RunOrigin(run: "parent", step: 130))
        #expect(reader.description.command == "redraft fork")
        reader.close()
        #expect(
            try !FileManager.default.contentsOfDirectory(atPath: child.path).contains(
                "run.sqlite-wal"))
        try recorder.close()
    }

    @Test("every table of the format has a rule for what a fork keeps")
    func rules() throws {
        let reader = try StoreReader(parent)
        defer { reader.close() }
        let tables = try reader.read { history in
            try history.rows("SELECT name FROM sqlite_schema WHERE type = 'table'") {
                try $0.text(0)
            }
        }
        for table in tables where !table.hasPrefix("grdb_") && !table.hasPrefix("sqlite_") {
            let columns = try reader.read { history in
                try history.rows("SELECT name FROM pragma_table_info(?)", [table]) {
                    try $0.text(0)
                }
            }
            #expect(StoreCut.Rule.of(table, columns: columns) != nil, "\(table)")
        }
        try recorder.close()
    }

    @Test("steps trained on after a fork continue its curves, and the parent is as it was")
    func goingOn() throws {
        let before = try RunVerification.verify(parent).digest
        let fork = try RunFork(of: parent, at: 130, in: runs)
        try fork.copyStore { _ in true }
        let (child, lock) = try fork.finish(
            as: #require(RunID("child")), description: description(), configurationText: "")
        let writer = try StoreRecorder.open(child, lock: lock)
        try writer.prepareResume(from: makeCheckpoint(130))
        var run = SyntheticRun(groups: 2, completions: 2)
        for step in 1...150 {
            let record = run.next()
            if step > 130 { _ = writer.record(.step(record)) }
        }
        try writer.close()
        let digest = try RunVerification.verify(child).digest
        #expect(digest.metrics == before.metrics && digest.revisions == before.revisions)
        #expect(try RunVerification.verify(parent).digest == before)
        #expect(try rows("pyramid", of: child) == rows("pyramid", of: parent))
        try recorder.close()
    }

    @Test("a checkpoint is shared with the parent, and outlives it there")
    func links() throws {
        let fork = try RunFork(of: parent, at: 128, in: runs)
        _ = try fork.takeCheckpoint { _ in true }
        try fork.copyStore { _ in true }
        let child = try finish(fork)
        let file = "/step-000128/model.safetensors"
        let numbers = try [parent, child].map { folder in
            try FileManager.default.attributesOfItem(atPath: folder.checkpoints + file)[
                .systemFileNumber] as? Int
        }
        #expect(numbers[0] != nil && numbers[0] == numbers[1])
        try recorder.close()
        try parent.delete()
        #expect(!FileManager.default.fileExists(atPath: parent.path))
        #expect(try RunVerification.verify(child).ok)
    }

    @Test("a checkpoint that is damaged, gone or of no use is passed over with the reason")
    func checkpoints() throws {
        let model = parent.checkpoints + "/step-000128/model.safetensors"
        try Data([1, 2, 3]).write(to: URL(filePath: model))
        let fork = try RunFork(of: parent, at: 140, in: runs)
        let search = try fork.takeCheckpoint { _ in true }
        #expect(search.checkpoint?.step == 64)
        #expect(search.rejected.count == 1 && search.rejected[0].contains("model.safetensors"))
        let other = try RunFork(of: parent, at: 140, in: runs)
        let none = try other.takeCheckpoint { $0.step == 128 }
        #expect(none.checkpoint == nil && none.rejected.count == 2)
        #expect(other.checkpoints.names.isEmpty)
        try recorder.close()
    }

    @Test("a fork that is given up, at whatever moment, leaves nothing")
    func cancelled() throws {
        for moment in [0, 64] {
            let fork = try RunFork(of: parent, at: 100, in: runs)
            let error = #expect(throws: StoreError.self) {
                try fork.copyStore { $0 < moment }
            }
            #expect(error?.code == .cancelled)
            fork.discard()
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: runs) == ["parent"])
        try recorder.close()
    }

    @Test("a half-made fork is in no list, and goes when the next run is made after its process")
    func leftovers() throws {
        let fork = try RunFork(of: parent, at: 10, in: runs)
        try fork.copyStore { _ in true }
        #expect(RunListing.runs(in: runs).map(\.name) == ["parent"])
        let old = runs + "/.fork-parent-1-1"
        try FileManager.default.copyItem(atPath: fork.folder.path, toPath: old)
        // Its lock is held by this process; the copy's by none.
        for path in [old, fork.folder.path] {
            try FileManager.default.setAttributes(
                [.modificationDate: Date(timeIntervalSince1970: 1)], ofItemAtPath: path)
        }
        let made = try RunFolder.create(
            #require(RunID("new")), in: runs, configurationText: "")
        withExtendedLifetime(made.lock) {}
        let hidden = try FileManager.default.contentsOfDirectory(atPath: runs).filter {
            $0.hasPrefix(".")
        }
        #expect(hidden == [(fork.folder.path as NSString).lastPathComponent])
        fork.discard()
        try recorder.close()
    }

    @Test("a step that the parent does not have is refused")
    func tooLate() throws {
        let fork = try RunFork(of: parent, at: 151, in: runs)
        let error = #expect(throws: StoreError.self) { try fork.copyStore { _ in true } }
        #expect(error?.code == .missing && error?.description.contains("150") == true)
        try recorder.close()
    }

    @Test("a name taken meanwhile is refused, and another one can be tried")
    func names() throws {
        let fork = try RunFork(of: parent, at: 5, in: runs)
        try fork.copyStore { _ in true }
        let error = #expect(throws: StoreError.self) { try finish(fork, "parent") }
        #expect(error?.code == .nameTaken)
        #expect(try finish(fork, "other").run.name == "other")
        #expect(Set(RunListing.runs(in: runs).map(\.name)) == ["parent", "other"])
        try recorder.close()
    }

    @Test("the settings of each step are known, also in a fork of a fork")
    func settings() throws {
        var configuration = RunConfiguration()
        func forked(_ folder: RunFolder, at step: Int, as name: String) throws -> RunFolder {
            let fork = try RunFork(of: folder, at: step, in: runs)
            try fork.copyStore { _ in true }
            return try fork.finish(
                as: #require(RunID(name)), description: description(configuration),
                configurationText: ""
            ).folder
        }
        configuration.beta = 0.5
        let first = try forked(parent, at: 20, as: "first")
        configuration.learningRate = 0.25
        let second = try forked(first, at: 15, as: "second")
        let third = try forked(first, at: 20, as: "third")
        func betas(_ folder: RunFolder, _ steps: [Int]) throws -> [[Double]] {
            let reader = try StoreReader(folder)
            defer { reader.close() }
            return try steps.map {
                let edits = try reader.edits()
                let configuration = try reader.firstConfiguration().applying(edits, upTo: $0 - 1)
                return [configuration.beta, configuration.learningRate]
            }
        }
        #expect(try betas(first, [20, 21]) == [[0.03, 5e-4], [0.5, 5e-4]])
        #expect(try betas(second, [15, 16]) == [[0.03, 5e-4], [0.5, 0.25]])
        #expect(try betas(third, [1, 20, 21]) == [[0.03, 5e-4], [0.03, 5e-4], [0.5, 0.25]])
        // A fork is described by what it began with, and its changes are marked where they came.
        let reader = try StoreReader(third)
        #expect(reader.description.configuration == configuration)
        guard case .marks(let marks) = reader.answer(.marks(upTo: nil)) else { return }
        let edits = marks.compactMap { mark -> LiveEdit? in
            if case .edit(let edit) = mark.kind { edit } else { nil }
        }
        #expect(Set(edits.map(\.key)) == ["beta", "learning_rate"])
        #expect(edits.allSatisfy { $0.step == 20 })
        reader.close()
        try recorder.close()
    }

    @Test("a step trained again is held against the recorded one, bit for bit")
    func comparing() throws {
        let reader = try StoreReader(parent)
        defer { reader.close() }
        var run = SyntheticRun(groups: 2, completions: 2)
        let record = run.next()
        #expect(try reader.difference(from: record) == nil)
        var other = record
        other.metrics[.stepTime] = 77
        #expect(try reader.difference(from: other) == nil)
        other.metrics[.reward] = record.metrics[.reward]?.nextUp
        #expect(try reader.difference(from: other)?.contains("reward") == true)
        var strange = SyntheticRun(groups: 2, completions: 2, seed: 8)
        let groups = strange.next().groups
        let third = StepRecord(
            step: 1, groups: [record.groups[0], groups[1]], metrics: record.metrics,
            depths: record.depths, changes: record.changes)
        #expect(try reader.difference(from: third)?.contains("group 1") == true)
        try recorder.close()
    }
}
