import Foundation
import RunStore
import Runs

/// Makes the records of a run of the default shape without a policy: like a real run's in size and
/// structure, a function of its seed.
struct SyntheticRun {
    var configuration = RunConfiguration()
    private(set) var buffer: [BufferEntry] = []
    private(set) var step = 0
    private var generator = SplitMix(state: 7)
    private var nextID = 0

    struct SplitMix: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state &+= 0x9e37_79b9_7f4a_7c15
            var z = state
            z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
            z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
            return z ^ (z >> 31)
        }
    }

    init(groups: Int = 32, completions: Int = 8, seed: UInt64 = 7) {
        configuration.promptsPerStep = groups
        configuration.numGenerations = completions
        generator.state = seed
    }

    /// The next step's record.
    mutating func next() -> StepRecord {
        step += 1
        var groups: [Group] = []
        var changes: [BufferChange] = []
        for index in 0..<configuration.promptsPerStep {
            var origin = GroupOrigin.tasks
            var instance = TaskInstance(task: task())
            if buffer.count >= 32, Bool.random(using: &generator) {
                let place = Int.random(in: buffer.indices, using: &generator)
                origin = .buffer(entry: buffer[place].id)
                instance = buffer[place].instance
                buffer[place].sampled += 1
                changes.append(.drawn(entry: buffer[place].id))
            }
            groups.append(group(index: index, instance: instance, origin: origin))
        }
        for group in groups {
            if case .buffer(let id) = group.origin {
                if let place = buffer.firstIndex(where: { $0.id == id }) {
                    changes.append(
                        .rescored(
                            entry: id, from: buffer[place].score, to: group.learnability))
                    buffer[place].score = group.learnability
                    buffer[place].scored = step
                }
            } else {
                insert(group.instance, score: group.learnability, offer: .task, into: &changes)
            }
            let choice = Int.random(in: group.completions.indices, using: &generator)
            let child = TaskInstance(
                task: group.instance.task, turn: 0, depth: group.instance.depth + 1, earlier: [],
                latest: group.completions[choice].answer, parent: group.revisionID(choice))
            insert(child, score: group.learnability, offer: .revision, into: &changes)
        }
        var metrics = MetricRow()
        for metric in Metric.allCases {
            metrics[metric] = Double.random(in: 0..<1, using: &generator)
        }
        metrics[.clipRatio] = nil
        let depths = Set(groups.map(\.instance.depth)).sorted().map { depth in
            DepthScore(
                depth: depth, count: groups.count { $0.instance.depth == depth } * 8,
                quality: Double.random(in: 0..<1, using: &generator), solved: 0.125,
                gain: depth == 0 ? nil : 0.1)
        }
        let isKeyframe = step == 1 || step % StepRecord.keyframeInterval == 0
        return StepRecord(
            step: step, groups: groups, metrics: metrics, depths: depths, changes: changes,
            keyframe: isKeyframe ? buffer : nil)
    }

    private mutating func insert(
        _ instance: TaskInstance, score: Double, offer: BufferChange.Offer,
        into changes: inout [BufferChange]
    ) {
        guard instance.depth < 20 else { return }
        var evicted: BufferEntry?
        if buffer.count == configuration.curriculum.capacity {
            guard let place = buffer.indices.min(by: { buffer[$0].score < buffer[$1].score })
            else { return }
            guard buffer[place].score <= score else {
                changes.append(
                    .refused(score: score, lowest: buffer[place].score, offer: offer))
                return
            }
            evicted = buffer.remove(at: place)
        }
        let entry = BufferEntry(
            id: nextID, instance: instance, score: score, created: step, sampled: 0, scored: step)
        nextID += 1
        if let evicted {
            changes.append(.evicted(entry: evicted.id, score: evicted.score, by: entry.id))
        }
        buffer.append(entry)
        changes.append(.inserted(entry, offer: offer))
    }

    private mutating func task() -> DomainTask {
        var values = [Int32.random(in: 1...40, using: &generator)]
        for _ in 0..<8 { values.append(Int32.random(in: 1...12, using: &generator)) }
        return DomainTask(values: values)
    }

    private mutating func group(index: Int, instance: TaskInstance, origin: GroupOrigin) -> Group {
        var rewards: [Double] = []
        var answers: [Answer] = []
        for _ in 0..<configuration.numGenerations {
            var tokens: [Int32] = []
            for _ in 0..<8 { tokens.append(Int32.random(in: 14...16, using: &generator)) }
            let isValid = Int.random(in: 0..<20, using: &generator) > 0
            let error = isValid ? Int.random(in: 0..<12, using: &generator) : 40
            let quality = max(0, 1 - Double(error) / Double(max(10, instance.task.values[0])))
            answers.append(
                Answer(
                    tokens: tokens + [2], quality: quality, isValid: isValid,
                    isSolved: error == 0))
            if let latest = instance.latest {
                rewards.append(
                    latest.quality == 1
                        ? (error == 0 ? 1 : 0)
                        : max(0, (quality - latest.quality) / (1 - latest.quality)))
            } else {
                rewards.append(quality)
            }
        }
        let mean = rewards.reduce(0, +) / Double(rewards.count)
        let variance =
            rewards.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(rewards.count)
        let completions = answers.indices.map { place in
            Completion(
                answer: answers[place],
                logProbabilities: answers[place].tokens.map { _ in
                    -Float.random(in: 0..<2, using: &generator)
                },
                reward: rewards[place],
                advantage: variance == 0
                    ? 0 : (rewards[place] - mean) / (variance.squareRoot() + 1e-4) * 1.37,
                diversity: Double(Float.random(in: 0..<1, using: &generator)))
        }
        return Group(
            step: step, index: index, instance: instance,
            mode: instance.isBase ? .base : .improve, origin: origin, completions: completions,
            learnability: variance)
    }
}

/// A folder that goes away with the test.
final class TemporaryFolder: Sendable {
    let path: String

    init() throws {
        var template = Array("/tmp/redraft-store-XXXXXX".utf8CString)
        guard let made = mkdtemp(&template) else { throw CocoaError(.fileWriteUnknown) }
        path = String(cString: made)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }
}

/// Makes a run's folder and recorder.
func makeRun(
    in folder: TemporaryFolder, name: String = "run", configuration: RunConfiguration = .init(),
    queueBound: Int = 64
) throws -> (RunFolder, StoreRecorder) {
    guard let run = RunID(name) else { throw CocoaError(.fileWriteUnknown) }
    let (runFolder, lock) = try RunFolder.create(
        run, in: folder.path + "/runs", configurationText: "seed: 1\n")
    let recorder = try StoreRecorder.create(
        runFolder, lock: lock,
        description: RunDescription(
            run: run, path: runFolder.path, configuration: configuration,
            command: "redraft train --seed 1", created: 1_700_000_000, kernelPath: "avx2"),
        queueBound: queueBound)
    return (runFolder, recorder)
}

/// A checkpoint with files of a few hundred bytes.
func makeCheckpoint(_ step: Int, stage: Checkpoint.Stage = .training, salt: UInt8 = 0)
    -> Checkpoint
{
    let names = [
        "model.safetensors", "reference.safetensors", "optimizer.safetensors", "buffer.json",
    ]
    return Checkpoint(
        stage: stage, step: step, kernelPath: "avx2",
        files: names.enumerated().map { place, name in
            CheckpointFile(
                name: name,
                bytes: (0..<(100 + 50 * place)).map {
                    UInt8(truncatingIfNeeded: $0 &* 31 &+ step &+ place &+ Int(salt))
                })
        })
}
