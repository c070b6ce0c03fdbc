import Foundation
import GRDB
import Runs

/// What `redraft verify` found out about a run.
public struct RunVerification: Hashable, Codable, Sendable {
    /// Whether there are no problems.
    public let ok: Bool
    /// The last step in the store.
    public let step: Int
    /// The kernel path of the newest checkpoint, else of the run's start.
    public let kernelPath: String
    /// The checkpoint that the digest covers, such as `step-000600`; empty if there is none.
    public let checkpoint: String
    /// What two runs are compared by.
    public let digest: RunDigest
    /// What is wrong, one line each.
    public let problems: [String]

    enum CodingKeys: String, CodingKey {
        case ok, step, checkpoint, digest, problems
        case kernelPath = "kernel_path"
    }

    /// Checks a run: the database's pages, every record, every keyframe against the changes that
    /// lead to it, every checkpoint's bytes.
    ///
    /// - Parameter folder: the run.
    /// - Returns: what was found.
    /// - Throws: `StoreError` if the store can't be opened at all.
    public static func verify(_ folder: RunFolder) throws(StoreError) -> RunVerification {
        let reader = try StoreReader(folder)
        defer { reader.close() }
        var check = Check(folder: folder)
        do throws(StoreError) {
            try reader.read { history in
                try check.checkPages(history)
                try check.checkSteps(history)
                try check.checkKeyframes(history)
                try check.checkPyramid(history)
                try check.checkSearches(history)
            }
        } catch {
            check.problems.append(error.description)
        }
        check.checkCheckpoints()
        return RunVerification(
            ok: check.problems.isEmpty, step: check.step,
            kernelPath: check.checkpoint?.kernelPath ?? reader.description.kernelPath,
            checkpoint: check.checkpoint.map {
                CheckpointFolder.Name(stage: $0.stage, step: $0.step).folder
            } ?? "",
            digest: RunDigest(
                weights: RunDigest.files(
                    ["model.safetensors", "reference.safetensors"], of: check.checkpoint),
                optimizer: RunDigest.files(["optimizer.safetensors"], of: check.checkpoint),
                buffer: RunDigest.files(["buffer.json"], of: check.checkpoint),
                metrics: check.metrics, revisions: check.revisions),
            problems: check.problems)
    }
}

/// The state of one verification.
private struct Check {
    let folder: RunFolder
    var step = 0
    var hasAllSteps = false
    var metrics = ""
    var revisions = ""
    var checkpoint: Checkpoint?
    var problems: [String] = []

    /// SQLite's own check of its pages.
    mutating func checkPages(_ history: HistoryReader) throws {
        for line in try String.fetchAll(history.db, sql: "PRAGMA integrity_check(10)")
        where line != "ok" {
            let text = line.split(separator: "\n").joined(separator: " ")
            problems.append("\(folder.database): \(text)")
        }
    }

    /// Steps and their groups without gaps, and their digests.
    mutating func checkSteps(_ history: HistoryReader) throws {
        var metrics = SHA256()
        var revisions = SHA256()
        var expected = 1
        var count = 0
        let cursor = try Row.fetchCursor(
            history.db, sql: "SELECT step, metrics, depths FROM step ORDER BY step")
        while let row = try cursor.next() {
            let step = try row.integer(0)
            guard (expected...1 << 40).contains(step) else {
                problems.append("\(folder.database): holds a step \(step)")
                continue
            }
            if step != expected {
                problems.append(
                    "\(folder.database): steps \(expected) to \(step - 1) are missing")
            }
            expected = step + 1
            count += 1
            let values = MetricCoding.decode(try row.bytes(1), places: history.places)
            metrics.update(bytes: RunDigest.bytes(of: values, step: step))
            attempt { _ = try DepthCoding.decode(row.bytes(2)) }
            attempt {
                let groups = try history.groups(step: step, isWhole: true)
                for group in groups { revisions.update(bytes: RunDigest.bytes(of: group)) }
                if groups.isEmpty || groups.map(\.index) != Array(groups.indices) {
                    throw BlobError(reason: "lacks groups of step \(step)")
                }
                if let outline = try history.outline(step: step),
                    outline != GroupOutline.encode(groups)
                {
                    throw BlobError(reason: "has outlines of step \(step) that its groups lack")
                }
            }
        }
        step = expected - 1
        hasAllSteps = count == step
        let strays = try Int.fetchOne(
            history.db, sql: "SELECT count(*) FROM revision_group WHERE id >> 16 > ?",
            arguments: [step])
        if let strays, strays > 0 {
            problems.append("\(folder.database): holds \(strays) groups of no step")
        }
        self.metrics = metrics.finalize().hex
        self.revisions = revisions.finalize().hex
    }

    /// Every keyframe is what the changes since the one before make of that.
    mutating func checkKeyframes(_ history: HistoryReader) throws {
        guard hasAllSteps else { return }
        var steps = try history.rows("SELECT step FROM keyframe ORDER BY step") {
            try $0.integer(0)
        }
        let interval = StepRecord.keyframeInterval
        let expected = [1] + stride(from: interval, through: step, by: interval)
        for missing in expected where missing <= step && !steps.contains(missing) {
            problems.append("\(folder.database): the keyframe of step \(missing) is missing")
        }
        steps.removeAll { $0 > step }
        // Changes after the last keyframe are read too, for they must be sound.
        var previous: (step: Int, entries: [BufferEntry])?
        for keyframe in steps + [step] where keyframe > 0 {
            attempt {
                let recorded = try history.rows(
                    "SELECT entries FROM keyframe WHERE step = ?", [keyframe]
                ) { try BufferCoding.decodeKeyframe($0.bytes(0)) }.first
                let replayed = try history.replay(
                    from: previous?.entries ?? [], after: previous?.step ?? 0, upTo: keyframe)
                if let recorded, recorded != replayed {
                    throw BlobError(
                        reason: "has a keyframe at step \(keyframe) that its changes don't lead to")
                }
                previous = (keyframe, recorded ?? replayed)
            }
        }
    }

    /// Every complete node of the pyramid is there.
    mutating func checkPyramid(_ history: HistoryReader) throws {
        guard hasAllSteps else { return }
        var level = 1
        var size = 4
        while size <= step {
            let first = Schema.pyramidID(level: level, index: 0)
            let count = try Int.fetchOne(
                history.db, sql: "SELECT count(*) FROM pyramid WHERE id BETWEEN ? AND ?",
                arguments: [first, Schema.pyramidID(level: level + 1, index: 0) - 1])
            if count != step / size {
                problems.append(
                    "\(folder.database): level \(level) of the curves has \(count ?? 0) nodes, "
                        + "not \(step / size)")
            }
            level += 1
            size *= 4
        }
    }

    /// Every recorded search is sound.
    mutating func checkSearches(_ history: HistoryReader) throws {
        guard try history.hasTable("search") else { return }
        let cursor = try Row.fetchCursor(history.db, sql: "SELECT step, record FROM search")
        while let row = try cursor.next() {
            attempt { _ = try SearchCoding.decode(row.bytes(1), step: row.integer(0)) }
        }
    }

    mutating func checkCheckpoints() {
        let checkpoints = CheckpointFolder(path: folder.checkpoints)
        for name in checkpoints.names.reversed() {
            do throws(StoreError) {
                let loaded = try checkpoints.load(name)
                if checkpoint == nil, name.stage == .warmStart || name.step <= step {
                    checkpoint = loaded
                }
            } catch {
                // A run that is being written may have removed it meanwhile.
                if SealedFolder.exists(checkpoints.path + "/" + name.folder) {
                    problems.append(error.description)
                }
            }
        }
    }

    /// Does one check; what it throws is a problem, and the others go on.
    private mutating func attempt(_ body: () throws -> Void) {
        do {
            try body()
        } catch {
            problems.append(StoreError(error, path: folder.database).description)
        }
    }
}
